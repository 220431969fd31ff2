"""The policies that come with the program (`rules/packs`): read from its files, taken over one by one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from zaocha.kernel.errors import NotFound
from zaocha.offers import dictionary, documents
from zaocha.rules import packs as shipped
from zaocha.rules.policies import sources


@dataclass(frozen=True)
class Pack:
    """One policy of the program. `code` is its id."""

    code: str
    document: documents.Document
    is_template: bool  # customary: meant to be changed before use

    @property
    def title(self) -> str:
        """Its title in the reader's language."""
        return dictionary.in_language(self.document.get("title")) or self.code

    @property
    def place(self) -> str:
        """The place it holds for."""
        return dictionary.in_language(self.document.get("place"))

    @property
    def authority(self) -> str:
        """Who decides."""
        return dictionary.in_language(self.document.get("authority"))

    @property
    def source(self) -> str:
        """The paper, its number and its date."""
        source = self.document.get("source")
        held = source if isinstance(source, dict) else {}
        return " · ".join(str(held[name]) for name in ("title", "number", "date") if held.get(name))

    def fits(self, text: str) -> bool:
        """Whether every word of a search is in it."""
        said = documents.columns(self.document)["lookup"]
        return all(word in said for word in text.lower().split())


def every() -> list[Pack]:
    """All packs, by place and id."""
    return sorted(_read().values(), key=lambda pack: (pack.is_template, pack.code))


def one(code: str) -> Pack:
    """A pack by its id; 404 otherwise."""
    found = _read().get(code)
    if found is None:
        raise NotFound()
    return found


@cache
def _read() -> dict[str, Pack]:
    return {
        one.policy.id: Pack(one.policy.id, sources.read_text(one.text, file=one.file).data, one.is_template)
        for one in shipped.packs()
    }
