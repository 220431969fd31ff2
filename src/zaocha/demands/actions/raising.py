"""A demand comes in, from any channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts import calendars
from zaocha.accounts.actors import Actor
from zaocha.companies import queries as companies
from zaocha.companies.models import Company
from zaocha.demands import access, events, terms
from zaocha.demands.actions.texts import clean
from zaocha.demands.deadlines import amber_from, total_due
from zaocha.demands.models import Demand
from zaocha.kernel import rows, work
from zaocha.kernel.errors import Invalid, NotAllowed
from zaocha.lang import categories


@dataclass(frozen=True)
class NewDemand:
    """What was said. Only the words and the channel are needed; everything else may come later.

    `preset` (A–D) overrides the one of the category. `client_key`: the same key never makes a second
    demand. `raised_at`: when it was said, if earlier than now.
    """

    words: str
    channel: str
    company_id: int | None = None
    raised_by: str = ""
    category: str = ""
    preset: str = ""
    meeting_id: int | None = None
    hide_author: bool = False
    client_key: str = ""
    raised_at: datetime | None = None


def raise_demand(*, new: NewDemand, by: Actor, at: datetime) -> Demand:
    """Take a demand into the pool and start the company's clock."""
    _check_right(new, by)
    with work.begin(by=by, at=at) as w:
        if new.client_key:
            known = Demand.objects.filter(tenant_id=by.tenant_id, client_key=new.client_key).first()
            if known is not None:
                return known
        demand = _made(new, by, at)
        rows.insert([demand])
        w.record(
            events.RAISED,
            subject=("demand", demand.pk),
            ids={"company": demand.company_id, "channel": demand.channel, "category": demand.category},
            fields={"words": demand.words, "raised_by": demand.raised_by},
        )
    return demand


def _check_right(new: NewDemand, by: Actor) -> None:
    if by.company_id is None:
        by.need("demands.raise")
    elif by.company_id != new.company_id:
        raise NotAllowed()


def _made(new: NewDemand, by: Actor, at: datetime) -> Demand:
    words = clean(new.words, field="words")
    if not words:
        raise Invalid(_("A demand needs words."), field="words")
    if new.channel not in Demand.Channel.values:
        raise Invalid(_("There is no such channel: %(code)s") % {"code": new.channel}, field="channel")
    raised_at = new.raised_at or at
    if raised_at > at:
        raise Invalid(_("A demand cannot be raised in the future."), field="raised_at")
    preset = checked_preset(new.category, new.preset, by=by)
    calendar = calendars.of(by.tenant)
    rules = terms.of(by.tenant)
    due = total_due(preset, raised_at, calendar, rules=rules)
    demand = Demand(
        tenant_id=by.tenant_id, words=words, channel=new.channel,
        raised_by=clean(new.raised_by, field="raised_by", longest=60), category=new.category,
        preset=preset, meeting_id=new.meeting_id, client_key=new.client_key[:120], raised_at=raised_at,
        due_at=due.at, warn_at=amber_from(due.at, raised_at, calendar, rules=rules), provisional=due.provisional,
        restricted=new.hide_author or new.category.startswith(access.SENSITIVE),
        taken_by=by.mark, taken_by_name=by.name[:60],
    )  # fmt: skip
    if new.company_id is not None:
        demand.company = company_of(new.company_id, by=by)
    return demand


def company_of(company_id: int, *, by: Actor) -> Company:
    """A company of the actor's tenant; 422 when there is none of this id."""
    company = companies.named(tenant_id=by.tenant_id, company_id=company_id)
    if company is None:
        raise Invalid(_("This company is not in the register."), field="company")
    return company


def checked_preset(category: str, preset: str, *, by: Actor) -> str:
    """The preset to use; refuses a category or a preset that does not exist."""
    try:
        usual = terms.preset_of(category)
    except categories.UnknownCategory:
        raise Invalid(
            _("There is no category %(code)s.") % {"code": category},
            remedy=_("Choose one of the list, such as 01 or 0101."),
            field="category",
        ) from None
    if preset and preset not in terms.of(by.tenant).presets:
        raise Invalid(_("There is no deadline preset %(code)s.") % {"code": preset}, field="preset")
    return preset or usual
