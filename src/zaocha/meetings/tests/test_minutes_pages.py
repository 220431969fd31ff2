"""Pages and API of minutes: works, not yours, malformed, missing; and nothing that was typed is lost."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zaocha.accounts import tokens
from zaocha.demands.models import Demand
from zaocha.meetings import minutes_reading
from zaocha.meetings.actions import minutes as minutes_actions
from zaocha.meetings.models import Draft, Minutes
from zaocha.meetings.tests import minutes_stub
from zaocha.sheets import documents


@pytest.fixture(autouse=True)
def _reader(monkeypatch) -> None:
    monkeypatch.setattr(minutes_reading, "read", minutes_stub.read)


@pytest.fixture
def made(world) -> Minutes:
    return minutes_actions.read(text=minutes_stub.TEXT, by=world.desk, at=world.at)


def draft_of(made: Minutes, company: str) -> Draft:
    return made.drafts.get(company_text=company)


def filled(draft: Draft, **more) -> dict[str, str]:
    said = draft.promise or {}
    plain = {
        "text": draft.text, "company": draft.company_text, "category": draft.category, "outcome": draft.outcome,
        "by_whom": said.get("by_whom") or "", "what": said.get("what") or "", "trigger": said.get("trigger") or "",
        "due_on": said.get("due_on") or "", **more,
    }  # fmt: skip
    return {f"d{draft.pk}-{name}": value for name, value in plain.items()} | {"verb": "save"}


def test_pasted_minutes_lead_to_drafts_beside_their_words(world) -> None:
    client = world.client("shen")
    answer = client.post("/minutes/", {"text": minutes_stub.TEXT.replace("\n", "\r\n")}, follow=True)
    text = answer.content.decode()
    draft = Draft.objects.get(company_text="禾木袜业")
    assert f'data-drafts="{draft.pk}">路灯坏了三盏，晚上下班不安全。</mark>' in text
    assert "0 of 3 settled" in text
    assert 'data-standing="late"' in text and "overdue" in text
    assert 'data-standing="no_term"' in text and "nobody named, no date" in text
    assert Demand.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.txt", b"", "The file is empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(400), "a picture"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office"),
        ("broken.docx", b"PK\x03\x04" + b"garbage" * 50, "damaged"),
        ("big5.txt", ("晚上路燈不亮，員工下班很不方便，希望街道能儘快處理這個問題。" * 8).encode("big5"), "Big5"),
        ("table.docx", None, "not like a .docx"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(world, name, data, words) -> None:
    if data is None:
        box = io.BytesIO()
        with zipfile.ZipFile(box, "w") as package:
            package.writestr("xl/workbook.xml", "<a/>")
        data = box.getvalue()
    answer = world.client("shen").post("/minutes/", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert name in answer.content.decode()


def test_gb18030_and_docx_are_read(world) -> None:
    client = world.client("shen")
    plain = SimpleUploadedFile("纪要.txt", minutes_stub.TEXT.encode("gb18030"))
    assert client.post("/minutes/", {"file": plain}).status_code == 302
    paper = documents.write_docx(
        title="",
        blocks=[documents.Paragraph(text=line) for line in minutes_stub.TEXT.splitlines()],
        language="zh",
    )
    assert client.post("/minutes/", {"file": SimpleUploadedFile("纪要.docx", paper)}).status_code == 302
    assert [one.drafts.count() for one in Minutes.objects.all()] == [3, 3]


def test_what_was_pasted_stays_when_something_is_wrong(world) -> None:
    both = {"text": "晴川针织：路灯。", "file": SimpleUploadedFile("a.txt", "别的".encode())}
    answer = world.client("shen").post("/minutes/", both)
    assert (answer.status_code, Minutes.objects.count()) == (422, 0)
    assert "晴川针织：路灯。" in answer.content.decode()
    answer = world.client("shen").post("/minutes/", {"text": "  ", "on": "2026-02-30"})
    assert "There is no such date" in answer.content.decode()


def test_ten_megabytes_are_refused_within_seconds_with_a_way_out(world) -> None:
    text = "晴川针织：希望修好路灯。\n" * 280_000
    file = SimpleUploadedFile("大.txt", text.encode())
    answer = world.client("shen").post("/minutes/", {"file": file})
    assert answer.status_code == 422
    assert any(word in answer.content.decode() for word in ("Split it", "10 MB"))


def test_scripts_in_minutes_are_only_words(world) -> None:
    text = "晴川针织：<script>alert(1)</script>希望修路\n"
    answer = world.client("shen").post("/minutes/", {"text": text}, follow=True)
    assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;alert(1)" in answer.content.decode()


def test_confirm_all_leaves_the_refused_with_its_reason(world, made) -> None:
    bad = draft_of(made, "禾木袜业")
    bad.promise = {**bad.promise, "due_on": "2026-10-03"}
    bad.save()
    answer = world.client("shen").post(f"/minutes/{made.pk}/confirm/", {"register": "on", "hand_over": "on"})
    text = answer.content.decode()
    assert (answer.status_code, Demand.objects.count()) == (422, 2)
    assert "2026-10-08" in text and "2 of 3 settled" in text
    assert "Copy for WeChat" in text and "晴川针织" in text


def test_a_card_is_settled_by_htmx_and_without(world, made) -> None:
    client, draft = world.client("shen"), draft_of(made, "晴川针织")
    answer = client.post(f"/minutes/drafts/{draft.pk}/", {"verb": "confirm"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert 'data-state="confirmed"' in text and 'hx-swap-oob="true"' in text and "1 of 3 settled" in text
    assert answer.headers["HX-Trigger"] == "drafts-settled"
    other = draft_of(made, "新芽制造")
    answer = client.post(f"/minutes/drafts/{other.pk}/", {"verb": "drop"})
    assert answer.headers["Location"].endswith(f"#draft-{other.pk}")
    client.post(f"/minutes/drafts/{other.pk}/", {"verb": "undo"})
    other.refresh_from_db()
    assert other.state == "pending"


def test_a_form_with_an_error_comes_back_as_typed(world, made) -> None:
    client, draft = world.client("shen", "zh-hans"), draft_of(made, "禾木袜业")
    wrong = filled(draft, text="路灯坏了五盏", due_on="2026-02-31") | {"verb": "save_confirm"}
    for headers in ({}, {"HX-Request": "true"}):
        answer = client.post(f"/minutes/drafts/{draft.pk}/", wrong, headers=headers)
        assert answer.status_code == 422
        assert "路灯坏了五盏" in answer.content.decode() and "没有这个日期" in answer.content.decode()
    rest_day = filled(draft, text="路灯坏了五盏", due_on="2026-10-03") | {"verb": "save_confirm"}
    answer = client.post(f"/minutes/drafts/{draft.pk}/", rest_day)
    assert "2026-10-08" in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.text, Demand.objects.count()) == ("路灯坏了三盏", 0), (
        "saved with its confirmation or not at all"
    )


def test_a_correction_finds_the_company_by_initials_and_keeps_chosen_quantities(world, made) -> None:
    client, draft = world.client("shen"), draft_of(made, "晴川针织")
    typed = filled(draft, company="hmwy", unit_id=str(world.roads.pk)) | {f"d{draft.pk}-quantities": ["1"]}
    assert client.post(f"/minutes/drafts/{draft.pk}/", typed).status_code == 302
    draft.refresh_from_db()
    assert (draft.company, draft.unit) == (world.other_company, world.roads)
    assert [one["text"] for one in draft.quantities] == ["5000平方米"]


def test_a_stale_page_is_told_so(world, made) -> None:
    draft = draft_of(made, "禾木袜业")
    world.client("lu").post(f"/minutes/drafts/{draft.pk}/", {"verb": "drop"})
    answer = world.client("shen").post(f"/minutes/drafts/{draft.pk}/", {"verb": "confirm"})
    assert answer.status_code == 409
    assert "Take it up again first" in answer.content.decode()


def test_a_passage_that_is_not_there_comes_back(world, made) -> None:
    client = world.client("shen")
    assert (
        "not in the minutes" in client.post(f"/minutes/{made.pk}/add/", {"words": "没说过"}).content.decode()
    )
    answer = client.post(f"/minutes/{made.pk}/add/", {"start": "0", "end": "4", "words": "云溪街道"})
    draft = made.drafts.get(start=0)
    assert f"change={draft.pk}" in answer.headers["Location"]


@pytest.mark.parametrize(
    "address",
    ["/minutes/", "/minutes/{m}/", "/minutes/{m}/text/", "/minutes/{m}/going-out/", "/minutes/{m}/reading/",
     "/minutes/drafts/{d}/", "/minutes/companies/?company=qc"],
)  # fmt: skip
def test_who_sees_the_pages(world, made, address) -> None:
    path = address.format(m=made.pk, d=made.drafts.first().pk)
    assert world.client("shen").get(path, headers={"HX-Request": "true"}).status_code == 200
    assert world.client("qian").get(path).status_code == 403
    assert world.client("").get(path).status_code == 302
    if "{" in address:
        assert world.client("stranger").get(path).status_code == 404
    for post in ("confirm", "describe", "add"):
        assert world.client("stranger").post(f"/minutes/{made.pk}/{post}/").status_code == 404
        assert world.client("shen").get(f"/minutes/{made.pk}/{post}/").status_code == 405


@pytest.mark.parametrize("count", [1, 40])
def test_the_pages_have_a_fixed_number_of_statements(world, count, django_assert_max_num_queries) -> None:
    text = "会议\n" + "".join(f"企业{n}号：想要第{n}样东西。\n" for n in range(count))
    made = minutes_actions.read(text=text, by=world.desk, at=world.at)
    client = world.client("shen")
    with django_assert_max_num_queries(14):
        assert client.get(f"/minutes/{made.pk}/").status_code == 200
    with django_assert_max_num_queries(8):
        assert client.get("/minutes/").status_code == 200


def test_the_page_is_chinese_for_chinese_readers(world, made) -> None:
    text = world.client("shen", "zh-hans").get(f"/minutes/{made.pk}/").content.decode()
    for words in ("已处理 0 / 3", "已逾期", "未写明承诺人，也没有期限", "确认剩余的 3 条", "用地空间"):
        assert words in text


def test_the_api_reads_once_per_key_and_gives_what_a_person_confirms(world) -> None:
    token = tokens.create(person=world.people["shen"], name="t", at=world.at)
    client = Client(headers={"authorization": f"Bearer {token}"})

    def post(path, body=None, key="", method="post"):
        more = {"headers": {"idempotency-key": key}} if key else {}
        return getattr(client, method)(f"/api/v1{path}", body or {}, "application/json", **more)

    ids = {post("/minutes", {"text": minutes_stub.TEXT}, "k1").json()["id"] for _ in range(2)}
    assert (len(ids), Minutes.objects.count()) == (1, 1)
    pk = ids.pop()
    items = client.get(f"/api/v1/minutes/{pk}/drafts?limit=2").json()
    assert (len(items["items"]), items["next"]) == (2, items["items"][1]["id"])
    source = client.get(f"/api/v1/minutes/{pk}").json()["source_text"]
    first = items["items"][0]
    assert source[first["quote"]["start"] : first["quote"]["end"]].startswith(first["text"])
    changed = post(f"/drafts/{first['id']}", {"category": "0101"}, method="patch").json()
    assert (changed["category"], changed["text"]) == ("0101", first["text"])
    demands = {post(f"/drafts/{first['id']}/confirm", key="c1").json()["demand_id"] for _ in range(2)}
    assert demands == {Demand.objects.get().pk}
    assert post(f"/drafts/{items['items'][1]['id']}/drop").json()["state"] == "dropped"
    assert post(f"/drafts/{items['items'][1]['id']}/drop").status_code == 409
    assert client.get("/api/v1/corrections").json()["items"][0]["changed"] == ["category"]
    assert post("/minutes", {"text": " "}).status_code == 422
    empty = client.post("/api/v1/minutes/file", {"file": SimpleUploadedFile("a.txt", b"\x00\x01" * 50)})
    assert (empty.status_code, empty.json()["error"]) == (422, "binary")
    stranger = tokens.create(person=world.people["stranger"], name="t", at=world.at)
    assert (
        Client(headers={"authorization": f"Bearer {stranger}"}).get(f"/api/v1/minutes/{pk}").status_code
        == 404
    )
    handler = tokens.create(person=world.people["qian"], name="t", at=world.at)
    assert Client(headers={"authorization": f"Bearer {handler}"}).get("/api/v1/minutes").status_code == 403
