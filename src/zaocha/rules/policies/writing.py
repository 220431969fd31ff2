"""Writes a policy: as plain data (what JSON holds), as JSON, and as YAML. Reading gives the same policy back."""

from __future__ import annotations

import json
from typing import Any as Anything

import yaml

from zaocha.rules.conditions import All, Clause, Condition, NotGroup, Quotient
from zaocha.rules.facts import FactDefinition
from zaocha.rules.policies.documents import ALWAYS, Apply, Policy, Source, Version
from zaocha.rules.texts import Text

Data = dict[str, Anything]


def as_data(policy: Policy) -> Data:
    """The document of docs/formats/policy.md: only what is set, in the order of the format."""
    return _set(
        id=policy.id,
        title=_text(policy.title),
        place=_text(policy.place),
        authority=_text(policy.authority),
        kind=policy.kind,
        source=_source(policy.source),
        excludes=list(policy.excludes),
        group=policy.group,
        take=policy.take,
        anchor=policy.anchor,
        repealed_on=policy.repealed_on and policy.repealed_on.isoformat(),
        repeatable=policy.repeatable,
        named_beneficiary=_text(policy.named_beneficiary),
        terms_unknown=policy.terms_unknown,
        facts=[_fact(one) for one in policy.facts],
        note=_text(policy.note),
        versions=[_version(one) for one in policy.versions],
    )


def as_json(policy: Policy) -> str:
    """The document as JSON text."""
    return json.dumps(as_data(policy), ensure_ascii=False, indent=2) + "\n"


def as_yaml(policy: Policy) -> str:
    """The document as YAML text; tests are quoted."""
    return data_as_yaml(as_data(policy))


def data_as_yaml(data: Data) -> str:
    """Plain data of a document as YAML text, also of one that is not right yet."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def condition_as_data(condition: Condition) -> Data:
    """The `when` of a version."""
    if isinstance(condition, Clause):
        return _clause(condition)
    if isinstance(condition, NotGroup):
        return {"not": condition_as_data(condition.item)}
    name = "all" if isinstance(condition, All) else "any"
    return {name: [condition_as_data(one) for one in condition.items]}


def _clause(clause: Clause) -> Data:
    subject = clause.subject
    about = (
        {"ratio": [subject.numerator, subject.denominator]}
        if isinstance(subject, Quotient)
        else {"fact": subject}
    )
    return {**about, **_set(test=clause.text, unit=clause.unit, label=_text(clause.label))}


def _version(version: Version) -> Data:
    window = version.window
    return _set(
        valid_from=version.valid.since.isoformat(),
        valid_to=version.valid.until and version.valid.until.isoformat(),
        retroactive_from=version.retroactive_from and version.retroactive_from.isoformat(),
        window=window
        and _set(
            **{"from": window.since.isoformat(), "to": window.until and window.until.isoformat()},
            yearly=version.yearly,
        ),
        when=condition_as_data(version.when) if version.when != ALWAYS else None,
        benefit=version.benefit and dict(version.benefit),
        documents=[_text(one) for one in version.documents],
        apply=_apply(version.apply),
        note=_text(version.note),
    )


def _apply(apply: Apply) -> Data:
    return _set(where=_text(apply.where), url=apply.url, automatic=apply.automatic)


def _source(source: Source) -> Data:
    return _set(
        title=source.title, number=source.number, date=source.on and source.on.isoformat(), url=source.url
    )


def _fact(fact: FactDefinition) -> Data:
    return _set(
        name=fact.name,
        label=_text(fact.label),
        type=fact.type,
        unit=fact.unit,
        period="" if fact.period == "none" else fact.period,
        derived=fact.derived,
        visible_to=fact.visible_to,
        group=fact.group,
        flags=sorted(fact.flags),
    )


def _text(text: Text | None) -> Anything:
    if text is None or (not text.zh and not text.en):
        return None
    return text.zh if text.zh == text.en else text.as_json()


def _set(**row: Anything) -> Data:
    return {name: value for name, value in row.items() if value not in (None, "", [], {}, False)}


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, as people do, and quotes tests."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


class _Quoted(str):
    __slots__ = ()


def _mapping(dumper: yaml.SafeDumper, data: Data) -> yaml.MappingNode:
    rows = {
        name: _Quoted(value) if name == "test" and isinstance(value, str) else value
        for name, value in data.items()
    }
    return dumper.represent_mapping("tag:yaml.org,2002:map", rows.items())


_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(
    _Quoted, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style='"')
)
