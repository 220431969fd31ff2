"""Which role may do what: data, in one place. A right is `area.verb`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DESK = frozenset(
    {
        "desk.home",
        "meetings.read", "meetings.write",
        "demands.read", "demands.read_all", "demands.read_restricted", "demands.raise",
        "demands.dispatch", "demands.reply", "demands.call_back", "demands.export", "demands.second",
        "promises.read", "promises.read_all", "promises.write",
        "companies.read", "companies.write", "companies.contacts",
        "facts.read", "facts.read_desk", "facts.read_company", "facts.write",
        "policies.read", "policies.write", "policies.publish", "policies.sandbox",
        "matches.read", "matches.write",
        "offers.read", "offers.write", "needs.read", "needs.read_all", "watches.read", "watches.write",
        "allocations.read", "allocations.write", "dealings.read", "dealings.write",
        "metrics.read",
        "units.read",
    }
)  # fmt: skip

RIGHTS: dict[str, frozenset[str]] = {
    "desk": DESK,
    "admin": DESK | {"tenant.settings", "people.write", "audit.read"},
    "handler": frozenset({"desk.home", "demands.read", "demands.handle", "promises.read", "units.read", "policies.read", "offers.read"}),
    "contact_officer": frozenset(
        {
            "desk.home", "demands.read", "demands.raise", "promises.read", "promises.write",
            "companies.read", "companies.contacts", "facts.read", "facts.read_desk", "facts.write",
            "meetings.read", "policies.read", "matches.read",
            "offers.read", "offers.write", "needs.read", "watches.read", "watches.write", "allocations.read", "dealings.read",
        }
    ),
    "chain_leader": frozenset(
        {
            "desk.home", "demands.read", "promises.read", "companies.read", "meetings.read", "metrics.read",
            "facts.read", "policies.read", "matches.read",
            "offers.read", "needs.read", "watches.read", "dealings.read",
        }
    ),
    "adviser": frozenset({"desk.home"}),
    "supervisor": frozenset(
        {
            "desk.home", "demands.read", "demands.read_all", "demands.read_restricted", "demands.second",
            "promises.read", "promises.read_all", "companies.read", "meetings.read", "metrics.read",
            "facts.read", "policies.read", "matches.read",
            "offers.read", "needs.read", "needs.read_all", "watches.read", "allocations.read", "dealings.read",
        }
    ),
    "leader": frozenset(
        {
            "desk.home", "demands.read", "demands.read_all", "promises.read", "promises.read_all",
            "companies.read", "meetings.read", "metrics.read", "demands.second", "facts.read", "policies.read",
            "policies.publish", "policies.sandbox", "matches.read",
            "offers.read", "needs.read", "needs.read_all", "watches.read", "allocations.read", "dealings.read",
        }
    ),
    # Not a membership: what the holder of a company's link may do, on that company only.
    "company": frozenset({"company.page"}),
}  # fmt: skip

LABELS = {
    "desk": _("desk officer"),
    "admin": _("administrator"),
    "handler": _("handling unit"),
    "contact_officer": _("contact officer"),
    "chain_leader": _("chain leader"),
    "adviser": _("adviser"),
    "supervisor": _("supervisor"),
    "leader": _("town leader"),
    "company": _("company"),
}
