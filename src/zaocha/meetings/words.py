"""What the table's script says, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TABLE_WORDS = {
    "saved": _("saved"),
    "waiting": _("waiting for the network"),
    "all_saved": _("Everything is saved"),
    "some_waiting": _("%(n)s waiting; they are kept here and go out by themselves"),
    "offline": _("No connection"),
    "signed_out": _("You are signed out. Sign in again in another window; nothing here is lost."),
    "not_kept": _("This browser keeps nothing: do not close the page before everything is saved."),
    "nobody": _("nobody chosen"),
    "answer": _("Answer"),
    "promise": _("Promise"),
    "change": _("Change"),
    "remove": _("Remove"),
    "removed": _("Removed."),
    "undo": _("Undo"),
    "again": _("Try again"),
    "take_back": _("Take the words back"),
    "will_answer": _("will answer"),
    "by_day": _("by %(day)s"),
    "as_soon_as": _("as soon as: %(trigger)s"),
    "demand": _("Demand"),
    "colon": _(": "),
    "guest": _("Seat “%(name)s” as a guest"),
    "no_network_for_this": _("This needs the network. The words are safe; do this when it is back."),
    "on_spot": _("solved on the spot"),
    "promised": _("promised"),
    "statement": _("statement"),
    "noted": _("no demand"),
    "stays_open": _("A reload without network still opens this page."),
    "do_not_reload": _("Without network do not reload: on this address the browser cannot keep the page."),
}
