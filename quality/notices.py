"""How well notices of land auctions are read: `python quality/notices.py [--set heldout|dev] [--show] [--json]`."""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from zaocha.lang import parcels

HERE = Path(__file__).parent / "notices"
PASTED_ON = date(2026, 3, 2)


def cases(name: str) -> list[tuple[str, str, list[dict[str, str]]]]:
    """Title, text and the wanted parcels of each notice of a set."""
    found = []
    for part in re.split(r"^=== ", (HERE / f"{name}.txt").read_text(encoding="utf8"), flags=re.M)[1:]:
        title, _line, rest = part.partition("\n")
        text, _mark, wanted = rest.partition("\n--- ")
        found.append((title.strip(), text, json.loads(wanted)))
    return found


def same(name: str, wanted: str, got: str) -> bool:
    """Whether a value is right: numbers as numbers, texts without spaces and marks."""
    try:
        return abs(float(wanted) - float(got)) <= 0.001 * abs(float(wanted))
    except ValueError:
        return re.sub(r"[\s，,]", "", wanted) == re.sub(r"[\s，,]", "", got)


def measured(name: str, *, show: bool) -> dict[str, Any]:
    """Wanted, found and right values of a set; which notices came out whole; the slowest in milliseconds."""
    wanted_n = got_n = right = whole = 0
    slowest = 0.0
    every = cases(name)
    for title, text, wanted in every:
        begun = time.perf_counter()
        got = [one.facts() for one in parcels.read(text, on=PASTED_ON)]
        slowest = max(slowest, time.perf_counter() - begun)
        wrong = []
        for number, parcel in enumerate(wanted):
            found = got[number] if number < len(got) else {}
            good = {key for key, value in parcel.items() if key in found and same(key, value, found[key])}
            right += len(good)
            wrong += [
                f"{key}: {found.get(key)!r}, not {parcel.get(key)!r}"
                for key in {**parcel, **found}
                if key not in good
            ]
        wanted_n += sum(len(one) for one in wanted)
        got_n += sum(len(one) for one in got)
        whole += not wrong and len(got) == len(wanted)
        if show and wrong:
            sys.stderr.write(f"{title}\n" + "".join(f"    {line}\n" for line in wrong))
    return {
        "set": name, "notices": len(every), "whole": whole, "values_wanted": wanted_n, "values_found": got_n,
        "values_right": right, "found": round(right / wanted_n, 3), "right": round(right / max(got_n, 1), 3),
        "slowest_ms": round(slowest * 1000, 1),
    }  # fmt: skip


def main() -> int:
    """Print the figures of a set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="heldout", choices=["heldout", "dev"])
    parser.add_argument("--show", action="store_true", help="name what is wrong, on stderr")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures = measured(asked.set, show=asked.show)
    sys.stdout.write(
        (
            json.dumps(figures)
            if asked.json
            else "\n".join(f"{key}: {value}" for key, value in figures.items())
        )
        + "\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
