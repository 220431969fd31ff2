"""The documents say what the source does: commands, API, events, rights, settings."""

from __future__ import annotations

import ast
import json
import re
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.conf import settings

from zaocha.accounts.roles import LABELS, RIGHTS
from zaocha.config import cli, handbook, openapi
from zaocha.demands import lifecycle

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "zaocha"
DOCS = ROOT / "docs"
PATHS = [p for p in SOURCE.rglob("*.py") if not {"tests", "migrations"} & set(p.relative_to(SOURCE).parts)]
COMMANDS = dict(handbook.commands())


def test_openapi_is_fresh() -> None:
    assert not handbook.stale(openapi.pages()), "run python -m zaocha.config.openapi"


def test_every_endpoint_says_what_it_does() -> None:
    mute = [
        f"{method} {path}"
        for method, path, one in openapi.endpoints(openapi.schema())
        if not one.get("summary") or len(one.get("description", "").split()) < 2
    ]
    assert not mute, f"without a docstring: {mute}"


def test_every_write_takes_an_idempotency_key() -> None:
    without = [
        f"{method} {path}"
        for method, path, one in openapi.endpoints(openapi.schema())
        if method != "GET"
        and not any(p["in"] == "header" and p["name"] == "Idempotency-Key" for p in one.get("parameters", []))
    ]
    assert not without


def test_the_api_is_not_documented_from_elsewhere() -> None:
    assert openapi.schema()["info"]["title"] == "Zaocha"
    from zaocha.config.api import api

    assert not api.docs_url, "the viewer of django-ninja is fetched from another host"


def test_commands_document_is_fresh() -> None:
    assert not handbook.stale(handbook.pages()), "run python -m zaocha.config.handbook"


def test_every_noun_can_be_loaded() -> None:
    for noun, (module, attribute, _django, line) in cli.NOUNS.items():
        assert isinstance(getattr(import_module(module), attribute), click.Command), noun
        assert line.endswith(".")


@pytest.mark.parametrize("words", COMMANDS)
def test_command_helps(words: str) -> None:
    what, examples = handbook.said(COMMANDS[words])
    assert len(what.split()) > 1
    assert examples, f"{words} has no example"
    assert all(f"{one} ".startswith(f"{words} ") for one in examples)
    if words == "zaocha manage":
        return
    ran = CliRunner().invoke(cli.cli, [*words.split()[1:], "--help"])
    assert ran.exit_code == 0
    assert "Example:" in ran.output


@pytest.mark.parametrize("words", [words for words in COMMANDS if words != "zaocha manage"])
def test_wrong_usage_is_exit_code_2(words: str) -> None:
    ran = CliRunner().invoke(cli.cli, [*words.split()[1:], "--no-such-option"])
    assert ran.exit_code == 2
    assert ran.stdout == ""
    assert "--no-such-option" in ran.stderr


def test_unknown_nouns_and_verbs_are_exit_code_2() -> None:
    assert CliRunner().invoke(cli.cli, ["nonsense"]).exit_code == 2
    assert CliRunner().invoke(cli.cli, ["promises", "nonsense"]).exit_code == 2


# What a command needs to run; {folder} is one of its own.
GRANTS = ROOT / "src" / "zaocha" / "rules" / "dmn" / "tests" / "fixtures" / "0001-grants" / "0001-grants.dmn"
ARGUMENTS: dict[str, list[str]] = {
    "zaocha titles draw": ["--seed", "2026", "--experts", "1,2,3"],
    "zaocha sandbox": ["--policy", str(ROOT / "src/zaocha/rules/packs/zhuji/dcmm.yaml"), "--levers"],
    "zaocha search similar": ["清水路路灯不亮"],
    "zaocha companies import": [
        str(ROOT / "samples" / "companies_messy.xlsx"),
        "--dry-run",
        "--tenant",
        "qinghe",
    ],
    "zaocha companies list": ["--tenant", "qinghe"],
    "zaocha companies facts": ["云溪市晴川针织有限公司", "--tenant", "qinghe"],
    "zaocha companies import-facts": ["{folder}/facts.csv", "--dry-run", "--tenant", "qinghe"],
    "zaocha demands show": ["1"],
    "zaocha ledger export": ["{folder}/ledger.xlsx", "--all", "--tenant", "qinghe"],
    "zaocha ledger import": ["{folder}/ledger.xlsx", "--dry-run", "--tenant", "qinghe"],
    "zaocha offers export": ["{folder}/offers.xlsx", "--tenant", "qinghe"],
    "zaocha offers read": [str(ROOT / "samples" / "minutes_formal.txt"), "--on", "2026-03-02"],
    "zaocha match run": [
        *("--companies", str(ROOT / "samples" / "match_companies.csv")),
        *("--policies", str(ROOT / "src" / "zaocha" / "rules" / "packs" / "zhuji"), "--out", "{folder}/out"),
    ],
    **{f"zaocha dmn {verb}": [str(GRANTS)] for verb in ("check", "import", "run")},
    "zaocha dmn test": [str(GRANTS.parents[1])],
    "zaocha policies check": [
        str(SOURCE / "rules" / "packs" / "zhuji" / "dcmm.yaml"),
        "--facts",
        "{folder}/facts.json",
    ],
    "zaocha policies lint": [str(SOURCE / "rules" / "packs" / "zhuji" / "dcmm.yaml")],
    "zaocha minutes read": [str(ROOT / "samples" / "minutes_formal.txt"), "--date", "2026-03-02"],
}
WITH_JSON = [
    words for words, command in COMMANDS.items() if any("--json" in option.opts for option in command.params)
]


@pytest.mark.django_db
@pytest.mark.parametrize("words", WITH_JSON)
def test_json_is_json_only(words: str, world: object, tmp_path: Path) -> None:
    if words == "zaocha ledger import":
        out = ["ledger", "export", str(tmp_path / "ledger.xlsx"), "--tenant", "qinghe"]
        assert CliRunner().invoke(cli.cli, out).exit_code == 0
    if words == "zaocha policies check":
        (tmp_path / "facts.json").write_text('{"on": "2026-11-23", "facts": {}}', encoding="utf8")
    (tmp_path / "facts.csv").write_text(
        "企业名称,营业收入（万元）\n云溪市晴川针织有限公司,860\n", encoding="utf8"
    )
    more = [one.format(folder=tmp_path) for one in ARGUMENTS.get(words, [])]
    ran = CliRunner().invoke(cli.cli, [*words.split()[1:], *more, "--json"])
    assert ran.exit_code in {0, 1}, ran.output
    assert isinstance(json.loads(ran.stdout), dict)


FILES = [
    words
    for words, command in COMMANDS.items()
    if any(p.human_readable_name == "FILE" for p in command.params)
]


@pytest.mark.django_db
@pytest.mark.parametrize("words", [words for words in FILES if not words.endswith("export")])
def test_what_cannot_be_read_is_exit_code_3(words: str, world: object, tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    ran = CliRunner().invoke(
        cli.cli, [*words.split()[1:], str(tmp_path / "broken.xlsx"), *TENANT.get(words, [])]
    )
    assert ran.exit_code == 3, ran.output
    assert ran.stderr.strip()
    assert "Traceback" not in ran.stderr


TENANT = {
    words: ["--tenant", "qinghe"]
    for words in ("zaocha companies import", "zaocha companies import-facts", "zaocha ledger import")
}


def test_settings_document_names_every_variable() -> None:
    used = {
        name
        for path in [*PATHS, ROOT / "run.py"]
        for name in re.findall(r"ZAOCHA_[A-Z_]*[A-Z]", path.read_text(encoding="utf8"))
    }
    told = set(re.findall(r"^\| `(ZAOCHA_[A-Z_]+)` \|", (DOCS / "settings.md").read_text(), re.M))
    assert used == told


def test_rights_document_names_every_right_and_who_holds_it() -> None:
    rows = _rows("rights.md", columns=3)
    held = {
        right: ", ".join(str(LABELS[role]) for role in RIGHTS if right in RIGHTS[role])
        for right in sorted(set().union(*RIGHTS.values()))
    }
    assert {right: who for right, (_meaning, who) in rows.items()} == held
    assert all(meaning for meaning, _who in rows.values())


def test_rights_that_are_asked_for_exist() -> None:
    known = set().union(*RIGHTS.values())
    asked = {
        match
        for path in PATHS
        for match in re.findall(
            r"""(?:signed_in|as_json|\.may|\.need)\(\s*"([a-z_]+\.[a-z_]+)"\s*\)""",
            path.read_text(encoding="utf8"),
        )
    }
    in_templates = {
        match
        for path in SOURCE.rglob("*.html")
        for match in re.findall(
            r"""\bmay ["']([a-z_]+\.[a-z_]+)["']|\|may:["']([a-z_.]+)["']""", path.read_text()
        )
    }
    assert asked <= known
    assert {a or b for a, b in in_templates} <= known


def test_events_document_names_every_event() -> None:
    kinds = recorded()
    told = _rows("events.md", columns=3)
    assert set(told) == kinds, f"missing {kinds - set(told)}, gone {set(told) - kinds}"
    assert all(meaning.endswith(".") for _subject, meaning in told.values())


def recorded() -> set[str]:
    """Every kind of event that the source records: literals, and names resolved as far as they go."""
    found: set[str] = set()
    for path in PATHS:
        text = path.read_text(encoding="utf8")
        if ".record(" not in text or path.match("kernel/work.py"):
            continue
        tree = ast.parse(text)
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            for call in ast.walk(function):
                if _is_record(call):
                    found |= _kinds(call.args[0], function, tree)
    return found


def _is_record(node: ast.AST) -> bool:
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record"
    return named and bool(node.args)  # type: ignore[attr-defined]


def _kinds(kind: ast.expr, function: ast.FunctionDef, tree: ast.Module) -> set[str]:
    if isinstance(kind, ast.Constant):
        return {str(kind.value)}
    if isinstance(kind, ast.IfExp):
        return _kinds(kind.body, function, tree) | _kinds(kind.orelse, function, tree)
    if isinstance(kind, ast.Name):  # a local name, or an argument: whatever the module hands in
        given = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == kind.id
        ]
        local = [_kinds(value, function, tree) for value in given]
        return set().union(*local) if local else _handed_to(function.name, tree)
    text = ast.unparse(kind)
    from zaocha.demands import events

    if text.startswith("events.OF_STEP"):
        return set(events.OF_STEP.values())
    if text.startswith("events."):
        return {str(getattr(events, text.removeprefix("events.")))}
    if text == "step.event":
        from zaocha.offers import lifecycle as offer_steps

        return {one.event for one in offer_steps.TABLE}
    if text == "f'promise_{end.value}'":
        ends = ("kept", "broken", "released", "answered", "declined", "lapsed")
        return {f"promise_{end}" for end in ends}
    raise AssertionError(f"this test cannot tell which event is meant: {text}")


def _handed_to(name: str, tree: ast.Module) -> set[str]:
    return {
        value.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == name
        for value in [*call.args, *(keyword.value for keyword in call.keywords)]
        if isinstance(value, ast.Constant)
        and isinstance(value.value, str)
        and re.fullmatch(r"[a-z]+(_[a-z]+)+", value.value)
    }


def test_every_step_of_the_lifecycle_leaves_an_event() -> None:
    from zaocha.demands import events

    assert set(lifecycle.STEPS) <= set(events.OF_STEP)


def test_every_area_is_in_the_codemap() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf8")
    assert not [area for area in settings.AREAS if f"`{area}`" not in text]


def _rows(name: str, *, columns: int) -> dict[str, tuple[str, str]]:
    """First cell (in backticks) → the other two, of the tables of a document."""
    found = {}
    for line in (DOCS / name).read_text(encoding="utf8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == columns:
            found[cells[0].strip("`")] = (cells[1], cells[2])
    return found
