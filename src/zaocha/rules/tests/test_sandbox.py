"""The sandbox command and its comparison, without a database."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from zaocha.rules import facts, packs, sandbox
from zaocha.rules.cli.sandbox import command
from zaocha.rules.facts import FactSet, FactValue
from zaocha.rules.levers import NoLever
from zaocha.rules.policies import reading, sources

CSV = "company,digital_investment\n甲,86000\n乙,420000\n丙,9000000\n丁,\n"
JSON = [{"company": "甲", "chain": "knitting", "facts": {"digital_investment": {"value": 86000, "unit": "CNY"}}}, {"company": "乙", "facts": {"digital_investment": {"value": 420000, "unit": "CNY"}}}]  # fmt: skip
THRESHOLD, LIMIT, CAP = "versions[1].when.test:0", "versions[1].benefit.threshold", "versions[1].benefit.cap"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    file = tmp_path / "policy.yaml"
    file.write_text(packs.pack("zhuji-digital-investment").text, encoding="utf8")
    return file


def run(policy: Path, *more: str):
    return CliRunner().invoke(command, ["--policy", str(policy), "--on", "2026-11-23", *more])


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_lower_threshold_brings_somebody_in(policy: Path, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"companies.{kind}"
    if kind == "csv":
        file.write_text(CSV, encoding="utf8")
    else:
        pa = pytest.importorskip("pyarrow")
        pq = pytest.importorskip("pyarrow.parquet")
        values = [Decimal(86000), Decimal(420000), Decimal(9000000), None]
        column = pa.array(values, pa.decimal128(18, 2))
        pq.write_table(pa.table({"company": ["甲", "乙", "丙", "丁"], "digital_investment": column}), file)
    ran = run(
        policy, "--companies", str(file), "--set", f"{THRESHOLD}=80000", "--set", f"{LIMIT}=80000", "--json"
    )
    found = json.loads(ran.stdout)
    assert (ran.exit_code, found["companies"], found["gains"]) == (0, 4, 1)
    assert (found["before"]["eligible"], found["after"]["eligible"], found["after"]["missing"]) == (2, 3, 1)
    assert found["difference"] == "25800"
    assert found["changes"] == [{"company": "甲", "kind": "gains", "before": None, "after": "25800"}]


def test_json_brings_groups_along(policy: Path, tmp_path: Path) -> None:
    file = tmp_path / "companies.json"
    file.write_text(json.dumps({"companies": JSON}), encoding="utf8")
    ran = run(
        policy, "--companies", str(file), "--set", f"{THRESHOLD}=80000", "--set", f"{LIMIT}=80000", "--json"
    )
    assert json.loads(ran.stdout)["groups"]["chain"]["knitting"]["after"]["eligible"] == 1


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--set", "versions[1].benefit.capp=1"], 2, "versions[1].benefit.cap"),
        (["--set", "versions[1].benefit.cap=viel"], 2, "viel"),
        (["--set", "nonsense"], 2, "PATH=VALUE"),
        (["--set", "title.zh=1"], 2, "title.zh"),
        (["--set", f"{CAP}=0.5", "--companies", "broken.json"], 3, "broken.json"),
    ],
)
def test_what_is_wrong_is_named(policy: Path, tmp_path: Path, more: list[str], code: int, said: str) -> None:
    (tmp_path / "c.csv").write_text(CSV, encoding="utf8")
    (tmp_path / "broken.json").write_text('{"companies": [{"facts": {}}]}', encoding="utf8")
    given = [str(tmp_path / one) if one == "broken.json" else one for one in more]
    if "--companies" not in given:
        given += ["--companies", str(tmp_path / "c.csv")]
    ran = run(policy, *given)
    assert ran.exit_code == code, ran.output
    assert said in ran.output + ran.stderr
    assert "Traceback" not in ran.stderr


def test_levers_are_listed(policy: Path) -> None:
    found = json.loads(run(policy, "--levers", "--json").stdout)["levers"]
    assert {"path": CAP, "value": "1000000"}.items() <= next(
        one for one in found if one["path"] == CAP
    ).items()


def test_nothing_moved_changes_nothing() -> None:
    document = sources.read_text(packs.pack("zhuji-digital-investment").text).data
    policy = reading.from_data(document, dictionary=facts.dictionary())
    subjects = [
        sandbox.Subject(
            str(n), FactSet(date(2026, 11, 23), {"digital_investment": FactValue(Decimal(n * 10_000))})
        )
        for n in range(200)
    ]
    found = sandbox.compare(policy, policy, subjects, dictionary=facts.dictionary())
    assert found.before == found.after
    assert not found.changes
    assert sum(pair[0].cost for pair in found.groups["company_size"].values()) == found.before.cost
    with pytest.raises(NoLever):
        sandbox.changed(document, {"id": "1"}, dictionary=facts.dictionary())
