"""Entering, changing and merging companies, and finding them again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from zaocha.accounts.actors import of_company_link
from zaocha.accounts.models import Link
from zaocha.companies import actions, credit_codes, queries
from zaocha.companies.actions import NewCompany, NewContact
from zaocha.companies.faults import Faulty
from zaocha.companies.models import Company, Contact
from zaocha.kernel import audit
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.kernel.models import Event

CODE = credit_codes.make("330699", 7)
WRONG_CHECK = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
NEW = NewCompany(
    name="云溪市 松月袜业 有限公司", credit_code=f" {CODE[:8]} {CODE[8:].lower()} ", industry="C1830",
    chain="织造", employees=120, contact_name="陈舟", contact_phone="13900005678",
)  # fmt: skip


def test_what_was_typed_is_made_uniform_and_the_rest_follows(world) -> None:
    company = actions.register(new=NEW, by=world.desk, at=world.at)
    company = Company.objects.get(pk=company.pk)
    assert (company.name, company.short_name) == ("云溪市松月袜业有限公司", "松月袜业")
    assert (company.credit_code, company.code_verdict) == (CODE, "valid")
    assert (company.industry, company.chain, company.employees) == ("1830", "knitting", 120)
    assert company.sorting == "songyuewaye"
    contact = company.contacts.get()
    assert (contact.name, contact.phone, contact.is_primary) == ("陈舟", "13900005678", True)


def test_a_code_has_three_outcomes(world) -> None:
    with pytest.raises(Faulty) as refused:
        actions.register(
            new=NewCompany(name="甲乙针织", credit_code=CODE[:10] + "O" + CODE[11:]),
            by=world.desk,
            at=world.at,
        )
    assert "Character 11" in str(refused.value)
    unsure = NewCompany(name="甲乙针织", credit_code=WRONG_CHECK)
    with pytest.raises(Faulty) as refused:
        actions.register(new=unsure, by=world.desk, at=world.at)
    assert [one.code for one in refused.value.faults] == ["code_unconfirmed"]
    confirmed = NewCompany(name="甲乙针织", credit_code=WRONG_CHECK, confirmed=True)
    assert actions.register(new=confirmed, by=world.desk, at=world.at).code_verdict == "checksum_fails"


def test_every_fault_is_named_at_once(world) -> None:
    bad = NewCompany(name="=cmd", credit_code="123", industry="9999", chain="火箭链", contact_phone="ab")
    with pytest.raises(Faulty) as refused:
        actions.register(new=bad, by=world.desk, at=world.at)
    assert {one.field for one in refused.value.faults} == {
        "name", "credit_code", "industry", "chain", "contact_phone",
    }  # fmt: skip
    assert Company.objects.count() == 2


def test_the_same_company_is_not_entered_twice_unawares(world) -> None:
    first = actions.register(new=NEW, by=world.desk, at=world.at)
    with pytest.raises(actions.CompanyKnown) as known:
        actions.register(new=NewCompany(name="别的名字", credit_code=CODE), by=world.desk, at=world.at)
    assert known.value.company_id == first.pk
    twin = NewCompany(name="云溪市松月袜业有限公司")
    with pytest.raises(actions.CompanyKnown):
        actions.register(new=twin, by=world.desk, at=world.at)
    second = actions.register(
        new=NewCompany(name="云溪市松月袜业有限公司", same_name=True), by=world.desk, at=world.at
    )
    assert second.pk != first.pk
    elsewhere = actions.register(
        new=NEW, by=world.stranger, at=world.at
    )  # another tenant has its own register
    assert elsewhere.tenant_id != first.tenant_id


def test_a_stale_page_is_refused_and_a_fresh_one_taken(world) -> None:
    seen = actions.version_of(world.company)
    actions.change(
        company_id=world.company.pk, changes={"employees": 80}, by=world.colleague, at=world.at, version=seen
    )
    with pytest.raises(Conflict):
        actions.change(
            company_id=world.company.pk, changes={"employees": 90}, by=world.desk, at=world.at, version=seen
        )
    now = actions.version_of(Company.objects.get(pk=world.company.pk))
    changed = actions.change(
        company_id=world.company.pk, changes={"name": "云溪市晴山针织有限公司", "short_name": ""},
        by=world.desk, at=world.at, version=now,
    )  # fmt: skip
    assert changed.short_name == "晴山针织"
    assert queries.lookup(tenant_id=world.tenant.pk, text="qszz") == [changed]
    with pytest.raises(Invalid):
        actions.change(company_id=world.company.pk, changes={"lookup": "x"}, by=world.desk, at=world.at)


def test_rights_and_tenants(world) -> None:
    for who in (world.handler, world.contact_officer, world.supervisor):
        with pytest.raises(NotAllowed):
            actions.register(new=NEW, by=who, at=world.at)
    for attempt in (
        lambda: actions.change(company_id=world.company.pk, changes={}, by=world.stranger, at=world.at),
        lambda: actions.add_contact(
            company_id=world.company.pk, new=NewContact("甲"), by=world.stranger, at=world.at
        ),
        lambda: actions.remove_contact(contact_id=Contact.objects.get().pk, by=world.stranger, at=world.at),
        lambda: actions.merge(
            company_id=world.company.pk, into_id=world.other_company.pk, by=world.stranger, at=world.at
        ),
        lambda: queries.one(world.stranger, world.company.pk),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_merging_keeps_both_rows_and_fills_what_was_missing(world) -> None:
    third = actions.register(new=NEW, by=world.desk, at=world.at)
    actions.merge(company_id=third.pk, into_id=world.other_company.pk, by=world.desk, at=world.at)
    stays = actions.merge(
        company_id=world.other_company.pk, into_id=world.company.pk, by=world.desk, at=world.at
    )
    stays.refresh_from_db()
    assert (stays.credit_code, stays.employees) == (CODE, 120)
    assert [one.name for one in stays.contacts.order_by("-is_primary", "pk")] == ["贺总", "陈舟"]
    assert stays.contacts.filter(is_primary=True).count() == 1
    assert sorted(queries.family(tenant_id=world.tenant.pk, company_id=stays.pk)) == sorted(
        [stays.pk, world.other_company.pk, third.pk]
    )
    assert queries.successor(tenant_id=world.tenant.pk, company_id=third.pk) == stays.pk
    assert queries.lookup(tenant_id=world.tenant.pk, text="禾木") == []
    with pytest.raises(NotFound):
        actions.merge(company_id=third.pk, into_id=stays.pk, by=world.desk, at=world.at)
    with pytest.raises(Invalid):
        actions.merge(company_id=stays.pk, into_id=stays.pk, by=world.desk, at=world.at)


def test_the_minutes_reader_knows_former_names_too(world) -> None:
    actions.merge(company_id=world.other_company.pk, into_id=world.company.pk, by=world.desk, at=world.at)
    (known,) = queries.known(world.tenant.pk)
    assert (known.name, known.key) == ("云溪市晴川针织有限公司", str(world.company.pk))
    assert set(known.aliases) == {"晴川针织", "禾木袜业", "云溪市禾木袜业有限公司"}


def test_different_codes_are_different_companies(world) -> None:
    first = actions.register(new=NEW, by=world.desk, at=world.at)
    other = NewCompany(name="云溪市竹影袜业有限公司", credit_code=credit_codes.make("330699", 8))
    second = actions.register(new=other, by=world.desk, at=world.at)
    with pytest.raises(Conflict):
        actions.merge(company_id=first.pk, into_id=second.pk, by=world.desk, at=world.at)


@pytest.mark.parametrize(
    "text", ["松月", "松月 袜业", "songyue", "SYWY", "sywy", CODE, CODE[:8].lower(), "鬆月"]
)
def test_found_by_name_pinyin_initials_and_code(world, text: str) -> None:
    company = actions.register(new=NEW, by=world.desk, at=world.at)
    assert queries.lookup(tenant_id=world.tenant.pk, text=text)[0] == company
    assert queries.lookup(tenant_id=world.stranger.tenant_id, text=text) == []


def test_wildcards_and_nothing_find_nothing(world) -> None:
    for text in ("", "  ", "%", "_", "%%", "晴_针", "' OR 1=1"):
        assert queries.lookup(tenant_id=world.tenant.pk, text=text) == []


def test_pages_lead_forth_and_back_without_loss(world) -> None:
    for n in range(11):
        actions.register(
            new=NewCompany(name=f"云溪市{'甲乙丙丁戊己庚辛壬癸子'[n]}木袜业有限公司"),
            by=world.desk,
            at=world.at,
        )
    everything = list(queries.visible(world.desk).order_by("sorting", "pk"))
    page = queries.page(world.desk, filters=queries.Filters(), at=world.at, limit=5)
    seen = list(page.rows)
    pages = [page]
    while page.after:
        page = queries.page(world.desk, filters=queries.Filters(), at=world.at, limit=5, after=page.after)
        seen += page.rows
        pages.append(page)
    assert seen == everything
    assert (pages[0].before, pages[0].total) == (None, 13)
    back = queries.page(world.desk, filters=queries.Filters(), at=world.at, limit=5, before=page.before)
    assert list(back.rows) == list(pages[-2].rows)


def test_filters(world) -> None:
    actions.note_heard(company_id=world.company.pk, by=world.desk, at=world.at)
    actions.note_heard(company_id=world.company.pk, by=world.desk, at=world.at - timedelta(days=3))
    assert Company.objects.get(pk=world.company.pk).last_heard_at == world.at
    Company.objects.filter(pk=world.other_company.pk).update(community="禾里社区", is_local=False)

    def names(by=world.desk, at=world.at, **filters) -> list[str]:
        return [str(row) for row in queries.page(by, filters=queries.Filters(**filters), at=at).rows]

    assert names(heard="never") == ["禾木袜业"]
    assert names(heard="long", at=world.at + timedelta(days=200)) == ["晴川针织", "禾木袜业"]
    assert names(community="禾里社区") == names(local="elsewhere") == ["禾木袜业"]
    assert names(officer_id=world.contact_officer.person_id) == ["晴川针织"]
    assert names(chain="knitting", text="qing") == ["晴川针织"]
    assert queries.communities(world.tenant.pk) == ["禾里社区"]


def test_a_companys_link_sees_itself_only(world) -> None:
    link = Link(pk=1, tenant=world.tenant, subject_id=world.company.pk)
    assert list(queries.visible(of_company_link(link))) == [world.company]
    assert list(queries.visible(world.handler)) == []


def test_numbers_are_cut_for_those_who_need_not_ring(world) -> None:
    assert queries.contacts(world.desk, world.company)[0].phone == "13800001234"
    cut = queries.contacts(world.supervisor, world.company)[0]
    assert (cut.phone, cut.masked) == ("138****1234", True)
    assert queries.masked("1234567") == "****"


def test_contacts_come_change_and_go(world) -> None:
    second = actions.add_contact(
        company_id=world.company.pk,
        new=NewContact("林会计", "财务", "0575-8700 0002", True),
        by=world.desk,
        at=world.at,
    )
    assert world.company.contacts.get(is_primary=True) == second
    actions.change_contact(
        contact_id=second.pk, new=NewContact("林会计", "总会计师", "13700001111"), by=world.desk, at=world.at
    )
    assert Contact.objects.get(pk=second.pk).post == "总会计师"
    actions.remove_contact(contact_id=second.pk, by=world.desk, at=world.at)
    assert world.company.contacts.get().is_primary
    with pytest.raises(Faulty):
        actions.add_contact(company_id=world.company.pk, new=NewContact(" "), by=world.desk, at=world.at)


def test_the_audit_names_what_was_done_and_keeps_no_words(world) -> None:
    company = actions.register(new=NEW, by=world.desk, at=world.at)
    actions.change(company_id=company.pk, changes={"address": "禾里路8号"}, by=world.desk, at=world.at)
    kinds = list(
        Event.objects.filter(subject_kind="company", subject_id=company.pk)
        .order_by("seq")
        .values_list("kind", flat=True)
    )
    assert kinds == ["company_registered", "contact_added", "company_changed"]
    kept = str(list(Event.objects.values_list("ids", "digests")))
    assert "禾里路" not in kept
    assert "13900005678" not in kept
    assert audit.verify(tenant_id=world.tenant.pk).finding is None
