"""Static addresses that change with the content, so that a browser may keep a file for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

HASH_LENGTH = 12
# path → (modification time in ns, hash)
_KNOWN: dict[str, tuple[int, str]] = {}


class ContentHashStorage(StaticFilesStorage):
    """Appends `?v=<hash of the content>`; works with finders, without collectstatic."""

    def url(self, name: str | None) -> str:
        """Address of a static file, with its content's hash; a file that is not there stays without."""
        # Outside DEBUG no file changes under a running server, and a page asks for fifty icons.
        return self._find(name) if settings.DEBUG else self._remembered(name)

    @cache  # noqa: B019  one storage per process
    def _remembered(self, name: str | None) -> str:
        return self._find(name)

    def _find(self, name: str | None) -> str:
        plain = super().url(name)
        found = finders.find(name) if name else None
        return f"{plain}?v={file_hash(Path(found))}" if isinstance(found, str) else plain


def file_hash(path: Path) -> str:
    """Hash of a file's content, read again when the file's time changes."""
    stamp = path.stat().st_mtime_ns
    known_stamp, digest = _KNOWN.get(str(path), (-1, ""))
    if stamp != known_stamp:
        digest = content_hash(path.read_bytes())
        _KNOWN[str(path)] = (stamp, digest)
    return digest


def content_hash(content: bytes) -> str:
    """The first twelve hex digits of the content's SHA-256."""
    return hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
