"""A dossier from the wish to the money: consent bank by bank, answers by link, the company's word."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from zaocha.accounts import actors, links
from zaocha.finance import actions, queries
from zaocha.finance.models import Credit, Referral
from zaocha.kernel import clock
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.results.models import Result


@pytest.fixture
def bank(world):
    return actions.enter_bank(new=actions.NewBank("青禾农商银行"), by=world.desk, at=world.at)


@pytest.fixture
def other_bank(world):
    return actions.enter_bank(new=actions.NewBank("云溪银行"), by=world.desk, at=world.at)


def company_of(world, company=None):
    link = links.issue(
        tenant=world.tenant,
        purpose="company",
        subject_id=(company or world.company).pk,
        by="t",
        at=clock.now(),
    )
    return actors.of_company_link(link), links.token(link)


@pytest.fixture
def credit(world):
    own, _token = company_of(world)
    new = actions.NewCredit(world.company.pk, "equipment_renewal", "换二十台一体袜机", Decimal(3_000_000), 24)
    made = actions.open_credit(new=new, by=own, at=world.at)
    right = actions.NewPledge(
        "invention", "ZL202010000001.1", "一种提花袜机", world.company.name, is_first=True
    )
    actions.add_pledge(credit_id=made.pk, new=right, by=own, at=world.at)
    return made


def sent(world, credit, bank):
    own, _token = company_of(world)
    (one,) = actions.consent(credit_id=credit.pk, bank_ids=[bank.pk], by=own, at=world.at)
    actions.send(referral_id=one.pk, by=world.desk, at=world.at)
    link = links.issue(tenant=world.tenant, purpose="bank", subject_id=one.pk, by="t", at=clock.now())
    return one, links.token(link)


OFFER = {"verb": "offer", "t-amount": "2000000", "t-rate": "3.45", "t-months": "24", "t-name": "周经理"}


def test_from_the_wish_to_the_money(world, credit, bank):
    one, token = sent(world, credit, bank)
    guest = world.client("")
    assert guest.get(f"/b/{token}/").status_code == 200
    assert Referral.objects.get().state == "sent"  # opening changes nothing
    assert guest.post(f"/b/{token}/", {"verb": "ask", "q-words": "专利年费交了吗？"}).status_code == 302
    own, page = company_of(world)
    said = guest.get(f"/c/{page}/credits/{credit.pk}/").content.decode()
    assert "专利年费交了吗" in said
    number = one.questions.get().pk
    guest.post(f"/c/{page}/credits/{credit.pk}/", {"verb": "tell", "number": number, "words": "交了"})
    assert guest.post(f"/b/{token}/", OFFER).status_code == 302
    guest.post(f"/c/{page}/credits/{credit.pk}/", {"verb": "accept", "number": one.pk})
    result = Result.objects.get(kind="credit_granted")
    assert (result.amount, result.company_id, bool(result.confirmed_at)) == (
        2_000_000,
        world.company.pk,
        True,
    )
    assert (
        guest.post(
            f"/b/{token}/", {"verb": "drawdown", "w-amount": "500000", "w-on_day": f"{clock.now():%Y-%m-%d}"}
        ).status_code
        == 302
    )
    assert not Result.objects.filter(kind="credit_drawn").exists()  # the bank's word alone does not count
    paid = one.drawdowns.get().pk
    guest.post(f"/c/{page}/credits/{credit.pk}/", {"verb": "confirm", "number": paid})
    assert Result.objects.get(kind="credit_drawn").amount == 500_000
    with pytest.raises(Invalid):
        actions.note_drawdown(
            referral_id=one.pk, amount=Decimal(1_500_001), on=world.at.date(), by=own, at=world.at
        )


def test_nothing_goes_to_a_bank_without_the_companys_consent(world, credit, bank, other_bank):
    with pytest.raises(Invalid):
        actions.consent(credit_id=credit.pk, bank_ids=[bank.pk], by=world.desk, at=world.at)
    (noted,) = actions.consent(
        credit_id=credit.pk, bank_ids=[bank.pk], by=world.desk, at=world.at, paper="授权书 2026-03-01"
    )
    page = world.client("shen").post(f"/credits/{credit.pk}/banks/{noted.pk}/")
    assert page.status_code == 409  # consented, not sent: no link yet
    _one, token = sent(world, credit, other_bank)
    shown = world.client("").get(f"/b/{token}/").content.decode()
    assert "青禾农商银行" not in shown  # no bank learns of another


def test_consent_taken_back_ends_the_banks_link_at_once(world, credit, bank):
    one, token = sent(world, credit, bank)
    own, _page = company_of(world)
    actions.revoke(referral_id=one.pk, by=own, at=clock.now())
    assert world.client("").get(f"/b/{token}/").status_code == 410
    assert Credit.objects.get().state == "gathering"


def test_what_blocks_is_said_with_its_remedy(world, bank):
    own, _token = company_of(world)
    made = actions.open_credit(
        new=actions.NewCredit(world.company.pk, "other", "周转", Decimal(1)), by=own, at=world.at
    )
    old = actions.NewPledge("trademark", "T1", "禾", "别家公司", valid_until=date(2020, 1, 1))
    actions.add_pledge(credit_id=made.pk, new=old, by=own, at=world.at)
    found = queries.credit(by=world.desk, pk=made.pk, at=world.at)
    assert [one.blocks for one in found.lacks] == [True, True, False, False]
    (one,) = actions.consent(credit_id=made.pk, bank_ids=[bank.pk], by=own, at=world.at)
    with pytest.raises(Conflict):
        actions.send(referral_id=one.pk, by=world.desk, at=world.at)


def test_the_company_alone_decides(world, credit, bank):
    one, token = sent(world, credit, bank)
    world.client("").post(f"/b/{token}/", OFFER)
    with pytest.raises(Conflict):
        actions.accept(referral_id=one.pk, by=world.desk, at=world.at)
    stranger, _page = company_of(world, world.other_company)
    with pytest.raises(NotFound):
        actions.accept(referral_id=one.pk, by=stranger, at=world.at)
    own, _page = company_of(world)
    Referral.objects.update(offer_until=world.at.date() - timedelta(days=1))
    with pytest.raises(Conflict):
        actions.accept(referral_id=one.pk, by=own, at=world.at)


def test_the_same_form_twice_is_one_dossier(world):
    own, _token = company_of(world)
    new = actions.NewCredit(world.company.pk, "other", "周转", Decimal(10), client_key="k1")
    assert actions.open_credit(new=new, by=own, at=world.at) == actions.open_credit(
        new=new, by=own, at=world.at
    )


def test_rows_and_amounts_are_for_whom_they_concern(world, credit):
    assert world.client("jiang").get(f"/credits/{credit.pk}/").status_code == 200  # its contact officer
    assert world.client("stranger").get(f"/credits/{credit.pk}/").status_code == 404
    assert world.client("qian").get("/credits/").status_code == 403
    assert "3,000,000" in world.client("he").get("/credits/").content.decode()
    assert "3,000,000" not in world.client("du").get("/credits/").content.decode()  # supervisor: states only
    with pytest.raises(NotAllowed):
        actions.enter_bank(new=actions.NewBank("x"), by=world.contact_officer, at=world.at)


@pytest.mark.parametrize(
    "wrong",
    [{"t-rate": "99"}, {"t-amount": "-1"}, {"t-months": "0"}, {"t-until": "2020-01-01"}, {"t-name": ""}],
)
def test_a_wrong_offer_is_told_at_its_field_and_nothing_is_lost(world, credit, bank, wrong):
    _one, token = sent(world, credit, bank)
    answer = world.client("").post(f"/b/{token}/", OFFER | {"t-conditions": "按季付息"} | wrong)
    assert answer.status_code == 422 and "按季付息" in answer.content.decode()
    assert Referral.objects.get().state == "sent"


@pytest.mark.parametrize("count", [1, 30])
def test_lists_take_a_fixed_number_of_statements(world, count, django_assert_max_num_queries):
    own, _token = company_of(world)
    for number in range(count):
        new = actions.NewCredit(world.company.pk, "other", f"周转{number}", Decimal(10))
        actions.open_credit(new=new, by=own, at=world.at)
    client = world.client("shen")
    client.get("/credits/")
    with django_assert_max_num_queries(9):
        client.get("/credits/")
    with django_assert_max_num_queries(6):
        client.get("/credits/export/")


def test_the_dossier_goes_out_on_paper_without_other_banks(world, credit, bank, other_bank):
    sent(world, credit, other_bank)
    one, _token = sent(world, credit, bank)
    answer = world.client("shen").get(f"/credits/{credit.pk}/banks/{one.pk}/docx/")
    from zaocha.sheets.documents import read_docx_text

    text = read_docx_text(answer.content)
    assert "ZL202010000001.1" in text and bank.name in text and other_bank.name not in text


def test_a_closed_dossier_says_why_and_takes_no_answer(world, credit, bank):
    _one, token = sent(world, credit, bank)
    actions.close(credit_id=credit.pk, reason="企业另有安排", by=world.desk, at=clock.now())
    assert world.client("").post(f"/b/{token}/", OFFER).status_code == 410
    _own, page = company_of(world)
    assert "企业另有安排" in world.client("").get(f"/c/{page}/credits/{credit.pk}/").content.decode()


def test_a_dossier_hangs_only_on_a_demand_of_its_company(world):
    from zaocha.demands import actions as demand_actions

    new = demand_actions.NewDemand(words="贷款太难", channel="phone", company_id=world.other_company.pk)
    other = demand_actions.raise_demand(new=new, by=world.desk, at=world.at)
    wanted = actions.NewCredit(world.company.pk, "other", "周转", Decimal(10), demand_id=other.pk)
    with pytest.raises(NotFound):
        actions.open_credit(new=wanted, by=world.desk, at=world.at)
