"""Of whom the wall tells: the whole town, one chain, or the companies of an alliance while they belonged to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import DateField, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.chains import access as chain_access
from zaocha.chains.models import Belonging
from zaocha.companies import chains
from zaocha.kernel.clock import SHANGHAI


@dataclass(frozen=True)
class Scope:
    """`chains`: companies of these alone; `alliance_id`: its members, each row by the day on which it happened."""

    code: str = ""
    label: str = ""
    chains: tuple[str, ...] = ()
    alliance_id: int | None = None

    def rows(self, dated_by: str) -> Q:
        """The condition over rows that have a company."""
        found = Q(company__chain__in=self.chains) if self.chains else Q()
        if self.alliance_id is None:
            return found
        day: Any = ExpressionWrapper(OuterRef(dated_by), output_field=DateField())
        if not dated_by.endswith("_on"):
            moment = ExpressionWrapper(OuterRef(dated_by), output_field=DateTimeField())
            day = TruncDate(moment, tzinfo=SHANGHAI)
        belonging = Belonging.objects.filter(alliance_id=self.alliance_id, company_id=OuterRef("company_id"))
        belonging = belonging.annotate(day=day).filter(
            Q(to_on=None) | Q(to_on__gt=F("day")), from_on__lte=F("day")
        )
        return found & Q(Exists(belonging))


EVERYTHING = Scope()


def choices(by: Actor) -> list[Scope]:
    """What the reader may choose: a chain's leader only the own chains; one statement for the alliances."""
    own = _own(by)
    shown = [one for one in chains.of(by.tenant) if not own or one.code in own]
    found = [Scope(own_code(own), _("my chains") if own else _("the whole town"), own)]
    if len(shown) > 1 or not own:
        found += [Scope(f"chain-{one.code}", one.label, (one.code,)) for one in shown]
    if by.may("chains.read"):
        rows = chain_access.alliances(by).filter(to_on=None).order_by("chain", "name")
        rows = rows.filter(chain__in=own) if own else rows
        found += [Scope(f"alliance-{one.pk}", str(one), own, one.pk) for one in rows[:20]]
    return found


def chosen(text: str, *, among: list[Scope]) -> Scope:
    """The scope of a code; what is not among the choices is the first of them."""
    return next((one for one in among if one.code == text), among[0])


def own_code(own: tuple[str, ...]) -> str:
    """The code of the widest scope."""
    return "own" if own else ""


def _own(by: Actor) -> tuple[str, ...]:
    """The chains to which a chain's leader is bound; nothing for who sees all."""
    return () if by.is_machine or by.may("demands.read_all") else tuple(sorted(by.chains))
