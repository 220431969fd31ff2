"""Writes what the documents say of the commands: `python -m zaocha.config.handbook [--check]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import click

DOCS = Path(__file__).parents[3] / "docs"
BEGIN, END = "<!-- from the source: begin -->", "<!-- from the source: end -->"


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command as it is typed (`zaocha demands list`), nouns in their order."""
    from zaocha.config.cli import NOUNS, cli

    context = click.Context(cli)
    for noun in NOUNS:
        if find_spec(NOUNS[noun][0]) is None:
            continue
        found = cli.get_command(context, noun)
        if isinstance(found, click.Group):
            yield from ((f"zaocha {noun} {name}", one) for name, one in sorted(found.commands.items()))
        elif found is not None:
            yield f"zaocha {noun}", found


def said(command: click.Command) -> tuple[str, list[str]]:
    """What a command does, and its examples, out of its help."""
    text, _mark, rest = (command.help or "").partition("Example:")
    examples = [f"zaocha {' '.join(one.split())}" for one in rest.split("zaocha ")[1:]]
    return " ".join(text.replace("\b", " ").split()), examples


def text_of_commands() -> str:
    """One heading per command: what it does, its options, its example."""
    parts = []
    for words, command in commands():
        what, examples = said(command)
        arguments = [
            one.human_readable_name.upper() for one in command.params if one.param_type_name == "argument"
        ]
        lines = [f"## {' '.join([words, *arguments])}", "", what, ""]
        options = [one for one in command.params if isinstance(one, click.Option)]
        lines += [f"- `{', '.join(one.opts)}` {one.help or ''}".rstrip() for one in options]
        parts.append("\n".join([*lines, "", *(f"    {one}" for one in examples), ""]))
    return "\n".join(parts).replace("\n\n\n", "\n\n").rstrip()


def filled(name: str, text: str) -> str:
    """A document with the part between its marks replaced; what people wrote around it stays."""
    page = (DOCS / name).read_text(encoding="utf8")
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"


def stale(pages: dict[str, str]) -> list[str]:
    """Documents that differ from what they should say."""
    return [name for name, text in pages.items() if _read(name) != text]


def write(pages: dict[str, str], *, check: bool) -> int:
    """Write what is stale; with `check` only name it and return 1."""
    found = stale(pages)
    for name in found:
        sys.stdout.write(f"docs/{name}\n")
        if not check:
            (DOCS / name).write_text(pages[name], encoding="utf8")
    return 1 if found and check else 0


def pages() -> dict[str, str]:
    """File name in docs/ → its text as it should be."""
    return {"commands.md": filled("commands.md", text_of_commands())}


def _read(name: str) -> str:
    path = DOCS / name
    return path.read_text(encoding="utf8") if path.exists() else ""


if __name__ == "__main__":
    from zaocha.config.cli import start_django

    start_django()
    raise SystemExit(write(pages(), check="--check" in sys.argv))
