"""What an import is refused for."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zaocha.kernel.errors import Conflict, Invalid
from zaocha.sheets.messages import Unreadable


class FileUnreadable(Invalid):
    """The file cannot be read; the message says what it is and what to do."""

    code = "file_unreadable"

    def __init__(self, error: Unreadable) -> None:
        self.reason = error.code
        super().__init__(error.text(gettext), field="file")


class Stale(Conflict):
    """The register changed between check and taking."""

    code = "import_stale"
    default = _("The register was changed after this table was checked.")


class NotReady(Conflict):
    """The import is not in the state for this step."""

    code = "import_not_ready"
    default = _("This import is at another step now.")
