"""The reader of notices keeps its measured quality."""

from __future__ import annotations

from quality import notices


def test_what_it_was_made_on_is_read_whole() -> None:
    figures = notices.measured("dev", show=False)
    assert figures["whole"] == figures["notices"]


def test_notices_it_was_not_made_on_keep_their_figures() -> None:
    figures = notices.measured("heldout", show=False)
    assert figures["found"] >= 0.95
    assert figures["right"] >= 0.95
