"""Tables of a notice: a heading with known labels, then one parcel for each row."""

from __future__ import annotations

import re
from decimal import Decimal

from zaocha.lang.parcels import fields, values
from zaocha.lang.parcels.values import Value

HEADINGS: tuple[tuple[str, str], ...] = (
    ("parcel_number", r"编号|地块名称|地块号|宗地号"), ("place", r"坐落|位置|地址"), ("area_m2", r"面积"),
    ("land_use", r"用途|用地性质"), ("plot_ratio", r"容积率"), ("density", r"建筑密度|建筑系数"),
    ("green", r"绿地率|绿化率"), ("height", r"限高|建筑高度"), ("term_years", r"年限|年期"),
    ("investment_per_mu", r"投资"), ("value_added_per_mu", r"增加值"), ("tax_per_mu", r"税"),
    ("deposit", r"保证金"), ("bid_step", r"加价|增价|阶梯"), ("start_price", r"起始价|起拍价|起价"),
    ("industry_limits", r"产业"),
)  # fmt: skip
FEWEST = 3


def find(text: str) -> tuple[list[list[Value]], str]:
    """Rows of the first table as parcels, and the text with the table blotted out (places stay the same)."""
    lines = _lines(text)
    for at, (start, end) in enumerate(lines):
        cells = _cells(text, start, end)
        names = [_named(text[a:b]) for a, b in cells]
        if sum(name is not None for name in names) < FEWEST or len(cells) < FEWEST:
            continue
        units = [_unit(text[a:b]) for a, b in cells]
        rows, last = [], end
        for row_start, row_end in lines[at + 1 :]:
            row = _cells(text, row_start, row_end)
            if len(row) != len(cells) or not any(re.search(r"\d", text[a:b]) for a, b in row):
                break
            last = row_end
            rows.append(
                [
                    one
                    for name, unit, span in zip(names, units, row, strict=True)
                    for one in _values(text, name, unit, span)
                ]
            )
        if rows:
            return rows, text[:start] + " " * (last - start) + text[last:]
    return [], text


def _lines(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cells between tabs, bars or two spaces and more."""
    line = text[start:end]
    sign = r"\t" if "\t" in line else r"\|" if line.count("|") > 1 else r" {2,}|\u3000+"
    spans, at = [], 0
    for gap in re.finditer(sign, line):
        spans.append((start + at, start + gap.start()))
        at = gap.end()
    spans.append((start + at, end))
    if sign == r"\|":
        spans = [span for span in spans if text[span[0] : span[1]].strip()]
    return spans


def _named(heading: str) -> str | None:
    plain = re.sub(r"[（(].*", "", heading)
    if len(plain.strip()) > 14:
        return None
    return next((name for name, pattern in HEADINGS if re.search(pattern, plain)), None)


def _unit(heading: str) -> str:
    found = re.search(r"[（(]([^）)]*)[）)]", heading)
    return found[1] if found else ""


def _values(text: str, name: str | None, unit: str, span: tuple[int, int]) -> list[Value]:
    cell = text[span[0] : span[1]].strip()
    if name is None or not cell or cell in {"-", "—", "/", "无"}:
        return []
    return [values.of(fact, value, text, span) for fact, value in _said(name, cell, unit)]


def _said(name: str, cell: str, unit: str) -> list[tuple[str, Decimal | str]]:
    if name in fields.CELLS:
        return fields.CELLS[name](cell, unit)
    if name in {"parcel_number", "place", "industry_limits"}:
        return [(name, cell)]
    if name == "land_use":
        use = next((code for code, pattern in fields.USES if re.search(pattern, cell)), None)
        return [(name, use)] if use else []
    if name == "area_m2":
        amount = values.area(cell, unit=unit or "平方米")
        return [(name, amount[0])] if amount else []
    if name == "term_years":
        number = re.search(r"[\d一二三四五六七八九十]+", cell)
        years = values.count(number.group()) if number else None
        return [(name, years)] if years is not None else []
    sum_ = values.money(cell, unit=unit or "万元")
    return [(name, sum_[0])] if sum_ else []
