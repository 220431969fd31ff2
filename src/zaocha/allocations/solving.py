"""The best assignment of takers to places under limits of fairness: whole numbers, proven optimal.

A flow: taker → what is left of a place, or the part of it that is kept for those who come for the first time → place.
Most important is that as many wishes as possible are met, then that kept seats go to whom they are kept for,
then what the pairs weigh. OR-tools solves it when the extra `fast` is there, networkx otherwise (for a desk's sizes).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec

SMALL = 20_000
"""Most candidate pairs that are solved without the extra `fast`."""
MOST = 1_000
"""The most that one pair weighs."""
ORDERED = 1_000
"""Most places wished for among which the order decides between equal weights: beyond, numbers grow too long."""


class TooLarge(ValueError):
    """More candidate pairs than can be solved without the extra `fast`."""


class Contradiction(ValueError):
    """What persons have ruled cannot all hold; `pair` is one that does not fit."""

    def __init__(self, taker: int, place: int) -> None:
        super().__init__(f"{taker} cannot be given {place}: no room is left under the limits")
        self.pair = (taker, place)


@dataclass(frozen=True, slots=True)
class Taker:
    """Who may be given up to `limit` places; `first`: may take what is kept for newcomers."""

    key: int
    limit: int = 1
    first: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What is handed out `capacity` times, of which `kept` for those who come for the first time."""

    key: int
    capacity: int
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Fit:
    """A pair that may be: it weighs 0 to 1,000; of equal ones that with the lower `order` comes first."""

    taker: int
    place: int
    weight: int
    order: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The pairs, what they weigh together, the lightest taken in by each full place, and how it was solved."""

    pairs: frozenset[tuple[int, int]]
    weight: int
    cutoffs: dict[int, int]
    solver: str


@dataclass(slots=True)
class _Network:
    """Arcs of a flow of least cost; node 0 is the source, 1 the sink."""

    tails: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    capacities: list[int] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)
    nodes: int = 2

    def node(self) -> int:
        self.nodes += 1
        return self.nodes - 1

    def arc(self, tail: int, head: int, capacity: int, cost: int = 0) -> int:
        self.tails.append(tail)
        self.heads.append(head)
        self.capacities.append(capacity)
        self.costs.append(cost)
        return len(self.tails) - 1


def solve(
    takers: Sequence[Taker],
    places: Sequence[Place],
    fits: Sequence[Fit],
    *,
    must: frozenset[tuple[int, int]] = frozenset(),
    must_not: frozenset[tuple[int, int]] = frozenset(),
) -> Outcome:
    """The assignment of most wishes, then of most weight together; `must` and `must_not` are what persons ruled.

    Raises `Contradiction` when the rulings ask for more than the limits hold, `TooLarge` without the extra.
    """
    allowed = [one for one in fits if (one.taker, one.place) not in must_not | must]
    if any(not 0 <= one.weight <= MOST for one in fits):
        raise ValueError(f"weights go from 0 to {MOST}")
    left = _Left(takers, places)
    for taker, place in sorted(must, key=repr):
        left.take(taker, place)
    chosen, solver = _flow(left, allowed)
    by_pair = {(one.taker, one.place): one.weight for one in fits}
    pairs = frozenset(must) | chosen
    return Outcome(
        pairs, sum(by_pair.get(pair, 0) for pair in pairs), _cutoffs(pairs, places, by_pair), solver
    )


class _Left:
    """What takers and places still have once the rulings are done."""

    def __init__(self, takers: Sequence[Taker], places: Sequence[Place]) -> None:
        self.takers = {one.key: one for one in takers}
        self.limits = {one.key: one.limit for one in takers}
        self.open = {one.key: max(0, one.capacity - one.kept) for one in places}
        self.kept = {one.key: min(one.kept, one.capacity) for one in places}
        self.misuse = 0
        self.scale = 1

    def cost(self, fit: Fit) -> int:
        """What a pair costs: all orders together weigh less than one point of weight."""
        return (MOST - fit.weight) * self.scale + (fit.order if self.scale > 1 else 0)

    def take(self, taker: int, place: int) -> None:
        """A person's ruling takes from the kept seats when it may, so that others keep theirs."""
        if self.limits.get(taker, 0) < 1 or self.open.get(place, 0) + self.kept.get(place, 0) < 1:
            raise Contradiction(taker, place)
        self.limits[taker] -= 1
        own = self.kept if self.takers[taker].first and self.kept[place] else self.open
        (own if own[place] else self.kept)[place] -= 1


def _flow(left: _Left, fits: Sequence[Fit]) -> tuple[frozenset[tuple[int, int]], str]:
    network = _Network()
    wanting = {one.taker for one in fits if left.limits.get(one.taker)}
    total = sum(left.limits[key] for key in wanting)
    if not total:
        return frozenset(), "none"
    nodes = {key: network.node() for key in sorted(wanting, key=repr)}
    opens = {key: network.node() for key in left.open}
    keeps = {key: network.node() for key, seats in left.kept.items() if seats}
    left.scale = max((one.order for one in fits), default=0) * total + 1 if total <= ORDERED else 1
    left.misuse = MOST * left.scale * (total + 1)  # a kept seat given to another weighs more than all weights
    unmet = left.misuse * (total + 1)  # a wish unmet weighs more than all misuse
    arcs: list[tuple[int, Fit]] = []
    for key, node in nodes.items():
        network.arc(0, node, left.limits[key])
        network.arc(node, 1, left.limits[key], unmet)  # the arc of those who get nothing
    for fit in fits:
        if fit.taker not in nodes or fit.place not in opens:
            continue
        arcs += [(arc, fit) for arc in _ways(network, nodes[fit.taker], fit, left, opens, keeps)]
    for key, node in opens.items():
        network.arc(node, 1, left.open[key])
    for key, node in keeps.items():
        network.arc(node, 1, left.kept[key])
    solver, name = _solver(len(arcs))
    flows = solver(network, total)
    return frozenset((fit.taker, fit.place) for arc, fit in arcs if flows[arc]), name


def _ways(
    network: _Network,
    taker: int,
    fit: Fit,
    left: _Left,
    opens: dict[int, int],
    keeps: dict[int, int],
) -> list[int]:
    """The arcs by which a taker may reach a place: its open part and its kept part, but only one of them."""
    cost, place = left.cost(fit), opens[fit.place]
    if fit.place not in keeps:
        return [network.arc(taker, place, 1, cost)]
    extra = 0 if left.takers[fit.taker].first else left.misuse
    if left.limits[fit.taker] == 1:
        return [network.arc(taker, place, 1, cost), network.arc(taker, keeps[fit.place], 1, cost + extra)]
    once = network.node()
    network.arc(once, keeps[fit.place], 1, extra)
    network.arc(once, place, 1)
    return [network.arc(taker, once, 1, cost)]


def _cutoffs(
    pairs: frozenset[tuple[int, int]],
    places: Sequence[Place],
    weight: dict[tuple[int, int], int],
) -> dict[int, int]:
    """The lightest pair taken in, for places that are full."""
    taken: dict[int, list[int]] = defaultdict(list)
    for pair in pairs:
        taken[pair[1]].append(weight.get(pair, 0))
    return {one.key: min(taken[one.key]) for one in places if len(taken[one.key]) >= one.capacity > 0}


def _solver(arcs: int) -> tuple[Callable[[_Network, int], Sequence[int]], str]:
    if find_spec("ortools") is not None:
        return _by_ortools, "or-tools"
    if arcs > SMALL:
        raise TooLarge(arcs)
    return _by_networkx, "networkx"


def _by_ortools(network: _Network, total: int) -> Sequence[int]:
    import numpy as np
    from ortools.graph.python import min_cost_flow

    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        np.array(network.tails),
        np.array(network.heads),
        np.array(network.capacities),
        np.array(network.costs),
    )
    flow.set_node_supply(0, total)
    flow.set_node_supply(1, -total)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"the solver did not prove an optimum: {status}")
    found: Sequence[int] = flow.flows(arcs).tolist()
    return found


def _by_networkx(network: _Network, total: int) -> Sequence[int]:
    import networkx

    graph = networkx.DiGraph()
    graph.add_node(0, demand=-total)
    graph.add_node(1, demand=total)
    for number, (tail, head) in enumerate(zip(network.tails, network.heads, strict=True)):
        # Two arcs between the same nodes do not occur but for a taker's own way out, which has its own node.
        graph.add_edge(
            tail, head, capacity=network.capacities[number], weight=network.costs[number], number=number
        )
    flows = networkx.min_cost_flow(graph)
    found = [0] * len(network.tails)
    for tail, head, number in graph.edges(data="number"):
        found[number] = flows[tail][head]
    return found
