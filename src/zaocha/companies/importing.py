"""Companies as a kind of import: the fields of the table, the check of rows, and the taking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person, Tenant
from zaocha.companies import checks, faults
from zaocha.companies.actions import taking
from zaocha.companies.models import Company, Contact
from zaocha.imports import kinds
from zaocha.imports.kinds import Draft, Field, Kind, Question
from zaocha.imports.models import ImportRow
from zaocha.sheets import columns

FIELDS = (
    Field(
        "name", _("Company name"), ("企业名称", "单位名称", "公司名称", "企业", "公司", "名称", "company", "company name", "name"),
        columns.COMPANY_NAME, required=True, example="云溪市晴川针织有限公司",
    ),
    Field(
        "credit_code", _("Credit code"),
        ("统一社会信用代码", "社会信用代码", "信用代码", "统一代码", "税号", "credit code", "uscc"),
        columns.CREDIT_CODE,
    ),
    Field("short_name", _("Short name"), ("简称", "企业简称", "short name")),
    Field(
        "industry", _("Industry code"), ("行业代码", "行业", "国民经济行业", "所属行业", "industry", "industry code"),
        r"[a-t]?\d{2,4}",
    ),
    Field("chain", _("Chain"), ("产业链", "所属产业链", "链条", "所属链", "chain"), r".{1,6}链"),
    Field(
        "community", _("Community"), ("社区", "所属社区", "村社", "所在社区", "所属村社", "community"),
        r".{2,8}(社区|村)",
    ),
    Field("address", _("Address"), ("地址", "经营地址", "注册地址", "住所", "address"), r".{2,40}[路街道巷弄村园].{0,30}"),
    Field("employees", _("Employees"), ("员工数", "职工人数", "从业人数", "用工人数", "人数", "employees", "staff")),
    Field(
        "is_local", _("In the sub-district"), ("是否本街道", "是否在地", "是否本地", "本地企业", "在本街道", "in the sub-district", "local"), r"[是否]",
    ),
    Field("officer", _("Contact officer"), ("联企干部", "驻企干部", "联系干部", "包联干部", "contact officer")),
    Field("contact_name", _("Contact"), ("联系人", "企业联系人", "负责人", "法人", "法定代表人", "contact")),
    Field("contact_post", _("Post"), ("职务", "岗位", "post", "position")),
    Field(
        "contact_phone", _("Telephone"), ("联系电话", "电话", "手机", "手机号", "联系方式", "telephone", "phone", "mobile"),
        columns.PHONE,
    ),
)  # fmt: skip
_ON_COMPANY = ("name", "credit_code", "short_name", "industry", "chain", "community", "address", "employees", "is_local", "officer_id")  # fmt: skip


def check(tenant: Tenant, drafts: Sequence[Draft]) -> None:
    """Judge some hundred rows: four statements whatever their number."""
    officers = _officers(tenant)
    for draft in drafts:
        _examine(draft, tenant, officers)
    by_code, by_name = _known(tenant, drafts)
    contacts = _contacts(list(by_code.values()) + [one for found in by_name.values() for one in found])
    for draft in drafts:
        if draft.is_bad:
            continue
        company = _meant(draft, by_code, by_name)
        if company is not None:
            draft.subject_id = company.pk
            draft.changes = _changes(draft, company, contacts.get(company.pk))


def take(by: Actor, chunks: Iterable[Sequence[ImportRow]], at: datetime) -> None:
    """Write the rows through the register's own action."""
    for rows in chunks:
        taking.take(rows=[taking.Taken(row.values, row.subject_id if row.decision == "change" else None, row.changes) for row in rows], by=by, at=at)  # fmt: skip


def _examine(draft: Draft, tenant: Tenant, officers: Mapping[str, Any]) -> None:
    spoilt = {one["field"] for one in draft.problems if not one["note"]}
    out = checks.examine(draft.given, tenant=tenant, officers=officers)
    for fault in out.faults:
        if fault.field not in spoilt:
            draft.problem(fault.code, field=fault.field, **fault.params)
    draft.values = out.values
    draft.key = out.values.get("credit_code", "")
    draft.alias = out.values.get("name", "")
    if out.unsure_code:
        draft.questions.append("checksum")
    if not draft.is_bad:
        draft.values |= checks.derived(draft.values) | {"short_given": bool(draft.given.get("short_name"))}


def _known(tenant: Tenant, drafts: Sequence[Draft]) -> tuple[dict[str, Company], dict[str, list[Company]]]:
    found = Company.objects.filter(tenant=tenant, merged_into=None)
    codes = {draft.key for draft in drafts} - {""}
    names = {draft.alias for draft in drafts} - {""}
    by_name: dict[str, list[Company]] = {}
    for company in found.filter(name__in=names):
        by_name.setdefault(company.name, []).append(company)
    return {company.credit_code: company for company in found.filter(credit_code__in=codes)}, by_name


def _meant(
    draft: Draft, by_code: Mapping[str, Company], by_name: Mapping[str, list[Company]]
) -> Company | None:
    """The company of the same code; or, to be asked, one of the same name where one of the two has no code."""
    if draft.key and draft.key in by_code:
        if "checksum" in draft.questions and by_code[draft.key].code_verdict == "checksum_fails":
            draft.questions.remove("checksum")  # somebody confirmed it before
        return by_code[draft.key]
    for company in by_name.get(draft.alias, ()):
        if not (draft.key and company.credit_code):
            draft.questions.append("same_name")
            return company
    return None


def _changes(draft: Draft, company: Company, contact: Contact | None) -> dict[str, list[Any]]:
    """Field → [old, new] of what the row says otherwise; a blank cell says nothing."""
    changes: dict[str, list[Any]] = {}
    for name in _ON_COMPANY:
        if name not in draft.values or (name == "short_name" and not draft.values["short_given"]):
            continue
        given = name.removesuffix("_id")
        old, new = getattr(company, name), draft.values[name]
        if new != old and (draft.given.get(given) or "").strip():
            changes[name] = [old, new]
    for name in ("contact_name", "contact_post", "contact_phone"):
        old = getattr(contact, name.removeprefix("contact_")) if contact else ""
        new = draft.values.get(name, "")
        if new != old and (draft.given.get(name) or "").strip():
            changes[name] = [old, new]
    return changes


def _officers(tenant: Tenant) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for name, pk in Person.objects.filter(tenant=tenant, is_active=True).values_list("name", "pk"):
        found[name] = None if name in found else pk
    return found


def _contacts(companies: Sequence[Company]) -> dict[int, Contact]:
    """The primary contact of each."""
    found = Contact.objects.filter(company_id__in=[one.pk for one in companies], is_primary=True)
    return {one.company_id: one for one in found}


KIND = Kind(
    name="companies",
    title=_("Companies"),
    right="companies.write",
    fields=FIELDS,
    check=check,
    take=take,
    messages=faults.MESSAGES,
    questions={
        "same_name": Question(
            _("A company of this name is in the register. Is it the same?"),
            {"update": _("the same: change that entry"), "new": _("another company"), "skip": _("leave out")},
        ),
        "checksum": Question(
            _("The last character of the credit code does not fit. Was it compared with the licence?"),
            {"yes": _("yes, take it so"), "skip": _("leave out")},
        ),
    },
    done_url="companies",
)


def register() -> None:
    """Make the kind known to the imports."""
    kinds.register(KIND)
