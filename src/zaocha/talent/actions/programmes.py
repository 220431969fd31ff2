"""Training with schools: cohorts, seats that companies ask for, students counted by the school itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Unit
from zaocha.allocations import actions as round_actions
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.results import actions as result_actions
from zaocha.talent import access
from zaocha.talent.models import Cohort, Programme, Seat


@dataclass(frozen=True)
class NewProgramme:
    """`company_id`, `agreement`, `agreed`: of directed training (定向培养)."""

    title: str
    field: str
    school_id: int
    note: str = ""
    company_id: int | None = None
    agreement: str = ""
    agreed: int | None = None


@dataclass(frozen=True)
class NewCohort:
    """One course of a programme."""

    name: str
    starts_on: date
    ends_on: date
    seats: int


def enter_programme(
    *, new: NewProgramme, by: Actor, at: datetime, programme_id: int | None = None
) -> Programme:
    """Enter a programme, or change one."""
    by.need("talent.write")
    if new.field not in Programme.Field.values:
        raise Invalid(field="field", remedy=", ".join(Programme.Field.values))
    if not Unit.objects.filter(tenant=by.tenant, pk=new.school_id, is_active=True).exists():
        raise NotFound()
    if new.company_id is not None:
        access.the_company(by, new.company_id)
        if not (new.agreement.strip() and new.agreed):
            raise Invalid(
                _("Directed training names its agreement and the number of students."), field="agreement"
            )
    with work.begin(by=by, at=at) as w:
        made = access.the_programme(by, programme_id) if programme_id is not None else Programme(
            tenant=by.tenant, made_at=at, made_by=by.mark
        )  # fmt: skip
        for name, value in asdict(new).items():
            setattr(made, name, value)
        made.save()
        w.record(
            "programme_entered",
            subject=("programme", made.pk),
            ids={"field": new.field, "school": new.school_id},
        )
    return made


def add_cohort(*, programme_id: int, new: NewCohort, by: Actor, at: datetime) -> Cohort:
    """A course with its days and seats."""
    by.need("talent.write")
    found = access.the_programme(by, programme_id)
    if new.ends_on < new.starts_on:
        raise Invalid(_("It ends before it begins."), field="ends_on")
    if found.cohorts.filter(name=new.name).exists():
        raise Invalid(_("There is one of that name already."), field="name")
    if not 1 <= new.seats <= 5000:
        raise Invalid(_("From %(least)s to %(most)s.") % {"least": 1, "most": 5000}, field="seats")
    with work.begin(by=by, at=at) as w:
        made = Cohort.objects.create(programme=found, **asdict(new))
        w.record("cohort_added", subject=("cohort", made.pk), ids={"programme": found.pk, "seats": new.seats})
    return made


def ask_seats(*, cohort_id: int, company_id: int, number: int, words: str, by: Actor, at: datetime) -> Seat:
    """A company asks; asking again changes what it asked."""
    if by.company_id is None:
        by.need("talent.write")
    company, cohort = access.the_company(by, company_id), access.the_cohort(by, cohort_id)
    if not 1 <= number <= cohort.seats:
        raise Invalid(_("From %(least)s to %(most)s.") % {"least": 1, "most": cohort.seats}, field="number")
    if cohort.starts_on <= at.date():
        raise Conflict(_("This course has begun."))
    with work.begin(by=by, at=at) as w:
        made, _new = Seat.objects.select_for_update().get_or_create(
            cohort=cohort, company=company, defaults={"number": number, "made_at": at, "made_by": by.mark}
        )
        if made.state != Seat.State.ASKED:
            raise Conflict(_("This has been answered."))
        made.number, made.words = number, words.strip()[:200]
        made.save()
        w.record("seats_asked", subject=("cohort", cohort.pk), ids={"company": company.pk, "number": number})
    return made


def decide_seats(*, seat_id: int, given: bool, by: Actor, at: datetime) -> Seat:
    """The desk gives the seats or not; never more than there are."""
    by.need("talent.write")
    with work.begin(by=by, at=at) as w:
        found = Seat.objects.filter(pk=seat_id, cohort__programme__tenant=by.tenant).first()
        if found is None:
            raise NotFound()
        cohort = Cohort.objects.select_for_update().get(pk=found.cohort_id)
        found.refresh_from_db()
        if found.state != Seat.State.ASKED:
            raise Conflict(_("This has been answered."))
        if given and found.number > seats_left(cohort):
            raise Conflict(_("There are not so many seats left."), remedy=_("Hand them out by a round."))
        found.state = Seat.State.GIVEN if given else Seat.State.REFUSED
        found.save(update_fields=["state"])
        w.record(
            "seats_decided", subject=("cohort", cohort.pk), ids={"company": found.company_id, "given": given}
        )
    return found


def seats_left(cohort: Cohort) -> int:
    """Seats that no company was given."""
    total = cohort.asked.filter(state=Seat.State.GIVEN).aggregate(n=Sum("number"))["n"] or 0
    return int(cohort.seats - total)


def open_round(*, cohort_id: int, by: Actor, at: datetime) -> Cohort:
    """Scarce seats are handed out by a round: those who asked wish in it already."""
    by.need("talent.write")
    cohort = access.the_cohort(by, cohort_id)
    left = seats_left(cohort)
    if cohort.round_id is not None or left < 1:
        raise Conflict(_("This step is not possible now."), remedy=_("Load the page again."))
    with work.begin(by=by, at=at) as w:
        last = min(cohort.starts_on, (at + timedelta(days=10)).date())
        new = round_actions.NewRound(
            kind="course", title=f"{cohort.programme.title} {cohort.name}"[:120], wishes_until=last
        )
        made = round_actions.open_round(new=new, by=by, at=at)
        place = round_actions.add_place(
            round_id=made.pk, new=round_actions.NewPlace(cohort.name, left), by=by, at=at
        )
        for seat in cohort.asked.filter(state=Seat.State.ASKED):
            wish = round_actions.NewWish(company_id=seat.company_id, place_ids=[place.pk], words=seat.words)
            round_actions.wish(round_id=made.pk, new=wish, by=by, at=at)
        cohort.round = made
        cohort.save(update_fields=["round"])
        w.record("cohort_round_opened", subject=("cohort", cohort.pk), ids={"round": made.pk})
    return cohort


def report(*, cohort_id: int, enrolled: int, completed: int | None, by: Actor, at: datetime) -> Cohort:
    """The school says by its link how many enrolled and completed; the latter once, as a result."""
    cohort = access.the_cohort(by, cohort_id)
    if not access.holds_programme(by, cohort.programme_id):  # what counts is the school's own word
        raise NotAllowed()
    if not 0 <= (completed or 0) <= enrolled <= cohort.seats:
        raise Invalid(
            _("No more can complete than enrolled, nor enrol than there are seats."), field="completed"
        )
    if completed is not None and cohort.ends_on > at.astimezone(SHANGHAI).date():
        raise Conflict(_("This course has not ended yet."))
    with work.begin(by=by, at=at) as w:
        cohort = Cohort.objects.select_for_update().select_related("programme").get(pk=cohort.pk)
        if cohort.confirmed_at is not None:
            raise Conflict(_("This has been confirmed."), remedy=_("Call the desk, please."))
        cohort.enrolled = enrolled
        if completed is not None:
            cohort.completed, cohort.confirmed_at, cohort.confirmed_by = completed, at, by.mark
        cohort.save()
        w.record(
            "cohort_reported",
            subject=("cohort", cohort.pk),
            ids={"enrolled": enrolled, "completed": completed},
        )
        if completed:
            new = result_actions.NewResult(
                kind="student_trained", amount=Decimal(completed), on=cohort.ends_on, confirmed=True,
                company_id=cohort.programme.company_id, origin_kind="cohort", origin_id=cohort.pk,
                evidence=gettext("The school confirmed it: %(title)s, %(cohort)s.")
                % {"title": cohort.programme.title, "cohort": cohort.name},
            )  # fmt: skip
            result_actions.record(new=new, by=by, at=at)
    return cohort
