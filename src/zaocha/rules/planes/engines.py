"""Which engine runs a program: numpy always, compiled code where the extra `fast` is there."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal as Choice

from zaocha.rules.planes import bound, engine_numpy, engine_small
from zaocha.rules.planes.bound import Bound
from zaocha.rules.planes.programs import Program
from zaocha.rules.planes.results import Results
from zaocha.rules.planes.stores import Store

Engine = Choice["numpy", "numba"]


def fastest() -> Engine:
    """The engine for work behind the scenes. A page takes numpy: compiled code needs a second to load."""
    return "numba" if find_spec("numba") else "numpy"


def run(
    program: Program,
    store: Store,
    *,
    engine: Engine = "numpy",
    near: bool = False,
) -> Results:
    """All rules over all companies of a store."""
    ready = bound.bound(program, store, near=near)
    results = Results.empty(ready)
    fill(ready, results, engine=engine)
    return results


def fill(ready: Bound, results: Results, *, engine: Engine = "numpy") -> None:
    """The same into room that is already there."""
    if engine == "numba":
        from zaocha.rules.planes import engine_numba

        engine_numba.run(ready, results)
    elif ready.words <= engine_small.MOST_WORDS and not ready.near:
        engine_small.run(ready, results)
    else:
        engine_numpy.run(ready, results)
    results.trim()
