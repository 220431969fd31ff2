"""Results on the wall: confirmed ones alone, a company once, of a chain or of an alliance while one belonged to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from zaocha.accounts import actions as account_actions
from zaocha.accounts import actors, links
from zaocha.chains.models import Alliance, Belonging
from zaocha.metrics import periods, queries, scopes
from zaocha.metrics.definitions import BY_CODE
from zaocha.results import actions
from zaocha.results.actions import NewResult

ALL = periods.of("all", on=date(2026, 3, 2))
CREDIT = NewResult("credit_granted", Decimal(5_000_000), date(2026, 2, 10), "授信批复")


def given(world, company, new=CREDIT, confirmed=True):
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=company.pk, by="system", at=world.at
    )
    made = replace(new, company_id=company.pk, confirmed=confirmed)
    return actions.record(new=made, by=actors.of_company_link(link), at=world.at)


def figure(world, code, by=None, period=ALL, scope=scopes.EVERYTHING):
    return queries.figure(BY_CODE[code], by=by or world.desk, period=period, at=world.at, scope=scope).counted


def test_a_company_is_helped_once_and_only_by_what_helps_and_is_confirmed(world):
    given(world, world.company)
    given(world, world.company, replace(CREDIT, kind="credit_drawn", amount=Decimal(100)))
    given(world, world.other_company, confirmed=False)
    given(world, world.other_company, replace(CREDIT, kind="visit_made", amount=Decimal(1)))
    assert figure(world, "companies_helped") == 1
    assert figure(world, "credit_granted") == 5_000_000
    world.company.merged_into = world.other_company
    world.company.save()
    given(world, world.other_company)
    assert figure(world, "companies_helped") == 1  # merged: one company
    [row] = queries.companies(BY_CODE["companies_helped"], by=world.desk, period=ALL, at=world.at)
    assert (row["helped"], row["n"]) == (world.other_company.pk, 3)


def test_what_is_corrected_leaves_the_figure_until_it_is_confirmed_anew(world):
    made = given(world, world.company)
    actions.correct(result_id=made.pk, amount=Decimal(3_000_000), reason="少了", by=world.desk, at=world.at)
    assert figure(world, "credit_granted") == 0 and figure(world, "companies_helped") == 0


def test_an_alliance_counts_its_companies_while_they_belonged_to_it(world):
    alliance = Alliance.objects.create(
        tenant=world.tenant, kind="cross", name="青禾产业联盟", from_on=date(2026, 1, 1)
    )
    for company, until in ((world.company, None), (world.other_company, date(2026, 2, 10))):
        Belonging.objects.create(
            alliance=alliance, company=company, from_on=date(2026, 2, 1), to_on=until, recorded_by="t"
        )
        given(world, company)  # on 10 February: the second has just left
    given(world, world.company, replace(CREDIT, on=date(2026, 1, 31)))  # the day before it joined
    scope = scopes.Scope("alliance", "", (), alliance.pk)
    assert figure(world, "credit_granted") == 15_000_000
    assert figure(world, "credit_granted", scope=scope) == 5_000_000
    assert figure(world, "raised", scope=scope) == 0


@pytest.fixture
def chain_leader(world):
    new = account_actions.NewPerson(login="lian", name="链长", password="a-long-tea-password")
    person = account_actions.create_person(new=new, by=world.system, at=world.at)
    account_actions.give_role(
        person=person, role="chain_leader", chain="machinery", by=world.system, at=world.at
    )
    world.people["lian"] = person
    return actors.of_person(person)


def test_a_chains_leader_sees_the_own_chain_and_the_town_its_parts(world, chain_leader):
    given(world, world.company)
    world.other_company.chain = "machinery"
    world.other_company.save()
    given(world, world.other_company, replace(CREDIT, amount=Decimal(7)))
    own = scopes.choices(chain_leader)
    assert [one.chains for one in own] == [("machinery",)] * len(own)
    assert figure(world, "credit_granted", by=chain_leader, scope=own[0]) == 7
    town = scopes.choices(world.leader)
    knitting = scopes.chosen("chain-knitting", among=town)
    assert figure(world, "credit_granted", by=world.leader, scope=knitting) == 5_000_000
    page = world.client("lian").get("/wall/?period=all&scope=chain-knitting").content.decode()
    assert "million" not in page  # not its own chain: its own is shown instead


def test_every_figure_opens_to_its_rows(world, django_assert_max_num_queries):
    given(world, world.company)
    client = world.client("he")
    assert "5 million yuan" in " ".join(client.get("/wall/?period=all").content.decode().split()).replace(
        "<small>", " "
    )
    for code in BY_CODE:
        with django_assert_max_num_queries(11):
            answer = client.get(f"/wall/{code}/?period=all")
        assert answer.status_code == 200
        assert ("授信批复" in answer.content.decode()) == (code == "credit_granted")
        assert ("晴川针织" in answer.content.decode()) == (code in ("credit_granted", "companies_helped"))
