"""Near names: what somebody may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def near(word: str, names: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """Up to `most` of `names` that look like `word`, nearest first; none when nothing does."""
    known = list(dict.fromkeys(names))
    plain = {name.casefold().replace(" ", "_").replace("-", "_"): name for name in known}
    wanted = word.casefold().replace(" ", "_").replace("-", "_")
    found = difflib.get_close_matches(wanted, plain, n=most, cutoff=0.6)
    if len(wanted) >= 3:
        found += [
            one for one in plain if (wanted in one or one in wanted) and one not in found and len(one) > 2
        ]
    return tuple(plain[one] for one in found[:most])
