"""`zaocha policies check`, `policies lint`, `facts list`: output, exit codes, no Django."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from zaocha.rules import facts_cli, packs
from zaocha.rules.policies import cli

FORMATS = Path(__file__).parents[5] / "docs" / "formats"
DIGITAL = packs.pack("zhuji-digital-investment").text


def fits(data: Any, name: str) -> Any:
    schema = json.loads((FORMATS / f"{name}.schema.json").read_text(encoding="utf8"))
    jsonschema.validate(data, schema, cls=jsonschema.Draft202012Validator)
    return data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "digital.yaml").write_text(DIGITAL, encoding="utf8")
    facts = {"on": "2026-11-23", "facts": {"digital_investment": {"value": "420000", "unit": "CNY"}}}
    (tmp_path / "facts.json").write_text(json.dumps(facts), encoding="utf8")
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(cli.policies, [str(word) for word in words])


def test_check_gives_one_object_and_its_steps(folder: Path) -> None:
    ran = run("check", folder / "policies" / "digital.yaml", "--facts", folder / "facts.json", "--json")
    assert ran.exit_code == 0
    found = fits(json.loads(ran.stdout), "verdict")
    assert (found["verdict"], found["benefit"]["amount"]) == ("eligible", "126000.00")
    assert any("12.6" in step["zh"] for step in found["benefit"]["steps"])


def test_a_folder_gives_a_list_and_words_come_in_the_readers_language(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = run("check", folder / "policies", "--facts", folder / "facts.json", "--json")
    assert len(fits(json.loads(ran.stdout), "verdict")["verdicts"]) == 1
    monkeypatch.setenv("ZAOCHA_LANG", "en")
    said = run("check", folder / "policies", "--facts", folder / "facts.json").stdout
    assert "entitled" in said and "A first comparison; the authority decides" in said
    monkeypatch.setenv("ZAOCHA_LANG", "zh")
    assert (
        "初步比对，以主管部门审核为准"
        in run("check", folder / "policies", "--facts", folder / "facts.json").stdout
    )


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("policies/digital.yaml", "id: [", "YAML"),
        (
            "policies/digital.yaml",
            DIGITAL.replace("digital_investment", "digital_investmnt"),
            "digital_investment",
        ),
        ("facts.json", "{", "JSON"),
        (
            "facts.json",
            '{"on": "2026-01-01", "facts": {"digital_investment": {"value": "8.6", "unit": "万元"}}}',
            "86000",
        ),
    ],
)
def test_what_cannot_be_read_is_exit_code_3_and_nothing_on_stdout(
    folder: Path, file: str, text: str, words: str
) -> None:
    (folder / file).write_text(text, encoding="utf8")
    ran = run("check", folder / "policies" / "digital.yaml", "--facts", folder / "facts.json", "--json")
    assert (ran.exit_code, ran.stdout) == (3, "")
    assert words in ran.stderr and file.split("/")[-1] in ran.stderr


def test_a_binary_file_and_an_empty_folder_are_refused_in_words(folder: Path) -> None:
    (folder / "policies" / "digital.yaml").write_bytes(b"\xff\xfe\x00")
    assert run("check", folder / "policies", "--facts", folder / "facts.json").exit_code == 3
    (folder / "empty").mkdir()
    ran = run("lint", folder / "empty", folder / "policies", "--json")
    assert ran.exit_code == 3
    assert {one["code"] for one in fits(json.loads(ran.stdout), "lint")["findings"]} == {
        "no_policies",
        "not_utf8",
    }


def test_lint_exits_1_on_findings_and_0_on_none(folder: Path) -> None:
    assert run("lint", folder / "policies").exit_code == 0
    bad = DIGITAL.replace('test: ">= 100000"', 'test: ">= 10 万"')
    (folder / "policies" / "bad.yaml").write_text(bad, encoding="utf8")
    ran = run("lint", folder / "policies", "--json")
    found = fits(json.loads(ran.stdout), "lint")
    assert (ran.exit_code, found["files"], found["errors"]) == (1, 2, 2)
    first = found["findings"][0]
    assert (first["line"], first["excerpt"]) == (14, ">= 10 万\n      ^")
    assert "10 万元写作 100000" in first["remedy"]["zh"]


def test_facts_are_listed() -> None:
    ran = CliRunner().invoke(facts_cli.facts_group, ["list", "--json"])
    names = [one["name"] for one in fits(json.loads(ran.stdout), "fact-list")["facts"]]
    assert {"revenue", "rd_share", "digital_investment"} <= set(names)
    assert len(CliRunner().invoke(facts_cli.facts_group, ["list"]).stdout.splitlines()) == len(names)


def test_no_django_and_no_database_are_needed(folder: Path) -> None:
    """And neither is numpy, which would cost more than the answer."""
    code = (
        "import sys; from zaocha.config.cli import cli\n"
        f"cli(['policies', 'check', {str(folder / 'policies')!r}, '--facts', {str(folder / 'facts.json')!r}, '--json'],"
        " standalone_mode=False)\n"
        "print([one for one in ('django', 'numpy', 'sqlite3') if one in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "src"}
    )
    assert ran.stderr.strip() == "[]"
