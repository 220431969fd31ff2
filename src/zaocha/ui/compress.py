"""Writes the .br and .gz forms beside the vendored files: `python -m zaocha.ui.compress`."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import brotli  # type: ignore[import-untyped]

FOLDER = Path(__file__).parent / "static" / "ui"
KINDS = {".css", ".js", ".svg"}


def originals() -> list[Path]:
    """Every file that a browser fetches and that compression makes smaller."""
    return sorted(path for path in FOLDER.rglob("*") if path.suffix in KINDS)


def forms(content: bytes) -> dict[str, bytes]:
    """The compressed forms of one content, by ending; the same bytes on every machine."""
    return {".br": brotli.compress(content, quality=11), ".gz": gzip.compress(content, 9, mtime=0)}


def main() -> int:
    """Compress every original anew."""
    for path in originals():
        for ending, content in forms(path.read_bytes()).items():
            path.with_name(path.name + ending).write_bytes(content)
        sys.stdout.write(f"{path.relative_to(FOLDER)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
