"""A dossier from the worker's consent to the confirmed certificate."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.results.models import Result
from zaocha.sheets import documents
from zaocha.titles.actions import dossiers, papers, workers
from zaocha.titles.models import Dossier, Paper, Worker
from zaocha.titles.tests import cases


def filed(world, **more):
    found = cases.complete(world, **more)
    return dossiers.file(dossier_id=found.pk, authority="云溪市人社局", by=world.desk, at=world.at)


def granted(world):
    found = filed(world)
    given = dossiers.Certificate("浙2026-0001", world.at.date())
    return dossiers.grant(dossier_id=found.pk, certificate=given, by=world.desk, at=world.at)


def test_everything_that_is_lacking_is_said_at_once(world):
    new = workers.NewWorker(name="苏彩云", field="textile", facts=cases.FACTS, company_id=world.company.pk)
    worker = workers.tell(new=new, by=world.desk, at=world.at)
    found = dossiers.open_dossier(worker_id=worker.pk, rule=cases.GREEN, by=world.desk, at=world.at)
    with pytest.raises(Conflict) as refused:
        dossiers.file(dossier_id=found.pk, authority="人社局", by=world.desk, at=world.at)
    for words in ("has not agreed", "not told yet", "在岗" if False else "Missing"):
        assert words in str(refused.value)
    assert str(refused.value).count("Missing") == 6


def test_the_same_title_is_not_asked_for_twice(world):
    found = cases.complete(world)
    again = dossiers.open_dossier(
        worker_id=found.worker_id, rule="assistant-green-schooling", by=world.desk, at=world.at
    )
    assert again.pk == found.pk
    with pytest.raises(Conflict):
        dossiers.open_dossier(worker_id=found.worker_id, rule="senior-skill", by=world.desk, at=world.at)


def test_filed_answered_granted_and_confirmed_by_the_company_counts_once(world):
    found = filed(world)
    assert found.state == "filed" and found.next_on == date(2026, 3, 16)  # ten working days
    later = world.at + timedelta(days=3)
    answer = dossiers.Answer("more", "缺一张证书", date(2026, 3, 20))
    dossiers.answered(dossier_id=found.pk, answer=answer, by=world.desk, at=later)
    dossiers.file(dossier_id=found.pk, authority="云溪市人社局", by=world.desk, at=later)
    given = dossiers.Certificate("浙2026-0001", later.date())
    for _again in range(2):
        dossiers.grant(dossier_id=found.pk, certificate=given, by=world.desk, at=later)
    assert not Result.objects.exists()
    for _again in range(2):
        dossiers.confirm(dossier_id=found.pk, by=cases.by_company(world, world.company), at=later)
    result = Result.objects.get()
    assert (result.kind, result.amount, result.company_id) == ("title_granted", 1, world.company.pk)
    assert result.confirmed_at is not None and "苏" not in result.evidence


def test_the_desk_does_not_confirm_nor_another_company(world):
    found = granted(world)
    with pytest.raises(NotAllowed):
        dossiers.confirm(dossier_id=found.pk, by=world.desk, at=world.at)
    with pytest.raises(NotFound):
        dossiers.confirm(dossier_id=found.pk, by=cases.by_company(world, world.other_company), at=world.at)
    other = cases.told(world, name="卫巧针")
    with pytest.raises(NotFound):
        link = cases.by_link(world, "title_worker", other.pk)
        dossiers.confirm(dossier_id=found.pk, by=link, at=world.at, as_worker=other.pk)


def test_a_certificate_number_is_given_once(world):
    granted(world)
    other = filed(world, name="卫巧针")
    given = dossiers.Certificate("浙2026-0001", world.at.date())
    with pytest.raises(Invalid):
        dossiers.grant(dossier_id=other.pk, certificate=given, by=world.desk, at=world.at)


def test_the_package_holds_the_application_and_every_paper(world):
    found = filed(world)
    answer = world.client("shen", "zh-hans").get(f"/titles/{found.pk}/package.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        names = file.namelist()
        words = documents.read_docx_text(file.read(names[0]))
    assert len(names) == 7 and len(set(names)) == 7
    for said in ("苏彩云", "五百种颜色", "晴川针织", "样例", "06-recommendation.png"):
        assert said in words


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.exe", b"MZ\0\0"),
        ("a.png", b"<script>"),
        ("a.pdf", b""),
        ("a.zip", b"PK\x03\x04rest"),
        ("a.svg", b"<svg/>"),
    ],
)
def test_files_of_other_kinds_are_refused(world, name, data):
    found = cases.complete(world)
    sent = {"kind": "other", "file": SimpleUploadedFile(name, data)}
    answer = world.client("shen").post(f"/titles/{found.pk}/papers/", sent)
    assert answer.status_code == 422
    assert Paper.objects.count() == 6


def test_a_paper_too_large_or_with_a_nasty_name(world):
    found = cases.complete(world)
    with pytest.raises(Invalid):
        new = papers.NewPaper("other", "a.pdf", b"%PDF-" + b"0" * papers.MOST_BYTES)
        papers.add(dossier_id=found.pk, new=new, by=world.desk, at=world.at)
    nasty = papers.NewPaper("other", "..\\../../etc/pass wd\r\n.pdf", b"%PDF-1.7")
    made = papers.add(dossier_id=found.pk, new=nasty, by=world.desk, at=world.at)
    assert made.name == "pass_wd.pdf"
    assert papers.add(dossier_id=found.pk, new=nasty, by=world.desk, at=world.at).pk == made.pk
    answer = world.client("shen").get(f"/titles/{found.pk}/papers/{made.pk}/")
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and answer["X-Content-Type-Options"] == "nosniff"
    )


def test_erasing_leaves_nothing_of_the_person(world):
    found = granted(world)
    dossiers.confirm(dossier_id=found.pk, by=cases.by_company(world, world.company), at=world.at)
    paper = found.papers.first()
    kept = papers.path(world.tenant.pk, paper.digest, paper.media_type)
    assert kept.exists()
    link = cases.token(world, "title_worker", found.worker_id)
    workers.erase(worker_id=found.worker_id, by=world.desk, at=world.at)
    found = Dossier.objects.select_related("worker").get(pk=found.pk)
    assert (found.state, found.statement, found.certificate) == ("granted", "", "")
    assert (found.worker.name, found.worker.facts, found.papers.count()) == ("", {}, 0)
    assert not kept.exists()
    assert Result.objects.count() == 1
    assert world.client("").get(f"/title-workers/{link}/").status_code == 410
    page = world.client("shen").get(f"/titles/{found.pk}/").content.decode()
    assert "苏彩云" not in page and "五百种颜色" not in page


def test_whose_time_has_come_is_erased_at_night_but_not_in_the_middle_of_a_decision(world):
    old, open_ = cases.told(world), filed(world, name="卫巧针").worker
    late = world.at + timedelta(days=731)
    assert workers.erase_expired(by=world.system, at=late) == 1
    assert Worker.objects.get(pk=old.pk).name == "" and Worker.objects.get(pk=open_.pk).name == "卫巧针"


def test_nobody_is_erased_while_a_dossier_is_with_the_authority(world):
    found = filed(world)
    with pytest.raises(Conflict):
        workers.erase(worker_id=found.worker_id, by=world.desk, at=world.at)


def test_the_nightly_task_comes_back_tomorrow(world):
    from zaocha.kernel import tasks
    from zaocha.kernel.models import Job

    worker = cases.told(world, facts={**cases.FACTS, "trade_years": "7"})
    assert worker.best == "near"
    tasks.run_all(at=world.at)
    tasks.run_all(at=world.at + timedelta(days=366))
    worker.refresh_from_db()
    assert worker.best == "may"
    assert Job.objects.filter(name="titles.daily", state="ready").count() == 1
