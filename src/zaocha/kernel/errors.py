"""Refusals: what a person asked for that cannot be done, why, and what to do instead."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

Text = str | Lazy


class Refused(Exception):
    """Base of every refusal. `message` says what is wrong, `remedy` what to do, `field` where."""

    status = 400
    code = "refused"
    default: Text = _("This cannot be done.")

    def __init__(
        self,
        message: Text | None = None,
        *,
        remedy: Text = "",
        field: str = "",
        code: str = "",
    ) -> None:
        self.message = message or self.default
        self.remedy = remedy
        self.field = field
        self.code = code or type(self).code
        super().__init__(str(self.message))

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()

    def as_dict(self) -> dict[str, Any]:
        """The refusal as the API gives it."""
        return {
            "error": self.code,
            "message": str(self.message),
            "remedy": str(self.remedy),
            "field": self.field,
        }


class Invalid(Refused):
    """What was given is not usable."""

    status = 422
    code = "invalid"
    default = _("Something in what you entered is not usable.")


class NotAllowed(Refused):
    """The actor lacks the right; within the own tenant only."""

    status = 403
    code = "not_allowed"
    default = _("You do not have the right to do this.")


class NotFound(Refused):
    """There is no such thing, or it belongs to another tenant."""

    status = 404
    code = "not_found"
    default = _("This does not exist, or it is not yours to see.")


class Conflict(Refused):
    """What the actor saw is no longer so (a stale page), or the step does not fit the state."""

    status = 409
    code = "conflict"
    default = _("This was changed by somebody else in the meantime.")
