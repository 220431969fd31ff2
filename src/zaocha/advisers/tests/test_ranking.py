"""Who is asked first, and who cannot be asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from zaocha.advisers.ranking import Party, Wanted, ranked

ON = date(2026, 3, 2)
WANTED = Wanted("industry", "machines", "", 7, "knitting", ON)
MAN = Party(
    1, "industry", date(2026, 1, 1), date(2027, 1, 1), frozenset({"machines"}), frozenset({"knitting"}),
    frozenset({"zh"}), 8, Decimal(0),
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"conflict_companies": frozenset({7})}, "conflict"),
        ({"conflict_chains": frozenset({"knitting"})}, "conflict"),
        ({"starts_on": date(2026, 3, 3)}, "not_begun"),
        ({"ends_on": ON}, "ended"),
        ({"used": Decimal("6.5")}, "no_hours"),
        ({"had": True}, "had"),
    ],
)
def test_who_cannot_be_asked_stands_last_with_the_reason(change: dict[str, object], why: str) -> None:
    kept_out = replace(MAN, adviser_id=2, **change)  # type: ignore[arg-type]
    found = ranked(WANTED, [kept_out, MAN])
    assert [(one.adviser_id, one.out) for one in found] == [(1, ""), (2, why)]


def test_a_language_that_is_wanted_must_be_spoken() -> None:
    [found] = ranked(replace(WANTED, language="en"), [MAN])
    assert found.out == "language"


def test_the_field_comes_before_the_load_and_the_load_before_the_waiting() -> None:
    busy = replace(MAN, used=Decimal(4))
    other = replace(MAN, adviser_id=2, fields=frozenset())
    fresh = replace(MAN, adviser_id=3, hours=20, used=Decimal(4))
    assert [one.adviser_id for one in ranked(WANTED, [other, busy, fresh])] == [3, 1, 2]
    lately = replace(MAN, last_put_at=datetime(2026, 3, 1, tzinfo=UTC))
    before = replace(MAN, adviser_id=2, last_put_at=datetime(2026, 2, 1, tzinfo=UTC))
    assert [one.adviser_id for one in ranked(WANTED, [lately, before])] == [2, 1]


def test_hours_spread_evenly_by_their_share() -> None:
    """A hundred requests over 8, 16 and 24 hours of 400: each gets its share, give or take one."""
    men = [replace(MAN, adviser_id=n, hours=100 * n) for n in (1, 2, 3)]
    used = {n: Decimal(0) for n in (1, 2, 3)}
    for _number in range(120):
        first = ranked(WANTED, [replace(one, used=used[one.adviser_id]) for one in men])[0]
        used[first.adviser_id] += 2
    assert [int(used[n] / 2) for n in (1, 2, 3)] == [20, 40, 60]
