"""`zaocha match run` gives every company the verdict that it gets alone, and names what it cannot read."""

import json
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

pa = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")

import pyarrow.parquet as pq  # noqa: E402

from zaocha.rules.cli.match import match  # noqa: E402
from zaocha.rules.facts import FactSet, FactValue, dictionary  # noqa: E402
from zaocha.rules.policies import files, stacking, verdicts  # noqa: E402

ROOT = Path(__file__).resolve().parents[5]
PACKS = ROOT / "src" / "zaocha" / "rules" / "packs"
SAMPLE = ROOT / "samples" / "match_companies.csv"
ON = date(2026, 3, 1)
FACTS = dictionary()


def ran(*words, code=0, **env):
    done = CliRunner().invoke(match, ["run", *map(str, words)], env={"ZAOCHA_LANG": "en", **env})
    assert done.exit_code == code, done.output
    return done


def value(fact, chance):
    if fact.type == "boolean":
        return chance.random() < 0.5
    if fact.type == "date":
        return date(2022, 1, 1) + timedelta(days=chance.randrange(1700))
    if fact.type == "set":
        return frozenset(one for one in ("socks", "yarn") if chance.random() < 0.5)
    if fact.is_numeric:
        ranges = {"integer": (0, 1, 3, 20, 300), "ratio": ("0", "0.03", "0.55", "1")}
        usual = ("0", "9.99", "30", "72.5", "86000", "100000.50", "20000000", "400000000")
        return Decimal(chance.choice(ranges.get(fact.type, usual)))
    nested = {"gbt4754": ("1830", "1761", "6510", "53"), "gbt2260": ("330681", "330683", "331081")}
    return chance.choice(nested.get(fact.codes) or tuple(FACTS.code_list(fact)) or ("x", "y"))


def companies(count, ids, chance):
    for _ in range(count):
        lost = chance.choice((0, 0.05, 0.3))
        known = {
            name: value(fact, chance)
            for name, fact in FACTS.facts.items()
            if chance.random() >= (0.9 if fact.derived else lost)
        }
        yield known, frozenset(one for one in ids if chance.random() < 0.05)


def table(rows):
    def column(name, fact):
        kinds = {"boolean": pa.bool_(), "date": pa.date32(), "set": pa.list_(pa.string())}
        values = [known.get(name) for known, _enjoyed in rows]
        kind = pa.decimal128(18, 4) if fact.is_numeric else kinds.get(fact.type, pa.string())
        return pa.array([sorted(one) if isinstance(one, frozenset) else one for one in values], kind)

    enjoyed = pa.array([sorted(had) or None for _known, had in rows], pa.list_(pa.string()))
    ids = pa.array([f"C{number}" for number in range(len(rows))])
    return pa.table(
        {
            "company": ids,
            "enjoyed": enjoyed,
            **{name: column(name, fact) for name, fact in FACTS.facts.items()},
        }
    )


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
@pytest.mark.parametrize(
    "pack", sorted(one.name for one in PACKS.iterdir() if any(one.glob("*.yaml")) and one.name != "tests")
)
def test_real_policies_answer_as_one_by_one(pack, kernel, tmp_path):
    if kernel == "numba":
        pytest.importorskip("numba")
    policies = files.policies(PACKS / pack, dictionary=FACTS)
    rows = list(companies(60, [one.id for one in policies], random.Random(pack)))
    pq.write_table(table(rows), tmp_path / "companies.parquet", row_group_size=25)
    ran("--companies", tmp_path / "companies.parquet", "--policies", PACKS / pack, "--out", tmp_path, "--on", ON,
        "--kernel", kernel)  # fmt: skip
    lines = pq.read_table(tmp_path / "verdicts.parquet").to_pylist()
    found = {(one["company"], one["policy"]): one["verdict"] for one in lines}
    assert len(found) == len(lines)
    counted = json.loads((tmp_path / "counts.json").read_text())
    for number, (known, enjoyed) in enumerate(rows):
        facts = FactSet(ON, {name: FactValue(one) for name, one in known.items()}, enjoyed)
        for one in stacking.resolved(verdicts.evaluate_all(policies, facts=facts, dictionary=FACTS)):
            assert found.get((f"C{number}", one.policy.id), "not_eligible") == one.code
            counted["counts"][one.policy.id][one.code] -= 1
    assert counted["pairs"] == 60 * len(policies)
    assert not any(left for counts in counted["counts"].values() for left in counts.values())


def test_the_sample_as_csv(tmp_path):
    done = ran("--companies", SAMPLE, "--policies", PACKS / "zhuji", "--out", tmp_path, "--on", ON, "--json")
    assert json.loads(done.stdout)["companies"] == 4
    lines = pq.read_table(tmp_path / "verdicts.parquet").to_pylist()
    found = {one["company"]: one["verdict"] for one in lines if one["policy"] == "zhuji-digital-investment"}
    assert found["C-001"] in {"eligible", "missing"}
    assert "C-002" not in found  # 86,000 of the 100,000 that are needed
    assert found["C-003"] == "missing"
    assert found["C-004"] == "excluded"
    assert set(pq.read_schema(tmp_path / "verdicts.parquet").names) == {"company", "policy", "verdict"}


def test_of_a_group_only_the_highest_is_given_and_points_are_tested(tmp_path):
    card = {
        "form": "score_card", "passes": "50", "tells": [{"group": "total", "fact": "points_of_card"}],
        "items": [{"label": {"zh": "人员", "en": "staff"}, "group": "people", "base": "tech_staff", "most": "100"}],
        "then": {"form": "fixed", "amount": "30000"},
    }  # fmt: skip
    points = {"name": "points_of_card", "label": {"zh": "得分", "en": "points"}, "type": "number"}
    rate = {"form": "rate", "base": "rd_spend", "rate": "10%"}
    group = {"group": "g", "take": "highest"}
    made = {
        "fixed": ({"benefit": {"form": "fixed", "amount": "50000"}}, group),
        "share": ({"benefit": rate}, group),
        "card": (
            {"benefit": card, "when": {"fact": "points_of_card", "test": ">= 60"}},
            {**group, "facts": [points]},
        ),
    }
    (tmp_path / "policies").mkdir()
    for name, (version, more) in made.items():
        policy = {
            "id": name, "title": name, "place": "示例市", "authority": "经信局", "kind": "subsidy", "source": {"title": "x"},
            "versions": [{"valid_from": "2025-01-01", **version}], **more,
        }  # fmt: skip
        (tmp_path / "policies" / f"{name}.json").write_text(json.dumps(policy))
    rows = {
        "company": ["a", "b", "c", "d"],
        "rd_spend": [100_000, 900_000, None, 0],
        "tech_staff": [70, 55, 200, None],
    }
    pq.write_table(pa.table(rows), tmp_path / "c.parquet")
    ran(
        "--companies",
        tmp_path / "c.parquet",
        "--policies",
        tmp_path / "policies",
        "--out",
        tmp_path,
        "--on",
        ON,
    )
    found = {
        (one["company"], one["policy"]): one["verdict"]
        for one in pq.read_table(tmp_path / "verdicts.parquet").to_pylist()
    }
    policies = files.policies(tmp_path / "policies", dictionary=FACTS)
    for at, company in enumerate(rows["company"]):
        known = {
            name: FactValue(Decimal(rows[name][at]))
            for name in ("rd_spend", "tech_staff")
            if rows[name][at] is not None
        }
        for one in stacking.resolved(
            verdicts.evaluate_all(policies, facts=FactSet(ON, known), dictionary=FACTS)
        ):
            assert found.get((company, one.policy.id), "not_eligible") == one.code
    assert (found["a", "fixed"], found["a", "share"], found["a", "card"]) == (
        "eligible",
        "excluded",
        "excluded",
    )
    assert (found["b", "fixed"], found["b", "share"]) == ("excluded", "eligible")


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"company": ["a"], "revenu": [1]}, ["revenu", "Did you mean revenue"]),
        ({"company": ["a"], "high_tech": [1]}, ["high_tech", "needs yes or no"]),
        ({"name": ["a"]}, ["No column names the company"]),
        ({"company": ["a", None], "dcmm_level": [1, 2]}, ["Row 2 names no company"]),
        ({"company": [1.5]}, ["cannot name a company"]),
        ({"company": ["a", "b"], "dcmm_level": [1.0, 2.5]}, ["dcmm_level", "Row 2", "not a whole number"]),
        ({"company": ["a"], "enjoyed": ["zhuji-dcmm"]}, ["list of policy ids"]),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(columns, said, tmp_path):
    pq.write_table(pa.table(columns), tmp_path / "c.parquet")
    done = ran(
        "--companies", tmp_path / "c.parquet", "--policies", PACKS / "zhuji", "--out", tmp_path, code=3
    )
    assert all(one in done.stderr for one in said), done.stderr
    assert "c.parquet" in done.stderr


def test_what_is_no_table_and_no_policy(tmp_path):
    (tmp_path / "c.parquet").write_bytes(b"nothing of the kind")
    (tmp_path / "policies").mkdir()
    both = ("--out", tmp_path, "--policies")
    assert (
        "neither Parquet nor CSV"
        in ran("--companies", tmp_path / "c.parquet", *both, PACKS / "zhuji", code=3).stderr
    )
    assert "no policies here" in ran("--companies", SAMPLE, *both, tmp_path / "policies", code=3).stderr
    one = (PACKS / "zhuji" / "dcmm.yaml").read_text()
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / "policies" / name).write_text(one)
    assert "a.yaml already" in ran("--companies", SAMPLE, *both, tmp_path / "policies", code=3).stderr


def test_a_folder_of_parquet_files_is_one_table(tmp_path):
    (tmp_path / "in").mkdir()
    for number in range(3):
        part = pa.table({"company": [f"C{number}"], "dcmm_level": [number + 1]})
        pq.write_table(part, tmp_path / "in" / f"{number}.parquet")
    done = ran("--companies", tmp_path / "in", "--policies", PACKS / "zhuji", "--out", tmp_path, "--json")
    assert json.loads(done.stdout)["companies"] == 3
    pq.write_table(pa.table({"company": ["x"]}), tmp_path / "in" / "other.parquet")
    said = ran(
        "--companies", tmp_path / "in", "--policies", PACKS / "zhuji", "--out", tmp_path, code=3
    ).stderr
    assert "other columns" in said
