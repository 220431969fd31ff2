"""Tenants, roles, links, the audit chain, background work and idempotency."""

from __future__ import annotations

from datetime import timedelta

import pytest

from zaocha.accounts import actions, links
from zaocha.kernel import audit, idempotency, tasks, work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.kernel.models import Event, Job


def test_the_chain_is_whole_and_names_what_was_changed(world) -> None:
    verdict = audit.verify(tenant_id=world.tenant.pk)
    assert verdict.finding is None
    assert verdict.checked > 10
    Event.objects.filter(tenant_id=world.tenant.pk, seq=3).update(actor="person:999")
    finding = audit.verify(tenant_id=world.tenant.pk).finding
    assert (finding.seq, finding.problem) == (3, "changed")


def test_a_removed_entry_and_a_cut_end_are_found(world) -> None:
    last = Event.objects.filter(tenant_id=world.tenant.pk).order_by("-seq").first()
    last.delete()
    assert audit.verify(tenant_id=world.tenant.pk).finding.problem == "head"
    Event.objects.filter(tenant_id=world.tenant.pk, seq=2).delete()
    assert audit.verify(tenant_id=world.tenant.pk).finding.seq == 2


def test_erasing_a_salt_leaves_the_chain_whole(world) -> None:
    Event.objects.filter(tenant_id=world.tenant.pk).update(salt="")
    assert audit.verify(tenant_id=world.tenant.pk).finding is None


def test_audit_keeps_no_free_text(world) -> None:
    kept = str(list(Event.objects.values_list("ids", "digests")))
    assert "沈知夏" not in kept
    assert "青禾街道" not in kept


def test_what_fails_inside_an_action_leaves_nothing(world) -> None:
    before = Event.objects.count()
    with pytest.raises(RuntimeError), work.begin(by=world.desk, at=world.at) as w:
        actions.create_unit(name="消防所", kind="inside", by=world.desk, at=world.at)
        w.record("x", subject=("unit", 1))
        raise RuntimeError
    assert Event.objects.count() == before


def test_the_same_key_never_writes_twice(world) -> None:
    calls = []

    def write():
        calls.append(1)
        return {"id": len(calls)}

    for _ in range(3):
        answer = idempotency.once(by=world.desk, key="k1", request={"a": 1}, at=world.at, do=write)
        assert answer == {"id": 1}
    other = idempotency.once(by=world.colleague, key="k1", request={"a": 1}, at=world.at, do=write)
    assert other == {"id": 2}, "a key is its sender's own"
    with pytest.raises(Conflict):
        idempotency.once(by=world.desk, key="k1", request={"a": 2}, at=world.at, do=write)
    with pytest.raises(Invalid):
        idempotency.once(by=world.desk, key="k" * 121, request={}, at=world.at, do=write)


def test_a_job_that_fails_is_kept_with_its_error_and_tried_again(world) -> None:
    seen = []

    @tasks.atomic("test.flaky")
    def flaky(*, at):
        seen.append(at)
        if len(seen) < 2:
            raise ValueError("no tea")

    tasks.enqueue("test.flaky", tenant_id=world.tenant.pk, at=world.at)
    assert tasks.run_all(at=world.at) >= 1
    job = Job.objects.get(name="test.flaky")
    assert (job.state, job.attempts) == ("ready", 1)
    assert "no tea" in job.error
    tasks.run_all(at=world.at + timedelta(minutes=1))
    job.refresh_from_db()
    assert job.state == "done"
    assert len(seen) == 2


def test_a_stepwise_job_goes_on_where_it_stopped(world) -> None:
    @tasks.stepwise("test.counting")
    def counting(*, upto, cursor, at):
        now = (cursor or 0) + 1
        return tasks.Step(now if now < upto else None, done=now, total=upto)

    job = tasks.enqueue("test.counting", tenant_id=None, at=world.at, upto=3)
    assert tasks.run_one(at=world.at)
    job.refresh_from_db()
    assert (job.cursor, job.done, job.state) == (1, 1, "ready")
    tasks.run_all(at=world.at)
    job.refresh_from_db()
    assert job.state == "done"


def test_links_are_unguessable_revocable_and_expire(world) -> None:
    link = links.issue(tenant=world.tenant, purpose="slip", subject_id=5, by="t", at=world.at)
    token = links.token(link)
    assert links.resolve(token=token, at=world.at, purpose="slip").pk == link.pk
    for wrong in (token[:-1] + ("a" if token[-1] != "a" else "b"), "12", "", "x-y", "9" * 30 + "-a"):
        with pytest.raises(NotFound):
            links.resolve(token=wrong, at=world.at)
    with pytest.raises(NotFound):
        links.resolve(token=token, at=world.at, purpose="company")
    with pytest.raises(links.LinkEnded):
        links.resolve(token=token, at=world.at + timedelta(days=121))
    links.revoke(tenant=world.tenant, purpose="slip", subject_id=5, at=world.at)
    with pytest.raises(links.LinkEnded):
        links.resolve(token=token, at=world.at)


def test_five_failures_lock_the_name(world) -> None:
    client = world.client("")
    for _ in range(5):
        answer = client.post("/sign-in/", {"login": "shen", "password": "wrong"})
        assert answer.status_code == 422
    answer = client.post("/sign-in/", {"login": "shen", "password": "a-long-tea-password"})
    assert answer.status_code == 422
    assert "Too many failed sign-ins" in answer.content.decode()


def test_signing_in_goes_where_one_wanted_to_but_never_off_site(world) -> None:
    good = {"login": " Shen ", "password": "a-long-tea-password"}
    answer = world.client("").post("/sign-in/", {**good, "next": "/sign-in/"})
    assert answer.headers["Location"] == "/sign-in/"
    answer = world.client("").post("/sign-in/", {**good, "next": "https://elsewhere.example/"})
    assert not answer.headers["Location"].startswith("https:")
