"""The document of a policy ↔ the sheet that a form shows: texts only, rows in lists. Pure.

Sheet → document keeps whatever was typed: a draft may be unfinished. What the form does not know stays as `rest`.
"""

from __future__ import annotations

from typing import Any

from zaocha.offers.editing import benefits, nodes, operators
from zaocha.offers.editing.nodes import listed, text

Sheet = dict[str, Any]
HEAD = ("id", "kind", "group", "take", "anchor", "repealed_on")
BOTH = ("title", "place", "authority", "named_beneficiary", "note")
SOURCE = ("title", "number", "date", "url")
DAYS = ("valid_from", "valid_to", "retroactive_from")
FLAGS = ("repeatable", "terms_unknown")
KNOWN = {*HEAD, *BOTH, *FLAGS, "source", "excludes", "versions"}
KNOWN_OF_VERSION = {*DAYS, "window", "when", "benefit", "documents", "apply", "note"}


def of_document(document: dict[str, Any]) -> Sheet:
    """The sheet that shows a document."""
    sheet: Sheet = {name: text(document.get(name)) for name in HEAD}
    source = _dict(document.get("source"))
    sheet |= {name: _both(document.get(name)) for name in BOTH}
    sheet["source"] = {name: text(source.get(name)) for name in SOURCE}
    sheet["excludes"] = "\n".join(map(text, listed(document.get("excludes"))))
    for name in FLAGS:
        sheet[name] = "1" if text(document.get(name)).lower() == "true" else ""
    sheet["versions"] = [_version(one) for one in listed(document.get("versions")) or [{}]]
    return sheet | _rest(document, KNOWN)


def to_document(sheet: Sheet) -> dict[str, Any]:
    """The document that a sheet writes; empty fields are left out."""
    document: dict[str, Any] = {"id": text(sheet.get("id")).strip()}
    document |= _kept({name: said(sheet.get(name)) for name in BOTH[:3]})
    document |= _kept({"kind": text(sheet.get("kind")).strip()})
    source = _dict(sheet.get("source"))
    document |= _kept({"source": _kept({name: text(source.get(name)).strip() for name in SOURCE})})
    document |= _kept({"excludes": operators.parts(text(sheet.get("excludes")))})
    document |= _kept({name: text(sheet.get(name)).strip() for name in HEAD[2:]})
    document |= _kept({name: said(sheet.get(name)) for name in BOTH[3:]})
    document |= {name: "true" for name in FLAGS if sheet.get(name)}
    document["versions"] = [_of_version(_dict(one)) for one in listed(sheet.get("versions"))]
    return document | _unrest(sheet)


def _version(given: Any) -> Sheet:
    version = _dict(given)
    window, apply = _dict(version.get("window")), _dict(version.get("apply"))
    sheet: Sheet = {name: text(version.get(name)) for name in DAYS}
    sheet["window"] = {name: text(window.get(name)) for name in ("from", "to")}
    sheet["window"]["yearly"] = "1" if text(window.get("yearly")).lower() == "true" else ""
    sheet["when"] = nodes.of_condition(version.get("when"))
    sheet["benefit"] = benefits.of_document(version.get("benefit"))
    sheet["documents"] = [_both(one) for one in listed(version.get("documents"))]
    sheet["where"], sheet["url"] = _both(apply.get("where")), text(apply.get("url"))
    sheet["automatic"] = "1" if text(apply.get("automatic")).lower() == "true" else ""
    sheet["note"] = _both(version.get("note"))
    return sheet | _rest(version, KNOWN_OF_VERSION)


def _of_version(sheet: Sheet) -> dict[str, Any]:
    window = _dict(sheet.get("window"))
    version = _kept({name: text(sheet.get(name)).strip() for name in DAYS})
    days = _kept({name: text(window.get(name)).strip() for name in ("from", "to")})
    version |= _kept({"window": days | ({"yearly": "true"} if window.get("yearly") else {})})
    version |= _kept({"when": nodes.to_condition(sheet.get("when"))})
    version |= _kept({"benefit": benefits.to_document(sheet.get("benefit"))})
    papers = [said(one) for one in listed(sheet.get("documents"))]
    version |= _kept({"documents": [one for one in papers if one]})
    apply = _kept({"where": said(sheet.get("where")), "url": text(sheet.get("url")).strip()})
    version |= _kept({"apply": apply | ({"automatic": "true"} if sheet.get("automatic") else {})})
    version |= _kept({"note": said(sheet.get("note"))})
    return version | _unrest(sheet)


def _both(value: Any) -> dict[str, str]:
    """A text in both languages; one without languages is Chinese."""
    held = value if isinstance(value, dict) else {"zh": value}
    return {one: text(held.get(one)) for one in ("zh", "en")}


def said(value: Any) -> Any:
    """A text of the document: one string when it is the same in both languages or there is only one."""
    held = {one: words.strip() for one, words in _both(value).items()}
    if held["zh"] and held["en"] and held["zh"] != held["en"]:
        return held
    return held["zh"] or held["en"]


def _rest(held: dict[str, Any], known: set[str]) -> Sheet:
    """What the form has no control for, kept as YAML."""
    more = {name: value for name, value in held.items() if name not in known}
    return {"rest": benefits.written(more)} if more else {}


def _unrest(sheet: Sheet) -> dict[str, Any]:
    more = benefits.read(text(sheet.get("rest")))
    return more if isinstance(more, dict) else {}


def _kept(held: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in held.items() if value not in (None, "", [], {})}


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
