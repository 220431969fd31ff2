"""What the page of minutes shows: text in pieces, drafts as cards, what goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from zaocha.accounts.access import actor_of
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused
from zaocha.meetings.minutes_forms import DescribeForm, DraftForm
from zaocha.meetings.models import Draft, Minutes
from zaocha.meetings.queries import minutes as queries
from zaocha.meetings.queries import minutes_messages

SKIPPED = "officer_skipped"  # session: the line that asks for officer and telephone was put aside

SLIPS_TOGETHER = 50


def address(pk: int) -> str:
    """Where the page of these minutes is."""
    return reverse("minutes-one", kwargs={"pk": pk})


@dataclass(frozen=True)
class Wrong:
    """What was typed and refused, so that it stands on the page again."""

    form: DraftForm | None = None
    refused: Mapping[int, Refused] = field(default_factory=dict)
    describing: DescribeForm | None = None
    adding: tuple[str, str] = ("", "")  # words, why not
    status: int = 422


def whole(
    request: HttpRequest, *, pk: int, changing: int | None = None, wrong: Wrong | None = None
) -> HttpResponse:
    """The whole page; `changing`: the draft whose form is open."""
    by, status = actor_of(request), wrong.status if wrong else 200
    wrong = wrong or Wrong()
    minutes = queries.one(by=by, pk=pk)
    page = Paginator(queries.drafts(by=by, minutes_id=pk), queries.TOGETHER).get_page(_page_of(request))
    shown = list(page.object_list)
    cards = [card(one, by=by, wrong=wrong, open_form=one.pk == changing) for one in shown]
    initial = {"title": minutes.title, "held_on": minutes.held_on}
    context = {
        "cards": cards, "page": page, "pieces": queries.pieces(minutes.source_text, shown),
        "length": len(minutes.source_text), "describing": wrong.describing is not None,
        "describe_form": wrong.describing or DescribeForm(initial=initial), "adding": wrong.adding,
        "ask_officer": _asks_officer(request, by), **outgoing(request, minutes, by=by), **counts(by, pk),
    }  # fmt: skip
    return render(request, "meetings/minutes_one.html", context, status=status)


def card(one: Draft, *, by: Actor, wrong: Wrong | None = None, open_form: bool = False) -> dict[str, Any]:
    """What one card shows."""
    wrong = wrong or Wrong()
    form = wrong.form if wrong.form and wrong.form.draft.pk == one.pk else None
    if form is None and open_form and one.state == Draft.State.PENDING:
        form = DraftForm(draft=one, by=by)
    label = queries.category_label(one.category, language=get_language() or "") if one.category else ""
    return {
        "draft": one,
        "form": form,
        "refusal": wrong.refused.get(one.pk),
        "category": label,
        "standing": queries.standing(one, on=clock.today()),
        "due_on": (one.promise or {}).get("due_on"),
    }


def counts(by: Actor, pk: int) -> dict[str, Any]:
    """Progress, as the bar above the cards shows it."""
    return {"progress": queries.progress(by=by, minutes_id=pk), "unknown": _unknown(by, pk)}


def outgoing(request: HttpRequest, minutes: Minutes, *, by: Actor) -> dict[str, Any]:
    """Slips, messages and company pages that the confirmed drafts have brought forth."""
    messages = minutes_messages.messages(minutes=minutes, by=by, at=clock.now(), request=request)
    return {
        "minutes": minutes,
        "messages_out": messages,
        "slips": _slips(minutes),
        "only_here": not settings.PUBLIC_URL and _is_loopback(request.get_host()),
        "without_company": minutes.drafts.filter(state=Draft.State.CONFIRMED, company=None).count(),
    }


def _is_loopback(host: str) -> bool:
    return host.rsplit(":", 1)[0] in {"localhost", "127.0.0.1", "[::1]"}


def _slips(minutes: Minutes) -> list[tuple[int, str]]:
    """Number and address of each .docx of slips; more than go into one are spread over several."""
    ids = minutes_messages.with_slips(minutes)
    base = reverse("demand-slips")
    batches = [ids[start : start + SLIPS_TOGETHER] for start in range(0, len(ids), SLIPS_TOGETHER)]
    return [(len(one), f"{base}?ids={','.join(map(str, one))}") for one in batches]


def _unknown(by: Actor, pk: int) -> int:
    """How many companies that are still to be confirmed the register does not have."""
    rows = Draft.objects.filter(minutes_id=pk, minutes__tenant_id=by.tenant_id, state=Draft.State.PENDING)
    new = rows.filter(company=None).exclude(company_text="")
    return new.values("company_text").distinct().count()


def _asks_officer(request: HttpRequest, by: Actor) -> bool:
    named = by.tenant.officer and by.tenant.phone
    return not named and by.may("tenant.settings") and not request.session.get(SKIPPED)


def _page_of(request: HttpRequest) -> str | None:
    return request.GET.get("page") or request.POST.get("page")
