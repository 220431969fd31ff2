"""Static addresses that change with the content, so that a browser may keep a file for a year."""

from __future__ import annotations

import hashlib
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
        plain = super().url(name)
        found = finders.find(name) if name else None
        if not isinstance(found, str):
            return plain
        return f"{plain}?v={self._hash_of(found)}"

    def _hash_of(self, found: str) -> str:
        stamp, digest = _KNOWN.get(found, (-1, ""))
        # Outside DEBUG a file cannot change under a running server: no stat per address.
        now = Path(found).stat().st_mtime_ns if settings.DEBUG or not digest else stamp
        if now != stamp:
            digest = content_hash(Path(found).read_bytes())
            _KNOWN[found] = (now, digest)
        return digest


def content_hash(content: bytes) -> str:
    """The first twelve hex digits of the content's SHA-256."""
    return hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
