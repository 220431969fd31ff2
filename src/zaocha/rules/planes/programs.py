"""Rules compiled into a table of atoms and conjunctions that every engine runs: small, pickled, sent anywhere."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass

from zaocha.rules.planes.atoms import Atom, Cut, Literal, Term


@dataclass(frozen=True)
class CompiledAtom:
    """`spans` count in cuts of the term: (2, 5) is from its third cut up to its sixth; -1 is without an end."""

    term: int
    spans: tuple[tuple[int, int], ...]
    missing: bool | None


@dataclass(frozen=True)
class Program:
    """Nodes are numbered atoms first, then conjunctions, each after its parts.

    A literal is twice the number of its node, plus one for the opposite. `outputs` has one literal per rule.
    """

    names: tuple[str, ...]
    terms: tuple[Term, ...]
    cuts: tuple[tuple[Cut, ...], ...]
    atoms: tuple[CompiledAtom, ...]
    conjunctions: tuple[tuple[int, ...], ...]
    outputs: tuple[int, ...]

    def parts(self, node: int) -> tuple[int, ...]:
        """Literals of a conjunction; none of an atom."""
        return () if node < len(self.atoms) else self.conjunctions[node - len(self.atoms)]

    def clauses(self, rule: int) -> tuple[int, ...]:
        """Literals that must all hold for a rule: the parts of its outermost `all`, else the rule itself."""
        literal = self.outputs[rule]
        return (literal,) if literal & 1 else self.parts(literal >> 1) or (literal,)


def compiled(rules: Iterable[tuple[str, Literal]]) -> Program:
    """One program for named rules; equal atoms and groups are worked out once."""
    numbers = _Numbers()
    names: list[str] = []
    outputs: list[int] = []
    for name, literal in rules:
        names.append(name)
        outputs.append(numbers.of(literal))
    cuts = _cuts(numbers.atoms)
    terms = {term: number for number, term in enumerate(cuts)}
    return Program(
        names=tuple(names),
        terms=tuple(cuts),
        cuts=tuple(cuts.values()),
        atoms=tuple(_atom(atom, terms[atom.term], cuts[atom.term]) for atom in numbers.atoms),
        conjunctions=tuple(tuple(map(numbers.final, group)) for group in numbers.groups),
        outputs=tuple(map(numbers.final, outputs)),
    )


class _Numbers:
    """Numbers nodes as they come: four times their place, plus two for a group, plus one for the opposite."""

    def __init__(self) -> None:
        self.atoms: dict[Atom, int] = {}
        self.groups: dict[tuple[int, ...], int] = {}

    def of(self, literal: Literal) -> int:
        """The number of a literal, its parts numbered first."""
        node = literal.node
        if isinstance(node, Atom):
            return 4 * self.atoms.setdefault(node, len(self.atoms)) + literal.negated
        parts = tuple([self.of(part) for part in node.parts])
        return 4 * self.groups.setdefault(parts, len(self.groups)) + 2 + literal.negated

    def final(self, number: int) -> int:
        """The number once all atoms are known: groups come after them."""
        node = number // 4 + (len(self.atoms) if number & 2 else 0)
        return 2 * node + (number & 1)


def _cuts(atoms: dict[Atom, int]) -> dict[Term, tuple[Cut, ...]]:
    found: dict[Term, set[Cut]] = {}
    for atom in atoms:
        edges = found.setdefault(atom.term, set())
        edges.update(edge for span in atom.spans for edge in span if edge is not None)
    return {term: tuple(sorted(edges)) for term, edges in found.items()}


def _atom(atom: Atom, term: int, cuts: tuple[Cut, ...]) -> CompiledAtom:
    def place(cut: Cut | None) -> int:
        return -1 if cut is None else bisect.bisect_left(cuts, cut)

    spans = tuple((place(span.low), place(span.high)) for span in atom.spans)
    return CompiledAtom(term, spans, atom.missing)
