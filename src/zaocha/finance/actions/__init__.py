"""Writes of dossiers, referrals to banks, drawdowns and upgrades."""

from zaocha.finance.actions.answering import Terms, ask, decline, offer, tell
from zaocha.finance.actions.banks import NewBank, change_bank, enter_bank
from zaocha.finance.actions.deciding import accept, confirm_drawdown, dispute_drawdown, note_drawdown, refuse
from zaocha.finance.actions.dossiers import (
    NewCredit,
    NewPledge,
    add_pledge,
    change_credit,
    close,
    open_credit,
    remove_pledge,
    withdraw,
)  # fmt: skip
from zaocha.finance.actions.referring import consent, revoke, send
from zaocha.finance.actions.upgrades import (
    NewCount,
    NewUpgrade,
    change_upgrade,
    confirm_count,
    count,
    dispute_count,
    open_upgrade,
)  # fmt: skip
from zaocha.finance.actions.upgrading import Acceptance, accept_upgrade, confirm_subsidy, note_subsidy, stop

__all__ = [
    "Acceptance",
    "NewBank",
    "NewCount",
    "NewCredit",
    "NewPledge",
    "NewUpgrade",
    "Terms",
    "accept",
    "accept_upgrade",
    "add_pledge",
    "ask",
    "change_bank",
    "change_credit",
    "change_upgrade",
    "close",
    "confirm_count",
    "confirm_drawdown",
    "confirm_subsidy",
    "consent",
    "count",
    "decline",
    "dispute_count",
    "dispute_drawdown",
    "enter_bank",
    "note_drawdown",
    "note_subsidy",
    "offer",
    "open_credit",
    "open_upgrade",
    "refuse",
    "remove_pledge",
    "revoke",
    "send",
    "stop",
    "tell",
    "withdraw",
]  # fmt: skip
