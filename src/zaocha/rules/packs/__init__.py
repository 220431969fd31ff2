"""Real policies as data, each with source and date, and customary templates to start from.

Folders: zhuji, shengzhou, wenling, national (as published) and templates (customary; compare before use).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from zaocha.rules.facts import dictionary
from zaocha.rules.policies import reading
from zaocha.rules.policies.documents import Policy

FOLDERS = ("zhuji", "shengzhou", "wenling", "national", "templates")


@dataclass(frozen=True)
class Pack:
    """One document: its folder, file, text as YAML, and the policy that it holds."""

    folder: str
    file: str
    text: str
    policy: Policy

    @property
    def is_template(self) -> bool:
        """Customary, without a paper: to be compared before use."""
        return self.folder == "templates"


@cache
def packs() -> tuple[Pack, ...]:
    """Every document, by folder and file."""
    return tuple(_pack(folder, file) for folder in FOLDERS for file in _files(folder))


def pack(policy_id: str) -> Pack:
    """The document of a policy. Raises KeyError."""
    return {one.policy.id: one for one in packs()}[policy_id]


def _files(folder: str) -> list[Traversable]:
    held = resources.files(__package__).joinpath(folder).iterdir()
    return sorted((file for file in held if file.name.endswith(".yaml")), key=lambda file: file.name)


def _pack(folder: str, file: Traversable) -> Pack:
    text = file.read_text(encoding="utf8")
    name = f"{folder}/{file.name}"
    return Pack(folder, file.name, text, reading.from_text(text, dictionary=dictionary(), file=name))
