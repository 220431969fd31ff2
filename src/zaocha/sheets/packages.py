"""Opens and writes office packages (.docx, .xlsx are ZIP files of XML parts), guarded against bombs."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import IO, BinaryIO, Final

from zaocha.sheets import kinds, markup
from zaocha.sheets.messages import Term, Unreadable

Source = Path | bytes | BinaryIO

LIMIT_BYTES: Final = 50 * 1024 * 1024
LIMIT_UNPACKED_BYTES: Final = 100 * 1024 * 1024
LIMIT_RATIO: Final = 200
"""How many times its packed size a package may unpack to; counted from 5 MB unpacked on."""
LIMIT_PARTS: Final = 3000

_FREE_OF_RATIO: Final = 5 * 1024 * 1024
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError,
)  # fmt: skip


def bytes_of(source: Source, *, name: str = "", limit_bytes: int = LIMIT_BYTES) -> bytes:
    """The bytes of a path, stream or bytes object, at most `limit_bytes`."""
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, Path):
        with source.open("rb") as stream:
            data = stream.read(limit_bytes + 1)
    else:
        data = source.read(limit_bytes + 1)
    if len(data) > limit_bytes:
        size_mb = max(len(data), _size_of(source)) / 1_048_576
        raise Unreadable(
            "too_large", name=name, size_mb=-int(-size_mb // 1), limit_mb=limit_bytes // 1_048_576
        )
    if not data:
        raise Unreadable("empty", name=name)
    return data


def _size_of(source: Source) -> int:
    return source.stat().st_size if isinstance(source, Path) else 0


def name_of(source: Source, name: str = "") -> str:
    """The file's name for messages: the given one, else the one that the path carries."""
    return name or (source.name if isinstance(source, Path) else "")


class Package:
    """An opened package; parts are read by name and never unpack to more than they declare."""

    def __init__(self, data: bytes, *, name: str = "") -> None:
        self.name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise Unreadable("broken", name=name, part="ZIP") from None
        members = self._archive.infolist()
        if any(member.flag_bits & 1 for member in members):
            raise Unreadable("encrypted", name=name)
        unpacked = sum(member.file_size for member in members)
        packed_floor = max(len(data), 1)
        too_dense = unpacked > _FREE_OF_RATIO and unpacked > LIMIT_RATIO * packed_floor
        if len(members) > LIMIT_PARTS or unpacked > LIMIT_UNPACKED_BYTES or too_dense:
            raise Unreadable("bomb", name=name)
        self._parts: Mapping[str, str] = {
            member.filename.replace("\\", "/").lstrip("/").lower(): member.filename for member in members
        }

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._parts

    @contextmanager
    def opened(self, part: str) -> Iterator[IO[bytes]]:
        """The stream of one part; whatever is broken in it raises Unreadable."""
        try:
            with self._archive.open(self._parts[part.lower()]) as stream:
                yield stream
        except (KeyError, *_BROKEN):
            raise Unreadable("broken", name=self.name, part=part) from None

    def run(self, part: str, handler: markup.Handler) -> None:
        """Feeds the whole XML part to `handler`."""
        for _chunk in self.steps(part, handler):
            pass

    def steps(self, part: str, handler: markup.Handler) -> Iterator[None]:
        """Feeds the XML part to `handler` and pauses after each chunk, so that rows can be streamed."""
        with self.opened(part) as stream:
            yield from markup.feed(stream, handler, part=part, name=self.name)

    def related(self, part: str) -> Mapping[str, tuple[str, str]]:
        """Relationships of a part ("" is the package): id → (last word of the type, target part)."""
        folder = dirname(part)
        rels = join(folder, "_rels", part.rpartition("/")[2] + ".rels")
        if rels not in self:
            return {}
        collected = _Relations()
        self.run(rels, collected)
        return {
            id_: (kind.rpartition("/")[2], _resolved(folder, target)) for id_, kind, target in collected.found
        }


def _resolved(folder: str, target: str) -> str:
    path = target.lstrip("/") if target.startswith("/") else join(folder, target)
    return normpath(path).lstrip("./")


class _Relations(markup.Handler):
    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag.endswith("Relationship") and attributes.get("TargetMode") != "External":
            self.found.append(
                (attributes.get("Id", ""), attributes.get("Type", ""), attributes.get("Target", ""))
            )


def opened_package(
    data: bytes, *, name: str, codes: Mapping[Term, str], otherwise: tuple[str, str]
) -> Package:
    """The package in `data`; `codes` gives the refusal for known other kinds, `otherwise` is
    (refusal for any further known kind, refusal for the unknown).
    """
    if kinds.is_encrypted_office(data):
        raise Unreadable("encrypted", name=name)
    kind = kinds.kind_of(data)
    if kind is not None and not kinds.is_zip(data):
        raise Unreadable(codes.get(kind, otherwise[0]), name=name, kind=kind)
    if kind is None:
        raise Unreadable(otherwise[1], name=name)
    return Package(data, name=name)


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A package of these parts in this order; the same parts give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for part, content in parts:
            info = zipfile.ZipInfo(part, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, content)
    return target.getvalue()
