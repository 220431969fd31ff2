"""What can be wrong with a policy document: every sentence in one table."""

from __future__ import annotations

from collections.abc import Mapping

from zaocha.rules.texts import Message, Parameter


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


MESSAGES: Mapping[str, str] = {
    "not_a_block": _("A block of keys and values is expected here."),
    "not_a_list": _("A list is expected here."),
    "not_words": _("Words are expected here."),
    "empty_words": _("The words are empty."),
    "both_languages": _("A text is one string, or zh and en."),
    "unknown_key": _("There is no key “{name}” here."),
    "key_needed": _("“{name}” is needed here."),
    "bad_id": _("“{value}” cannot be an id: small letters, digits and hyphens, at most 80."),
    "bad_day": _("“{value}” is not a day."),
    "yearly_end": _("A window that comes back every year ends within a year: name its last day under “to”."),
    "bad_flag": _("“{value}” is neither true nor false."),
    "bad_choice": _("“{value}” is not one of {choices}."),
    "bad_url": _("“{value}” is no web address."),
    "no_versions": _("A policy needs at least one version."),
    "no_condition": _("A condition is a fact with a test, a ratio with a test, or one of all, any, not."),
    "two_conditions": _("One condition has only one of fact, ratio, all, any, not; here are {names}."),
    "empty_group": _("The group is empty."),
    "condition_too_deep": _("Conditions are nested more than {most} deep."),
    "too_many_clauses": _("The policy has more than {most} clauses."),
    "unknown_fact": _("There is no fact “{name}”."),
    "test_not_quoted": _("A test is one quoted string."),
    "ratio_of_two": _("A ratio names two facts: [numerator, denominator]."),
    "ratio_not_number": _("{fact} is not a number and cannot stand in a ratio."),
    "ratio_of_itself": _("A ratio of {fact} to itself is always 1."),
    "wrong_unit": _("{fact} is in {unit}, not in “{given}”."),
    "too_many_facts": _("A policy brings at most {most} facts of its own."),
    "fact_known": _("The dictionary has a fact “{name}” already."),
    "fact_twice": _("The fact “{name}” is defined twice."),
    "bad_fact_name": _("“{value}” cannot be the name of a fact: small letters, digits and _, at most 60."),
    "unknown_unit": _("There is no unit “{value}”."),
    "money_unit": _("Money needs a unit of CNY."),
    "anchor_not_day": _("The anchor {fact} is not a day."),
    "take_without_group": _("“take” is about a group; no group is named."),
    "bad_benefit": _("A benefit is a block with a form."),
}
REMEDIES: Mapping[str, str] = {
    "did_you_mean": _("Did you mean {names}?"),
    "list_facts": _("`zaocha facts list` shows all facts; a policy may bring its own under “facts”."),
    "use_keys": _("Known keys are {keys}."),
    "write_day": _("Write it as 2026-11-23."),
    "write_flag": _("Write true or false."),
    "quote_test": _('Write it in quotation marks, such as test: ">= 100000".'),
    "multiply": _("Multiply the number by {factor}, and write the unit {unit} or none."),
    "in_unit": _("Write the test in {unit}, and the unit {unit} or none."),
    "use_dictionary": _("Use it as it is, or choose another name."),
    "known_units": _("Known units are {units}."),
    "colon": _("Use the half-width colon with a space behind it."),
    "write_url": _("Write it with https://."),
}


def said(code: str, **params: Parameter) -> Message:
    """A message of this table."""
    return Message(code, MESSAGES[code], params)


def remedy(code: str, **params: Parameter) -> Message:
    """What to do about it."""
    return Message(code, REMEDIES[code], params)
