"""Every step by its verb, with the inputs that it takes: what pages and API share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.demands import actions
from zaocha.demands.models import Demand
from zaocha.kernel import work
from zaocha.kernel.errors import NotFound


@dataclass(frozen=True)
class Verb:
    """What a person does in one go: `steps` of the table that it may become, and its inputs by name."""

    label: Any
    run: Callable[..., Demand]
    takes: tuple[str, ...]
    steps: tuple[str, ...]
    icon: str = "point"


VERBS: dict[str, Verb] = {
    "accept": Verb(_("Accept"), actions.accept, ("note",), ("accept",), "check"),
    "answer_on_spot": Verb(
        _("Answer on the spot"), actions.answer_on_spot, ("answer", "answered_by"), ("answer_on_spot",), "bolt"
    ),
    "assign": Verb(
        _("Hand on to a unit"), actions.assign, ("unit_id", "co_unit_ids", "note"),
        ("assign", "ask", "reassign"), "arrow-forward-up",
    ),
    "accept_return": Verb(_("Take it back"), actions.accept_return, ("note",), ("accept_return",), "arrow-back-up"),
    "refuse_return": Verb(_("Refuse the return"), actions.refuse_return, ("reason",), ("refuse_return",), "ban"),
    "sign": Verb(_("Sign for it"), actions.sign, ("note",), ("sign",), "signature"),
    "start": Verb(_("Start work"), actions.start, ("note",), ("start",), "player-play"),
    "reply": Verb(
        _("Reply"), actions.reply,
        ("result", "answer", "ground", "what_remains", "next_on", "forwarded_to", "recorded_for"), ("reply",),
        "message-check",
    ),
    "ask_company": Verb(_("Ask the company"), actions.ask_company, ("question",), ("ask_company",), "user-question"),
    "company_answers": Verb(
        _("Note the company's answer"), actions.company_answers, ("answer",), ("company_answers",), "message-plus"
    ),
    "company_says": Verb(
        _("Note the company's word"), actions.company_says, ("word", "satisfaction", "words"),
        ("company_says_solved", "company_says_not"), "phone",
    ),
    "record_attempt": Verb(
        _("Note a call-back without a word"), actions.record_attempt, ("note",), ("record_callback_attempt",),
        "calendar-off",
    ),
    "propose_explained": Verb(
        _("Propose to close as explained"), actions.propose_explained, ("ground", "dissent"),
        ("propose_explained",), "scale",
    ),
    "close_explained": Verb(
        _("Close as explained"), actions.close_explained, ("note",), ("close_explained",), "user-check"
    ),
    "close_no_word": Verb(
        _("Close without the company's word"), actions.close_no_word, ("note",), ("close_no_word",), "archive"
    ),
    "track": Verb(_("Track long-term"), actions.track, ("next_on", "reason"), ("track",), "route"),
    "reopen": Verb(_("Reopen"), actions.reopen, ("reason", "note"), ("reopen",), "refresh"),
    "request_return": Verb(
        _("Ask to return it"), actions.request_return, ("reason", "note"), ("request_return",), "arrow-back-up"
    ),
    "request_extension": Verb(
        _("Ask for more time"), actions.request_extension, ("new_due_on", "reason"), ("request_extension",),
        "calendar-plus",
    ),
    "grant_extension": Verb(
        _("Grant more time"), actions.grant_extension, ("new_due_on", "note"), ("grant_extension",),
        "calendar-check",
    ),
    "refuse_extension": Verb(
        _("Refuse more time"), actions.refuse_extension, ("reason",), ("refuse_extension",), "calendar-off"
    ),
    "escalate": Verb(_("Take to a joint meeting"), actions.escalate, ("reason",), ("escalate",), "users-group"),
    "merge": Verb(_("Merge into another"), actions.merge, ("into_id", "note"), ("merge",), "git-merge"),
    "reject": Verb(_("Do not accept"), actions.reject, ("reason", "note"), ("reject",), "circle-x"),
    "withdraw": Verb(_("Withdraw"), actions.withdraw, ("reason",), ("withdraw",), "circle-minus"),
}  # fmt: skip
"""In the order in which a page offers them: the usual next step first, ways out last."""

USUAL: Mapping[str, tuple[str, ...]] = {
    "raised": ("assign",), "accepted": ("assign",), "return_requested": ("accept_return",),
    "waiting_company": ("company_answers",), "extension_requested": ("grant_extension",),
    "escalated": ("assign",), "replied": ("company_says",), "answered_on_spot": ("company_says",),
    "in_callback": ("close_explained", "company_says"), "tracked": ("track",),
}  # fmt: skip
"""The step that most often follows a state: a page offers it first."""
USUAL_OF_UNIT: Mapping[str, tuple[str, ...]] = {
    "assigned": ("sign",), "asked": ("sign",), "signed": ("reply",), "working": ("reply",),
    "escalated": ("reply",), "waiting_company": ("company_answers",),
}  # fmt: skip
"""The same for the unit that holds the demand."""

EMPTY: Mapping[str, Any] = {
    "unit_id": 0, "into_id": 0, "co_unit_ids": (), "new_due_on": None, "next_on": None, "satisfaction": None,
}  # fmt: skip
"""What stands for an input that was not given; every other one is a text."""


def take(verb: str, *, demand_id: int, given: Mapping[str, Any], by: Actor, at: datetime) -> Demand:
    """Take a step. `given`: inputs by name; `version`, when given, must be the demand's (409 otherwise)."""
    if verb not in VERBS:
        raise NotFound(_("There is no such step."))
    chosen = VERBS[verb]
    inputs = {name: given.get(name) or EMPTY.get(name, "") for name in chosen.takes}
    with work.begin(by=by, at=at):
        if given.get("version") is not None:
            actions.check_version(demand_id=demand_id, version=int(given["version"]), by=by)
        return chosen.run(demand_id=demand_id, by=by, at=at, **inputs)


def verbs_of(steps: list[str]) -> list[str]:
    """The verbs that lead to one of these steps, in the order of the page; handing on accepts on its way."""
    if "accept" in steps:
        steps = [*steps, "assign"]
    return [name for name, verb in VERBS.items() if set(verb.steps) & set(steps)]
