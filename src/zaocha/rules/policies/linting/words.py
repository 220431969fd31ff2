"""What lint says: every sentence in one table."""

from __future__ import annotations

from collections.abc import Mapping

from zaocha.rules.findings import Finding, Place, Severity
from zaocha.rules.texts import Message, Parameter


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


MESSAGES: Mapping[str, str] = {
    # conditions
    "never_true": _("Nobody can ever meet this: {clauses}."),
    "never_true_part": _("This alternative can never be met: {clauses}."),
    "clause_never_true": _("This is never true, whatever {fact} is."),
    "clause_always_true": _("This is always true once {fact} is known: it decides nothing."),
    "always_true": _(
        "Together these conditions are always true once the facts are known: they decide nothing."
    ),
    "adds_nothing": _("This adds nothing: {clause} follows from what else is asked of {fact}."),
    "not_decided": _("The condition has too many alternatives: whether it can ever be met was not decided."),
    "denominator": _("{fact} may be zero or negative; the ratio is unknown then."),
    # time
    "valid_ends_first": _("The version ends ({until}) before it starts ({since})."),
    "window_ends_first": _("The window ends ({until}) before it starts ({since})."),
    "window_outside": _(
        "The window ({window}) lies outside the time in which the version is valid ({valid})."
    ),
    "versions_overlap": _("Version {first} and version {second} are both valid on {day}."),
    "versions_order": _("Versions are written oldest first; this one starts before the one above."),
    "versions_gap": _("No version is valid from {since} to {until}."),
    "retroactive_alone": _(
        "retroactive_from says which matters are covered, but no anchor says which day counts."
    ),
    "retroactive_late": _("retroactive_from is later than valid_from and changes nothing."),
    "repealed_early": _("The policy is repealed ({day}) before its first version starts."),
    # the law
    "tax_as_base": _(
        "The benefit is counted from {fact}: rewards tied to taxes paid are barred by the regulation on fair competition review (公平竞争审查条例)."
    ),
    "tax_as_condition": _(
        "{fact} is a condition: a benefit that hangs on taxes paid needs a fair competition review (公平竞争审查条例)."
    ),
    "named_beneficiary": _(
        "The paper names who gets the benefit ({who}): benefits for named companies are barred by the regulation on fair competition review (公平竞争审查条例), unless law provides for them."
    ),
    "local_registration": _(
        "{fact} is a condition: shutting out companies registered elsewhere is barred by the regulation on fair competition review (公平竞争审查条例)."
    ),
    # together
    "id_used": _("The id “{id}” is that of {file} already."),
    "excludes_itself": _("The policy excludes itself."),
    "excludes_unknown": _("Among these policies there is no “{id}”."),
    "excludes_one_side": _("“{id}” does not exclude this policy in turn."),
    "fact_differs": _("The fact “{name}” is defined otherwise in {file}."),
}
REMEDIES: Mapping[str, str] = {
    "mend_bounds": _("Look at the bounds: one of them excludes the other."),
    "leave_out": _("Leave it out, or correct the bound."),
    "simplify": _("Split the policy, or put fewer alternatives beside each other."),
    "later_end": _("The end is the first day that does not belong any more: write it later than the start."),
    "within_version": _("Move the window into the version's time."),
    "end_before": _("Let the earlier version end on the day the later one starts (valid_to: {day})."),
    "order": _("Sort the versions by valid_from."),
    "name_anchor": _("Name the date fact that counts, such as anchor: loan_paid_out_on."),
    "drop_it": _("Leave it out."),
    "other_base": _("Count from an investment, a cost or a result instead of a tax."),
    "by_conditions": _("Say by conditions who gets it, open to all who meet them."),
    "by_activity": _("Ask for what is done in the town instead: land, staff, investment."),
    "review": _("Have the fair competition review on file before it is published."),
    "rename": _("Give one of them another id."),
    "near_id": _("Did you mean {names}?"),
    "both_sides": _("Add this policy to its excludes, if neither can be had with the other."),
    "same_fact": _("Use one definition, or two names."),
}


def finding(
    code: str, place: Place, fix: str = "", severity: Severity = "warning", **params: Parameter
) -> Finding:
    """A finding of this table; what fills the message also fills the remedy."""
    what = Message(fix, REMEDIES[fix], params) if fix else None
    return Finding(Message(code, MESSAGES[code], params), what, severity, place)
