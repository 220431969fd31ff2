"""In which order the plane engines work, and in which slot each plane pair lies, freed after its last use."""

from __future__ import annotations

from dataclasses import dataclass, field

from zaocha.rules.planes.programs import Program

ATOM, GROUP, RESULT, NEAR = range(4)


@dataclass
class Schedule:
    """Steps (kind, target, first operand, operands). Operands are literals over slots: 2·slot + negated.

    ATOM: target slot, atom number in `first`. GROUP: AND of the operands into a slot. RESULT: AND of the operands
    into the planes of rule `target`. NEAR: of the same operands, where exactly one fails and the others hold.
    """

    steps: list[tuple[int, int, int, int]] = field(default_factory=list)
    operands: list[int] = field(default_factory=list)
    slots: int = 0


def scheduled(program: Program, *, near: bool = False) -> Schedule:
    """Rules in their order; a node is worked out before its first use. With `near` the near misses too."""
    return _Scheduler(program, near=near).run()


class _Scheduler:
    def __init__(self, program: Program, *, near: bool) -> None:
        self.program, self.near = program, near
        self.plan = Schedule()
        self.free: list[int] = []
        self.slot: dict[int, int] = {}
        self.uses = [0] * (len(program.atoms) + len(program.conjunctions))
        self.roots = [program.clauses(rule) for rule in range(len(program.outputs))]
        counted: set[int] = set()
        for clauses in self.roots:
            for literal in clauses:
                self._count(literal >> 1, counted)

    def run(self) -> Schedule:
        for rule, clauses in enumerate(self.roots):
            for literal in clauses:
                self._work_out(literal >> 1)
            self._step(RESULT, rule, clauses)
            if self.near:
                self._step(NEAR, rule, clauses)
            self._release(clauses)
        return self.plan

    def _count(self, node: int, counted: set[int]) -> None:
        self.uses[node] += 1
        if node not in counted:
            counted.add(node)
            for part in self.program.parts(node):
                self._count(part >> 1, counted)

    def _work_out(self, node: int) -> None:
        if node in self.slot:
            return
        parts = self.program.parts(node)
        for part in parts:
            self._work_out(part >> 1)
        self.slot[node] = self.free.pop() if self.free else self._new()
        if node < len(self.program.atoms):
            self.plan.steps.append((ATOM, self.slot[node], node, 0))
        else:
            self._step(GROUP, self.slot[node], parts)
            self._release(parts)

    def _new(self) -> int:
        self.plan.slots += 1
        return self.plan.slots - 1

    def _step(self, kind: int, target: int, literals: tuple[int, ...]) -> None:
        first = len(self.plan.operands)
        self.plan.operands += [2 * self.slot[one >> 1] + (one & 1) for one in literals]
        self.plan.steps.append((kind, target, first, len(literals)))

    def _release(self, literals: tuple[int, ...]) -> None:
        for literal in literals:
            node = literal >> 1
            self.uses[node] -= 1
            if not self.uses[node]:
                self.free.append(self.slot.pop(node))
