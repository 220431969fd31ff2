"""Areas depend downwards only (see .importlinter)."""

from pathlib import Path

from importlinter.cli import lint_imports


def test_import_contracts_hold() -> None:
    assert lint_imports(config_filename=str(Path(__file__).parents[2] / ".importlinter")) == 0
