"""Papers of a meeting as .docx: the brief for a unit, the minutes, the follow-up sheet for a company."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zaocha.companies.models import Company
from zaocha.kernel.clock import SHANGHAI
from zaocha.meetings.models import Invitation, Line, Meeting, Statement
from zaocha.meetings.queries.briefs import Brief
from zaocha.meetings.queries.table import speaker
from zaocha.promises import queries as promise_queries
from zaocha.promises.models import Promise
from zaocha.sheets import documents, qr
from zaocha.sheets.documents import Beside, Block, Heading, KeyValueTable, Paragraph, Picture, Table


@dataclass(frozen=True)
class FollowUp:
    """What goes to one company: its lines, and the address of its page."""

    company: Company
    lines: Sequence[Line]
    url: str


def brief(found: Brief, *, at: datetime) -> bytes:
    """One page for the unit that comes to answer."""
    meeting = found.meeting
    blocks: list[Block] = [_facts(meeting, (_("For"), str(found.unit or "")))]
    blocks.append(Heading(text=_("What companies say they will raise"), level=2))
    announced = [
        ("" if found.nameless else str(one), _line_of(one.beforehand, one.guest)) for one in found.announced
    ]
    blocks.append(_table((_("Company"), _("Words")), announced, (1, 3), _("Nothing has been announced yet.")))
    blocks.append(Heading(text=_("Open demands on the theme"), level=2))
    demands = [
        (one.number, "" if found.nameless else str(one.company or ""), one.words, _day(one.due_at))
        for one in found.demands
    ]
    headers = (_("No."), _("Company"), _("Words"), _("Due"))
    blocks.append(_table(headers, demands, (1.2, 1.2, 3, 1), _("None.")))
    blocks.append(Heading(text=_("What you have promised and not yet settled"), level=2))
    promises = [(_term(one), str(one.company or ""), one.what) for one in found.promises]
    blocks.append(_table((_("By when"), _("Company"), _("What")), promises, (1, 1, 3), _("None.")))
    return _document(_("Brief for the morning tea"), blocks, meeting, at)


def record(
    *,
    meeting: Meeting,
    present: Sequence[Invitation],
    lines: Sequence[Line],
    promises: Sequence[Promise],
    at: datetime,
) -> bytes:
    """The minutes: what was said, by whom, what came of it, and what was promised."""
    names = ", ".join(
        f"{one} ({one.guest})" if one.guest and str(one) != one.guest else str(one) for one in present
    )
    blocks: list[Block] = [_facts(meeting, (_("Present"), names))]
    blocks.append(Heading(text=_("What was said"), level=2))
    said = [
        (str(n), speaker(line), line.words, outcome(line, at=at)) for n, line in enumerate(lines, start=1)
    ]
    headers = (_("No."), _("Who"), _("Words"), _("What came of it"))
    blocks.append(_table(headers, said, (0.5, 1.3, 3, 2.4), _("Nothing was said.")))
    blocks.append(Heading(text=_("What was promised"), level=2))
    rows = [
        (
            one.what,
            " ".join(part for part in (str(one.unit or ""), one.giver) if part),
            str(one.company or ""),
            _term(one),
            str(promise_queries.standing(one, at=at).label),
        )
        for one in promises
    ]
    headers5 = (_("What"), _("Who"), _("Company"), _("By when"), _("Standing"))
    blocks.append(_table(headers5, rows, (2.6, 1.4, 1.2, 1.2, 1.1), _("None.")))
    blocks.append(
        Paragraph(
            text=_("A statement counts as a promise only when its giver has confirmed it."), indent=False
        )
    )
    return _document(_("Minutes of the morning tea"), blocks, meeting, at)


def follow_up(*, meeting: Meeting, sheet: FollowUp, at: datetime) -> bytes:
    """What a company takes home: its words, what came of them, and where to follow it."""
    tenant = meeting.tenant
    rows = [(str(n), line.words, outcome(line, at=at)) for n, line in enumerate(sheet.lines, start=1)]
    blocks: list[Block] = [
        _facts(meeting, (_("For"), sheet.company.name)),
        _table(
            (_("No."), _("What you said"), _("What came of it")), rows, (0.5, 3, 3), _("Nothing was said.")
        ),
        Beside(
            lines=[
                _("Your page: what you said and what we owe you."),
                _("Scan the code, or open: %(url)s") % {"url": sheet.url},
                _("Questions: %(officer)s %(phone)s") % {"officer": tenant.officer, "phone": tenant.phone},
            ],
            picture=Picture(png=qr.qr_png(sheet.url), width_mm=32, alt=_("QR code of your page")),
        ),
    ]
    return _document(_("What came of the morning tea"), blocks, meeting, at)


def all_follow_ups(*, meeting: Meeting, sheets: Sequence[FollowUp], at: datetime) -> bytes:
    """Every company's sheet in one .zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, sheet in enumerate(sheets, start=1):
            name = f"{number:02d}-{safe_name(str(sheet.company))}.docx"
            entry = zipfile.ZipInfo(name, at.astimezone(SHANGHAI).timetuple()[:6])
            archive.writestr(entry, follow_up(meeting=meeting, sheet=sheet, at=at))
    return target.getvalue()


def safe_name(text: str) -> str:
    """A name that every file system takes."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", text).strip()[:60] or "zaocha"


def outcome(line: Line, *, at: datetime) -> str:
    """What came of a line, in words."""
    if line.outcome == Line.Outcome.ON_THE_SPOT:
        answered = f" ({line.answered_by})" if line.answered_by else ""
        return _("Solved on the spot: %(answer)s") % {"answer": line.answer + answered}
    if line.outcome == Line.Outcome.NOTED:
        return _("Noted")
    statement: Statement | None = getattr(line, "statement", None)
    if statement is None:
        return ""
    who = " ".join(part for part in (str(statement.unit or ""), statement.giver) if part)
    what = statement.what or _("will answer")
    words = {"who": who, "what": what, "term": _when(statement)}
    if statement.is_promise:
        return _("Promise: %(who)s, %(what)s, %(term)s") % words
    standing = promise_queries.standing(statement.promise, at=at) if statement.promise else None
    if standing is not None and standing.code != "statement":
        return _("%(standing)s: %(who)s, %(what)s, %(term)s") % {**words, "standing": standing.label}
    return _("Statement, not confirmed: %(who)s, %(what)s, %(term)s") % words


def _when(statement: Statement) -> str:
    if statement.due_on is not None:
        return _("by %(day)s") % {"day": statement.due_on.isoformat()}
    return _("as soon as: %(trigger)s") % {"trigger": statement.trigger} if statement.trigger else ""


def _facts(meeting: Meeting, last: tuple[str, str]) -> KeyValueTable:
    starts, ends = meeting.starts_at.astimezone(SHANGHAI), meeting.ends_at.astimezone(SHANGHAI)
    rows = [
        (_("Theme"), meeting.theme),
        (_("When"), f"{starts:%Y-%m-%d %H:%M}–{ends:%H:%M}"),
        (_("Place"), meeting.place),
        (_("Host"), meeting.host),
        last,
    ]
    return KeyValueTable(rows=[row for row in rows if row[1]])


def _table(
    headers: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float], nothing: str
) -> Block:
    if not rows:
        return Paragraph(text=nothing, indent=False)
    return Table(headers=headers, rows=rows, shares=shares)


def _line_of(words: str, who: str) -> str:
    return f"{words} ({who})" if who else words


def _term(promise: Promise) -> str:
    if promise.due_on is not None:
        return promise.due_on.isoformat()
    return _("as soon as: %(trigger)s") % {"trigger": promise.trigger} if promise.trigger else ""


def _day(at: datetime | None) -> str:
    return at.astimezone(SHANGHAI).date().isoformat() if at else ""


def _document(title: str, blocks: Sequence[Block], meeting: Meeting, at: datetime) -> bytes:
    language = get_language() or "zh-hans"
    return documents.write_docx(
        title=title, blocks=blocks, footer=meeting.tenant.name, language=language, made_at=at
    )
