"""A list as a page, .xlsx or .csv: the same columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zaocha.kernel.errors import Refused
from zaocha.sheets import tables

MOST = 5000


@dataclass(frozen=True)
class Listing:
    """`row` gives the address (or "") and the cells of a row; the first cell is the main one."""

    name: str
    title: Any
    headers: Sequence[Any]
    row: Callable[[Any], tuple[str, list[Any]]]
    hint: Any = ""
    actions: Sequence[tuple[str, str, Any]] = ()  # address, icon, words
    exports: bool = True


def show(request: HttpRequest, spec: Listing, found: Any, form: Any = None) -> HttpResponse:
    """The page, or the file that `?form=` asks for."""
    kind = request.GET.get("form", "")
    if spec.exports and kind in ("xlsx", "csv"):
        headers = [str(one) for one in spec.headers]
        rows = [[str(cell) for cell in spec.row(one)[1]] for one in found[:MOST]]
        if kind == "xlsx":
            content = tables.write_table(headers=headers, rows=rows, sheet_name=str(spec.title))
        else:
            content = tables.write_csv(headers=headers, rows=rows)
        media = tables.XLSX_TYPE if kind == "xlsx" else "text/csv; charset=utf-8"
        answer = HttpResponse(content, content_type=media)
        answer["Content-Disposition"] = f'attachment; filename="{spec.name}.{kind}"'
        return answer
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    rows_ = [
        (url, cells[0], list(zip(spec.headers[1:], cells[1:], strict=True)))
        for url, cells in map(spec.row, page)
    ]
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "spec": spec,
        "page": page,
        "rows": rows_,
        "form": form,
        "filtered": bool(request.GET),
        "query": query.urlencode(),
    }
    return render(request, "talent/list.html", context)


def said(refusal: Refused) -> str:
    """A refusal in one line."""
    return f"{refusal.message} {refusal.remedy or ''}".strip()
