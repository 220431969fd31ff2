"""Says in the reader's language why a step may not be taken."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from zaocha.demands import labels
from zaocha.demands.lifecycle import Objection
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, Refused

_SEVERITY = (
    "not_your_role", "not_from_here", "same_person", "too_late", "done_before", "other_result", "no_reply_type",
    "missing",
)  # fmt: skip


def refusal(step: str, found: Sequence[Objection]) -> Refused:
    """The gravest of the objections as a refusal: 403, 409 or 422."""
    worst = min(found, key=lambda objection: _SEVERITY.index(objection.code))
    name = labels.STEPS[step]
    about = worst.about
    if worst.code == "not_your_role":
        return NotAllowed(_("“%(step)s” is not yours to do on this demand.") % {"step": name})
    if worst.code == "not_from_here":
        state = labels.STATES.get(about, about)
        return Conflict(
            _("“%(step)s” does not follow from “%(state)s”.") % {"step": name, "state": state},
            remedy=_("Reload the page to see which steps are open now."),
        )
    if worst.code == "same_person":
        return NotAllowed(
            _("Whoever did “%(other)s” cannot do “%(step)s”.") % {"other": labels.STEPS[about], "step": name},
            remedy=_("Ask a colleague to do it."),
        )
    if worst.code == "missing":
        return Invalid(
            _("“%(step)s” needs: %(input)s.") % {"step": name, "input": labels.INPUTS[about]}, field=about
        )
    return _by_rule(step, worst)


def _by_rule(step: str, objection: Objection) -> Refused:
    name = labels.STEPS[step]
    if objection.code == "too_late":
        return Conflict(_("“%(step)s” is possible only before the due day.") % {"step": name})
    if objection.code == "done_before":
        return Conflict(_("“%(step)s” is possible only once for a demand.") % {"step": name})
    if objection.code == "other_result":
        result = labels.RESULTS.get(objection.about) or _("no reply")
        return Conflict(
            _("“%(step)s” does not fit the last reply (%(result)s).") % {"step": name, "result": result},
            remedy=_("Reply again with a fitting result."),
        )
    return Invalid(_("A reply needs a result out of the list."), field="result_type")
