"""Tables for tests: companies of an invented town."""

from __future__ import annotations

from pathlib import Path

from zaocha.companies import credit_codes
from zaocha.imports import actions, running
from zaocha.imports.models import Import
from zaocha.imports.reading import Upload
from zaocha.kernel import tasks
from zaocha.sheets.tables import write_csv, write_table

SAMPLES = Path(__file__).parents[4] / "samples"
HEADERS = ["企业名称", "统一社会信用代码", "产业链", "所属社区", "员工数", "联系人", "联系电话"]
SIGNS = "晴松竹梅兰荷云霞青禾锦绣明远嘉瑞恒丰盛达宏泰华茂永昌和顺安康春秋"


def code(number: int) -> str:
    return credit_codes.make("330699", number)


def row(number: int, **other: str) -> list[str]:
    """A good row; `other` replaces cells by heading."""
    sign = SIGNS[number % 32] + SIGNS[number // 32 % 32] + SIGNS[number // 1024 % 32]
    cells = dict(
        zip(
            HEADERS,
            [f"云溪市{sign}针织有限公司", code(number), "织造链", "禾里社区", str(number % 300 + 1), f"张{sign}", "13900001234"],
            strict=True,
        )
    )  # fmt: skip
    return list({**cells, **other}.values())


def xlsx(*rows: list[str], headers: list[str] = HEADERS) -> bytes:
    return write_table(headers=headers, rows=rows)


def csv(*rows: list[str], headers: list[str] = HEADERS) -> bytes:
    return write_csv(headers=headers, rows=rows)


def checked(
    world: object, data: bytes, *, name: str = "t.xlsx", mapping: dict | None = None, by: object = None
) -> Import:
    """The file, read and checked whole."""
    return running.check(
        kind="companies", upload=Upload(name, data), mapping=mapping or {}, by=by or world.desk, at=world.at,
        progress=lambda *_: None,
    )  # fmt: skip


def take(world: object, batch: Import, **wishes: bool) -> Import:
    """Take it by the background task."""
    actions.take(import_id=batch.pk, by=world.desk, at=world.at, **wishes)
    tasks.run_all(at=world.at)
    batch.refresh_from_db()
    return batch


def problems(batch: Import) -> dict[int, set[str]]:
    """Row number → codes of what is wrong, without notes."""
    found = {}
    for line in batch.rows.order_by("number"):
        codes = {one["code"] for one in line.problems if not one["note"]}
        if codes:
            found[line.number] = codes
    return found
