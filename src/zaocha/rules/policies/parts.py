"""Reads parts that occur all over a policy (keys, words, days, flags) and collects what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from zaocha.rules.feel import names
from zaocha.rules.findings import Finding
from zaocha.rules.policies.faults import remedy, said
from zaocha.rules.policies.sources import Key, Read
from zaocha.rules.texts import Message, Parameter, Text, plain


class Parts:
    """One document while it is read; what is wrong is kept, and reading goes on with nothing."""

    def __init__(self, read: Read) -> None:
        self.read = read
        self.found: list[Finding] = []

    def fault(self, key: Key, code: str, what: Message | None = None, **params: Parameter) -> None:
        """Keep a finding at a place."""
        self.found.append(Finding(said(code, **params), what, place=self.read.place(key)))

    def block(
        self, value: Any, key: Key, *, keys: Sequence[str], needed: Sequence[str] = ()
    ) -> dict[str, Any]:
        """A mapping with only these keys; what is wrong with it is left out."""
        if not isinstance(value, Mapping):
            colon = isinstance(value, str) and "：" in value
            what = remedy("colon") if colon else remedy("use_keys", keys=tuple(keys))
            self.fault(key, "not_a_block", what)
            return {}
        for name in value:
            if name not in keys:
                near = names.near(str(name), keys)
                what = remedy("did_you_mean", names=near) if near else remedy("use_keys", keys=tuple(keys))
                self.fault((*key, str(name)), "unknown_key", what, name=str(name))
        for name in needed:
            if value.get(name) in (None, ""):
                self.fault(key, "key_needed", name=name)
        # A key without a value is as good as none: `url:` in YAML, null in JSON.
        return {name: one for name, one in value.items() if name in keys and one not in (None, "")}

    def items(self, value: Any, key: Key) -> list[Any]:
        """A list."""
        if isinstance(value, list | tuple):
            return list(value)
        self.fault(key, "not_a_list")
        return []

    def words(self, value: Any, key: Key) -> str:
        """One string."""
        if not isinstance(value, str):
            self.fault(key, "not_words")
            return ""
        return value.strip()

    def text(self, value: Any, key: Key) -> Text:
        """One string for both languages, or `{zh, en}`."""
        if isinstance(value, str):
            return Text(value.strip(), value.strip())
        if not isinstance(value, Mapping) or set(value) != {"zh", "en"}:
            self.fault(key, "both_languages")
            return Text("", "")
        return Text(self.words(value["zh"], (*key, "zh")), self.words(value["en"], (*key, "en")))

    def day(self, value: Any, key: Key) -> date | None:
        """A day as 2026-11-23."""
        try:
            if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
                return date.fromisoformat(value.strip())
        except ValueError:
            pass
        self.fault(key, "bad_day", remedy("write_day"), value=str(value))
        return None

    def flag(self, value: Any, key: Key) -> bool:
        """true or false, as JSON or as YAML's word."""
        if value in (True, "true"):
            return True
        if value not in (False, "false"):
            self.fault(key, "bad_flag", remedy("write_flag"), value=str(value))
        return False

    def choice(self, value: Any, key: Key, choices: Sequence[str]) -> str:
        """One of some words."""
        if value not in choices:
            near = names.near(str(value), choices)
            what = remedy("did_you_mean", names=near) if near else None
            self.fault(key, "bad_choice", what, value=str(value), choices=tuple(choices))
        return str(value)

    def url(self, value: Any, key: Key) -> str:
        """A web address that a browser may open."""
        address = self.words(value, key)
        if address and not re.match(r"https?://[^\s<>\"]+$", address):
            self.fault(key, "bad_url", remedy("write_url"), value=address)
        return address


def as_strings(value: Any) -> Any:
    """Plain data with every scalar a string, as YAML has it: JSON's numbers and booleans too."""
    if isinstance(value, Mapping):
        return {str(name): as_strings(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_strings(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 40:
        return plain(value)
    return "" if value is None else str(value)
