"""Everything that writes companies and contacts."""

from zaocha.companies.actions.contacts import NewContact, add_contact, change_contact, remove_contact
from zaocha.companies.actions.entering import CompanyKnown, NewCompany, change, note_heard, register
from zaocha.companies.actions.linking import issue_link
from zaocha.companies.actions.merging import merge
from zaocha.companies.actions.writing import EDITABLE, version_of

__all__ = [
    "EDITABLE", "CompanyKnown", "NewCompany", "NewContact", "add_contact", "change", "change_contact",
    "issue_link", "merge",    "note_heard", "register", "remove_contact", "version_of",
]  # fmt: skip
