"""The five prohibitions (State Council office, January 2026) as things that are absent from the program.

No repeated form-filling, no check-ins, points, rankings or time online, no forced install or quota, no means of
appraisal or of inspection with required photos or places, no advertising.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.db import models
from tests.access import routes

from zaocha.accounts.roles import RIGHTS
from zaocha.kernel.models import Event
from zaocha.metrics.definitions import METRICS

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "zaocha"
VENDOR = {"vendor", "tests", "migrations"}
# As parts of names, in English; `score` alone is how alike two texts are.
WORDS = (
    "checkin", "check_in", "clock_in", "punch", "bonus_points", "user_points", "points_of", "leaderboard", "ranking", "rank_of", "league", "badge_of",
    "online_time", "time_online", "active_minutes", "last_seen", "last_login", "login_count", "streak", "reward",
    "quota", "medal", "geolocation", "latitude", "longitude", "gps", "track_upload", "selfie", "advert", "sponsor",
    "banner_ad", "install_prompt", "pageviews", "page_views", "star_of",
)  # fmt: skip
CHINESE = ("签到", "打卡", "积分", "排行", "排名", "在线时长", "活跃度", "点赞榜", "红黑榜", "广告", "赞助", "安装应用", "添加到桌面",
           "下载APP", "下载客户端", "考核得分", "末位淘汰")  # fmt: skip
# What the program may say of them: that there is no ranking.
ABSENT = re.compile(r"不[^，。\"]{0,12}排名")
TEXTS = [
    path
    for pattern in ("*.html", "*.po", "*.js", "*.css", "*.json")
    for path in SOURCE.rglob(pattern)
    if not VENDOR & set(path.relative_to(SOURCE).parts)
]
MODELS = [model for model in apps.get_models() if model.__module__.startswith("zaocha.")]


def test_nothing_kept_is_about_attendance_points_or_ranks() -> None:
    names = [
        f"{model.__name__}.{field.name}".lower() for model in MODELS for field in model._meta.get_fields()
    ]
    # Django's own account keeps the last sign-in; nothing shows or orders by it (next test).
    names = [name for name in names if name != "person.last_login"]
    assert not [name for name in names if any(word in name for word in WORDS)]
    assert not [name for name in names if re.search(r"[._](points?|scores?|rank|stars)$", name)]


def test_nothing_reads_when_somebody_was_last_here() -> None:
    found = [
        str(path)
        for path in _sources("*.py", "*.html")
        if re.search(r"last_login|last_seen|signed_in_at", path.read_text(encoding="utf8"))
    ]
    assert not found


def test_no_address_right_or_event_is_about_them() -> None:
    names = [f"{name} {route.pattern}".lower() for name, route in routes.routes()]
    names += [right for rights in RIGHTS.values() for right in rights]
    names += [metric.code for metric in METRICS]
    assert not [name for name in names if any(word in name for word in WORDS)]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_page_or_text_speaks_of_them(path: Path) -> None:
    text = ABSENT.sub("", path.read_text(encoding="utf8"))
    # Texts that people bring (minutes, categories, presets) may name anything; what the program says may not.
    if "data" in path.parts or "samples" in path.parts:
        return
    found = [word for word in CHINESE if word in text]
    found += [word for word in WORDS if re.search(rf"(?<![a-z]){word}(?![a-z])", text.lower())]
    assert not found


def test_no_file_photo_or_place_is_ever_required() -> None:
    """A file may be wanted only where the file is the matter itself: minutes, a table to import."""
    required = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in _forms()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.FileField) and (field.required or isinstance(field, forms.ImageField))
    ]
    assert {name.rsplit(".", 2)[1] for name in required} <= {"UploadForm", "MinutesForm"}
    for path in _sources("*.html", "*.js"):
        text = path.read_text(encoding="utf8")
        assert not re.search(
            r"navigator\.(geolocation|mediaDevices)|getUserMedia|getCurrentPosition", text
        ), path
        for tag in re.findall(r"<input\b[^>]*>", text):
            assert "capture" not in re.findall(r"\b([a-z-]+)(?==|\s|>)", tag), path
            assert not ('type="file"' in tag and "required" in tag), path
    assert not [
        f"{m.__name__}.{f.name}"
        for m in MODELS
        for f in m._meta.get_fields()
        if isinstance(f, models.FileField)
    ]


def test_nothing_comes_from_elsewhere() -> None:
    """No other host, no counting of visitors, no advertising: everything is served from here."""
    allowed = re.compile(
        r"https?://(localhost|127\.0\.0\.1|www\.w3\.org|schemas\.|purl\.org|[a-z.]*example\b)"
    )
    for path in _sources("*.html", "*.css", "*.js"):
        text = path.read_text(encoding="utf8")
        found = [url for url in re.findall(r"https?://[^\s\"'<>)]+", text) if not allowed.match(url)]
        found += re.findall(r"""(?:src|href)=["']//[^"']+""", text)
        found += re.findall(
            r"(?i)\b(google-analytics|gtag|hm\.baidu|cnzz|umeng|matomo|sendBeacon|doubleclick)\b", text
        )
        assert not found, f"{path}: {found}"


def test_vendored_files_call_nobody() -> None:
    for path in SOURCE.rglob("vendor/**/*"):
        if path.suffix not in {".js", ".css", ".mjs"}:
            continue
        text = path.read_text(encoding="utf8")
        assert not re.findall(r"""(?:@import|url\(|import\s*\(|src\s*=)\s*["']?https?://""", text), path
        assert "sendBeacon" not in text, path


def test_no_install_prompt() -> None:
    found = [
        str(path)
        for path in _sources("*.html", "*.js", "*.py")
        if re.search(
            r"""rel=["']manifest|beforeinstallprompt|webmanifest|apple-mobile-web-app""", path.read_text()
        )
    ]
    assert not found
    assert not list(SOURCE.rglob("manifest.json")) + list(SOURCE.rglob("*.webmanifest"))


def test_figures_are_about_demands_and_promises_never_about_persons_or_units() -> None:
    assert {metric.over for metric in METRICS} <= {"demands", "promises", "results"}
    grouped = re.compile(
        r"""\.values\(\s*["'](unit|person|handler|taken_by|replied_by|captured_by|officer)"""
    )
    ordered = re.compile(r"""order_by\(\s*["']-?(n|count|total|score|share|solved|late|kept|rate)["']""")
    for path in _sources("*.py"):
        text = path.read_text(encoding="utf8")
        if match := grouped.search(text):
            # Allowed where it only asks which unit usually has such a matter, never how well it did.
            assert (path.parent.name, path.name) in COUNTED_BY_UNIT, f"{path}: {match[0]}"
        for match in ordered.finditer(text):
            assert (path.parent.name, path.name) in ORDERED_BY_COUNT, f"{path}: {match[0]}"


# Which units have handled such a matter before: to invite whoever can answer. Shown as a reason, not as a figure.
COUNTED_BY_UNIT = {("queries", "suggestions.py")}
# The same place picks companies with open demands on the theme; they are shown by name.
ORDERED_BY_COUNT = {("queries", "suggestions.py")}


def test_no_list_of_people_or_units_is_ordered_by_a_figure() -> None:
    for path in _sources("*.py"):
        for line in path.read_text(encoding="utf8").splitlines():
            if re.search(r"\b(Unit|Person|Membership)\.objects", line) and "order_by" in line:
                keys = re.findall(r"""order_by\(([^)]*)\)""", line)
                assert all(
                    set(re.findall(r"[\"']-?([a-z_]+)", key))
                    <= {"name", "pk", "id", "kind", "login", "person_id", "is_active"}
                    for key in keys
                ), f"{path}: {line.strip()}"


@pytest.mark.django_db
def test_a_sign_in_leaves_no_count_of_time() -> None:
    fields = {field.name for field in Event._meta.get_fields()}
    assert not fields & {"duration", "session", "minutes", "ip", "address", "user_agent"}


def test_the_company_is_not_asked_who_it_is() -> None:
    """Behind its link the company is known: nothing on its forms asks for a fact of the register again."""
    from zaocha.desks import forms as desk_forms

    known = {
        "company",
        "company_name",
        "credit_code",
        "address",
        "industry",
        "phone",
        "legal_person",
        "employees",
    }
    for name in ("SayForm", "WordForm", "AnswerForm"):
        assert not known & set(getattr(desk_forms, name).base_fields)


def _forms() -> Iterator[type[forms.Form]]:
    from importlib import import_module

    for path in _sources("*forms*.py", "*forms/*.py"):
        import_module(".".join(["zaocha", *path.relative_to(SOURCE).with_suffix("").parts]))
    waiting: list[type[forms.BaseForm]] = [forms.Form]
    while waiting:
        for form in waiting.pop().__subclasses__():
            waiting.append(form)
            if form.__module__.startswith("zaocha."):
                yield form


def _sources(*patterns: str) -> list[Path]:
    return [
        path
        for pattern in patterns
        for path in sorted(SOURCE.rglob(pattern))
        if not VENDOR & set(path.relative_to(SOURCE).parts)
    ]
