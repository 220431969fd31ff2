"""Publishing the figures of a period after a named person's review, and taking that back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person, Tenant
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.metrics import publishing, reports
from zaocha.metrics.models import Publication


def publish(*, period: str, seen: str, by: Actor, at: datetime) -> Publication:
    """Publish a whole period exactly as the reviewer saw it (`seen`: its digest). A second call returns the first."""
    by.need("metrics.publish")
    chosen = reports.the_period(period)
    if chosen.first_on is None or chosen.until_on is None or chosen.until_on > at.date():
        raise Invalid(_("This period is not over yet."), remedy=_("Publish it when it is."))
    if by.person_id is None:
        raise Invalid(_("A publication is reviewed by a person with a name."))
    with work.begin(by=by, at=at) as w:
        Tenant.objects.select_for_update().get(pk=by.tenant_id)  # one publication of a town at a time
        rows = Publication.objects.filter(tenant=by.tenant)
        standing = rows.filter(period=period, taken_back_at=None).first()
        if standing is not None:
            return standing
        # Also what was taken back has been read: an overlapping period could be subtracted from it.
        meeting = rows.filter(first_on__lt=chosen.until_on, until_on__gt=chosen.first_on).exclude(
            period=period
        )
        if other := meeting.first():
            raise Conflict(
                _("%(period)s was published and shares days with this period.") % {"period": other.period},
                remedy=_("Publish periods that do not overlap: nobody can then subtract one from the other."),
            )
        contents = publishing.contents(period=chosen, by=by, at=at)
        if publishing.digest(contents) != seen:
            raise Conflict(
                _("The figures have moved since you looked."), remedy=_("Look at them again, then publish.")
            )
        person = Person.objects.get(pk=by.person_id)
        found = Publication.objects.create(
            tenant=by.tenant, period=period, first_on=chosen.first_on, until_on=chosen.until_on, contents=contents,
            reviewed_by=person, reviewer=f"{person.name} {person.post}".strip(), reviewed_at=at,
        )  # fmt: skip
        w.record(
            "figures_published", subject=("publication", found.pk), ids={"period": period, "digest": seen}
        )
    return found


def take_back(*, publication_id: int, reason: str, by: Actor, at: datetime) -> Publication:
    """Take a publication from the public page; its row stays. A second call changes nothing."""
    with work.begin(by=by, at=at) as w:
        found = Publication.objects.select_for_update().filter(tenant=by.tenant, pk=publication_id).first()
        if found is None:
            raise NotFound()
        by.need("metrics.publish")
        if not reason.strip():
            raise Invalid(_("Say why."), field="reason")
        if found.taken_back_at is None:
            found.taken_back_at, found.reason = at, reason.strip()[:200]
            found.save(update_fields=["taken_back_at", "reason"])
            w.record(
                "publication_taken_back", subject=("publication", found.pk), ids={"period": found.period},
                fields={"reason": reason},
            )  # fmt: skip
    return found
