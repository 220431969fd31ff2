"""Members of chains as a kind of import: company, chain, position, day; known companies only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Tenant
from zaocha.chains.actions import members
from zaocha.chains.models import Place
from zaocha.companies import chains
from zaocha.companies.models import Company
from zaocha.imports import kinds
from zaocha.imports.kinds import Draft, Field, Kind
from zaocha.imports.models import ImportRow
from zaocha.kernel import clock
from zaocha.sheets import columns

FIELDS = (
    Field("name", _("Company name"), ("企业名称", "单位名称", "公司名称", "企业", "company", "company name"),
          columns.COMPANY_NAME, required=True, example="云溪市晴川针织有限公司"),
    Field("credit_code", _("Credit code"), ("统一社会信用代码", "信用代码", "credit code"), columns.CREDIT_CODE),
    Field("chain", _("Chain"), ("产业链", "所属产业链", "链条", "chain"), r".{1,6}链", required=True),
    Field("position", _("Place in the chain"), ("所处环节", "环节", "位置", "上中下游", "place in the chain", "position"),
          r"[上中下]游?"),
    Field("on", _("From"), ("开始", "上链日期", "加入日期", "from", "since"), r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"),
)  # fmt: skip
POSITIONS: Mapping[str, str] = {
    "上": "up", "上游": "up", "upstream": "up", "up": "up", "中": "middle", "中游": "middle", "midstream": "middle",
    "middle": "middle", "下": "down", "下游": "down", "downstream": "down", "down": "down",
}  # fmt: skip
MESSAGES = {
    "member_unknown": _("“%(found)s” is not in the register. Enter the company there first."),
    "member_twice": _("Several companies are called “%(found)s”. Give the credit code."),
    "chain_unknown": _("There is no chain “%(found)s”. Known are: %(known)s."),
    "position_unknown": _("“%(found)s” is no place in a chain. Write 上游, 中游 or 下游."),
    "day_unreadable": _("“%(found)s” is no day. Write it like 2026-03-05."),
    "day_ahead": _("%(found)s has not come yet."),
}


def check(tenant: Tenant, drafts: Sequence[Draft]) -> None:
    """Judge some hundred rows: three statements whatever their number."""
    codes = {_text(draft, "credit_code") for draft in drafts} - {""}
    names = {_text(draft, "name") for draft in drafts} - {""}
    rows = Company.objects.filter(tenant=tenant, merged_into=None)
    by_code = {one.credit_code: one for one in rows.filter(credit_code__in=codes)}
    by_name: dict[str, list[Company]] = {}
    for one in rows.filter(name__in=names):
        by_name.setdefault(one.name, []).append(one)
    known = {one.pk for one in by_code.values()} | {one.pk for same in by_name.values() for one in same}
    places = {one.company_id: one for one in Place.objects.filter(company__in=known, to_on=None)}
    for draft in drafts:
        _examine(draft, tenant)
        company = _meant(draft, by_code, by_name)
        if company is None or draft.is_bad:
            continue
        draft.subject_id, draft.key = company.pk, str(company.pk)
        draft.changes = _changes(draft, company, places.get(company.pk))


def take(by: Actor, chunks: Iterable[Sequence[ImportRow]], at: datetime) -> None:
    """Each row through the action of the page."""
    for rows in chunks:
        for row in rows:
            _take(row, by=by, at=at)


def _take(row: ImportRow, *, by: Actor, at: datetime) -> None:
    company, given = int(row.subject_id or 0), row.values
    same: dict[str, Any] = {"chain": given["chain"], "company_id": company, "by": by, "at": at}
    if "chain" in row.changes:
        on = date.fromisoformat(given["on"]) if given["on"] else None
        members.join(position=given["position"], on=on, **same)
    else:
        members.place(position=given["position"], **same)


def _examine(draft: Draft, tenant: Tenant) -> None:
    chain, position, day = (_text(draft, name) for name in ("chain", "position", "on"))
    found = chains.find(tenant, chain)
    if found is None:
        known = "、".join(one.label for one in chains.of(tenant))
        draft.problem("chain_unknown", field="chain", found=chain, known=known)
    if position and position.lower() not in POSITIONS:
        draft.problem("position_unknown", field="position", found=position)
    draft.values = {
        "chain": found.code if found else "", "position": POSITIONS.get(position.lower(), ""), "on": _day(draft, day),
    }  # fmt: skip


def _day(draft: Draft, text: str) -> str:
    if not text:
        return ""
    plain = text[:10].replace("/", "-").replace(".", "-").replace("年", "-").replace("月", "-").strip("日- ")
    try:
        year, month, number = (int(part) for part in plain.split("-"))
        day = date(year, month, number)
    except ValueError:
        draft.problem("day_unreadable", field="on", found=text)
        return ""
    if day > clock.now().date():
        draft.problem("day_ahead", field="on", found=text)
    return day.isoformat()


def _meant(
    draft: Draft, by_code: Mapping[str, Company], by_name: Mapping[str, list[Company]]
) -> Company | None:
    code, name = _text(draft, "credit_code"), _text(draft, "name")
    if code in by_code:
        return by_code[code]
    found = by_name.get(name, [])
    if len(found) == 1 and not code:
        return found[0]
    if len(found) == 1 and not found[0].credit_code:
        return found[0]
    draft.problem("member_twice" if len(found) > 1 else "member_unknown", field="name", found=name or code)
    return None


def _changes(draft: Draft, company: Company, place: Place | None) -> dict[str, list[Any]]:
    """Field → [old, new]; a blank position says nothing."""
    chain, position = draft.values["chain"], draft.values["position"]
    if company.chain != chain:
        changes: dict[str, list[Any]] = {"chain": [company.chain, chain]}
        return changes | ({"position": ["", position]} if position else {})
    old = place.position if place and place.chain == chain else ""
    return {"position": [old, position]} if position and position != old else {}


def _text(draft: Draft, name: str) -> str:
    return (draft.given.get(name) or "").strip()


KIND = Kind(
    name="chain_members",
    title=_("Members of chains"),
    right="companies.write",
    fields=FIELDS,
    check=check,
    take=take,
    messages=MESSAGES,
    questions={},
    done_url="chains",
)


def register() -> None:
    """Make the kind known to the imports."""
    kinds.register(KIND)
