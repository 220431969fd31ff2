"""What pages need of demands: labels, tones, and the timeline in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zaocha.demands import forms, labels, lifecycle, queries, reasons
from zaocha.demands.models import Demand, Step

TONES: Mapping[str, str] = {
    "raised": "amber", "accepted": "amber", "return_requested": "amber", "extension_requested": "amber",
    "assigned": "blue", "asked": "purple", "signed": "blue", "working": "blue", "escalated": "purple",
    "waiting_company": "teal", "answered_on_spot": "teal", "replied": "teal", "in_callback": "teal",
    "tracked": "purple", "closed": "green", "rejected": "grey", "merged": "grey", "withdrawn": "grey",
}  # fmt: skip
ENDS: Mapping[str, str] = {"solved": "green", "explained": "grey", "no_word": "grey"}
ICONS: Mapping[str, str] = {
    "accept": "check", "assign": "arrow-forward-up", "ask": "share", "reassign": "arrow-forward-up",
    "sign": "signature", "start": "player-play", "reply": "message-check", "ask_company": "user-question",
    "company_answers": "message-plus", "company_says_solved": "mood-smile", "company_says_not": "mood-sad",
    "record_callback_attempt": "calendar-off", "correct": "pencil", "answer_on_spot": "bolt",
    "close_explained": "user-check", "close_no_word": "archive", "reopen": "refresh", "track": "route",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    title: str
    at: datetime
    by: str
    body: str
    icon: str
    tone: str


def state_label(state: str, closed_as: str = "") -> str:
    """The state in words; a closed demand says how it was closed."""
    if state == "closed" and closed_as in labels.CLOSINGS:
        return str(labels.CLOSINGS[closed_as])
    return str(labels.STATES.get(state, state))


def tone(state: str, closed_as: str = "") -> str:
    """The colour of a state."""
    if state == "closed":
        return ENDS.get(closed_as, "green")
    return TONES.get(state, "grey")


def in_list(row: queries.Row) -> dict[str, Any]:
    """A row of the list as the template shows it."""
    return {
        "row": row,
        "category": forms.category_label(row.category),
        "state": state_label(row.state, row.closed_as),
        "tone": tone(row.state, row.closed_as),
        "channel": str(dict(Demand.Channel.choices).get(row.channel, row.channel)),
    }


def entries(detail: queries.Detail) -> list[Entry]:
    """The timeline, the latest first; at its foot the raising."""
    demand = detail.demand
    channel = demand.get_channel_display()
    first = Entry(
        _("Raised"),
        demand.raised_at,
        "" if detail.hidden else demand.taken_by_name,
        channel,
        "message-2",
        "grey",
    )
    return [*(_entry(step) for step in reversed(detail.timeline)), first]


def _entry(step: Step) -> Entry:
    by = step.actor_name
    title = labels.STEPS.get(step.step, step.step)
    if unit := step.details.get("unit_name"):
        title = paired(title, unit)
    body = "\n".join(part for part in (step.note, *_lines(step)) if part)
    return Entry(
        str(title), step.at, by, body, ICONS.get(step.step, "point"), TONES.get(step.to_state, "grey")
    )


def _lines(step: Step) -> Sequence[str]:
    """What a step says beside its note."""
    found = []
    if step.reason and step.step != "reply":
        kind = {"reject": "reject", "request_return": "return", "reopen": "reopen"}.get(step.step, "ground")
        found.append(reasons.label(kind, step.reason))
    if step.step == "correct":
        changed = step.details.get("after", {})
        before = step.details.get("before", {})
        return [
            paired(FIELDS[name](), f"{_value(name, before.get(name))} → {_value(name, new)}")
            for name, new in changed.items()
            if name in FIELDS
        ]
    for name, value in step.details.items():
        if value in (None, "") or name in {"unit_name", "ground_text"} or name not in DETAILS:
            continue
        found.append(paired(DETAILS[name](), _value(name, value)))
    if step.step == "reply":
        found.insert(0, paired(_("Result"), labels.RESULTS.get(step.reason, step.reason)))
    return found


DETAILS: Mapping[str, Any] = {
    "new_due_on": lambda: _("New due day"),
    "next_on": lambda: _("Next date"),
    "what_remains": lambda: _("What remains to be done"),
    "forwarded_to": lambda: _("Forwarded to"),
    "recorded_for": lambda: _("Recorded by the desk for"),
    "answered_by": lambda: _("Answered by"),
    "ground": lambda: _("Ground"),
    "dissent": lambda: _("What the company says to it"),
    "satisfaction": lambda: _("Satisfaction"),
    "word": lambda: _("The company's word"),
}
FIELDS: Mapping[str, Any] = {
    "category": lambda: _("Category"),
    "preset": lambda: _("Deadline"),
    "raised_by": lambda: _("Who said it"),
    "answer_draft": lambda: _("Draft of an answer"),
    "next_on": lambda: _("Next date"),
    "restricted": lambda: _("Hide the author from the handling unit"),
}


def _value(name: str, value: Any) -> str:
    if value in (None, "", False):
        return "—"
    known: Mapping[str, Any] = {
        "category": forms.category_label,
        "ground": lambda code: reasons.label("ground", code),
        "word": lambda code: labels.WORDS.get(code, code),
        "satisfaction": lambda n: labels.SATISFACTION.get(n, n),
        "restricted": lambda _yes: _("yes"),
    }
    return str(known[name](value)) if name in known else str(value)


def rules_table() -> list[dict[str, Any]]:
    """The table of steps in words, for the page that shows it."""
    return [
        {
            "label": labels.STEPS[row["step"]],
            "from": joined(labels.STATES[state] for state in row["from"]),
            "any_open": set(row["from"]) == set(map(str, lifecycle.OPEN)),
            "to": (row["to"], state_label(row["to"], row["closes_as"]), tone(row["to"], row["closes_as"])),
            "who": joined(labels.ROLES[role] for role in row["who"]),
            "needs": joined(labels.INPUTS[need] for need in row["needs"]),
            "others": joined(labels.STEPS[step] for step in row["not_same_person_as"]),
            "results": joined(labels.RESULTS[kind] for kind in row["after_results"]),
            "once": row["once"],
            "before_due": row["before_due"],
            "visible": row["visible_to_company"],
        }
        for row in lifecycle.as_rows()
    ]


def joined(names: Iterable[Any]) -> str:
    """Names one after the other, parted as the reader's language does it."""
    return _(", ").join(str(name) for name in names)


def paired(name: Any, value: Any) -> str:
    """A name with its value, such as “Result: solved”."""
    return _("%(name)s: %(value)s") % {"name": name, "value": value}
