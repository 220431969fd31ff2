"""Policies in files and folders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from zaocha.rules.facts import Dictionary
from zaocha.rules.findings import Finding, Place, Unreadable
from zaocha.rules.policies import reading
from zaocha.rules.policies.documents import Policy
from zaocha.rules.policies.sources import LONGEST_TEXT, Read, read_text
from zaocha.rules.texts import Message

ENDINGS = (".yaml", ".yml", ".json")


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


MESSAGES: Mapping[str, str] = {
    "no_policies": _("There are no policies here: no file ends in {endings}."),
    "not_opened": _("The file cannot be opened: {why}."),
    "file_too_large": _("The file has more than {most} bytes."),
    "not_utf8": _("The file is not text in UTF-8. Save it as UTF-8."),
    "id_twice": _("The id “{id}” is that of {file} already."),
}


def found(path: Path) -> list[Path]:
    """The policy files at a path: the file itself, or those of a folder and below, by name. Raises `Unreadable`."""
    if not path.is_dir():
        return [path]
    files = sorted(one for one in path.rglob("*") if one.suffix in ENDINGS and one.is_file())
    if not files:
        raise unreadable("no_policies", path, endings=ENDINGS)
    return files


def read(path: Path) -> Read:
    """The plain data of a file. Raises `Unreadable`."""
    return read_text(text_of(path), file=str(path))


def text_of(path: Path) -> str:
    """The text of any file in UTF-8. Raises `Unreadable`."""
    try:
        if path.stat().st_size > 4 * LONGEST_TEXT:
            raise unreadable("file_too_large", path, most=4 * LONGEST_TEXT)
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise unreadable("not_opened", path, why=error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise Unreadable(
            [Finding(Message("not_utf8", MESSAGES["not_utf8"]), place=Place(str(path)))]
        ) from None


def policies(path: Path, *, dictionary: Dictionary) -> list[Policy]:
    """Every policy at a path. Raises `Unreadable` with the errors of all of them, and when an id stands twice."""
    wrong: list[Finding] = []
    by_id: dict[str, tuple[Policy, Path]] = {}
    for file, policy in _each(path, dictionary, wrong):
        if policy.id in by_id:
            message = Message(
                "id_twice", MESSAGES["id_twice"], {"id": policy.id, "file": str(by_id[policy.id][1])}
            )
            wrong.append(Finding(message, place=Place(str(file), "id")))
        by_id.setdefault(policy.id, (policy, file))
    if wrong:
        raise Unreadable(wrong)
    return [policy for policy, _file in by_id.values()]


def _each(path: Path, dictionary: Dictionary, wrong: list[Finding]) -> Iterator[tuple[Path, Policy]]:
    for file in found(path):
        try:
            yield file, reading.sure(*reading.read(read(file), dictionary=dictionary))
        except Unreadable as error:
            wrong += error.findings


def unreadable(code: str, path: Path, **params: int | str | tuple[str, ...]) -> Unreadable:
    """A file or folder that cannot be used."""
    return Unreadable([Finding(Message(code, MESSAGES[code], params), place=Place(str(path)))])
