"""Tables of companies: the register, their contacts, and their facts."""

from zaocha.companies.models.companies import Company, Contact
from zaocha.companies.models.facts import Consent, FactValue

__all__ = ["Company", "Consent", "Contact", "FactValue"]
