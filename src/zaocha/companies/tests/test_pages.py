"""The pages of the register, as a desk officer, an onlooker and a stranger meet them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zaocha.accounts.models import Link
from zaocha.companies import actions, credit_codes
from zaocha.companies.actions import NewCompany
from zaocha.companies.models import Company, Contact
from zaocha.sheets.tables import read_table

CODE = credit_codes.make("330699", 7)
FORM = {"name": "云溪市松月袜业有限公司", "credit_code": CODE, "is_local": "on", "employees": "12"}


def register(world, name: str, **other) -> Company:
    return actions.register(new=NewCompany(name=name, **other), by=world.desk, at=world.at)


def addresses(world) -> dict[str, str]:
    pk, contact = world.company.pk, Contact.objects.get(company=world.company).pk
    return {
        "get reading": f"/companies/{pk}/",
        "get writing": f"/companies/{pk}/change/",
        "get writing contact": f"/companies/{pk}/contacts/{contact}/",
        "get writing new contact": f"/companies/{pk}/contacts/new/",
        "get writing merge": f"/companies/{pk}/merge/",
        "post link": f"/companies/{pk}/link/",
        "post writing remove": f"/companies/{pk}/contacts/{contact}/remove/",
    }


def test_the_list_shows_and_narrows(world) -> None:
    client = world.client("shen")
    page = client.get("/companies/").content.decode()
    assert "晴川针织" in page
    assert "禾木袜业" in page
    page = client.get("/companies/?q=qczz").content.decode()
    assert "晴川针织" in page
    assert "禾木袜业" not in page
    assert "No company fits" in client.get("/companies/?q=zzzz").content.decode()
    assert client.get("/companies/?chain=nonsense&officer=abc&local=x").status_code == 200
    assert client.get("/companies/?after=xyz").status_code == 200
    assert client.get("/companies/?after=999999").status_code == 404


def test_an_empty_register_points_to_the_import(world) -> None:
    assert "/imports/companies/new/" in world.client("stranger").get("/companies/").content.decode()


def test_who_may_see_and_who_may_write(world) -> None:
    for name, url in addresses(world).items():
        verb = name.split()[0]
        assert getattr(world.client(""), verb)(url).status_code == 302, name
        assert getattr(world.client("qian"), verb)(url).status_code == 403, name
        assert getattr(world.client("stranger"), verb)(url).status_code == 404, name
        expected = 200 if "reading" in name else 403
        assert getattr(world.client("du"), verb)(url).status_code == expected, name
        wrong = "post" if name == "get reading" else "delete" if verb == "get" else "get"
        assert getattr(world.client("shen"), wrong)(url).status_code == 405, name
        missing = url.replace(f"/companies/{world.company.pk}/", "/companies/999999/")
        assert getattr(world.client("shen"), verb)(missing).status_code == 404, name
    for url in ("/companies/new/", "/companies/industries/"):
        assert world.client("du").get(url).status_code == 403


def test_a_company_is_entered_and_nothing_typed_is_lost(world) -> None:
    client = world.client("shen")
    assert client.get("/companies/new/").status_code == 200
    answer = client.post("/companies/new/", {**FORM, "credit_code": CODE[:-1], "address": "禾里路 8 号"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "17 characters" in page
    assert 'name="confirmed"' not in page  # an invalid code cannot be waved through
    assert 'value="禾里路 8 号"' in page
    answer = client.post("/companies/new/", FORM)
    assert answer.status_code == 302
    assert Company.objects.get(credit_code=CODE).employees == 12
    again = client.post("/companies/new/", FORM)  # a second submit of the same form
    assert again.status_code == 422
    assert f'/companies/{Company.objects.get(credit_code=CODE).pk}/"' in again.content.decode()
    assert Company.objects.filter(credit_code=CODE).count() == 1


def test_a_failing_check_character_asks_for_a_confirmation(world) -> None:
    client = world.client("shen")
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    answer = client.post("/companies/new/", {**FORM, "credit_code": wrong})
    assert answer.status_code == 422
    assert 'name="confirmed"' in answer.content.decode()
    answer = client.post("/companies/new/", {**FORM, "credit_code": wrong, "confirmed": "on"})
    assert answer.status_code == 302


def test_a_stale_page_shows_both_and_saves_on_the_second_try(world) -> None:
    client, url = world.client("shen"), f"/companies/{world.company.pk}/change/"
    form = client.get(url).context["form"]
    given = {name: value for name, value in form.initial.items() if value not in (None, False)}
    actions.change(company_id=world.company.pk, changes={"employees": 80}, by=world.colleague, at=world.at)
    answer = client.post(url, {**given, "employees": "90"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<del>80</del>" in page
    assert 'value="90"' in page
    version = answer.context["form"].data["version"]
    assert client.post(url, {**given, "employees": "90", "version": version}).status_code == 302
    assert Company.objects.get(pk=world.company.pk).employees == 90


def test_scripts_and_formulas_are_shown_as_text(world) -> None:
    Company.objects.filter(pk=world.company.pk).update(
        name="<script>alert(1)</script>", address="=cmd|' /C calc'!A0"
    )
    for url in ("/companies/", f"/companies/{world.company.pk}/", f"/companies/{world.company.pk}/merge/"):
        page = world.client("shen").get(url).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;" in page


def test_the_companys_link_is_made_once_and_can_be_replaced(world) -> None:
    client, url = world.client("jiang"), f"/companies/{world.company.pk}/"
    assert "/l/" not in client.get(url).content.decode()
    client.post(f"{url}link/")
    client.post(f"{url}link/")
    assert Link.objects.filter(purpose="company", subject_id=world.company.pk).count() == 1
    page = client.get(url).content.decode()
    assert "http://testserver/l/" in page
    assert "沈知夏 0575-8700 0001" in page  # a named officer and a telephone number
    client.post(f"{url}link/", {"anew": "1"})
    assert Link.objects.filter(purpose="company", revoked_at=None).count() == 1
    assert Link.objects.filter(purpose="company").count() == 2
    assert "/l/" not in world.client("du").get(url).content.decode()


def test_numbers_are_masked_for_onlookers(world) -> None:
    url = f"/companies/{world.company.pk}/"
    assert "13800001234" in world.client("shen").get(url).content.decode()
    page = world.client("du").get(url).content.decode()
    assert "13800001234" not in page
    assert "138****1234" in page


def test_contacts_by_form(world) -> None:
    client, url = world.client("shen"), f"/companies/{world.company.pk}/contacts/"
    answer = client.post(f"{url}new/", {"contact_name": "林会计", "contact_phone": "abc"})
    assert answer.status_code == 422
    assert "林会计" in answer.content.decode()
    client.post(f"{url}new/", {"contact_name": "林会计", "contact_phone": "13700001111", "is_primary": "on"})
    contact = Contact.objects.get(name="林会计")
    assert contact.is_primary
    client.post(f"{url}{contact.pk}/", {"contact_name": "林会计师", "contact_phone": "13700001111"})
    client.post(f"{url}{contact.pk}/remove/")
    assert [one.name for one in world.company.contacts.all()] == ["贺总"]
    other = Contact.objects.create(company=world.other_company, name="别家", created_at=world.at)
    assert client.get(f"{url}{other.pk}/").status_code == 404
    assert client.post(f"{url}{other.pk}/remove/").status_code == 404


def test_merging_by_page_leads_to_the_one_that_stays(world) -> None:
    client, url = world.client("shen"), f"/companies/{world.other_company.pk}/"
    assert "晴川针织" in client.get(f"{url}merge/?q=qczz").content.decode()
    assert client.post(f"{url}merge/", {"into": "abc"}).status_code == 404
    assert client.post(f"{url}merge/", {"into": world.other_company.pk}).status_code == 422
    answer = client.post(f"{url}merge/", {"into": world.company.pk})
    assert answer.headers["Location"] == f"/companies/{world.company.pk}/"
    assert client.get(url).headers["Location"] == f"/companies/{world.company.pk}/"


def test_the_export_can_be_imported_again(world) -> None:
    from zaocha.companies.tests import tables

    register(
        world,
        "云溪市松月袜业有限公司",
        credit_code=CODE,
        chain="knitting",
        contact_name="陈舟",
        contact_phone="13900005678",
    )
    for language in ("en", "zh-hans"):
        answer = world.client("shen", language).get("/companies/export.xlsx")
        rows = list(read_table(answer.content).rows())
        assert CODE in str(rows)
        batch = tables.checked(world, answer.content, name=f"{language}.xlsx")
        assert batch.counts.get("bad") is None, tables.problems(batch)
        assert batch.counts.get("same") == 1
    assert "13900005678" not in str(
        list(read_table(world.client("du").get("/companies/export.xlsx").content).rows())
    )
    assert (
        len(list(read_table(world.client("shen").get("/companies/export.xlsx?q=sywy").content).rows())) == 1
    )


def test_industries_while_typing(world) -> None:
    page = world.client("shen").get("/companies/industries/?industry=袜").content.decode()
    assert 'value="1830"' in page


@pytest.mark.parametrize("url", ["/companies/", "/companies/{pk}/"])
def test_pages_cost_the_same_at_one_row_and_at_fifty(world, url: str) -> None:
    client = world.client("shen")
    where = url.format(pk=world.company.pk)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(where).status_code == 200
        return len(seen)

    client.get(where)
    first = cost()
    for n in range(50):
        made = register(world, f"云溪市第{n}袜业有限公司")
        Company.objects.filter(pk=made.pk).update(officer=world.contact_officer.person_id)
        Contact.objects.create(company=world.company, name=f"人{n}", phone="13900000000", created_at=world.at)
    assert cost() == first <= 12


def test_every_page_speaks_chinese(world) -> None:
    client = world.client("shen", "zh-hans")
    assert "基本情况" in client.get(f"/companies/{world.company.pk}/").content.decode()
    assert (
        "信用代码有 17 位"
        in client.post("/companies/new/", {**FORM, "credit_code": CODE[:-1]}).content.decode()
    )
