"""What states, steps, results and inputs are called, for readers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STATES = {
    "raised": _("raised"),
    "accepted": _("accepted"),
    "rejected": _("not accepted"),
    "answered_on_spot": _("answered on the spot"),
    "assigned": _("assigned"),
    "asked": _("asked outside"),
    "signed": _("signed for"),
    "working": _("being worked on"),
    "waiting_company": _("waiting for the company"),
    "return_requested": _("return requested"),
    "extension_requested": _("extension requested"),
    "escalated": _("at a joint meeting"),
    "replied": _("replied"),
    "in_callback": _("in call-back"),
    "tracked": _("tracked"),
    "closed": _("closed"),
    "merged": _("merged"),
    "withdrawn": _("withdrawn"),
}

STEPS = {
    "raise": _("Raised"),
    "correct": _("Corrected"),
    "accept": _("Accept"),
    "reject": _("Do not accept"),
    "answer_on_spot": _("Answer on the spot"),
    "assign": _("Assign to a unit"),
    "ask": _("Ask a body outside"),
    "reassign": _("Assign to another unit"),
    "sign": _("Sign for it"),
    "request_return": _("Ask to return it"),
    "accept_return": _("Take it back"),
    "refuse_return": _("Refuse the return"),
    "start": _("Start work"),
    "ask_company": _("Ask the company"),
    "company_answers": _("Note the company's answer"),
    "request_extension": _("Ask for more time"),
    "grant_extension": _("Grant more time"),
    "refuse_extension": _("Refuse more time"),
    "escalate": _("Take to a joint meeting"),
    "reply": _("Reply"),
    "record_callback_attempt": _("Note a call-back without a word"),
    "company_says_solved": _("Company says: solved"),
    "company_says_not": _("Company says: not solved"),
    "propose_explained": _("Propose to close as explained"),
    "close_explained": _("Close as explained"),
    "close_no_word": _("Close without the company's word"),
    "track": _("Track long-term"),
    "reopen": _("Reopen"),
    "merge": _("Merge into another"),
    "withdraw": _("Withdraw"),
}

RESULTS = {
    "solved": _("solved"),
    "partly_solved": _("partly solved"),
    "explained_cannot": _("explained, cannot be done by law"),
    "planned": _("planned for later"),
    "forwarded_up": _("forwarded to a higher body"),
    "withdrawn_by_company": _("withdrawn by the company"),
}

CLOSINGS = {
    "solved": _("solved by the company's word"),
    "explained": _("explained, cannot be done"),
    "no_word": _("no word from the company"),
    "rejected": _("not accepted"),
    "merged": _("merged"),
    "withdrawn": _("withdrawn"),
}

WORDS = {"solved": _("solved"), "partly": _("partly solved"), "not": _("not solved")}

SATISFACTION = {
    5: _("very satisfied"),
    4: _("satisfied"),
    3: _("fairly satisfied"),
    2: _("dissatisfied"),
    1: _("very dissatisfied"),
}

ROLES = {
    "desk": _("desk"),
    "handler": _("handling unit"),
    "company": _("company"),
    "callback": _("call-back officer"),
    "supervisor": _("supervisor"),
    "second_person": _("second person"),
    "system": _("the program"),
}

INPUTS = {
    "answer": _("answer"),
    "attempts": _("two attempts and five working days"),
    "dissent": _("what the company says to it"),
    "forwarded_to": _("forwarded to whom"),
    "ground": _("ground"),
    "merged_into": _("number of the other demand"),
    "new_due_on": _("new due day"),
    "next_on": _("next date"),
    "note": _("note"),
    "question": _("question"),
    "reason": _("reason"),
    "result_type": _("result"),
    "unit": _("unit"),
    "what_remains": _("what remains"),
}

GROUPS = {
    "open": _("all that are open"),
    "new": _("to be handed on"),
    "working": _("in work"),
    "waiting": _("waiting for the company"),
    "answered": _("answered, to be called back"),
    "tracked": _("tracked"),
    "ended": _("ended"),
}
