"""Reads the `benefit` part of a policy: every scalar a string, all that is wrong said at once."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from zaocha.rules.benefits import bands, findings, forms, quantities, words
from zaocha.rules.benefits.bands import Band
from zaocha.rules.benefits.forms.base import Form
from zaocha.rules.benefits.quantities import Quantity
from zaocha.rules.feel import names
from zaocha.rules.findings import Finding, Unreadable
from zaocha.rules.texts import Text

MOST_LEVELS = 12
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,30})(\.\d{1,30})?")
_FACT = re.compile(r"[a-z][a-z0-9_]*")
_MYRIADS = re.compile(r"(\d+(?:\.\d+)?)\s*(万|亿)元?")


class Reader:
    """Reads one benefit and gathers what is wrong. `path` is the place in the document."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def fault(self, path: str, code: str, fix: str, **parts: Text) -> None:
        """Note an error."""
        self.found.append(findings.found(path, code, fix, parts=parts))

    def form(self, raw: Any, path: str) -> Form | None:
        """The form that is written here; None when something is wrong with it."""
        if path.count(".") + path.count("[") > MOST_LEVELS * 2:
            self.fault(path, "deep", "deep", most=words.verbatim(str(MOST_LEVELS)))
            return None
        row = self.mapping(raw, path, ("form",))
        if row is None:
            return None
        kind = forms.BY_CODE.get(str(row.get("form")))
        if kind is None:
            self._no_form(str(row.get("form", "")), path)
            return None
        fields = {one.name: one for one in dataclasses.fields(kind)}
        self.keys(row, path, known=("form", *fields), form=kind.code)
        values: dict[str, Any] = {}
        before = len(self.found)
        for name, one in fields.items():
            if name in row:
                values[name] = self.kind(one.metadata["kind"], row[name], f"{path}.{name}")
            elif not one.metadata["optional"]:
                self.fault(path, "needed", "needed", key=words.verbatim(name), label=one.metadata["label"])
        return kind(**values) if len(self.found) == before else None

    def kind(self, kind: str, raw: Any, path: str) -> Any:
        """A value of one of the kinds of field."""
        name, _colon, choices = kind.partition(":")
        if name == "choice":
            return self.choice(raw, path, tuple(choices.split(",")))
        return KINDS[name](self, raw, path)

    def mapping(self, raw: Any, path: str, keys: Sequence[str]) -> Mapping[str, Any] | None:
        """Names with values."""
        if isinstance(raw, Mapping):
            return raw
        self.fault(path, "not_object", "object", keys=_names(keys))
        return None

    def rows(self, raw: Any, path: str) -> list[tuple[str, Any]]:
        """The rows of a list that is not empty, each with its place."""
        if isinstance(raw, Sequence) and not isinstance(raw, str) and raw:
            return [(f"{path}[{n}]", row) for n, row in enumerate(raw)]
        self.fault(path, "not_list", "list")
        return []

    def keys(self, row: Mapping[str, Any], path: str, *, known: Sequence[str], form: str) -> None:
        """Refuse names that mean nothing here."""
        for key in row:
            if key not in known:
                near = names.near(str(key), known)
                fix = "did_you_mean" if near else "choose"
                self.fault(
                    f"{path}.{key}",
                    "unknown_key",
                    fix,
                    key=words.verbatim(str(key)),
                    form=words.verbatim(form),
                    names=_names(near or known),
                )

    def number(self, raw: Any, path: str) -> Decimal:
        """A decimal number, not below nothing."""
        value = self.signed(raw, path)
        if value < 0:
            self.fault(path, "negative", "negative", value=words.verbatim(str(raw)))
        return value

    def signed(self, raw: Any, path: str) -> Decimal:
        """A decimal number. A float is refused, for it may have lost digits already."""
        if isinstance(raw, float):
            self.fault(path, "float", "quote", value=words.verbatim(str(raw)))
            return Decimal(0)
        if isinstance(raw, Decimal | int) and not isinstance(raw, bool):
            raw = f"{Decimal(raw):f}"
        text = str(raw).strip()
        if _NUMBER.fullmatch(text):
            return Decimal(text)
        meant = _MYRIADS.fullmatch(text)
        if meant:
            yuan = Decimal(meant[1]) * (10_000 if meant[2] == "万" else 100_000_000)
            plain = words.verbatim(f"{yuan.normalize():f}")
            self.fault(path, "number", "myriad", value=words.verbatim(text), yuan=plain)
        else:
            self.fault(path, "number", "number", value=words.verbatim(text))
        return Decimal(0)

    def rate(self, raw: Any, path: str) -> Decimal:
        """A share: "30%" or "0.3"."""
        text = str(raw).strip()
        if isinstance(raw, float):
            return self.signed(raw, path)
        bare = text.removesuffix("%").removesuffix("％").strip()
        if not _NUMBER.fullmatch(bare) or bare.startswith("-"):
            self.fault(path, "rate", "rate", value=words.verbatim(text))
            return Decimal(0)
        if bare != text:
            return Decimal(bare) / 100
        if Decimal(bare) > 10:
            self.fault(path, "rate_high", "rate_high", value=words.verbatim(text))
        return Decimal(bare)

    def quantity(self, raw: Any, path: str) -> Quantity:
        """A number, the name of a fact, or one kind of sum over such."""
        if isinstance(raw, Mapping) and len(raw) == 1:
            ((kind, parts),) = raw.items()
            if kind in quantities.COMBINED:
                return self._combined(str(kind), parts, f"{path}.{kind}")
        elif isinstance(raw, str) and _FACT.fullmatch(raw.strip()):
            return quantities.Fact(raw.strip())
        elif isinstance(raw, str | int | float | Decimal) and not isinstance(raw, bool):
            return quantities.Number(self.number(raw, path))
        self.fault(path, "quantity", "quantity", keys=_names(quantities.COMBINED))
        return quantities.Number(Decimal(0))

    def fact(self, raw: Any, path: str) -> str:
        """The name of a fact."""
        if not isinstance(raw, str) or not _FACT.fullmatch(raw.strip()):
            self.fault(path, "name", "name", value=words.verbatim(str(raw)))
            return ""
        return raw.strip()

    def text(self, raw: Any, path: str) -> Text | None:
        """A text in both languages."""
        if isinstance(raw, str) and raw.strip():
            return Text(raw.strip(), raw.strip())
        if (
            isinstance(raw, Mapping)
            and set(raw) == {"zh", "en"}
            and all(str(raw[one]).strip() for one in raw)
        ):
            return Text(str(raw["zh"]), str(raw["en"]))
        self.fault(path, "text", "text")
        return None

    def choice(self, raw: Any, path: str, choices: tuple[str, ...]) -> str:
        """One of a few words."""
        if raw not in choices:
            self.fault(path, "choice", "choose", value=words.verbatim(str(raw)), names=_names(choices))
        return str(raw)

    def truth(self, raw: Any, path: str) -> bool:
        """True or false."""
        if str(raw).lower() not in {"true", "false"}:
            self.fault(path, "truth", "truth", value=words.verbatim(str(raw)))
        return str(raw).lower() == "true"

    def band(self, raw: Any, path: str) -> Band:
        """A band as the rule language writes it."""
        band = bands.parse(str(raw))
        if band is None:
            self.fault(path, "band", "band", value=words.verbatim(str(raw)))
            return Band()
        if band.is_empty():
            self.fault(path, "band_empty", "band_empty", band=band.said())
        return band

    def _combined(self, kind: str, parts: Any, path: str) -> Quantity:
        if kind in quantities.QUOTIENTS and not (isinstance(parts, list | tuple) and len(parts) == 2):
            self.fault(path, "quotient", "quotient", kind=words.verbatim(kind))
        read = tuple(
            quantities.Number(self.rate(row, place))
            if kind == "product" and str(row).rstrip().endswith("%")
            else self.quantity(row, place)
            for place, row in self.rows(parts, path)
        )
        return quantities.Combined(kind, read)

    def _no_form(self, form: str, path: str) -> None:
        near = names.near(form, forms.BY_CODE)
        fix = "did_you_mean" if near else "choose"
        known = _names(near or forms.BY_CODE)
        self.fault(f"{path}.form", "no_form", fix, form=words.verbatim(form), names=known)


def read(raw: Any, *, path: str = "benefit") -> Form:
    """The benefit that a document holds. Raises `Unreadable` with every error at its place."""
    reader = Reader()
    form = reader.form(raw, path)
    if form is None or reader.found:
        raise Unreadable(reader.found)
    return form


def _names(known: Any) -> Text:
    return words.listed(words.verbatim(str(one)) for one in known)


KINDS: dict[str, Callable[[Reader, Any, str], Any]] = {}
"""Kinds of field and how they are read; `rows` adds those that are tables."""
