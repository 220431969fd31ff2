"""Short jobs share a transaction, and each effect happens exactly once all the same."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from zaocha.kernel import tasks
from zaocha.kernel.models import ChainHead, Event, Job

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


@tasks.atomic("test.adding")
def adding(*, to, at, fails=False):
    ChainHead.objects.get_or_create(tenant_id=to)
    head = ChainHead.objects.get(tenant_id=to)
    ChainHead.objects.filter(tenant_id=to).update(seq=head.seq + 1)
    if fails:
        raise ValueError("no tea")


@tasks.stepwise("test.walking")
def walking(*, cursor, at):
    return tasks.Step(None, done=1, total=1)


SEEN = []


@tasks.on("test_tea_poured", name="test.drinking", together=True)
def drinking(*, calls, at):
    SEEN.append([call.subject_id for call in calls])
    if 13 in SEEN[-1]:
        raise ValueError("cold")


def pour(number):
    event = Event(tenant_id=1, kind="test_tea_poured", subject_id=number, ids={})
    tasks.enqueue_handlers([event], at=AT)


def enqueue(count, **more):
    for _ in range(count):
        tasks.enqueue("test.adding", tenant_id=None, at=AT, to=900, **more)


def effects():
    return ChainHead.objects.filter(tenant_id=900).values_list("seq", flat=True).first() or 0


@pytest.mark.django_db
class TestTogether:
    @pytest.fixture(autouse=True)
    def _no_hurry(self, monkeypatch):
        monkeypatch.setattr(tasks, "SECONDS_TOGETHER", 60)

    def test_many_jobs_in_one_transaction(self, django_assert_max_num_queries):
        enqueue(30)
        with django_assert_max_num_queries(30 * 3 + 12):
            assert tasks.run_some(at=AT) == (30, False)
        assert effects() == 30
        assert set(Job.objects.values_list("state", flat=True)) == {"done"}
        assert tasks.run_some(at=AT) == (0, False)

    def test_what_follows_many_events_is_called_once(self):
        SEEN.clear()
        for number in (1, 2, 3):
            pour(number)
            enqueue(1)
        tasks.run_all(at=AT)
        assert SEEN == [[1, 2, 3]]
        assert effects() == 3

    def test_a_bad_one_among_them_stands_alone_in_the_end(self):
        SEEN.clear()
        for number in (12, 13, 14):
            pour(number)
        tasks.run_all(at=AT)
        left = Job.objects.get(state="ready")
        assert left.arguments["subject_id"] == 13
        assert "cold" in left.error

    def test_one_that_fails_spoils_no_other(self):
        enqueue(3)
        enqueue(1, fails=True)
        enqueue(3)
        tasks.run_all(at=AT)
        assert effects() == 6
        bad = Job.objects.get(state="ready")
        assert bad.attempts == 1
        assert "no tea" in bad.error

    def test_a_job_that_always_fails_gives_up_and_stays_visible(self):
        enqueue(1, fails=True)
        for day in range(1, 12):
            tasks.run_all(at=AT + timedelta(days=day))
        job = Job.objects.get()
        assert (job.state, job.attempts) == ("failed", tasks.ATTEMPTS)

    def test_order_is_kept_across_long_and_short_jobs(self):
        enqueue(2)
        tasks.enqueue("test.walking", tenant_id=None, at=AT)
        enqueue(2)
        assert tasks.run_some(at=AT) == (2, True)
        assert tasks.run_all(at=AT) == 3
        assert effects() == 4

    def test_when_the_time_is_up_the_rest_waits(self, monkeypatch):
        monkeypatch.setattr(tasks, "SECONDS_TOGETHER", -1)
        enqueue(3)
        assert tasks.run_some(at=AT) == (1, True)
        assert Job.objects.filter(state="ready").count() == 2
        tasks.run_all(at=AT)
        assert effects() == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_what_another_worker_holds_is_left_to_it():
    import threading

    from django.db import transaction

    enqueue(3)
    first = Job.objects.order_by("id").first()
    with transaction.atomic():
        Job.objects.select_for_update().get(pk=first.pk)

        def other():
            tasks.run_all(at=AT)
            connection.close()

        thread = threading.Thread(target=other)
        thread.start()
        thread.join(20)
        assert not thread.is_alive()
    assert effects() == 2
    assert Job.objects.get(state="ready").pk == first.pk
