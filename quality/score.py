"""Measure the reading of minutes and the sorting into categories on texts the makers have never seen."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from importlib import import_module
from math import isclose
from pathlib import Path
from typing import Any

HELDOUT = Path(__file__).parent / "heldout"
CODES = {"CNY", "USD", "mu", "m2", "m", "kVA", "kV", "person", "ratio", "point", "household", "portion"}
Json = dict[str, Any]


class Tally:
    """How often each thing was right, of how many; `rows()` gives name → [right, of, share]."""

    def __init__(self) -> None:
        self.marks: dict[str, list[int]] = {}

    def note(self, name: str, right: bool | int, of: int = 1) -> None:
        before = self.marks.get(name, [0, 0])
        self.marks[name] = [before[0] + right, before[1] + of]

    def rows(self) -> dict[str, list[float | None]]:
        return {name: [r, of, round(r / of, 4) if of else None] for name, (r, of) in self.marks.items()}


def accepted(gold: Any) -> list[Any]:
    """A gold value is one value or a list of equally right ones."""
    return gold if isinstance(gold, list) else [gold]


def same_name(gold: Any, found: str | None) -> bool:
    """A shorter or longer form of an accepted name, so 宏硕轴承 for 平溪宏硕轴承有限公司."""
    if found is None:
        return None in accepted(gold)
    fits = [name for name in accepted(gold) if name and 2 <= len(found) <= len(name) + 8]
    return any(found in name or name in found for name in fits)


def same_quantity(gold: Json, found: Json) -> bool:
    unit, found_unit = gold["unit"], str(found["unit"] or "")
    written_alike = bool(found_unit) and (unit in found_unit or found_unit in unit)
    units_agree = unit == found_unit if {unit, found_unit} & CODES else written_alike
    upper = [float(-1 if q.get("max") is None else q["max"]) for q in (gold, found)]
    return units_agree and isclose(gold["value"], float(found["value"])) and isclose(*upper)


def pairs(gold: list[tuple[int, int]], found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Match one to one, widest overlap first; an overlap counts from half of the shorter span."""
    candidates = []
    for g, (g_start, g_end) in enumerate(gold):
        for f, (f_start, f_end) in enumerate(found):
            shared = min(g_end, f_end) - max(g_start, f_start)
            if shared > 0 and 2 * shared >= min(g_end - g_start, f_end - f_start):
                candidates.append((-shared, g, f))
    kept: dict[int, int] = {}
    for _, g, f in sorted(candidates):
        if g not in kept and f not in kept.values():
            kept[g] = f
    return sorted(kept.items())


def score_minutes(tally: Tally, gold: Json, reading: Json) -> None:
    """Add one document: `gold` as in heldout/minutes/*.json, `reading` as the command prints it."""
    source = reading["source_text"]
    spans = [(at := source.index(d["quote"]), at + len(d["quote"])) for d in gold["demands"]]
    found = [(demand["quote"]["start"], demand["quote"]["end"]) for demand in reading["demands"]]
    matched = pairs(spans, found)
    tally.note("demands recall", len(matched), len(spans))
    tally.note("demands precision", len(matched), len(found))
    if gold.get("politeness"):
        tally.note("false alarms on politeness", len(found) - len(matched), len(found))
    for g, f in matched:
        score_demand(tally, gold["demands"][g], reading["demands"][f])
    for field, value in gold["meeting"].items():
        have = reading["meeting"][field]
        tally.note(f"meeting {field}", have in accepted(value) if field == "date" else same_name(value, have))


def score_demand(tally: Tally, gold: Json, found: Json) -> None:
    company, person = (same_name(gold[key], found[key]) for key in ("company", "raised_by"))
    tally.note("who: company", company)
    tally.note("who: raised by", person)
    tally.note("who: both", company and person)
    tally.note("category in minutes", found["category"] in gold["category"])
    tally.note("outcome", found["outcome"] in accepted(gold["outcome"]))
    if "on_the_spot" in (*accepted(gold["outcome"]), found["outcome"]):
        tally.note("on the spot", found["outcome"] in accepted(gold["outcome"]))
    hits = sum(any(same_quantity(q, have) for have in found["quantities"]) for q in gold["quantities"])
    tally.note("quantities recall", hits, len(gold["quantities"]))
    for have in (have for have in found["quantities"] if have["unit"] in CODES):
        tally.note("quantities precision", any(same_quantity(q, have) for q in gold["quantities"]))
    if found["promise"] or accepted(gold["outcome"]) == [gold["outcome"]]:
        score_promise(tally, gold["promise"] or {}, found["promise"] or {})


def score_promise(tally: Tally, gold: Json, found: Json) -> None:
    days, trigger = accepted(gold.get("due_on")), gold.get("trigger")
    tally.note("no day invented" if days == [None] else "deadlines", found.get("due_on") in days)
    if gold.get("by_whom"):
        tally.note("promise by whom", same_name(gold["by_whom"], found.get("by_whom")))
    if trigger:
        have = found.get("trigger") or ""
        tally.note("triggers", bool(have) and (have in trigger or trigger in have))


def score_categories(tally: Tally, rows: Iterable[Json], classify: Any) -> None:
    for row in rows:
        answer = classify(row["text"])
        ranked = [code for code, _ in getattr(answer, "ranked", answer)]
        right = {row["category"], row["second"]} - {""}
        tally.note("category top-1", ranked[0] in right)
        tally.note("category top-3", not right.isdisjoint(ranked[:3]))


def documents(folder: Path) -> Iterator[tuple[str, str, Json]]:
    for path in sorted(folder.glob("*.json")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        yield path.stem, text, json.loads(path.read_text(encoding="utf-8"))


def measure() -> Json:
    minutes, classifier = import_module("zaocha.lang.minutes"), import_module("zaocha.lang.classify")
    tally = Tally()
    for _, text, gold in documents(HELDOUT / "minutes"):
        on = date.fromisoformat(gold["on"]) if gold["on"] else None
        score_minutes(tally, gold, minutes.as_json(minutes.read_minutes(text=text, on=on, companies=())))
    with (HELDOUT / "categories.csv").open(encoding="utf-8", newline="") as file:
        score_categories(tally, csv.DictReader(file), classifier.classify)
    return tally.rows()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, epilog="example: python quality/score.py --json")
    parser.add_argument("--json", action="store_true", help="one JSON object: name → [right, of, share]")
    if parser.parse_args().json:
        sys.stdout.write(json.dumps(measure(), ensure_ascii=False, indent=1) + "\n")
        return
    for name, (right, of, share) in measure().items():
        sys.stdout.write(f"{name:28}{right:5}/{of:<5}{'–' if share is None else format(share, '.3f'):>7}\n")


if __name__ == "__main__":
    main()
