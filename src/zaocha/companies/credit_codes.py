"""Unified social credit codes (GB 32100-2015): three outcomes, each fault named at its place."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

Verdict = Literal["valid", "invalid", "checksum_fails"]

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LETTERS_NOT_USED = "IOSVZ"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_UPPER = {ord(letter): letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"}
_LOST_DIGITS = re.compile(r"\d(\.\d+)?E\+?\d+")
_OTHER_NUMBERS = {9: "organisation_code", 15: "old_registration_number"}


@dataclass(frozen=True)
class Problem:
    """One fault: what it is, at which position (from 1; 0 for the whole), and what stands there.

    Codes: missing, lost_digits (a spreadsheet made a number of it), organisation_code and
    old_registration_number (9 and 15 characters: another kind of number), length, letter_not_used,
    character_not_used, department_unknown, category_unknown, area_not_digits, inner_check, check.
    """

    code: str
    at: int = 0
    found: str = ""


@dataclass(frozen=True)
class Judgement:
    """What is to be thought of a code.

    `valid`; `invalid`; or `checksum_fails`: everything but the last character fits, as in early codes
    of Fujian that are legal: take it when a person confirms it. The parts are empty unless it has its shape.
    """

    code: str
    verdict: Verdict
    problems: tuple[Problem, ...] = ()
    registering_dept: str = ""
    category: str = ""
    area6: str = ""
    org_code: str = ""


@dataclass(frozen=True)
class Kind:
    """Who registered the body, and what kind of body it is, in both languages."""

    department_zh: str
    department_en: str
    category_zh: str
    category_en: str


def normalise(text: str) -> str:
    """Half-width, upper-case, without blanks and hyphens; no letter is ever taken for a digit."""
    narrow = text.translate(_HALF_WIDTH).translate(_UPPER)
    return "".join(sign for sign in narrow if not _is_filler(sign))


def judge(text: str) -> Judgement:
    """Judge a code as typed. Never raises."""
    code = normalise(text)
    if not code:
        return Judgement(code, "invalid", (Problem("missing"),))
    if faults := _shape_faults(code):
        return Judgement(code, "invalid", faults)
    faults = _content_faults(code)
    verdict: Verdict = "valid"
    if faults:
        verdict = "checksum_fails" if [fault.code for fault in faults] == ["check"] else "invalid"
    return Judgement(
        code=code,
        verdict=verdict,
        problems=faults,
        registering_dept=code[0],
        category=code[1],
        area6=code[2:8],
        org_code=code[8:17],
    )


def kind(judgement: Judgement) -> Kind | None:
    """Department and category in words; None when the first two characters are not in the table."""
    return _kinds().get(judgement.registering_dept, {}).get(judgement.category)


def check_character(first_17: str) -> str:
    """The 18th character. A remainder of 0 gives "0": the alphabet has no place 31."""
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(first_17, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def organisation_check(first_8: str) -> str:
    """The ninth character of an organisation code, by GB 11714."""
    signs = zip(first_8, ORGANISATION_WEIGHTS, strict=True)
    total = sum(ORGANISATION_ALPHABET.index(sign) * weight for sign, weight in signs)
    return "0123456789X"[-total % 11]


def make(area6: str, n: int, prefix: str = "91") -> str:
    """The nth invented code of an area, valid in every digit: for demonstrations and tests only."""
    if not re.fullmatch(r"[0-9]{6}", area6):
        raise ValueError(f"an area has six digits, not {area6!r}")
    if len(prefix) != 2 or prefix[1] not in _kinds().get(prefix[0], {}):
        raise ValueError(f"no department and category {prefix!r}")
    if not 0 <= n < 31**6:
        raise ValueError(f"there are codes 0 to {31**6 - 1}, not {n}")
    serial = "".join(ALPHABET[n // 31**place % 31] for place in range(5, -1, -1))
    organisation = f"MA{serial}"
    first_17 = f"{prefix}{area6}{organisation}{organisation_check(organisation)}"
    return first_17 + check_character(first_17)


def _is_filler(sign: str) -> bool:
    """Blanks, invisible signs, every kind of hyphen, and the apostrophe with which spreadsheets mark text."""
    return sign.isspace() or sign in "'−" or unicodedata.category(sign) in ("Cf", "Cc", "Pd")


def _shape_faults(code: str) -> tuple[Problem, ...]:
    if _LOST_DIGITS.fullmatch(code):
        return (Problem("lost_digits", found=code),)
    faults = [
        Problem("letter_not_used" if sign in LETTERS_NOT_USED else "character_not_used", at, sign)
        for at, sign in enumerate(code[: 2 * LENGTH], start=1)
        if sign not in ALPHABET
    ]
    if len(code) != LENGTH:
        faults.insert(0, Problem(_OTHER_NUMBERS.get(len(code), "length"), found=str(len(code))))
    return tuple(faults)


def _content_faults(code: str) -> tuple[Problem, ...]:
    faults = []
    categories = _kinds().get(code[0])
    if categories is None:
        faults.append(Problem("department_unknown", 1, code[0]))
    elif code[1] not in categories:
        faults.append(Problem("category_unknown", 2, code[1]))
    faults += [
        Problem("area_not_digits", at, sign)
        for at, sign in enumerate(code[2:8], start=3)
        if sign not in "0123456789"
    ]
    if organisation_check(code[8:16]) != code[16]:
        faults.append(Problem("inner_check", 17, code[16]))
    if check_character(code[:17]) != code[17]:
        faults.append(Problem("check", 18, code[17]))
    return tuple(faults)


@cache
def _kinds() -> dict[str, dict[str, Kind]]:
    text = resources.files("zaocha.companies").joinpath("data/credit_code_kinds.json").read_text("utf-8")
    return {
        department["code"]: {
            category["code"]: Kind(department["zh"], department["en"], category["zh"], category["en"])
            for category in department["categories"]
        }
        for department in json.loads(text)["departments"]
    }
