"""What follows when an offer comes, changes or goes, and when a promise ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts import actors
from zaocha.accounts.models import Tenant
from zaocha.kernel import tasks
from zaocha.watches.actions import firing, needing, watching

OFFER_EVENTS = (
    "offer_published", "offer_confirmed", "offer_changed", "offer_reopened", "offer_released", "offer_withdrawn",
    "outcome_noted",
)  # fmt: skip


TELL = "watches.tell"


@tasks.on(*OFFER_EVENTS, name="watches.fire")
def fire(*, tenant_id: int, subject_id: int, ids: Mapping[str, Any], at: datetime) -> None:
    """Have everyone told who waits; the moment of all is this one."""
    moment = at.isoformat()
    tasks.enqueue(TELL, tenant_id=tenant_id, at=at, tenant=tenant_id, offer=subject_id, moment=moment)


@tasks.stepwise(TELL)
def tell(*, tenant: int, offer: int, moment: str, cursor: Any, at: datetime) -> tasks.Step:
    """Tell some at each step, all with one timestamp; done twice it changes nothing."""
    found = Tenant.objects.filter(pk=tenant).first()
    if found is None:
        return tasks.Step(None)
    place, done = (firing.Place(*cursor[:3]), int(cursor[3])) if cursor else (firing.Place(), 0)
    further, fired = firing.step(
        tenant=found, offer_id=offer, place=place, moment=datetime.fromisoformat(moment)
    )
    done += len(fired)
    return tasks.Step(None if further is None else [further.part, further.of, further.version, done], done)


@tasks.on("promise_released", "promise_broken", name="watches.end_with_promise")
def end_with_promise(*, tenant_id: int, subject_id: int, ids: Mapping[str, Any], at: datetime) -> None:
    """Whoever lets go of a promise waits no longer."""
    tenant = Tenant.objects.filter(pk=tenant_id).first()
    if tenant is None:
        return
    with translation.override(tenant.language):
        words = _("The promise ended.")
    watching.end_of_promise(promise_id=subject_id, words=words, by=actors.system(tenant), at=at)


@tasks.on("outcome_noted", name="watches.tell_demand")
def tell_demand(*, tenant_id: int, subject_id: int, ids: Mapping[str, Any], at: datetime) -> None:
    """What was let or sold goes back to the demand that led to it."""
    tenant = Tenant.objects.filter(pk=tenant_id).first()
    if tenant is not None:
        needing.tell_demand(tenant=tenant, outcome_id=int(ids["outcome"]), at=at)
