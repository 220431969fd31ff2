"""Whether a candidate fits a vacancy, line by line and with the reason, as both sides read it. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

SCHOOLING = ("none", "junior", "senior", "college", "bachelor", "master", "doctor")
GRADUATE = SCHOOLING[4:]
WEIGHTS = {
    "post": 25,
    "skills": 25,
    "schooling": 15,
    "major": 10,
    "years": 10,
    "wage": 20,
    "place": 10,
    "dormitory": 10,
}
VACANCY_MUSTS = ("schooling", "skills", "major", "years")
CANDIDATE_MUSTS = ("post", "wage", "place", "dormitory")
SHARES = {"holds": 1.0, "partly": 0.5, "unknown": 0.5, "fails": 0.0}
LEAST = 50  # below it nobody is shown


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a vacancy asks and gives; wages in CNY a month; `musts` out of VACANCY_MUSTS."""

    post: str
    skills: tuple[str, ...] = ()
    schooling: str = "none"
    majors: tuple[str, ...] = ()
    years: int = 0
    wage_to: int | None = None
    place: str = ""
    dormitory: bool = False
    musts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offered:
    """What a candidate can do and wishes for; `musts` out of CANDIDATE_MUSTS."""

    post: str = ""
    skills: tuple[str, ...] = ()
    schooling: str = ""
    major: str = ""
    years: int = 0
    wage_from: int | None = None
    place: str = ""
    dormitory: bool = False
    musts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One condition: `state` of SHARES, whether it is a must, and what it compares."""

    code: str
    state: str
    is_must: bool
    asked: str
    given: str


@dataclass(frozen=True, slots=True)
class Fit:
    """`verdict`: fits, facts_missing, near (one must fails), not; `percent` of what is weighed holds."""

    verdict: str
    percent: int
    lines: tuple[Line, ...]

    @property
    def missing(self) -> list[Line]:
        """The musts that fail: for a near miss the one that it would take."""
        return [one for one in self.lines if one.is_must and one.state == "fails"]


def fit(wanted: Wanted, offered: Offered) -> Fit:
    """Compare; what neither side asks for is not weighed."""
    musts = wanted.musts | offered.musts
    found = [_post(wanted, offered), _skills(wanted, offered), _schooling(wanted, offered), _major(wanted, offered),
             _years(wanted, offered), _wage(wanted, offered), _place(wanted, offered), _dormitory(wanted, offered)]  # fmt: skip
    lines = tuple(Line(one[0], one[1], one[0] in musts, one[2], one[3]) for one in found if one is not None)
    weight = sum(WEIGHTS[one.code] for one in lines)
    held = sum(WEIGHTS[one.code] * SHARES[one.state] for one in lines)
    failing = sum(one.is_must and one.state == "fails" for one in lines)
    unknown = any(one.is_must and one.state == "unknown" for one in lines)
    verdict = "not" if failing > 1 else "near" if failing else "facts_missing" if unknown else "fits"
    return Fit(verdict, round(100 * held / weight) if weight else 0, lines)


Found = tuple[str, str, str, str]


def _post(wanted: Wanted, offered: Offered) -> Found | None:
    if not offered.post:
        return None
    groups = group_of(wanted.post), group_of(offered.post)
    same = (
        "holds" if wanted.post == offered.post else "partly" if groups[0] == groups[1] != "other" else "fails"
    )
    return "post", same, wanted.post, offered.post


def _skills(wanted: Wanted, offered: Offered) -> Found | None:
    if not wanted.skills:
        return None
    known = [one.lower() for one in offered.skills]
    has = [one for one in wanted.skills if any(one.lower() in mine or mine in one.lower() for mine in known)]
    state = (
        "unknown"
        if not known
        else "holds"
        if len(has) == len(wanted.skills)
        else "partly"
        if has
        else "fails"
    )
    state = "fails" if "skills" in wanted.musts and state == "partly" else state
    return "skills", state, "、".join(wanted.skills), "、".join(offered.skills)


def _schooling(wanted: Wanted, offered: Offered) -> Found | None:
    if wanted.schooling in ("", "none"):
        return None
    if not offered.schooling:
        return "schooling", "unknown", wanted.schooling, ""
    enough = SCHOOLING.index(offered.schooling) >= SCHOOLING.index(wanted.schooling)
    return "schooling", "holds" if enough else "fails", wanted.schooling, offered.schooling


def _major(wanted: Wanted, offered: Offered) -> Found | None:
    if not wanted.majors:
        return None
    mine = _field(offered.major)
    asked = {_field(one) for one in wanted.majors} | set(wanted.majors)
    state = (
        "unknown" if not offered.major else "holds" if mine in asked or offered.major in asked else "fails"
    )
    return "major", state, "、".join(wanted.majors), offered.major


def _years(wanted: Wanted, offered: Offered) -> Found | None:
    if not wanted.years:
        return None
    state = "holds" if offered.years >= wanted.years else "partly" if offered.years else "fails"
    state = "fails" if "years" in wanted.musts and state == "partly" else state
    return "years", state, str(wanted.years), str(offered.years)


def _wage(wanted: Wanted, offered: Offered) -> Found | None:
    if offered.wage_from is None:
        return None
    if wanted.wage_to is None:
        return "wage", "unknown", "", str(offered.wage_from)
    state = "holds" if wanted.wage_to >= offered.wage_from else "fails"
    return "wage", state, str(wanted.wage_to), str(offered.wage_from)


def _place(wanted: Wanted, offered: Offered) -> Found | None:
    if not (wanted.place and offered.place):
        return None
    state = "holds" if offered.place in wanted.place or wanted.place in offered.place else "fails"
    return "place", state, wanted.place, offered.place


def _dormitory(wanted: Wanted, offered: Offered) -> Found | None:
    if not offered.dormitory:
        return None
    return "dormitory", "holds" if wanted.dormitory else "fails", "", ""


@cache
def posts() -> dict[str, dict[str, Any]]:
    """The posts of a textile town, by code."""
    return {one["code"]: one for one in _data()["posts"]}


def group_of(post: str) -> str:
    """The group of a post; `other` for an unknown one."""
    return str(posts().get(post, {"group": "other"})["group"])


def post_of(title: str) -> str:
    """The post that a title means: the longest word of it that the dictionary knows, else `other`."""
    low = title.lower()
    found = [(len(word), code) for code, one in posts().items() for word in (one["zh"], one["en"], *one["aliases"])
             if word.lower() in low]  # fmt: skip
    return max(found)[1] if found else "other"


def _field(major: str) -> str:
    low = major.lower()
    return next((one["code"] for one in _data()["majors"] if any(word in low for word in one["words"])), low)


@cache
def _data() -> dict[str, Any]:
    text = resources.files("zaocha.talent").joinpath("data/posts.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
