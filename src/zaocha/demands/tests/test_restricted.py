"""What is restricted stays hidden: in every list, detail, count and search, one by one."""

from __future__ import annotations

import pytest

from zaocha.demands import actions, queries
from zaocha.demands.tests.ways import assigned, raised
from zaocha.kernel.errors import NotAllowed

WORDS = "晴川针织反映，同一项检查一个月来了三次"


@pytest.fixture
def stalling(world):
    """Category 14, handed to the roads unit."""
    demand = raised(world, WORDS, category="1402", raised_by="贺总")
    return actions.assign(demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=world.at)


@pytest.fixture
def hidden(world):
    """Another category, whose author asked to stay unknown."""
    demand = raised(world, WORDS, category="12", raised_by="贺总", hide_author=True)
    return actions.assign(demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=world.at)


BLIND = ["handler", "other_handler", "leader", "contact_officer"]


@pytest.mark.parametrize("who", BLIND)
def test_category_14_is_never_seen_without_the_right(world, stalling, who) -> None:
    by = getattr(world, who)
    assert queries.page(by=by, at=world.at).items == []
    assert queries.page(by=by, at=world.at).total == 0
    assert queries.page(by=by, at=world.at, filters=queries.Filters(text="检查")).items == []
    assert set(queries.counts(by=by, at=world.at).values()) == {0}
    assert queries.of_company(by=by, company_id=world.company.pk, at=world.at) == []
    with pytest.raises(NotAllowed):
        queries.detail(by=by, pk=stalling.pk, at=world.at)


@pytest.mark.parametrize("who", ["desk", "supervisor", "admin", "system"])
def test_category_14_is_seen_with_the_right(world, stalling, who) -> None:
    by = getattr(world, who)
    (row,) = queries.page(by=by, at=world.at).items
    assert (row.company, row.raised_by, row.hidden, row.restricted) == ("晴川针织", "贺总", False, True)
    assert queries.detail(by=by, pk=stalling.pk, at=world.at).company == world.company.name


def test_becoming_category_14_restricts(world) -> None:
    demand = raised(world, WORDS)
    assert not demand.restricted
    demand = actions.correct(
        demand_id=demand.pk, version=1, changes={"category": "14"}, by=world.desk, at=world.at
    )
    assert demand.restricted
    demand = actions.correct(
        demand_id=demand.pk, version=2, changes={"category": "12"}, by=world.desk, at=world.at
    )
    assert demand.restricted  # only a person takes it off, on purpose


@pytest.mark.parametrize("who", ["handler", "leader"])
def test_a_hidden_author_is_hidden_from_the_unit(world, hidden, who) -> None:
    by = getattr(world, who)
    (row,) = queries.page(by=by, at=world.at).items
    assert (row.company, row.company_id, row.raised_by, row.hidden) == ("", None, "", True)
    assert "晴川" not in row.words
    detail = queries.detail(by=by, pk=hidden.pk, at=world.at)
    assert (detail.company, detail.raised_by, detail.hidden) == ("", "", True)
    assert "晴川" not in detail.words


@pytest.mark.parametrize("who", ["handler", "leader"])
def test_a_hidden_author_is_not_found_by_its_name(world, hidden, who) -> None:
    by = getattr(world, who)
    for filters in (
        queries.Filters(company_id=world.company.pk),
        queries.Filters(chain="knitting"),
        queries.Filters(text="云溪市晴川"),
        queries.Filters(text="晴川"),  # the words name it: even a hit would tell
        queries.Filters(text="贺总"),
    ):
        assert queries.page(by=by, at=world.at, filters=filters).items == []
    assert queries.of_company(by=by, company_id=world.company.pk, at=world.at) == []


@pytest.mark.parametrize("who", ["contact_officer", "other_handler"])
def test_who_sees_by_company_does_not_see_it_at_all(world, hidden, who) -> None:
    assert queries.page(by=getattr(world, who), at=world.at).items == []


def test_the_company_itself_sees_its_own(world, hidden, stalling) -> None:
    from zaocha.accounts import actors, links

    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=world.company.pk, by="t", at=world.at
    )
    company = actors.of_company_link(link)
    rows = queries.of_company(by=company, company_id=world.company.pk, at=world.at)
    assert {row.id for row in rows} == {hidden.pk, stalling.pk}
    assert not any(row.hidden for row in rows)
    assert queries.of_company(by=company, company_id=world.other_company.pk, at=world.at) == []


def test_each_sees_what_is_theirs(world) -> None:
    roads = assigned(world)
    raised(world, company_id=world.other_company.pk)

    def seen(by) -> set[int]:
        return {row.id for row in queries.page(by=by, at=world.at).items}

    assert len(seen(world.desk)) == len(seen(world.leader)) == 2
    assert seen(world.handler) == {roads.pk}
    assert seen(world.other_handler) == set()
    assert seen(world.contact_officer) == {roads.pk}
    assert seen(world.stranger) == set()


def test_a_co_unit_sees_it_too(world) -> None:
    demand = raised(world)
    actions.assign(
        demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=world.at, co_unit_ids=[world.labour.pk]
    )
    assert [row.id for row in queries.page(by=world.other_handler, at=world.at).items] == [demand.pk]
    with pytest.raises(NotAllowed):
        actions.sign(demand_id=demand.pk, by=world.other_handler, at=world.at)


def test_what_a_merged_company_asked_for_is_its_successors(world) -> None:
    from zaocha.accounts import actors, links
    from zaocha.companies import actions as company_actions

    demand = raised(world)
    actions.answer_on_spot(demand_id=demand.pk, answer="好", by=world.desk, at=world.at)
    company_actions.merge(
        company_id=world.company.pk, into_id=world.other_company.pk, by=world.desk, at=world.at
    )
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=world.other_company.pk, by="t", at=world.at
    )
    company = actors.of_company_link(link)
    rows = queries.of_company(by=company, company_id=world.other_company.pk, at=world.at)
    assert [row.id for row in rows] == [demand.pk]
    closed = actions.company_says(demand_id=demand.pk, word="solved", by=company, at=world.at)
    assert closed.closed_as == "solved"
