"""Signing up for an activity: places, a waiting list that moves up by itself, names that are forgotten."""

from __future__ import annotations

from datetime import datetime


def forget(*, activity_id: int, at: datetime) -> None:
    """Blot out names and telephones."""
