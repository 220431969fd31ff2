"""A lesson on clean dealings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any


def fill(town: Any) -> None:
    """One that is announced."""
    from zaocha.integrity import actions

    world = town.world
    starts_at = world.at + timedelta(days=7)
    new = actions.NewLesson(
        title="礼尚往来有分寸", starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
    )
    made = actions.enter_lesson(new=new, by=world.desk, at=world.at)
    town.rows |= {"lesson": made.pk}
