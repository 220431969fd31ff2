"""What the public may read of a period: figures and tables without small numbers; pure counting, nothing is written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.lang import categories
from zaocha.metrics import queries, suppression
from zaocha.metrics.definitions import BY_CODE, MINIMUM
from zaocha.metrics.periods import Period
from zaocha.results import kinds

ALONE = ["companies_helped", "problems_solved", "graduates_hired", "students_trained", "machines_upgraded", "credit_granted",
         "titles_granted", "space_let", "subsidies_paid"]  # fmt: skip
"""Figures of results of which none is part of another: a part beside its whole could be subtracted."""
PARTITIONS: dict[str, dict[str, tuple[str, str, Q]]] = {
    "demands_by_answer": {
        "solved": ("企业认定已解决", "solved by the company's word", Q(word="solved")),
        "unsolved": (
            "企业认定未解决或依法不能办", "not solved, or explained as impossible",
            ~Q(word="solved") & (~Q(word="") | Q(closed_as="explained")),
        ),
        "not_heard": ("企业尚未认定", "the company was not heard yet", Q(word="") & ~Q(closed_as="explained")),
    },
    "demands_on_spot": {
        "on_spot": ("现场答复", "answered at the table", Q(on_spot=True)),
        "later": ("会后办理", "worked on afterwards", Q(on_spot=False)),
    },
}  # fmt: skip
MINUTES = "working_minutes"
NAMES = {
    "demands_by_category": ("诉求分类", "Demands by category"),
    "demands_by_answer": ("诉求办理结果", "What came of the demands"),
    "demands_on_spot": ("现场答复情况", "Answered at the table"),
    "promises_due": ("到期承诺", "Promises that fell due"),
}


def contents(*, period: Period, by: Actor, at: datetime) -> dict[str, Any]:
    """The publication of a period, as it would be frozen: the same for whoever asks, without what is restricted."""
    eye = replace(by, mark="public", person_id=None, roles=frozenset({"leader"}))
    raised = queries.rows(BY_CODE["raised"], by=eye, period=period).filter(BY_CODE["raised"].counted(at))
    counted = dict(raised.values_list("category").annotate(n=Count("pk")).order_by())
    by_category: dict[str, int] = {one.code: 0 for one in categories.CATEGORIES if not one.sensitive}
    for code, count in counted.items():
        key = code[:2] if code[:2] in by_category else "other"
        by_category[key] = by_category.get(key, 0) + count
    named = {one.code: (one.name.zh, one.name.en) for one in categories.CATEGORIES} | {
        "other": ("其他", "other")
    }
    tables = [_table("demands_by_category", [(code, *named[code], n) for code, n in by_category.items()])]
    for name, parts in PARTITIONS.items():
        sums = raised.aggregate(**{f"n_{code}": Count("pk", filter=part[2]) for code, part in parts.items()})
        tables.append(
            _table(name, [(code, zh, en, sums[f"n_{code}"]) for code, (zh, en, _q) in parts.items()])
        )
    kept = queries.figure(BY_CODE["kept"], by=eye, period=period, at=at)
    fell_due = [("kept", "按期兑现", "kept by their day", int(kept.counted)),
                ("not_kept", "未按期兑现", "not kept by their day", kept.among - int(kept.counted))]  # fmt: skip
    tables.append(_table("promises_due", fell_due))
    return {
        "period": period.code, "from": str(period.first_on), "to": str(period.last_on), "least": suppression.LEAST,
        "tables": tables, "figures": _figures(eye, period, at),
    }  # fmt: skip


def digest(found: dict[str, Any]) -> str:
    """What a reviewer has seen, in one word: when the figures move under the review, it is another."""
    return hashlib.sha256(json.dumps(found, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


def lines(found: dict[str, Any]) -> list[list[Any]]:
    """The publication as rows: period, table, code, Chinese, English, value, unit, withheld."""
    rows = [
        [
            found["period"],
            "figures",
            one["code"],
            one["zh"],
            one["en"],
            one["value"],
            one["unit"],
            one["value"] is None,
        ]
        for one in found["figures"]
    ]
    for table in found["tables"]:
        total = {"code": "total", "zh": "合计", "en": "total", "value": table["total"]}
        rows += [
            [
                found["period"],
                table["code"],
                one["code"],
                one["zh"],
                one["en"],
                one["value"],
                "count",
                one["value"] is None,
            ]
            for one in [total, *table["rows"]]
        ]
    return rows


def _table(code: str, rows: list[tuple[str, str, str, int]]) -> dict[str, Any]:
    total, shown = suppression.table([row[3] for row in rows])
    zh, en = NAMES[code]
    told = [
        {"code": row[0], "zh": row[1], "en": row[2], "value": value}
        for row, value in zip(rows, shown, strict=True)
    ]
    return {"code": code, "zh": zh, "en": en, "total": total, "rows": told}


def _figures(eye: Actor, period: Period, at: datetime) -> list[dict[str, Any]]:
    told = []
    for code in ALONE:
        metric = BY_CODE[code]
        rows = queries.counted_rows(metric, by=eye, period=period, at=at)
        many = rows.aggregate(n=Count(queries.COMPANY, distinct=True), amount=Sum("amount"))
        amount = many["n"] if metric.kind == "companies" else many["amount"] or 0
        # Fewer than five companies behind a sum: whoever knows the others would know the one.
        hidden = many["n"] < suppression.LEAST or suppression.shown(int(amount)) is None
        told.append(_named(code, None if hidden else kinds.plain(amount), metric.unit or "count"))
    reply = queries.figure(BY_CODE["reply_time"], by=eye, period=period, at=at)
    enough = reply.median is not None and reply.counted >= MINIMUM
    return [*told, _named("reply_time", reply.median if enough else None, MINUTES)]


def _named(code: str, value: Any, unit: str) -> dict[str, Any]:
    metric = BY_CODE[code]
    found: dict[str, Any] = {"code": code, "value": value, "unit": unit}
    for short, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            found[short] = str(metric.label)
            left_out = f" {_('Left out:')} {metric.left_out}" if metric.left_out else ""
            found[f"meaning_{short}"] = f"{metric.explanation}{left_out}"
            found[f"unit_{short}"] = (
                _("working minutes") if unit == MINUTES else str(kinds.UNITS.get(unit, ""))
            )
    return found
