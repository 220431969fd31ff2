"""The different rules of watches, laid out together once: one offer is asked against all of them at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Min

from zaocha.offers import facts
from zaocha.rules.conditions import All, Clause
from zaocha.rules.feel import parsing
from zaocha.rules.planes import lowering, programs
from zaocha.rules.planes.atoms import Literal
from zaocha.rules.planes.rowwise import TRUE, Ready
from zaocha.watches.models import Watch

FEW, SOME = 2_000, 32_000


def parts(*, tenant_id: int, kind: str) -> int:
    """In how many parts the rules of a kind are asked: by none, one or two first digits of their keys."""
    keys = _waiting(tenant_id, kind).order_by("rule_key").values_list("pk")
    if not keys[FEW : FEW + 1]:
        return 1
    return 256 if keys[SOME : SOME + 1] else 16


def fulfilled(*, tenant_id: int, kind: str, part: int, of: int, known: Mapping[str, str]) -> list[str]:
    """Keys of the rules of one part that an offer with these (kept) facts fulfils: two statements at most."""
    first = _waiting(tenant_id, kind).order_by("rule_key").values_list("rule_key")
    newest = dict(in_part(first, part, of).annotate(Min("pk")))
    if not newest:
        return []
    keys = tuple(newest)
    ready = _laid_out(kind, keys)
    if ready is None:
        musts = dict(Watch.objects.filter(pk__in=newest.values()).values_list("rule_key", "must"))
        ready = _lay_out(kind, tuple(key for key in keys if key in musts), musts)
    dictionary = facts.dictionary()
    values = {name: facts.typed(dictionary[name], text) for name, text in facts.with_derived(known).items()}
    names = ready.program.names
    return [names[at] for at, truth in enumerate(ready.verdicts(values).tolist()) if truth == TRUE]


def part_of(key: str, of: int) -> int:
    """The part to which a rule belongs."""
    return 0 if of == 1 else int(key[: 1 if of == 16 else 2], 16)


def _waiting(tenant_id: int, kind: str) -> Any:
    return Watch.objects.filter(tenant_id=tenant_id, kind=kind, ended_at=None)


def in_part(rows: Any, part: int, of: int) -> Any:
    """The rows whose rule belongs to a part."""
    if of == 1:
        return rows
    return rows.filter(rule_key__startswith=f"{part:x}".zfill(1 if of == 16 else 2))


_kept: dict[tuple[str, tuple[str, ...]], Ready] = {}
MOST_KEPT = 512


def _laid_out(kind: str, keys: tuple[str, ...]) -> Ready | None:
    return _kept.get((kind, keys))


def _lay_out(kind: str, keys: tuple[str, ...], musts: Mapping[str, Sequence[Mapping[str, str]]]) -> Ready:
    """A key is a digest of its rule, so that what was laid out for it never grows stale."""
    ready = Ready(programs.compiled((key, _lowered(key, musts[key])) for key in keys))
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[kind, keys] = ready
    return ready


def _lowered(key: str, must: Sequence[Mapping[str, str]]) -> Literal:
    return _literal(key, tuple((str(row["fact"]), str(row["test"])) for row in must))


@lru_cache(maxsize=200_000)
def _literal(_key: str, must: tuple[tuple[str, str], ...]) -> Literal:
    return lowering.lowered(All(tuple(Clause(fact, parsing.tests(test)) for fact, test in must)))
