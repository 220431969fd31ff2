"""The command `zaocha minutes read`: what it prints and how it ends."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zaocha.lang import cli

SAMPLES = Path(__file__).parents[4] / "samples"


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli.minutes, ["read", *map(str, args)])


def test_json_is_one_object_and_nothing_else() -> None:
    result = run(SAMPLES / "minutes_formal.txt", "--json", "--date", "2026-04-01")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["meeting"]["date"] == "2026-04-01"
    start, end = found["demands"][0]["quote"].values()
    assert "8-10亩" in found["source_text"][start:end]


def test_a_word_file_is_read_with_its_paragraphs() -> None:
    result = run(SAMPLES / "minutes_dialogue.docx", "--json", "--date", "2026-04-01")
    demands = json.loads(result.stdout)["demands"]
    assert [one["category"] for one in demands] == ["01", "02", "13", "12", "12"]
    assert demands[0]["promise"]["due_on"] == "2026-04-08"


def test_the_list_for_people_names_line_and_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZAOCHA_LANG", "en")
    result = run(SAMPLES / "minutes_notes.txt", "--date", "2026-04-01")
    assert "promised: 陈主任" in result.stdout and "line 3" in result.stdout


def test_gb18030_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("张总：我们厂门口的路灯坏了，能不能修一下？".encode("gb18030"))
    assert run(file).exit_code == 0


def test_nothing_found_is_a_finding(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("感谢各位企业家的到来，祝大家生意兴隆。", "utf-8")
    result = run(file, "--json")
    assert result.exit_code == 1 and json.loads(result.stdout)["demands"] == []


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02\x03" * 50, b"%PDF-1.7 abc", "テスト会議".encode("shift_jis") * 30]
)
def test_what_cannot_be_read_says_so(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    result = run(file, "--json")
    assert result.exit_code == 3 and result.stdout == "" and result.stderr


def test_a_broken_word_file_and_a_text_too_long_say_so(tmp_path: Path) -> None:
    broken = tmp_path / "a.docx"
    broken.write_bytes(b"PK\x03\x04 not a document")
    assert run(broken).exit_code == 3
    long = tmp_path / "a.txt"
    long.write_text("希望修路。" * 300_000, "utf-8")
    assert run(long).exit_code == 3


def test_usage_errors_are_two(tmp_path: Path) -> None:
    assert run(tmp_path / "none.txt").exit_code == 2
    assert run(SAMPLES / "minutes_notes.txt", "--date", "1 April").exit_code == 2


def test_the_register_maps_names(tmp_path: Path) -> None:
    register = tmp_path / "companies.csv"
    register.write_text("序号,企业名称\n1,云溪市恒丰针织有限公司\n2,云溪市金鹭袜业有限公司\n", "utf-8")
    result = run(SAMPLES / "minutes_notes.txt", "--json", "--companies", register)
    companies = [one["company"] for one in json.loads(result.stdout)["demands"]]
    assert companies[:2] == ["云溪市恒丰针织有限公司", "云溪市金鹭袜业有限公司"]


def test_help_shows_an_example() -> None:
    assert "Example: zaocha minutes read" in CliRunner().invoke(cli.minutes, ["read", "--help"]).output
