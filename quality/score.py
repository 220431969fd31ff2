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
SETS = {"heldout": HELDOUT, "dev": Path(__file__).parent / "dev"}
CODES = {"CNY", "USD", "mu", "m2", "m", "kVA", "kV", "person", "ratio", "point", "household", "portion"}
Json = dict[str, Any]


class Tally:
    """How often each thing was right, of how many; `rows()` gives name → [right, of, share].

    `misses` keeps what was not right: document, quote, field, expected, got.
    """

    def __init__(self) -> None:
        self.marks: dict[str, list[int]] = {}
        self.misses: list[Json] = []
        self.place: Json = {"document": None, "quote": None}

    def note(self, name: str, right: bool | int, of: int = 1) -> None:
        before = self.marks.get(name, [0, 0])
        self.marks[name] = [before[0] + right, before[1] + of]

    def compare(self, name: str, right: bool, expected: Any, got: Any) -> None:
        """Note one thing, and remember it when it was wrong."""
        self.note(name, right)
        if not right:
            self.miss(name, expected, got)

    def miss(self, name: str, expected: Any, got: Any, quote: str | None = None) -> None:
        place = {**self.place, "quote": quote} if quote else self.place
        self.misses.append({**place, "field": name, "expected": expected, "got": got})

    def rows(self) -> dict[str, list[float | None]]:
        return {name: [r, of, round(r / of, 4) if of else None] for name, (r, of) in self.marks.items()}


def accepted(gold: Any) -> list[Any]:
    """A gold value is one value or a list of equally right ones."""
    return gold if isinstance(gold, list) else [gold]


def same_name(gold: Any, found: str | None) -> bool:
    """A shorter or longer form of an accepted name, so 宏硕轴承 for 平溪宏硕轴承有限公司."""
    if found is None or found in accepted(gold):
        return found in accepted(gold)
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
    for g in set(range(len(spans))) - {g for g, _ in matched}:
        tally.miss("demands recall", "found", None, gold["demands"][g]["quote"])
    for f in set(range(len(found))) - {f for _, f in matched}:
        tally.miss("demands precision", None, "found", source[slice(*found[f])])
    for g, f in matched:
        tally.place = {**tally.place, "quote": gold["demands"][g]["quote"]}
        score_demand(tally, gold["demands"][g], reading["demands"][f])
    tally.place = {**tally.place, "quote": None}
    for field, value in gold["meeting"].items():
        have = reading["meeting"][field]
        right = have in accepted(value) if field == "date" else same_name(value, have)
        tally.compare(f"meeting {field}", right, value, have)


def score_demand(tally: Tally, gold: Json, found: Json) -> None:
    company, person = (same_name(gold[key], found[key]) for key in ("company", "raised_by"))
    tally.compare("who: company", company, gold["company"], found["company"])
    tally.compare("who: raised by", person, gold["raised_by"], found["raised_by"])
    tally.note("who: both", company and person)
    in_category = found["category"] in gold["category"]
    tally.compare("category in minutes", in_category, gold["category"], found["category"])
    ended_right = found["outcome"] in accepted(gold["outcome"])
    tally.compare("outcome", ended_right, gold["outcome"], found["outcome"])
    if "on_the_spot" in (*accepted(gold["outcome"]), found["outcome"]):
        tally.note("on the spot", ended_right)
    score_quantities(tally, gold["quantities"], found["quantities"])
    if found["promise"] or accepted(gold["outcome"]) == [gold["outcome"]]:
        score_promise(tally, gold["promise"] or {}, found["promise"] or {})


def score_quantities(tally: Tally, gold: list[Json], found: list[Json]) -> None:
    for want in gold:
        hit = any(same_quantity(want, have) for have in found)
        tally.compare("quantities recall", hit, want, [have["text"] for have in found])
    if not gold:
        tally.note("quantities recall", 0, 0)
    for have in (have for have in found if have["unit"] in CODES):
        fits = any(same_quantity(want, have) for want in gold)
        tally.compare("quantities precision", fits, gold, have)


def score_promise(tally: Tally, gold: Json, found: Json) -> None:
    days, trigger, due_on = accepted(gold.get("due_on")), gold.get("trigger"), found.get("due_on")
    tally.compare("no day invented" if days == [None] else "deadlines", due_on in days, days, due_on)
    if gold.get("by_whom"):
        by_whom = found.get("by_whom")
        tally.compare("promise by whom", same_name(gold["by_whom"], by_whom), gold["by_whom"], by_whom)
    if trigger:
        have = found.get("trigger") or ""
        tally.compare("triggers", bool(have) and (have in trigger or trigger in have), trigger, have)


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


def measure(folder: Path) -> Tally:
    minutes, classifier = import_module("zaocha.lang.minutes"), import_module("zaocha.lang.classify")
    tally = Tally()
    for name, text, gold in documents(folder / "minutes"):
        tally.place = {"document": name, "quote": None}
        on = date.fromisoformat(gold["on"]) if gold["on"] else None
        score_minutes(tally, gold, minutes.as_json(minutes.read_minutes(text=text, on=on, companies=())))
    if (folder / "categories.csv").exists():
        with (folder / "categories.csv").open(encoding="utf-8", newline="") as file:
            score_categories(tally, csv.DictReader(file), classifier.classify)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, epilog="example: python quality/score.py --json")
    parser.add_argument("--json", action="store_true", help="one JSON object: name → [right, of, share]")
    parser.add_argument(
        "--set", choices=sorted(SETS), default="heldout", dest="which", help="default heldout"
    )
    parser.add_argument("--misses", action="store_true", help="dev only: one JSON line per wrong item")
    wanted = parser.parse_args()
    if wanted.misses and wanted.which != "dev":
        parser.error("--misses shows the papers, so it is for --set dev only; heldout stays unseen")
    tally = measure(SETS[wanted.which])
    if wanted.misses:
        for miss in tally.misses:
            sys.stdout.write(json.dumps(miss, ensure_ascii=False) + "\n")
    elif wanted.json:
        sys.stdout.write(json.dumps(tally.rows(), ensure_ascii=False, indent=1) + "\n")
    else:
        for name, (right, of, share) in tally.rows().items():
            sys.stdout.write(
                f"{name:28}{right:5}/{of:<5}{'–' if share is None else format(share, '.3f'):>7}\n"
            )


if __name__ == "__main__":
    main()
