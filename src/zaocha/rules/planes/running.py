"""All companies of a file against all policies of a folder: `verdicts.parquet` and `counts.json` (docs/formats/match)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from zaocha.rules.facts import Dictionary
from zaocha.rules.planes import derived, engines, giving, judging
from zaocha.rules.planes.columns import Flags, Integers
from zaocha.rules.planes.companies import Companies
from zaocha.rules.planes.judging import WRITTEN, Judgement
from zaocha.rules.planes.readers import Part, Reader
from zaocha.rules.planes.stores import Store
from zaocha.rules.policies.documents import Policy
from zaocha.rules.policies.verdicts import CODES, Code

ELIGIBLE, EXCLUDED = WRITTEN.index("eligible"), WRITTEN.index("excluded")
GROUP = 1 << 20  # rows of verdicts written together


@dataclass(frozen=True)
class Work:
    """All that a worker needs besides companies; a few kilobytes when pickled."""

    judgement: Judgement
    dictionary: Dictionary
    policies: Mapping[str, Policy]
    engine: engines.Engine

    def givers(self) -> list[giving.Giver]:
        """Those whose benefit is worked out: it may refuse, or only the highest of a group is given."""
        return [giving.Giver(one, self.dictionary, self.judgement.on) for one in self.policies.values()]


@dataclass
class Totals:
    """How many companies there were, and per policy how many have which verdict."""

    companies: int = 0
    counts: dict[str, dict[Code, int]] = field(default_factory=dict)

    def add(self, policy: str, found: Mapping[Code, int]) -> None:
        """Count a part in."""
        there = self.counts.setdefault(policy, dict.fromkeys(CODES, 0))
        for code, number in found.items():
            there[code] += number


def work_for(policies: Sequence[Policy], *, on: date, dictionary: Dictionary, engine: engines.Engine) -> Work:
    """What is sent to wherever companies lie. Facts that policies bring along are in its dictionary."""
    whole = dictionary.with_facts([fact for policy in policies for fact in policy.facts])
    judgement = judging.compiled(policies, on=on, dictionary=whole)
    asked = {one.policy for one in judgement.policies if one.asks_form}
    given = {one.id: one for one in policies if one.id in asked or one.take}
    return Work(judgement, whole, given, engine)


def run(reader: Reader, work: Work, *, out: Path) -> Totals:
    """Judge a file part by part on this machine and write the verdicts."""
    totals = Totals()
    schema = verdict_schema(reader.schema.field(reader.id).type)
    with Writer(out / "verdicts.parquet", schema) as writer:
        for part in reader.parts(needed(work, reader.facts)):
            totals.companies += part.rows
            for policy, rows, codes, counts in judged(part, work):
                totals.add(policy, counts)
                writer.write(lines(part.ids, policy, rows, codes, schema))
    return totals


def needed(work: Work, there: Sequence[str]) -> list[str]:
    """Facts that are read: those of the conditions, and what benefits hang on that are worked out."""
    own = {name for one in work.givers() for name in one.reads}
    return sorted({*work.judgement.sources, *(own & set(there))})


Lines = tuple[str, Integers, Integers, dict[Code, int]]


def judged(part: Part, work: Work) -> Iterator[Lines]:
    """For each policy: rows with a verdict other than not eligible, which one, and how many have which."""
    judgement = work.judgement
    columns = derived.completed(
        part.columns, wanted=judgement.facts, dictionary=work.dictionary, on=judgement.on
    )
    results = engines.run(judgement.program, Store(columns, rows=part.rows), engine=work.engine)
    givers = {one.policy.id: one for one in work.givers()}
    groups: dict[str, list[_Given]] = {}
    for one in judgement.policies:
        excluded = part.enjoyed.any_of(one.excluded_by, rows=part.rows) if part.enjoyed.policies else None
        planes = judging.verdicts(one, results, excluded)
        giver = givers.get(one.policy)
        if giver is None:
            yield one.policy, *judging.rows_of(planes), judging.count(planes, part.rows)
            continue
        given = _given(giver, part, judging.rows_of(planes), excluded)
        if giver.policy.take:
            groups.setdefault(giver.policy.group, []).append(given)
        else:
            yield given.lines(part.rows)
    for held in groups.values():
        for given, rows in zip(held, giving.highest([one.eligible() for one in held]), strict=True):
            given.codes[np.isin(given.rows, sorted(rows))] = EXCLUDED
            yield given.lines(part.rows)


@dataclass(frozen=True)
class _Given:
    """A policy whose benefit was worked out: rows, verdicts, and row → settled amount."""

    policy: str
    rows: Integers
    codes: Integers
    amounts: Mapping[int, Decimal]

    def eligible(self) -> dict[int, Decimal]:
        """The settled amounts of those who are eligible."""
        rows = self.rows[self.codes == ELIGIBLE].tolist()
        return {row: self.amounts[row] for row in rows if row in self.amounts}

    def lines(self, companies: int) -> Lines:
        """What is written and counted."""
        return self.policy, self.rows, self.codes, _recounted(self.codes, companies)


def _given(
    giver: giving.Giver, part: Part, judged: tuple[Integers, Integers], excluded: Flags | None
) -> _Given:
    """Those who meet the condition with what they get; a score card may refuse, or be tested by the condition."""
    companies = Companies(part.rows, part.columns, part.enjoyed)
    rows, codes = judged
    if giver.tells:
        rows, codes = np.arange(part.rows), np.full(part.rows, ELIGIBLE)
        had = np.zeros(part.rows, bool) if excluded is None else excluded
        asked, told = rows, giver.told(companies, rows, had)
        answers = [giving.Given(one.code, one.amount) for one in told]
    else:
        asked = np.flatnonzero(codes == ELIGIBLE)
        answers = giver.given(companies, rows[asked])
    kept = np.ones(len(rows), bool)
    amounts: dict[int, Decimal] = {}
    for at, one in zip(asked.tolist(), answers, strict=True):
        kept[at] = one.code in WRITTEN
        codes[at] = WRITTEN.index(one.code) if kept[at] else 0
        if one.amount is not None:
            amounts[int(rows[at])] = one.amount
    return _Given(giver.policy.id, rows[kept], codes[kept], amounts)


def _recounted(codes: Integers, rows: int) -> dict[Code, int]:
    found: dict[Code, int] = {code: int((codes == at).sum()) for at, code in enumerate(WRITTEN)}
    return {code: found.get(code, rows - len(codes)) for code in CODES}


def verdict_schema(company: Any) -> Any:
    """Columns of `verdicts.parquet`; the company as the companies' file has it."""
    if pa.types.is_dictionary(company):
        company = company.value_type
    return pa.schema([("company", company), ("policy", pa.string()), ("verdict", pa.string())])


def lines(ids: Any, policy: str, rows: Integers, codes: Integers, schema: Any) -> Any:
    """Verdicts of one policy as an Arrow table."""
    companies = ids.take(pa.array(rows)).cast(schema.field("company").type)
    names = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(rows), np.int8)), pa.array([policy]))
    words = pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8)), pa.array(WRITTEN))
    return pa.table([companies, names.cast(pa.string()), words.cast(pa.string())], schema=schema)


class Writer:
    """Writes lines in groups of about a million rows."""

    def __init__(self, file: Path, schema: Any) -> None:
        self.writer = pq.ParquetWriter(file, schema, compression="zstd", use_dictionary=["policy", "verdict"])
        self.waiting: list[Any] = []
        self.rows = 0

    def write(self, table: Any) -> None:
        """Add lines."""
        self.waiting.append(table)
        self.rows += table.num_rows
        if self.rows >= GROUP:
            self._flush()

    def _flush(self) -> None:
        if self.rows:
            self.writer.write_table(pa.concat_tables(self.waiting))
        self.waiting, self.rows = [], 0

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()
        self.writer.close()


def write_counts(file: Path, totals: Totals, judgement: Judgement) -> dict[str, Any]:
    """`counts.json`, also returned."""
    found: dict[str, Any] = {
        "on": judgement.on.isoformat(),
        "companies": totals.companies,
        "policies": len(judgement.policies),
        "pairs": totals.companies * len(judgement.policies),
        "counts": {
            one.policy: totals.counts.get(one.policy, dict.fromkeys(CODES, 0)) for one in judgement.policies
        },
    }
    file.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return found
