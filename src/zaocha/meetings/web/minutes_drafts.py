"""Pages: one draft as a card, changed, confirmed, dropped or taken up again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock, work
from zaocha.kernel.errors import Refused
from zaocha.meetings.actions import minutes_confirming, minutes_drafts
from zaocha.meetings.minutes_forms import DraftForm
from zaocha.meetings.queries import minutes as queries
from zaocha.meetings.web import minutes_page
from zaocha.meetings.web.minutes_page import Wrong


@require_http_methods(["GET", "POST"])
@signed_in("meetings.write")
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """A card; GET with `change` opens its form, POST with `verb` settles or saves it.

    Verbs: confirm, save, save_confirm, drop, undo. Without scripts the whole page comes back.
    """
    by = actor_of(request)
    found = queries.draft(by=by, pk=pk)
    if request.method == "GET":
        if not _is_htmx(request):
            return redirect(f"{minutes_page.address(found.minutes_id)}?change={pk}#draft-{pk}")
        return _card(request, pk, by=by, open_form="change" in request.GET)
    wrong = _act(request, pk, by=by)
    if _is_htmx(request):
        return _card(request, pk, by=by, wrong=wrong)
    if wrong is not None:
        return minutes_page.whole(request, pk=found.minutes_id, wrong=wrong)
    return redirect(f"{minutes_page.address(found.minutes_id)}#draft-{pk}")


def _act(request: HttpRequest, pk: int, *, by: Actor) -> Wrong | None:
    """Do what the verb says; what was refused comes back with what was typed."""
    verb, form = request.POST.get("verb", ""), None
    if verb in {"save", "save_confirm"}:
        form = DraftForm(request.POST, draft=queries.draft(by=by, pk=pk), by=by)
        if not form.is_valid():
            return Wrong(form=form)
    try:
        _do(verb, pk, form, by=by)
    except Refused as refusal:
        if refusal.status not in {409, 422}:
            raise
        if form is None or refusal.status == 409:
            return Wrong(refused={pk: refusal}, form=form, status=refusal.status)
        form.add_error(_field(form, refusal.field), str(refusal))
        return Wrong(form=form)
    return None


def _do(verb: str, pk: int, form: DraftForm | None, *, by: Actor) -> None:
    at = clock.now()
    with work.begin(by=by, at=at):  # what was typed is saved with the confirmation or not at all
        if form is not None:
            minutes_drafts.change(draft_id=pk, changes=form.changes(), by=by, at=at)
        if verb in {"confirm", "save_confirm"}:
            minutes_confirming.confirm_one(draft_id=pk, by=by, at=at)
        elif verb == "drop":
            minutes_drafts.drop(draft_id=pk, by=by, at=at)
        elif verb == "undo":
            minutes_drafts.undo_drop(draft_id=pk, by=by, at=at)


def _field(form: DraftForm, name: str) -> str | None:
    """The form's field that a refusal of an action is about."""
    own = {"company_id": "company", "promise_due_on": "due_on", "words": "text"}.get(name, name)
    return own if own in form.fields else None


def _card(
    request: HttpRequest, pk: int, *, by: Actor, open_form: bool = False, wrong: Wrong | None = None
) -> HttpResponse:
    one = queries.draft(by=by, pk=pk)
    context = {
        "card": minutes_page.card(one, by=by, wrong=wrong, open_form=open_form),
        "out_of_band": True, "minutes": one.minutes, **minutes_page.counts(by, one.minutes_id),
    }  # fmt: skip
    status = wrong.status if wrong else 200
    answer = render(request, "meetings/minutes_card.html", context, status=status)
    if request.method == "POST" and wrong is None:
        answer.headers["HX-Trigger"] = "drafts-settled"
    return answer


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


urlpatterns = [path("minutes/drafts/<int:pk>/", draft, name="draft")]
