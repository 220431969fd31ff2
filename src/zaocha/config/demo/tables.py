"""The morning teas of the demo town, from invitation to read-back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.config.demo import names, speech
from zaocha.config.demo.way import Cast
from zaocha.demands.models import Demand
from zaocha.meetings.actions import closing, invitations, lines, planning, seats, statements
from zaocha.meetings.models import Line, Meeting


@dataclass(frozen=True)
class Tea:
    """One planned morning tea."""

    theme: str
    category: str
    chain: str
    starts_at: datetime


def invite(tea: Tea, *, companies: list[Company], by: Actor, rng: Random) -> Meeting:
    """Plan a tea and invite companies; some say beforehand what they will raise."""
    planned_at = tea.starts_at - timedelta(days=7)
    new = planning.NewMeeting(
        theme=tea.theme, starts_at=tea.starts_at, ends_at=tea.starts_at + timedelta(hours=2),
        place="青禾街道企业服务中心一楼茶室", host="沈知夏", category=tea.category, chain=tea.chain,
    )  # fmt: skip
    meeting = planning.plan(new=new, by=by, at=planned_at)
    wanted = {company.pk: "chain" if tea.chain else "theme" for company in companies}
    made = invitations.invite(meeting_id=meeting.pk, companies=wanted, units={}, by=by, at=planned_at)
    for invitation in made:
        if rng.random() < 0.75:
            reply = invitations.Reply(answer="coming", guest=names.boss(rng), beforehand="")
            invitations.answer(
                invitation_id=invitation.pk, reply=reply, by=by, at=planned_at + timedelta(days=1)
            )
    return meeting


def hold(
    meeting: Meeting, *, said: list[tuple[str, str]], by: Actor, cast: Cast, rng: Random
) -> list[Demand]:
    """Sit down, capture what is said, read it back and close."""
    at = meeting.starts_at
    seated = []
    for invitation in meeting.invitations.filter(answer="coming").order_by("pk"):
        guest = seats.Guest(invitation_id=invitation.pk)
        seated.append(seats.seat(meeting_id=meeting.pk, guest=guest, by=by, at=at))
    made: list[tuple[Line, str]] = []
    for number, (category, words) in enumerate(said):
        at += timedelta(minutes=rng.uniform(3, 8))
        speaker = seated[number % len(seated)]
        new = lines.NewLine(
            meeting_id=meeting.pk, words=words, client_key=f"demo-{meeting.pk}-{number}",
            invitation_id=speaker.pk, category=category, said_at=at,
        )  # fmt: skip
        made.append((lines.capture(new=new, by=by, at=at), category))
    closing.begin_read_back(meeting_id=meeting.pk, by=by, at=at)
    for line, category in made:
        _settle(line, category, by=by, cast=cast, rng=rng, at=at)
    closing.close(meeting_id=meeting.pk, by=by, at=at + timedelta(minutes=3))
    return list(Demand.objects.filter(tenant=meeting.tenant, meeting_id=meeting.pk).order_by("pk"))


def _settle(line: Line, category: str, *, by: Actor, cast: Cast, rng: Random, at: datetime) -> None:
    fate = rng.random()
    waits = [row for row in speech.TRIGGERS if row[0] == category and re.search(row[1], line.words)]
    if fate < 0.3:
        answer = speech.answer(category, line.words)
        closing.solve_on_spot(line_id=line.pk, answer=answer, answered_by="沈知夏", by=by, at=at)
        return
    if waits and fate < 0.65:
        *_where, trigger, what = rng.choice(waits)
        said = statements.Said(
            what=what, kind="act", giver=cast.colleague.name, trigger=trigger, confirmed=True
        )
    else:
        day = cast.calendar.add_workdays(at.date(), rng.choice([3, 5, 5, 5, 10]))
        what = rng.choice(speech.PROMISED).format(day=f"{day.month}月{day.day}日")
        kind = rng.choice(["answer", "answer", "act"])
        said = statements.Said(what=what, kind=kind, giver="沈知夏", due_on=day, confirmed=fate < 0.95)
    statements.state(line_id=line.pk, said=said, by=by, at=at)
