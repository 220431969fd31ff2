"""Drawing lots so that anybody can draw again: the seed and the numbers of the experts give the order."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def order(*, seed: str, ids: Iterable[int]) -> list[int]:
    """The ids in the order of SHA-256 of `seed:id`, as `printf '%s' 'seed:id' | sha256sum` gives it."""
    return sorted(ids, key=lambda one: sha256(f"{seed}:{one}".encode()).hexdigest())
