"""What Zaocha is measured at: the whole table cold and warm, and the small questions of an ordinary day."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from bench import match_world
from zaocha.rules.conditions import All, Clause
from zaocha.rules.facts import dictionary
from zaocha.rules.feel import tree
from zaocha.rules.planes import bound, engines, explaining, lowering, programs, readers, rowwise, single
from zaocha.rules.planes.engines import Engine
from zaocha.rules.planes.programs import Program
from zaocha.rules.planes.results import Results
from zaocha.rules.planes.stores import Store

ON = date(2026, 3, 1)
ENGINES: tuple[Engine, ...] = ("numba", "numpy") if find_spec("numba") else ("numpy",)
TOWNS = tuple(f"3306{number:02d}" for number in range(1, 99))


def best(call: Callable[[], object], repeat: int) -> float:
    """The smallest CPU time of several runs."""
    smallest = 1e9
    for _ in range(repeat):
        began = time.process_time()
        call()
        smallest = min(smallest, time.process_time() - began)
    return smallest


class World:
    """The table and the policies, read and bound."""

    def __init__(self, companies: Path, policies: int) -> None:
        self.file = companies
        self.rules = match_world.policies(policies)
        self.program = compiled(self.rules)
        self.store = self.read()
        self.ready = bound.bound(self.program, self.store)
        self.results = Results.empty(self.ready)

    def read(self) -> Store:
        """Columns of the whole table."""
        reader = readers.Reader(self.file, dictionary=dictionary())
        part = next(reader.parts(match_world.FACTS, rows=1 << 40))
        return Store(part.columns, rows=part.rows)

    @property
    def pairs(self) -> int:
        return self.store.rows * len(self.rules)

    @property
    def bytes(self) -> int:
        """What a run has to read (codes, known bits) and write (two planes per policy)."""
        return self.store.bytes + self.results.true.nbytes + self.results.false.nbytes

    def counts(self) -> tuple[list[int], list[int]]:
        """True and false per policy."""
        engines.fill(self.ready, self.results, engine="numpy")
        true, false = self.results.counts()
        return true.tolist(), false.tolist()

    def measured(self, *, repeat: int) -> dict[str, Any]:
        """All pairs by each engine, and once from the file on."""
        found: dict[str, Any] = {}
        for engine in ENGINES:
            engines.fill(self.ready, self.results, engine=engine)
            seconds = best(lambda e=engine: engines.fill(self.ready, self.results, engine=e), repeat)
            found[engine] = {
                "cpu_seconds": round(seconds, 5), "pairs": self.pairs,
                "million_pairs_per_second": round(self.pairs / seconds / 1e6),
            }  # fmt: skip
        found["cold"] = {"cpu_seconds": round(best(self.cold, max(2, repeat // 2)), 4), "pairs": self.pairs}
        return found

    def cold(self) -> None:
        """Compile, read Parquet, sort into bins, run."""
        program, store = compiled(self.rules), self.read()
        ready = bound.bound(program, store)
        engines.fill(ready, self.results, engine=ENGINES[0])


def compiled(rules: Any) -> Program:
    return programs.compiled((name, lowering.lowered(one)) for name, one in rules)


def tasks(world: World, *, watches: int, repeat: int) -> dict[str, Any]:
    """Milliseconds of CPU for one question each."""
    seconds = {
        **_one_policy(world, repeat), **_near(world, repeat), **_one_company(world, repeat),
        **_changed(world, repeat), **_new_threshold(world), **_offer(watches, repeat),
    }  # fmt: skip
    return {name: round(value * 1000, 3) for name, value in seconds.items()}


def _one_policy(world: World, repeat: int) -> dict[str, float]:
    """Each of ten policies alone, bins being there; the mean."""
    found = {}
    for engine in ENGINES:
        total = 0.0
        for rule in world.rules[:10]:
            program = compiled([rule])
            room = Results.empty(bound.bound(program, world.store))
            total += best(
                lambda p=program, r=room, e=engine: engines.fill(bound.bound(p, world.store), r, engine=e),
                repeat,
            )
        found[f"one_policy_{engine}"] = total / 10
    return found


def _near(world: World, repeat: int) -> dict[str, float]:
    """Who misses which policy by which one clause, for all pairs (verdicts included)."""
    ready = bound.bound(world.program, world.store, near=True)
    results = Results.empty(ready)
    found = {}
    for engine in ENGINES:
        engines.fill(ready, results, engine=engine)
        found[f"near_misses_{engine}"] = best(
            lambda e=engine: engines.fill(ready, results, engine=e), max(2, repeat // 2)
        )
    return found


def _one_company(world: World, repeat: int) -> dict[str, float]:
    facts, names = dictionary(), match_world.FACTS
    rows = [
        single.facts({name: world.store.columns[name] for name in names}, row, dictionary=facts, on=ON)
        for row in range(40)
    ]
    gc.collect()
    gc.freeze()  # what the programs before left is not gone through again, as in a server once it is up
    explainer = explaining.Explainer([rule for _name, rule in world.rules])
    explained = best(lambda: [explainer.explain(one) for one in rows], repeat) / len(rows)
    known = [{name: one.value for name, one in row.values.items()} for row in rows]
    many = rowwise.Ready(compiled(match_world.policies(5_000, seed=5, shared=False)))
    return {
        "explained_200_policies": explained,
        "one_company_5000_policies": best(lambda: [many.verdicts(one) for one in known], repeat) / len(rows),
    }


def _changed(world: World, repeat: int) -> dict[str, float]:
    """A thousand companies with new values: columns and bins of those rows, and their verdicts."""
    chance = np.random.default_rng(11)
    chosen = np.sort(chance.choice(world.store.rows, min(1_000, world.store.rows), replace=False))
    others = {name: column.taken(chosen[::-1]) for name, column in world.store.columns.items()}

    def change(engine: Engine) -> None:
        world.store.change(chosen, others)
        ready = world.ready.over(world.store.taken(chosen))
        engines.fill(ready, Results.empty(ready), engine=engine)

    found = {}
    for engine in ENGINES:
        change(engine)
        found[f"changed_1000_companies_{engine}"] = best(lambda e=engine: change(e), repeat)
    return found


def _new_threshold(world: World) -> dict[str, float]:
    """A threshold that no policy had: one field is sorted again."""
    rule = ("new", Clause("revenue", tree.Compare(">=", Decimal(12_345_678))))
    began = time.process_time()
    world.store.prepare(compiled([rule]))
    return {"new_threshold": time.process_time() - began}


def _offer(watches: int, repeat: int) -> dict[str, float]:
    """One new offer against watches: an area between, a price at most, a kind, a town."""
    began = time.process_time()
    ready = rowwise.Ready(programs.compiled(_watches(watches)))
    made = time.process_time() - began
    offer = {"area": Decimal(9), "price": Decimal(52), "kind": "parcel", "town": "330603"}
    return {"offer_watches_laid_out": made, "offer_all_watches": best(lambda: ready.verdicts(offer), repeat)}


def _watches(count: int) -> Iterator[tuple[str, Any]]:
    chance = random.Random(2)
    kinds = ("parcel", "plant", "farmhouse", "equipment", "loan")
    for number in range(count):
        low = chance.randint(1, 60)
        clauses = [
            Clause("area", tree.Interval(Decimal(low), Decimal(low + chance.randint(1, 40)))),
            Clause("kind", tree.Compare("=", chance.choice(kinds))),
            Clause("town", tree.Compare("=", chance.choice(TOWNS))),
        ]
        if chance.random() < 0.7:
            clauses.append(Clause("price", tree.Compare("<=", Decimal(chance.randint(10, 2_000)))))
        yield str(number), lowering.lowered(All(tuple(clauses)))
