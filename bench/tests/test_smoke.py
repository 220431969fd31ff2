"""Every benchmark runs, with numbers far too small to mean anything, and prints JSON only."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if "def main(" in path.read_text())

CHROMIUM = os.environ.get("ZAOCHA_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")

pytestmark = pytest.mark.area


def run(name, *words):
    return subprocess.run(
        [sys.executable, f"bench/{name}.py", *map(str, words)],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
        env={
            key: value for key, value in os.environ.items()
            if key == "ZAOCHA_CHROMIUM" or not key.startswith(("ZAOCHA_", "DJANGO_"))
        },
    )  # fmt: skip


def found(name, *words):
    done = run(name, *words)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_all_are_there():
    served = {"assign", "fill", "intake", "pages", "suggest", "table", "wall", "crash", "powercut"}
    # match_cluster starts a cluster of its own, which takes minutes: by hand only.
    assert served | {"booking", "match", "match_agree", "match_growth", "match_cluster", "renew"} == set(
        SCRIPTS
    )


@pytest.mark.parametrize("name", SCRIPTS)
def test_help_says_how(name):
    done = run(name, "--help")
    assert done.returncode == 0
    assert f"bench/{name}.py" in done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    assert found("fill", "--rows", 300, "--companies", 20, "--data", folder)["rows"] == 300
    return folder


def test_pages(folder):
    runs = found(
        "pages", "--rows", 300, "--data", folder, "--workers", 1, "--seconds", 0.3, "--port", free_port()
    )["runs"]
    assert {run["target"] for run in runs} == {"list_api", "detail_api", "list_page", "detail_page"}
    assert all(run["failed"] == 0 and run["per_second"] > 0 for run in runs)


def test_suggestions(folder):
    assert found("suggest", "--rows", 300, "--data", folder, "--lines", 5, "--port", free_port())["over_http"]


def test_intake(folder):
    run = found(
        "intake", "--rows", 300, "--data", folder, "--workers", 1, "--writers", 4, "--seconds", 1,
        "--port", free_port(),
    )  # fmt: skip
    assert run["runs"][0]["created"] > 0
    assert run["runs"][0]["refused"] == 0


def test_crash(tmp_path):
    done = found(
        "crash", "--rounds", 1, "--writers", 4, "--workers", 1, "--longest", 1, "--data", tmp_path,
        "--port", free_port(),
    )  # fmt: skip
    assert done["bad"] == 0


@pytest.mark.skipif(
    not CHROMIUM, reason="no Chromium: set ZAOCHA_CHROMIUM, or install it (apt install chromium)"
)
def test_table():
    pytest.importorskip("playwright")
    told = found("table", "--minutes", 0.3, "--port", free_port())
    assert (told["captured_once"], told["more_than_once"], told["missing"]) == (30, 0, [])


def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_booking():
    told = found("booking", "--rounds", 1)
    assert (told["winners_per_round"], told["told_per_round"]) == ([1], [19])


def test_assign():
    report = found("assign", "--takers", 60, "--places", 8, "--candidates", 3, "--times", 1)
    assert report["runs"][0]["assigned"] > 0


def test_match(tmp_path):
    done = found(
        "match", "--companies", 3000, "--policies", 20, "--watches", 300, "--peers", "none", "--repeat", 1,
        "--data", tmp_path,
    )  # fmt: skip
    assert done["zaocha"]["numpy"]["pairs"] == 60_000
    assert done["tasks"]["offer_all_watches"] > 0
    assert done["bandwidth"]["bytes"] > 0


def test_renew(tmp_path):
    done = found("renew", "--companies", 30, "--policies", 12, "--sample", 10, "--data", tmp_path)
    assert done["same"] is True
    assert done["rows"] > 0


def test_match_agrees():
    assert found("match_agree", "--verdicts", 20_000)["differences"] == 0


def test_match_grows(tmp_path):
    chart = tmp_path / "chart.svg"
    runs = found("match_growth", "--sizes", "500,2000", "--policies", 5, "--data", tmp_path, "--svg", chart)[
        "runs"
    ]
    assert [run["companies"] for run in runs] == [500, 2000]
    assert chart.read_text().startswith("<svg")


def test_peers_get_the_same_rules():
    from bench import match_world

    rules = match_world.policies(40)
    assert json.dumps([match_world.plain(one) for _name, one in rules])
