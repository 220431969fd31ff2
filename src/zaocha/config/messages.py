"""Compiles every area's .po into .mo: `python -m zaocha.config.messages [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path

import polib

ROOT = Path(__file__).parent.parent


def catalogues() -> list[Path]:
    """Every area's Chinese catalogue."""
    return sorted(ROOT.glob("*/locale/*/LC_MESSAGES/django.po"))


def stale() -> list[Path]:
    """Catalogues whose compiled form differs from their text."""
    return [po for po in catalogues() if compiled(po) != _bytes(po.with_suffix(".mo"))]


def compiled(po: Path) -> bytes:
    """The .mo bytes of one catalogue."""
    return bytes(polib.pofile(str(po)).to_binary())


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def main() -> int:
    """Compile what is stale; with --check only name it and return 1."""
    found = stale()
    for po in found:
        sys.stdout.write(f"{po.relative_to(ROOT)}\n")
        if "--check" not in sys.argv:
            po.with_suffix(".mo").write_bytes(compiled(po))
    return 1 if found and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
