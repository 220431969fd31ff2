"""Words for what happens to offers, needs and viewings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NOTES = {
    "offer_published": _("entered"),
    "offer_proposed": _("proposed by link"),
    "offer_changed": _("changed"),
    "offer_confirmed": _("confirmed by the desk"),
    "offer_reserved": _("reserved"),
    "offer_released": _("reservation ended"),
    "offer_withdrawn": _("withdrawn"),
    "offer_reopened": _("on offer again"),
    "offer_still_there": _("still to be had, says its owner"),
    "outcome_noted": _("outcome noted"),
}
STEPS = {
    "confirm": _("Confirm it"),
    "reserve": _("Reserve it"),
    "release": _("End the reservation"),
    "withdraw": _("Withdraw it"),
    "reopen": _("Put it on offer again"),
}
RESULTS = {
    "let": _("let"),
    "sold": _("sold by public bidding"),
    "granted": _("granted"),
    "passed_on": _("passed on"),
}
