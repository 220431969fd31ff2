"""Past facts of this area: the event that each step leaves behind."""

from __future__ import annotations

RAISED = "demand_raised"
CORRECTED = "demand_corrected"
SLIP_PRINTED = "demand_slip_printed"
EXPORTED = "demands_exported"

OF_STEP: dict[str, str] = {
    "accept": "demand_accepted",
    "reject": "demand_rejected",
    "answer_on_spot": "demand_answered_on_spot",
    "assign": "demand_assigned",
    "ask": "demand_asked",
    "reassign": "demand_reassigned",
    "sign": "demand_signed",
    "request_return": "demand_return_requested",
    "accept_return": "demand_return_accepted",
    "refuse_return": "demand_return_refused",
    "start": "demand_started",
    "ask_company": "company_asked",
    "company_answers": "company_answered",
    "request_extension": "demand_extension_requested",
    "grant_extension": "demand_extended",
    "refuse_extension": "demand_extension_refused",
    "escalate": "demand_escalated",
    "reply": "demand_replied",
    "record_callback_attempt": "callback_attempted",
    "company_says_solved": "demand_solved",
    "company_says_not": "demand_not_solved",
    "propose_explained": "demand_closing_proposed",
    "close_explained": "demand_closed_explained",
    "close_no_word": "demand_closed_no_word",
    "track": "demand_tracked",
    "reopen": "demand_reopened",
    "merge": "demand_merged",
    "withdraw": "demand_withdrawn",
}
"""Step of the lifecycle → kind of event. Subject: ("demand", id)."""
