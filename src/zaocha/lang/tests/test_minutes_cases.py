"""How well minutes are read, over own pieces in many voices: the aims hold on all of them together."""

import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from zaocha.lang.minutes import Demand, read_minutes

CASES = json.loads((Path(__file__).parent / "minutes_cases.json").read_text("utf-8"))


@cache
def tally() -> Counter[str]:
    """Counts of what was to be found and what was found, per aim."""
    counts: Counter[str] = Counter()
    for case in CASES:
        reading = read_minutes(text=case["text"], on=date.fromisoformat(case["on"]))
        counts["read"] += len(reading.demands)
        left = list(reading.demands)
        for gold in case["demands"]:
            counts["wanted"] += 1
            found = next((one for one in left if gold["words"] in one.text + reading.words_of(one)), None)
            if found is not None:
                left.remove(found)
                counts["found"] += 1
                compare(found, gold, counts)
    return counts


def compare(found: Demand, gold: dict[str, Any], counts: Counter[str]) -> None:
    promise = found.promise
    said = {
        "company": found.company,
        "raised_by": found.raised_by,
        "outcome": found.outcome,
        "due_on": promise.due_on.isoformat() if promise and promise.due_on else None,
        "trigger": promise.trigger if promise else None,
        "quantities": sorted([float(one.value), one.unit] for one in found.quantities),
    }
    for key in gold.keys() - {"words"}:
        wanted = gold[key]
        if key == "quantities":
            right = said[key] == sorted([float(value), unit] for value, unit in wanted)
        elif key in ("company", "raised_by", "trigger"):
            right = (
                said[key] is wanted
                if wanted is None or said[key] is None
                else said[key] in wanted or wanted in said[key]
            )
        else:
            right = said[key] == wanted
        counts[f"{key} asked"] += 1
        counts[f"{key} right"] += right


def share(key: str) -> float:
    return tally()[f"{key} right"] / tally()[f"{key} asked"]


def test_nearly_all_demands_are_found_and_hardly_anything_else() -> None:
    assert tally()["found"] / tally()["wanted"] >= 0.95
    assert tally()["found"] / tally()["read"] >= 0.95


def test_who_asked_is_right() -> None:
    assert share("company") >= 0.95
    assert share("raised_by") >= 0.95


def test_quantities_deadlines_and_outcomes_are_right() -> None:
    assert share("quantities") >= 0.95
    assert share("due_on") >= 0.94
    assert share("outcome") >= 0.9
