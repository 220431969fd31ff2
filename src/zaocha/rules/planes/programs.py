"""Rules compiled into a table of atoms and conjunctions that every engine runs: small, pickled, sent anywhere."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zaocha.rules.planes.atoms import Atom, Conjunction, Cut, Literal, Term


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


def compiled(rules: Sequence[tuple[str, Literal]]) -> Program:
    """One program for named rules; equal atoms and groups are worked out once."""
    atoms: dict[Atom, int] = {}
    groups: dict[Conjunction, int] = {}
    for _name, literal in rules:
        for node in _inside(literal):
            if isinstance(node, Atom):
                atoms.setdefault(node, len(atoms))
            else:
                groups.setdefault(node, len(groups))
    cuts = _cuts(atoms)
    terms = {term: number for number, term in enumerate(cuts)}

    def number(literal: Literal) -> int:
        node = literal.node
        found = atoms[node] if isinstance(node, Atom) else len(atoms) + groups[node]
        return 2 * found + literal.negated

    return Program(
        names=tuple(name for name, _literal in rules),
        terms=tuple(cuts),
        cuts=tuple(cuts.values()),
        atoms=tuple(_atom(atom, terms[atom.term], cuts[atom.term]) for atom in atoms),
        conjunctions=tuple(tuple(number(part) for part in group.parts) for group in groups),
        outputs=tuple(number(literal) for _name, literal in rules),
    )


def _inside(literal: Literal) -> Iterator[Atom | Conjunction]:
    """Every node below, parts before wholes."""
    if isinstance(literal.node, Conjunction):
        for part in literal.node.parts:
            yield from _inside(part)
    yield literal.node


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
