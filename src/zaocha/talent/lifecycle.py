"""The way from an application or invitation to a hire, as a table. Pure."""

from __future__ import annotations

LIVE = ("asked", "shown", "interview", "offered", "accepted")
# step → (from which states, to which state, who may: company, candidate)
STEPS: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "interview": (("shown", "interview"), "interview", ("company",)),
    "offer": (("shown", "interview"), "offered", ("company",)),
    "accept": (("offered",), "accepted", ("candidate",)),
    "decline": (LIVE, "declined", ("company", "candidate")),
    "hire": (("shown", "interview", "offered", "accepted"), "hired", ("company",)),
}
WORDS_NEEDED = ("interview", "offer", "decline")


def offers(state: str, side: str) -> list[str]:
    """The steps that a side may take now."""
    return [name for name, (before, _to, who) in STEPS.items() if state in before and side in who]
