"""The pages, the API and the command by which a table comes in."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile

from zaocha.accounts import tokens
from zaocha.companies.cli import companies
from zaocha.companies.models import Company
from zaocha.companies.tests import tables
from zaocha.imports.models import Import
from zaocha.kernel import clock, tasks

NEW = "/imports/companies/new/"


def upload(client, data: bytes, name: str = "名单.xlsx"):
    return client.post(NEW, {"file": SimpleUploadedFile(name, data)})


def test_the_whole_way_by_the_pages(world) -> None:
    client = world.client("shen")
    assert client.get(NEW).status_code == 200
    rows = [tables.row(n) for n in range(60)]
    answer = upload(client, tables.xlsx(*rows, tables.row(70, 员工数="<script>alert(1)</script>")))
    batch = Import.objects.get()
    url = f"/imports/{batch.pk}/"
    assert answer.headers["Location"] == url
    page = client.get(url).content.decode()
    assert "The heading says so." in page
    assert client.post(url, {**batch.mapping, "short_name": "所属社区"}).status_code == 422
    assert client.post(url, batch.mapping).status_code == 302
    assert "Checked: 0 of 61 rows" in client.get(url).content.decode()
    tasks.run_all(at=clock.now())
    assert client.get(f"{url}progress/").headers["HX-Redirect"] == url
    page = client.get(url).content.decode()
    assert "not a whole number of people" in page
    assert "<script>alert" not in page
    assert "Leave 1 row out" in page
    client.post(f"{url}take/")
    assert Company.objects.count() == 2  # the bad row was not agreed to
    client.post(f"{url}take/", {"without_bad": "1"})
    client.post(f"{url}take/", {"without_bad": "1"})  # a second submit
    tasks.run_all(at=clock.now())
    assert "New: 60. Changed: 0." in client.get(url).content.decode()
    assert Company.objects.count() == 62
    assert 'rel="next"' in client.get(f"{url}?tab=new").content.decode()
    assert client.post(f"{url}drop/").status_code == 409


def test_work_that_breaks_off_is_shown_and_tried_again(world, monkeypatch) -> None:
    client = world.client("shen")
    upload(client, tables.xlsx(tables.row(1)))
    batch = Import.objects.get()
    client.post(f"/imports/{batch.pk}/", batch.mapping)
    with monkeypatch.context() as broken:
        broken.setattr("zaocha.companies.importing.checks.examine", lambda *_, **__: 1 / 0)
        tasks.run_all(at=clock.now())
    assert "tried again by itself" in client.get(f"/imports/{batch.pk}/").content.decode()
    tasks.run_all(at=clock.now() + timedelta(minutes=1))
    batch.refresh_from_db()
    assert batch.counts == {"new": 1}


def test_questions_are_answered_by_row_and_for_all(world) -> None:
    client = world.client("shen")
    upload(
        client,
        tables.xlsx(
            tables.row(1, 企业名称=world.company.name), tables.row(2, 企业名称=world.other_company.name)
        ),
    )
    batch = Import.objects.get()
    url = f"/imports/{batch.pk}/"
    client.post(url, batch.mapping)
    tasks.run_all(at=clock.now())
    assert "Is it the same?" in client.get(url).content.decode()
    row = batch.rows.first()
    client.post(f"{url}answers/", {f"{row.pk}-same_name": "skip"})
    client.post(f"{url}answers/", {"all-same_name": "update"})
    batch.refresh_from_db()
    assert batch.counts == {"skip": 1, "change": 1}
    assert client.post(f"{url}answers/", {f"{row.pk}-same_name": "nonsense"}).status_code == 422


def test_what_cannot_be_read_is_explained_on_the_page(world) -> None:
    client = world.client("shen")
    for data, said in (
        (b"%PDF-1.7 x", "PDF"),
        (b"PK\x03\x04", "damaged"),
        ("名称,地址\n".encode("utf-32"), "UTF-32"),
    ):
        answer = upload(client, data)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert client.post(NEW, {}).status_code == 422


def test_who_may_import(world) -> None:
    upload(world.client("shen"), tables.xlsx(tables.row(1)))
    batch = Import.objects.get()
    pages = {"": "get", "progress/": "get", "report.xlsx": "get", "report.csv": "get", "answers/": "post", "take/": "post", "drop/": "post"}  # fmt: skip
    for path, verb in pages.items():
        url = f"/imports/{batch.pk}/{path}"
        assert getattr(world.client(""), verb)(url).status_code == 302, path
        assert getattr(world.client("du"), verb)(url).status_code == 403, path
        assert getattr(world.client("stranger"), verb)(url).status_code == 404, path
        assert (
            getattr(world.client("shen"), verb)(url.replace(f"/{batch.pk}/", "/999999/")).status_code == 404
        )
        if path:
            wrong = "post" if verb == "get" else "get"
            assert getattr(world.client("shen"), wrong)(url).status_code == 405, path
    assert world.client("du").get(NEW).status_code == 403
    assert world.client("shen").get("/imports/nothing/new/").status_code == 404
    assert world.client("shen").get(f"/imports/{batch.pk}/report.exe").status_code == 404


def test_the_report_page_costs_the_same_at_one_row_and_at_fifty(world, django_assert_max_num_queries) -> None:
    for count in (1, 50):
        batch = tables.checked(world, tables.xlsx(*[tables.row(n, 员工数="x") for n in range(count)]))
        client = world.client("shen")
        client.get(f"/imports/{batch.pk}/")
        with django_assert_max_num_queries(6):
            assert client.get(f"/imports/{batch.pk}/").status_code == 200


@pytest.fixture
def api(world):
    def call(who: str, verb: str, path: str, body: object = None, **more):
        client = world.client("")
        token = tokens.create(person=world.people[who], name="t", at=world.at)
        headers = {"Authorization": f"Bearer {token}", **more}
        if body is not None and not isinstance(body, dict):
            return client.post(f"/api/v1{path}", {"kind": "companies", "file": body}, headers=headers)
        return getattr(client, verb)(
            f"/api/v1{path}", body or {}, content_type="application/json", headers=headers
        )

    return call


def test_the_whole_way_by_the_api(world, api) -> None:
    file = SimpleUploadedFile("a.csv", tables.csv(tables.row(1), tables.row(2, 员工数="许多")))
    batch = api("shen", "post", "/imports", file).json()
    assert (batch["state"], batch["mapping"]["name"]) == ("mapping", "企业名称")
    path = f"/imports/{batch['id']}"
    assert api("shen", "put", f"{path}/mapping", {"mapping": batch["mapping"]}).json()["state"] == "checking"
    tasks.run_all(at=clock.now())
    assert api("shen", "get", path).json()["counts"]["bad"] == 1
    (bad,) = api("shen", "get", f"{path}/rows?decision=bad").json()["items"]
    assert (bad["row"], bad["problems"][0]["field"]) == (3, "employees")
    assert api("shen", "post", f"{path}/take", {}).status_code == 409
    assert api("shen", "post", f"{path}/take", {"without_bad": True}).status_code == 200
    tasks.run_all(at=clock.now())
    assert api("shen", "get", path).json()["state"] == "done"
    for who, status in (("du", 403), ("stranger", 404)):
        assert api(who, "get", path).status_code == status
        assert api(who, "post", f"{path}/take", {}).status_code == status
    assert api("shen", "post", "/imports", SimpleUploadedFile("a.csv", b"\x00\x01" * 99)).status_code == 422
    assert api("shen", "patch", path).status_code == 405
    assert world.client("").get(f"/api/v1{path}").status_code == 401


def test_companies_by_the_api(world, api) -> None:
    new = {"name": "云溪市松月袜业有限公司", "credit_code": tables.code(1)}
    key = {"Idempotency-Key": "k1"}
    first = api("shen", "post", "/companies", new, **key)
    assert first.status_code == 201
    assert api("shen", "post", "/companies", new, **key).json()["id"] == first.json()["id"]
    assert api("shen", "post", "/companies", new).status_code == 409
    faulty = api("shen", "post", "/companies", {"name": "", "credit_code": "1"})
    assert faulty.status_code == 422
    assert {one["field"] for one in faulty.json()["faults"]} == {"name", "credit_code"}
    assert api("shen", "post", "/companies", {"nome": "x"}).status_code == 422
    path = f"/companies/{first.json()['id']}"
    assert api("shen", "patch", path, {"employees": 7, "version": "stale"}).status_code == 409
    assert (
        api("shen", "patch", path, {"employees": 7, "version": first.json()["version"]}).json()["employees"]
        == 7
    )
    listed = api("shen", "get", "/companies?limit=2").json()
    assert len(listed["items"]) == 2
    assert len(api("shen", "get", f"/companies?limit=2&after={listed['next']}").json()["items"]) == 1
    assert api("shen", "get", "/companies/lookup?text=sywy").json()["items"][0]["id"] == first.json()["id"]
    assert api("du", "get", f"/companies/{world.company.pk}").json()["contacts"][0]["phone"] == "138****1234"
    assert api("du", "post", "/companies", new).status_code == 403
    assert api("qian", "get", "/companies").status_code == 403
    for missing in (f"/companies/{world.company.pk}", path):
        assert api("stranger", "get", missing).status_code == 404
        assert api("stranger", "patch", missing, {"employees": 1}).status_code == 404


def run(tmp_path: Path, data: bytes, *options: str, name: str = "t.xlsx"):
    file = tmp_path / name
    file.write_bytes(data)
    return CliRunner().invoke(companies, ["import", str(file), "--tenant", "qinghe", *options])


def test_the_command_takes_good_tables_and_names_bad_rows(world, tmp_path: Path) -> None:
    good = run(tmp_path, tables.xlsx(tables.row(1), tables.row(2)), "--json")
    assert (good.exit_code, json.loads(good.stdout)["taken"]) == (0, True)
    bad = run(tmp_path, tables.xlsx(tables.row(3), tables.row(4, 员工数="许多")), "--json")
    answer = json.loads(bad.stdout)
    assert (bad.exit_code, answer["taken"]) == (1, False)
    assert answer["problems"][0] | {"message": ""} == {
        "row": 3, "field": "employees", "column": "员工数", "code": "employees_number", "message": "",
    }  # fmt: skip
    assert Company.objects.count() == 4
    assert "许多" in run(tmp_path, tables.xlsx(tables.row(4, 员工数="许多"))).stdout
    skipped = run(tmp_path, tables.xlsx(tables.row(3), tables.row(4, 员工数="许多")), "--skip-bad")
    assert skipped.exit_code == 1
    assert Company.objects.count() == 5


def test_the_command_tries_maps_reports_and_refuses(world, tmp_path: Path) -> None:
    dry = run(tmp_path, tables.xlsx(tables.row(1)), "--dry-run", "--json")
    assert (dry.exit_code, json.loads(dry.stdout)["counts"], Company.objects.count()) == (0, {"new": 1}, 2)
    odd = tables.csv(["云溪市松月袜业有限公司", "12"], headers=["甲", "乙"])
    mapped = run(tmp_path, odd, "--map", "企业名称=甲", "--map", "employees=乙", "--json", name="t.csv")
    assert mapped.exit_code == 0, mapped.stdout
    assert Company.objects.get(name="云溪市松月袜业有限公司").employees == 12
    report = tmp_path / "report.csv"
    run(tmp_path, tables.xlsx(tables.row(4, 员工数="许多")), "--report", str(report))
    assert "许多" in report.read_text("utf-8-sig")
    assert run(tmp_path, tables.xlsx(tables.row(5)), "--map", "nonsense=甲").exit_code == 2
    assert run(tmp_path, tables.xlsx(tables.row(5)), "--map", "name=没有").exit_code == 2
    assert run(tmp_path, b"PK\x03\x04").exit_code == 3
    assert (
        CliRunner().invoke(companies, ["import", str(tmp_path / "none"), "--tenant", "qinghe"]).exit_code == 3
    )
    assert CliRunner().invoke(companies, ["import", "x"]).exit_code == 2  # which tenant?
    assert not Import.objects.exclude(state__in=["done", "dropped"]).exists()


def test_the_command_lists(world) -> None:
    answer = CliRunner().invoke(companies, ["list", "--tenant", "qinghe", "--text", "qczz", "--json"])
    assert [one["short_name"] for one in json.loads(answer.stdout)["companies"]] == ["晴川针织"]
