"""Hires: noted by the company itself, or by the desk and then confirmed by the company's tap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.results import actions as result_actions
from zaocha.talent import access, fitting, lifecycle
from zaocha.talent.models import Application, Hire


@dataclass(frozen=True)
class NewHire:
    """`schooling`: the degree of whoever was taken on; `application_id` when it came through one."""

    company_id: int
    title: str
    schooling: str
    on: date
    application_id: int | None = None


def note_hire(*, new: NewHire, by: Actor, at: datetime) -> Hire:
    """Note it; by the company's link it is confirmed in the same tap."""
    if by.company_id is None:
        by.need("talent.write")
    company = access.the_company(by, new.company_id)
    if new.on > at.astimezone(SHANGHAI).date():
        raise Invalid(_("This day is still to come."), field="on")
    if new.schooling not in fitting.SCHOOLING[1:]:
        raise Invalid(_("Please choose one."), field="schooling")
    if not new.title.strip():
        raise Invalid(_("Please fill this in."), field="title")
    with work.begin(by=by, at=at) as w:
        application = _taken(new, by=by, at=at)
        made = Hire.objects.create(
            tenant=by.tenant, company=company, application=application, title=new.title.strip(), schooling=new.schooling,
            post=application.vacancy.post if application else fitting.post_of(new.title), hired_on=new.on, made_at=at,
            made_by=by.mark,
        )  # fmt: skip
        w.record("hire_noted", subject=("hire", made.pk), ids={"company": company.pk, "on": str(new.on)})
        if by.company_id is not None:
            confirm_hire(hire_id=made.pk, by=by, at=at)
            made.refresh_from_db()
    return made


def confirm_hire(*, hire_id: int, by: Actor, at: datetime) -> Hire:
    """By the company's own tap alone; it is then a result, of a graduate too from a bachelor's degree on."""
    if by.company_id is None:
        raise NotAllowed()
    with work.begin(by=by, at=at) as w:
        found = Hire.objects.select_for_update().filter(
            tenant=by.tenant, pk=hire_id, company_id=by.company_id
        ).select_related("company").first()  # fmt: skip
        if found is None:
            raise NotFound()
        if found.confirmed_at is not None:
            return found
        found.confirmed_at, found.confirmed_by = at, by.mark
        found.save(update_fields=["confirmed_at", "confirmed_by"])
        kinds = ["hire"] + (["graduate_hired"] if found.schooling in fitting.GRADUATE else [])
        for kind in kinds:
            new = result_actions.NewResult(
                kind=kind, amount=Decimal(1), on=found.hired_on, company_id=found.company_id, confirmed=True,
                evidence=gettext("The company confirmed the hire: %(post)s.") % {"post": found.title},
                origin_kind="hire", origin_id=found.pk,
            )  # fmt: skip
            result_actions.record(new=new, by=by, at=at)
        w.record(
            "hire_confirmed", subject=("hire", found.pk), ids={"company": found.company_id, "kinds": kinds}
        )
    return found


def _taken(new: NewHire, *, by: Actor, at: datetime) -> Application | None:
    if new.application_id is None:
        return None
    rows = access.applications(by).filter(pk=new.application_id, vacancy__company_id=new.company_id)
    if not rows.exists():
        raise NotFound()
    found = Application.objects.select_for_update().select_related("vacancy").get(pk=new.application_id)
    if "hire" not in lifecycle.offers(found.state, "company"):
        raise Conflict(_("This step is not possible now."), remedy=_("Load the page again."))
    found.state, found.stepped_at = Application.State.HIRED, at
    found.save(update_fields=["state", "stepped_at"])
    return found
