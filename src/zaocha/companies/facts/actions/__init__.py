"""Everything that writes facts and consents."""

from zaocha.companies.facts.actions.consenting import decide
from zaocha.companies.facts.actions.ending import move, withdraw
from zaocha.companies.facts.actions.recording import Entry, Recorded, record, take

__all__ = ["Entry", "Recorded", "decide", "move", "record", "take", "withdraw"]
