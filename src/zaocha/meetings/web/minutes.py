"""Pages: minutes as a list, minutes beside their drafts."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.companies import queries as company_queries
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused
from zaocha.meetings.actions import minutes as minutes_actions
from zaocha.meetings.actions import minutes_confirming, minutes_drafts
from zaocha.meetings.minutes_forms import DescribeForm, MinutesForm
from zaocha.meetings.models import Draft, Minutes
from zaocha.meetings.queries import minutes as queries
from zaocha.meetings.web import minutes_page

write = signed_in("meetings.write")


@require_http_methods(["GET", "POST"])
@write
def minutes(request: HttpRequest) -> HttpResponse:
    """What was read so far, and the box for the next text."""
    by = actor_of(request)
    form = MinutesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("minutes-one", pk=read(form, by=by).pk)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    page = Paginator(queries.newest(by), 20).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(request, "meetings/minutes_list.html", context, status=422 if form.errors else 200)


def read(form: MinutesForm, *, by: Actor) -> Minutes:
    """Read what a valid form holds."""
    given = form.cleaned_data
    return minutes_actions.read(
        text=form.source, file_name=form.file_name, on=given["on"], by=by, at=clock.now(),
        client_key=given["client_key"],
    )  # fmt: skip


@require_GET
@write
def minutes_one(request: HttpRequest, pk: int) -> HttpResponse:
    """The text on one side, the drafts on the other; `?change=<id>` opens one for correction."""
    return minutes_page.whole(request, pk=pk, changing=_number(request.GET.get("change")))


@require_POST
@write
def confirm_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm all drafts that are left, at most AT_ONCE; those that are refused stay, each with its reason."""
    by, at = actor_of(request), clock.now()
    minutes = queries.one(by=by, pk=pk)
    left = minutes.drafts.filter(state=Draft.State.PENDING).order_by("start", "pk")
    how = minutes_confirming.How(register="register" in request.POST, hand_over="hand_over" in request.POST)
    ids = list(left.values_list("pk", flat=True)[: queries.AT_ONCE])
    result = minutes_confirming.confirm(draft_ids=ids, by=by, at=at, how=how)
    n = len(result.demands)
    if n:
        said = ngettext("%(n)d demand is in the pool now.", "%(n)d demands are in the pool now.", n) % {
            "n": n
        }
        messages.success(request, said)
    if result.refused:
        return minutes_page.whole(request, pk=pk, wrong=minutes_page.Wrong(refused=result.refused))
    return redirect("minutes-one", pk=pk)


@require_POST
@write
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct title and day."""
    by = actor_of(request)
    queries.one(by=by, pk=pk)
    form = DescribeForm(request.POST)
    if form.is_valid():
        try:
            minutes_actions.describe(minutes_id=pk, **form.cleaned_data, by=by, at=clock.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    if form.errors:
        return minutes_page.whole(request, pk=pk, wrong=minutes_page.Wrong(describing=form))
    return redirect("minutes-one", pk=pk)


@require_POST
@write
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A passage that the reading missed becomes a draft."""
    by = actor_of(request)
    start, end = _number(request.POST.get("start")), _number(request.POST.get("end"))
    words = request.POST.get("words", "")
    try:
        draft = minutes_drafts.add(
            minutes_id=pk, by=by, at=clock.now(), start=start or (0 if end else None), end=end, words=words
        )
    except Refused as refusal:
        if refusal.status == 404:
            raise
        return minutes_page.whole(request, pk=pk, wrong=minutes_page.Wrong(adding=(words, str(refusal))))
    return redirect(f"{minutes_page.address(pk)}?change={draft.pk}#draft-{draft.pk}")


@require_GET
@write
def going_out(request: HttpRequest, pk: int) -> HttpResponse:
    """What goes out now: slips, messages, company pages."""
    by = actor_of(request)
    minutes = queries.one(by=by, pk=pk)
    return render(request, "meetings/minutes_going_out.html", minutes_page.outgoing(request, minutes, by=by))


@require_GET
@write
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading of a long text has come; the page is loaded anew when it is done."""
    minutes = queries.one(by=actor_of(request), pk=pk)
    answer = render(
        request, "meetings/minutes_reading.html", {"minutes": minutes, "length": len(minutes.source_text)}
    )
    if minutes.state == Minutes.State.READ:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_GET
@write
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """The text as it came, to download."""
    minutes = queries.one(by=actor_of(request), pk=pk)
    answer = HttpResponse(minutes.source_text, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="minutes-{minutes.pk}.txt"'
    return answer


@require_GET
@write
def companies(request: HttpRequest) -> HttpResponse:
    """Companies that fit what is being typed into a draft."""
    typed = str(request.GET.get("company", ""))
    found = company_queries.lookup(tenant_id=actor_of(request).tenant_id, text=typed[:60], limit=6)
    return render(request, "meetings/minutes_companies.html", {"companies": found, "typed": typed.strip()})


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


urlpatterns = [
    path("minutes/", minutes, name="minutes"),
    path("minutes/companies/", companies, name="draft-companies"),
    path("minutes/<int:pk>/", minutes_one, name="minutes-one"),
    path("minutes/<int:pk>/confirm/", confirm_rest, name="minutes-confirm"),
    path("minutes/<int:pk>/describe/", describe, name="minutes-describe"),
    path("minutes/<int:pk>/add/", add, name="minutes-add"),
    path("minutes/<int:pk>/going-out/", going_out, name="minutes-going-out"),
    path("minutes/<int:pk>/reading/", reading, name="minutes-reading"),
    path("minutes/<int:pk>/text/", source, name="minutes-text"),
]
