"""Sizes, names and directions that import-linter does not see."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "zaocha"
FILES = [
    path
    for path in SOURCE.rglob("*.py")
    if not {"migrations", "vendor", "tests"} & set(path.relative_to(SOURCE).parts)
]
# Top to bottom, as in .importlinter; areas on one line do not know each other.
ORDER = [
    ["config"], ["desks"], ["metrics"], ["meetings"],
    ["agreements", "chains", "advisers", "integrity", "talent", "titles", "finance"], ["help"], ["watches"], ["matching", "allocations", "dealings"], ["demands", "offers"],
    ["promises", "results"], ["companies"], ["search", "imports"], ["accounts"], ["ui"], ["lang", "rules", "sheets"], ["kernel"],
]  # fmt: skip
RANK = {area: rank for rank, row in enumerate(ORDER) for area in row}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_file_is_small_and_says_its_purpose(path: Path) -> None:
    text = path.read_text(encoding="utf8")
    assert text.count("\n") <= 400
    assert ast.get_docstring(ast.parse(text)), "every module opens with one line of purpose"


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.html")), ids=lambda p: str(p.relative_to(SOURCE)))
def test_template_is_small(path: Path) -> None:
    assert path.read_text(encoding="utf8").count("\n") <= 200


def test_tests_are_not_endless() -> None:
    found = [
        path for folder in ("src", "tests", "quality", "bench") for path in (ROOT / folder).rglob("test_*.py")
    ]
    long = [path.name for path in found if path.read_text(encoding="utf8").count("\n") > 500]
    assert not long


def test_nothing_is_called_utils() -> None:
    banned = {"utils", "core", "common", "helpers", "misc"}
    assert not [p for p in SOURCE.rglob("*") if p.stem in banned]


def test_model_relations_point_downwards() -> None:
    for model in apps.get_models():
        if not model.__module__.startswith("zaocha."):
            continue
        here = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.concrete or target is None or not target.__module__.startswith("zaocha."):
                continue
            there = target.__module__.split(".")[1]
            assert here == there or RANK[here] < RANK[there], f"{model.__name__}.{field.name} points up"


def test_every_area_has_its_place() -> None:
    areas = {p.name for p in SOURCE.iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    assert areas == set(RANK)
    assert set(settings.AREAS) <= areas


def test_only_kernel_reads_the_clock() -> None:
    offenders = []
    for path in FILES:
        if path.match("kernel/clock.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
                owner = ast.unparse(node.value)
                if owner in {"datetime", "date", "datetime.datetime", "datetime.date", "timezone"}:
                    offenders.append(f"{path}:{node.lineno}")
    assert not offenders
