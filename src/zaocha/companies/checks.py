"""Reads the data of a company as typed or imported into what is stored, and names every fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zaocha.accounts.models import Tenant
from zaocha.companies import chains, credit_codes, industries, names
from zaocha.companies.faults import Fault

LIMITS = {
    "name": 120, "short_name": 40, "community": 60, "address": 200, "source": 40,
    "contact_name": 40, "contact_post": 60, "contact_phone": 40,
}  # fmt: skip
UNNAMED = "联系人"
"""What somebody is called of whom only the number is known."""

_ODD_IN_NAMES = re.compile(r"[<>{}=|;\\\"]|https?:")
_NUMBER = re.compile(r"(\d{1,9})(?:\.0+)?(?:人|名|个)?")
_YES = {"是", "y", "yes", "true", "1", "本地", "本社区", "本街道", "社区内", "在地"}
_NO = {"否", "n", "no", "false", "0", "外地", "异地", "区外", "外", "联盟成员", "外地联盟成员"}


@dataclass
class Examined:
    """What came out: values ready to be stored, faults, and whether the code needs a confirmation."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unsure_code: bool = False

    def fault(self, name: str, code: str, **params: Any) -> None:
        """Note a fault of a field."""
        self.faults.append(Fault(name, code, params))


def examine(
    given: Mapping[str, Any], *, tenant: Tenant, officers: Mapping[str, Any] | None = None
) -> Examined:
    """Check the given fields only; a field that is not given is not in the result.

    `officers`: name → id of the people here, None where a name is borne twice; needed for `officer`.
    """
    out = Examined()
    for name in LIMITS:
        if name in given:
            _text(out, name, given[name])
    if "name" in given:
        _name(out)
    if "credit_code" in given:
        _credit_code(out, str(given["credit_code"] or ""))
    if "employees" in given:
        _employees(out, given["employees"])
    if "industry" in given:
        _industry(out, str(given["industry"] or ""))
    if "chain" in given:
        _chain(out, str(given["chain"] or ""), tenant)
    _place_and_people(out, given, officers or {})
    return out


def derived(values: Mapping[str, Any]) -> dict[str, str]:
    """The columns that follow from name, short name and code."""
    short = values.get("short_name") or names.short(values["name"])
    return {
        "short_name": short,
        "sorting": names.sorting(short),
        "lookup": names.lookup(
            name=values["name"], short_name=short, credit_code=values.get("credit_code", "")
        ),
    }


def _place_and_people(out: Examined, given: Mapping[str, Any], officers: Mapping[str, Any]) -> None:
    if "is_local" in given:
        _is_local(out, given["is_local"])
    if "officer" in given:
        _officer(out, str(given["officer"] or ""), officers)
    phone = out.values.get("contact_phone", "")
    if phone and not 5 <= len(re.findall(r"\d", phone)) <= 24:
        out.fault("contact_phone", "phone_odd", found=phone)
    if phone and not out.values.get("contact_name"):
        out.values["contact_name"] = UNNAMED


def _text(out: Examined, name: str, value: Any) -> None:
    text = names.tidy(str(value or ""))
    if len(text) > LIMITS[name]:
        out.fault(name, "too_long", length=len(text), limit=LIMITS[name])
    out.values[name] = text


def _name(out: Examined) -> None:
    name = out.values["name"]
    odd = _ODD_IN_NAMES.search(name)
    if not name:
        out.fault("name", "name_missing")
    elif odd:
        out.fault("name", "name_odd", found=odd.group())
    elif len(name) < 2 or not any(sign.isalpha() for sign in name):
        out.fault("name", "name_short", found=name)


def _credit_code(out: Examined, text: str) -> None:
    code = credit_codes.normalise(text)
    out.values |= {"credit_code": code, "code_verdict": ""}
    if not code:
        return
    judged = credit_codes.judge(code)
    out.values["code_verdict"] = judged.verdict
    if judged.verdict == "checksum_fails":
        out.unsure_code = True
    elif judged.verdict == "invalid":
        for problem in judged.problems:
            out.fault("credit_code", f"code_{problem.code}", at=problem.at, found=problem.found)


def _employees(out: Examined, value: Any) -> None:
    text = credit_codes.normalise(str("" if value is None else value)).replace(",", "").removeprefix("约")
    out.values["employees"] = None
    if not text:
        return
    found = _NUMBER.fullmatch(text)
    if found is None:
        out.fault("employees", "employees_number", found=str(value).strip())
    elif int(found[1]) > 1_000_000:
        out.fault("employees", "employees_range", found=found[1])
    else:
        out.values["employees"] = int(found[1])


def _industry(out: Examined, text: str) -> None:
    out.values["industry"] = ""
    wanted = names.tidy(text)
    if not wanted:
        return
    code = re.match(r"[A-Ta-t]?\s?\d{2,4}(?!\d)", wanted)
    try:
        out.values["industry"] = industries.normalise(code.group() if code else wanted)
    except industries.IndustryNotKnown as error:
        by_name = [hit for hit in industries.search(wanted, limit=3) if hit.name == wanted]
        if by_name:
            out.values["industry"] = by_name[0].code
        else:
            code_of_fault = "industry_section" if error.reason == "section" else "industry_unknown"
            out.fault("industry", code_of_fault, found=wanted)


def _chain(out: Examined, text: str, tenant: Tenant) -> None:
    out.values["chain"] = ""
    wanted = names.tidy(text)
    if not wanted:
        return
    found = chains.find(tenant, wanted)
    if found is None:
        out.fault(
            "chain", "chain_unknown", found=wanted, known="、".join(one.zh for one in chains.of(tenant))
        )
    else:
        out.values["chain"] = found.code


def _is_local(out: Examined, value: Any) -> None:
    text = names.tidy(str(value if value is not None else "")).lower()
    out.values["is_local"] = text not in _NO
    if text and text not in _YES | _NO:
        out.fault("is_local", "yes_no", found=text)


def _officer(out: Examined, text: str, officers: Mapping[str, Any]) -> None:
    wanted = names.tidy(text)
    out.values["officer_id"] = officers.get(wanted)
    if wanted and wanted not in officers:
        out.fault("officer", "officer_unknown", found=wanted)
    elif wanted and officers[wanted] is None:
        out.fault("officer", "officer_twice", found=wanted)
