"""Rows of credit dossiers and of digital upgrades."""

from zaocha.finance.models.credits import Bank, Credit, Drawdown, Pledge, Question, Referral
from zaocha.finance.models.upgrades import Count, Upgrade

__all__ = ["Bank", "Count", "Credit", "Drawdown", "Pledge", "Question", "Referral", "Upgrade"]
