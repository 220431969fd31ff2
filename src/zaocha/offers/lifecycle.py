"""Which step an offer may take from which state: a table with its interpreter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """A step: where from, where to; `needs_words` when a reason is asked, `bidding` when public bidding bars it."""

    name: str
    from_states: tuple[str, ...]
    to_state: str
    event: str
    needs_words: bool = False
    barred_by_bidding: bool = False


TABLE = (
    Step("confirm", ("proposed",), "open", "offer_confirmed"),
    Step("reserve", ("open",), "reserved", "offer_reserved", needs_words=True, barred_by_bidding=True),
    Step("release", ("reserved",), "open", "offer_released"),
    Step("withdraw", ("proposed", "open", "reserved"), "withdrawn", "offer_withdrawn", needs_words=True),
    Step("reopen", ("withdrawn", "taken"), "open", "offer_reopened", needs_words=True),
)
STEPS = {step.name: step for step in TABLE}
LIVE = frozenset({"open", "reserved"})


def steps(state: str, *, bidding: bool) -> list[Step]:
    """The steps that are possible now; nobody can reserve what goes by public bidding."""
    return [step for step in TABLE if state in step.from_states and not (bidding and step.barred_by_bidding)]
