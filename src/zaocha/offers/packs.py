"""The policies that come with the program (`rules/packs`): read from its files, taken over one by one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from zaocha.kernel.errors import NotFound
from zaocha.offers import dictionary, documents
from zaocha.rules.policies import sources

TEMPLATE = "template-"  # ids of templates begin so


@dataclass(frozen=True)
class Pack:
    """One policy of the program. `code` is its id."""

    code: str
    document: documents.Document

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

    @property
    def is_template(self) -> bool:
        """Whether it is meant to be changed before use."""
        return self.code.startswith(TEMPLATE)

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
    folder = resources.files("zaocha.rules").joinpath("packs")
    found = {}
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.name.endswith((".yaml", ".yml")):
            document = sources.read_text(file.read_text(encoding="utf8"), file=file.name).data
            found[documents.code(document)] = Pack(documents.code(document), document)
    return found
