"""The policies of a folder: every .yaml, .yml and .json file in it, and everything that is wrong with them."""

from __future__ import annotations

from pathlib import Path

from zaocha.rules.facts import Dictionary
from zaocha.rules.findings import Finding, Place, Unreadable
from zaocha.rules.policies import reading
from zaocha.rules.policies.documents import Policy
from zaocha.rules.policies.sources import read_bytes
from zaocha.rules.texts import Message

ENDINGS = {".yaml", ".yml", ".json"}


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


MESSAGES = {
    "no_policies": _("There is no policy here: no file whose name ends in .yaml, .yml or .json."),
    "same_id": _("The id “{name}” is also that of {other}. Give each policy its own."),
    "unreadable_file": _("The file cannot be opened: {why}."),
}


def policies(folder: Path, *, dictionary: Dictionary) -> list[Policy]:
    """All policies in the order of their files, subfolders included. Raises `Unreadable` with all that is wrong."""
    files = (
        [folder] if folder.is_file() else sorted(one for one in folder.rglob("*") if one.suffix in ENDINGS)
    )
    found: list[Finding] = []
    read: dict[str, tuple[Policy, Path]] = {}
    for file in files:
        try:
            policy = reading.sure(
                *reading.read(read_bytes(file.read_bytes(), file=str(file)), dictionary=dictionary)
            )
        except Unreadable as wrong:
            found += wrong.findings
            continue
        except OSError as error:
            found.append(_finding("unreadable_file", file, why=str(error.strerror)))
            continue
        if policy.id in read:
            found.append(_finding("same_id", file, name=policy.id, other=str(read[policy.id][1])))
        read[policy.id] = (policy, file)
    if not files:
        found.append(_finding("no_policies", folder))
    if found:
        raise Unreadable(found)
    return [policy for policy, _file in read.values()]


def _finding(code: str, file: Path, **params: str) -> Finding:
    return Finding(Message(code, MESSAGES[code], params), place=Place(str(file)))
