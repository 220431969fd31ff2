"""Facts as a kind of import: one row per company, one column per fact, the unit and the year in the heading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Tenant
from zaocha.companies import credit_codes, names
from zaocha.companies.facts import actions, codes, faults, groups, headings, inputs, periods, register
from zaocha.companies.facts.actions import Entry
from zaocha.companies.facts.faults import Unreadable
from zaocha.companies.models import Company, FactValue
from zaocha.imports import kinds
from zaocha.imports.kinds import Draft, Field, Kind
from zaocha.imports.models import ImportRow
from zaocha.imports.refusals import Stale
from zaocha.kernel import clock
from zaocha.rules.facts import FactDefinition, dictionary
from zaocha.sheets import columns

BLANK = {"", "-", "–", "—", "/", "无数据", *inputs.NOT_KNOWN}
# Headings that people write, beside the labels of the dictionary.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "revenue": ("营业收入", "年营业收入", "营收", "销售收入", "年营收", "主营收入合计"),
    "main_revenue": ("主营业务收入",), "tax_paid": ("纳税额", "实缴税收", "入库税收", "税收", "实缴税金"),
    "profit": ("利润总额", "利润"), "assets": ("资产总计", "总资产"), "liabilities": ("负债合计", "总负债"),
    "output_value": ("工业总产值", "总产值", "产值"), "value_added": ("工业增加值", "增加值"),
    "export_value": ("出口额", "出口交货值", "自营出口额"), "land_mu": ("占地面积", "用地面积", "实际用地面积", "土地面积"),
    "plant_m2": ("厂房面积", "建筑面积", "厂房建筑面积"), "electricity_kwh": ("用电量", "年用电量"),
    "energy_tce": ("综合能耗", "能耗"), "rd_spend": ("研发费用", "研发投入", "研发经费"),
    "employees": ("从业人员", "职工人数", "员工数", "从业人员平均人数"), "insured_employees": ("参保人数", "社保人数"),
    "founded_on": ("成立时间", "注册时间", "成立日期"), "high_tech": ("是否高企", "高企", "国家高新技术企业"),
    "above_scale": ("是否规上", "规上企业", "规上"), "industry": ("行业代码", "行业", "国民经济行业"),
    "land_class": ("亩均等级", "亩均评价等级", "亩均论英雄等级"), "tax_credit": ("纳税信用", "纳税信用等级"),
    "specialised": ("专精特新", "专精特新类型"), "equipment_investment": ("设备投资", "设备投入"),
    "digital_investment": ("数字化投入", "数字化改造投入"),
}  # fmt: skip
_COMPANY = (
    Field("name", _("Company name"), ("企业名称", "单位名称", "公司名称", "企业", "company", "company name"), columns.COMPANY_NAME),
    Field("credit_code", _("Credit code"), ("统一社会信用代码", "社会信用代码", "信用代码", "credit code", "uscc"), columns.CREDIT_CODE),
    Field("period", _("Year or month of the row"), ("年度", "年份", "所属期", "统计年度", "period", "year")),
)  # fmt: skip


def check(tenant: Tenant, drafts: Sequence[Draft]) -> None:
    """Judge some hundred rows: three statements whatever their number."""
    on = clock.today()
    found = _companies(tenant, drafts)
    for draft in drafts:
        company = _meant(draft, *found)
        if company is not None:
            draft.subject_id = company.pk
            draft.values = {"entries": _not_of_register(draft, company, _entries(draft, tenant, on))}
            draft.key = f"{company.pk} {(draft.given.get('period') or '').strip()}"
    present = _present([draft.subject_id for draft in drafts if draft.subject_id])
    for draft in drafts:
        for name, value, period in draft.values.get("entries", ()):
            old = present.get((draft.subject_id or 0, name, period))
            if old != value:
                draft.changes[name] = [_words(name, old, tenant), _words(name, value, tenant)]
        draft.values |= {
            "was": [present.get((draft.subject_id or 0, e[0], e[2])) for e in draft.values.get("entries", ())]
        }


def take(by: Actor, chunks: Iterable[Sequence[ImportRow]], at: datetime) -> None:
    """Record the values through the one action; Stale when what is there is no longer as it was checked."""
    for rows in chunks:
        told = [(row.subject_id or 0, entry) for row in rows for entry in row.values["entries"]]
        present = _present([company_id for company_id, _entry in told])
        was = [old for row in rows for old in row.values["was"]]
        if [present.get((pk, name, period)) for pk, (name, _value, period) in told] != was:
            raise Stale
        entries = [(pk, Entry(name, value, period)) for pk, (name, value, period) in told]
        actions.take(rows=entries, by=by, at=at)


def fields() -> tuple[Field, ...]:
    """The company, the period, and every fact that is not worked out."""
    asked = [fact for fact in dictionary().facts.values() if fact.derived is None]
    return (*_COMPANY, *(_field(fact) for fact in asked))


def _field(fact: FactDefinition) -> Field:
    words = (fact.label.zh, fact.label.en, *SYNONYMS.get(fact.name, ()))
    return Field(fact.name, lazystr(_Label(fact)), words)


class _Label:
    """The name of a fact in whatever language is being read."""

    def __init__(self, fact: FactDefinition) -> None:
        self._fact = fact

    def __str__(self) -> str:
        return groups.label(self._fact)


def _entries(draft: Draft, tenant: Tenant, on: date) -> list[tuple[str, str, str]]:
    """(fact, stored value, period) of every cell that says something; each fault goes to its own cell."""
    spoilt = {one["field"] for one in draft.problems if not one["note"]}
    found = []
    for name, cell in draft.given.items():
        fact = dictionary().get(name)
        if fact is None or name in spoilt or (cell or "").strip().lower() in BLANK:
            continue
        try:
            found.append(_entry(fact, draft, (cell or "").strip(), tenant, on))
        except Unreadable as wrong:
            params: dict[str, Any] = {key: str(value) for key, value in wrong.params.items()}
            draft.problem(wrong.code, field=name, **params)
    return found


def _not_of_register(
    draft: Draft, company: Company, entries: list[tuple[str, str, str]]
) -> list[tuple[str, str, str]]:
    """Without what the register knows by its nature; where the table says otherwise, the register is to be mended."""
    kept = []
    for name, value, period in entries:
        held = register.READERS[name](company) if name in register.READERS else ""
        if not held or name in register.COLUMNS:
            kept.append((name, value, period))
        elif held != value:
            draft.problem("fact_of_register", field=name, fact=groups.label(dictionary()[name]))
    return kept


def _entry(fact: FactDefinition, draft: Draft, cell: str, tenant: Tenant, on: date) -> tuple[str, str, str]:
    heading = headings.read(fact, draft.headings.get(fact.name, ""))
    if headings.wants_unit(fact) and not heading.scale and not inputs.has_unit(cell):
        unit = inputs.scales(fact)[0].zh
        raise Unreadable("unit_missing", found=cell, fact=fact.label.zh, unit=unit)
    value = inputs.read(fact, cell, scale=heading.scale, choices=codes.choices(fact, tenant))
    if fact.period not in {"year", "month"}:
        return fact.name, value, ""
    said = heading.period or _of_row(fact, draft.given.get("period") or "")
    return fact.name, value, periods.read(fact, said or periods.usual(fact, on=on), on=on)


def _of_row(fact: FactDefinition, text: str) -> str:
    """The period of the row where it suits: a year does not say which month."""
    text = text.strip()
    return "" if fact.period == "month" and len(text.rstrip("年度")) == 4 else text.rstrip("度")


def _companies(
    tenant: Tenant, drafts: Sequence[Draft]
) -> tuple[dict[str, Company], dict[str, list[Company]]]:
    wanted_codes = {credit_codes.normalise(draft.given.get("credit_code") or "") for draft in drafts} - {""}
    wanted_names = {names.tidy(draft.given.get("name") or "") for draft in drafts} - {""}
    found = Company.objects.filter(tenant=tenant, merged_into=None)
    by_name: dict[str, list[Company]] = {}
    for company in found.filter(name__in=wanted_names):
        by_name.setdefault(company.name, []).append(company)
    return {one.credit_code: one for one in found.filter(credit_code__in=wanted_codes)}, by_name


def _meant(
    draft: Draft, by_code: Mapping[str, Company], by_name: Mapping[str, list[Company]]
) -> Company | None:
    code = credit_codes.normalise(draft.given.get("credit_code") or "")
    name = names.tidy(draft.given.get("name") or "")
    if code:
        if code not in by_code:
            draft.problem("company_unknown", field="credit_code", found=code)
        return by_code.get(code)
    if not name:
        draft.problem("company_missing", field="name")
        return None
    called = by_name.get(name, [])
    if len(called) != 1:
        draft.problem("company_several" if called else "company_unknown", field="name", found=name)
        return None
    return called[0]


def _present(company_ids: Sequence[int]) -> dict[tuple[int, str, str], str]:
    """(company, fact, period) → stored value, of what stands there now; the register's columns at any period."""
    ids = set(company_ids)
    live = FactValue.objects.filter(company_id__in=ids, ended_at=None, is_known=True)
    found = {
        (pk, name, period): value
        for pk, name, period, value in live.values_list("company_id", "name", "period", "value")
    }
    for company in Company.objects.filter(pk__in=ids):
        year = clock.today().year
        for name, value in register.values(company).items():
            for period in ("", str(year), str(year - 1)):
                found[company.pk, name, period] = value
    return found


def _words(name: str, value: str | None, tenant: Tenant) -> str:
    if value is None:
        return ""
    fact = dictionary()[name]
    return inputs.shown(fact, value, language="zh", choices=codes.choices(fact, tenant))


def register_kind() -> None:
    """Make the kind known to the imports."""
    kinds.register(
        Kind(
            name="facts", title=_("Facts of companies"), right="facts.read_company", fields=fields(), check=check,
            take=take, messages=faults.MESSAGES, questions={}, done_url="companies",
        )
    )  # fmt: skip
