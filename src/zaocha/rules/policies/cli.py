"""The commands `zaocha policies …`: no server, no database, no Django."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from zaocha.rules import facts, facts_reading
from zaocha.rules.findings import Finding, Unreadable
from zaocha.rules.policies import files
from zaocha.rules.texts import Language, Message

FINE, A_FINDING, UNREADABLE = 0, 1, 3
_PATH = click.Path(exists=True, path_type=Path)
_SIGNS = {"true": "✓", "false": "✗", "unknown": "?"}


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


MESSAGES = {
    "verdict_eligible": _("entitled"),
    "verdict_not_eligible": _("not entitled"),
    "verdict_missing": _("facts missing"),
    "verdict_not_public": _("conditions not public"),
    "verdict_window_closed": _("not open now"),
    "verdict_excluded": _("excluded"),
    "amount": _("Benefit: {amount} CNY"),
    "clean": _("{files} policies looked at; nothing found."),
    "counted": _("{files} policies looked at: {errors} errors, {warnings} warnings, {notes} notes."),
}


@click.group()
def policies() -> None:
    """Policies: check, lint."""


@policies.command("check")
@click.argument("policy", type=_PATH)
@click.option("--facts", "facts_file", type=_PATH, required=True, help="What is known of the company (JSON).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_context
def check(ctx: click.Context, policy: Path, facts_file: Path, as_json: bool) -> None:
    """Say what a policy (YAML or JSON, or a folder of them) answers to one company, and why.

    Exit codes: 0 whatever the verdict is, 2 usage, 3 policy or facts cannot be read.

    Example: zaocha policies check policy.yaml --facts facts.json --json
    """
    try:
        answers = checked(policy, facts_file)
    except Unreadable as wrong:
        _fail(wrong)
        ctx.exit(UNREADABLE)
    if as_json:
        whole: dict[str, Any] = {"verdicts": answers} if policy.is_dir() else answers[0]
        click.echo(json.dumps(whole, ensure_ascii=False))
    else:
        click.echo("\n\n".join("\n".join(lines(one)) for one in answers))
    ctx.exit(FINE)


@policies.command("lint")
@click.argument("paths", type=_PATH, nargs=-1, required=True, metavar="PATH...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_context
def lint(ctx: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """Say what is wrong with policies, in files and folders, alone and together.

    Exit codes: 0 nothing found or notes only, 1 errors or warnings, 2 usage, 3 a file cannot be read at all.

    Example: zaocha policies lint policies/ --json
    """
    from zaocha.rules.policies import linting

    report = linting.lint(paths, dictionary=facts.dictionary())
    counts = {
        name: sum(one.severity == name for one in report.findings) for name in ("error", "warning", "note")
    }
    params = {"files": report.files} | {f"{name}s": count for name, count in counts.items()}
    if as_json:
        findings = [one.as_json() for one in report.findings]
        click.echo(json.dumps({**params, "findings": findings}, ensure_ascii=False))
    else:
        click.echo(
            "\n".join(
                [*map(_line, report.findings), _say("counted" if report.findings else "clean", **params)]
            )
        )
    if report.unreadable:
        ctx.exit(UNREADABLE)
    ctx.exit(A_FINDING if counts["error"] or counts["warning"] else FINE)


def checked(policy: Path, facts_file: Path) -> list[dict[str, Any]]:
    """The answers of all policies at a path (docs/formats/verdict.md). Raises `Unreadable`."""
    from zaocha.rules.policies import answers, stacking, verdicts

    dictionary = facts.dictionary()
    found = files.policies(policy, dictionary=dictionary)
    known = dictionary.with_facts(fact for one in found for fact in one.facts)
    text = files.text_of(facts_file)
    company = facts_reading.read_json(text, dictionary=known, file=str(facts_file))
    held = verdicts.evaluate_all(found, facts=company, dictionary=dictionary)
    return [answers.as_json(one) for one in stacking.resolved(held)]


def lines(answer: dict[str, Any]) -> list[str]:
    """One answer for a terminal."""
    language = reader()
    verdict = "not_public" if answer["reason"] == "conditions_not_public" else answer["verdict"]
    found = [f"{answer['title'][language]} ({answer['policy']}): {_say('verdict_' + verdict)}"]
    found.append(f"  {answer['why'][language]}")
    for clause in answer["clauses"]:
        found.append(f"  {_SIGNS[clause['verdict']]} {clause['text'][language]}{_value(clause)}")
    benefit = answer["benefit"]
    if benefit and benefit["amount"] is not None:
        found.append(f"  {_say('amount', amount=benefit['amount'])}")
        found += [f"    {step[language]}" for step in benefit["steps"]]
    return [*found, f"  {answer['notice'][language]}"]


def reader() -> Language:
    """The operator's language."""
    wish = os.environ.get("ZAOCHA_LANG") or os.environ.get("LANG", "")
    return "en" if wish.startswith("en") else "zh"


def _value(clause: dict[str, Any]) -> str:
    if clause["value"] is None:
        return ""
    value = "、".join(clause["value"]) if isinstance(clause["value"], list) else str(clause["value"])
    distance = f", Δ {clause['distance']}" if clause["distance"] else ""
    return f"  [{value}{distance}]"


def _line(finding: Finding) -> str:
    return f"{finding.severity}: {finding.text(reader())}"


def _say(code: str, **params: int | str) -> str:
    return Message(code, MESSAGES[code], params).text(reader())


def _fail(wrong: Unreadable) -> None:
    click.echo(wrong.text(reader()), err=True)
