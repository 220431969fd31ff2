"""What is blotted out when its time is over: what tells browsers apart, names and telephones."""

from __future__ import annotations

from datetime import datetime

from zaocha.agreements.actions import signups
from zaocha.agreements.models import Voice
from zaocha.kernel import tasks


@tasks.atomic("agreements.forget_browsers")
def forget_browsers(*, collection_id: int, at: datetime) -> None:
    """A month after a question ended nobody needs to know which voices came from one browser."""
    Voice.objects.filter(group__collection_id=collection_id).exclude(browser="").update(browser="")


@tasks.atomic("agreements.forget_persons")
def forget_persons(*, activity_id: int, at: datetime) -> None:
    """So many days after an activity as its organiser said; numbers stay."""
    signups.forget(activity_id=activity_id, at=at)
