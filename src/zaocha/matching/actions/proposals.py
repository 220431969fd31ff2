"""Writes of the sandbox: a tried change kept under a name, and thrown away again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Invalid, NotFound
from zaocha.matching import sandbox
from zaocha.matching.models import Proposal
from zaocha.offers.queries import policies as policy_queries


@dataclass(frozen=True)
class NewProposal:
    """Other numbers for a policy (path → value), under a name and with a note."""

    name: str
    changes: Mapping[str, str]
    note: str = ""


def keep(*, policy_id: int, new: NewProposal, by: Actor, at: datetime) -> Proposal:
    """Keep a proposal with the figures as they are worked out now; it changes nothing of the policy."""
    by.need("policies.sandbox")
    policy = policy_queries.one(by, policy_id)
    if not new.name.strip():
        raise Invalid(_("Give the proposal a name."), field="name")
    if not new.changes:
        raise Invalid(_("Nothing is changed yet."), remedy=_("Move a number first."), field="changes")
    on = at.astimezone(SHANGHAI).date()
    base = policy.document or policy.draft or {}
    result = sandbox.run(policy, base=base, changes=new.changes, by=by, on=on)
    with work.begin(by=by, at=at) as w:
        made = Proposal.objects.create(
            tenant=by.tenant, policy=policy, name=new.name.strip()[:120], note=new.note.strip()[:4000],
            author=by.name[:60], changes=dict(new.changes), base=base, result=result.as_json(), on=on, created_at=at,
        )  # fmt: skip
        w.record(
            "proposal_kept", subject=("policy", policy.pk), ids={"proposal": made.pk},
            fields={"name": new.name, "note": new.note},
        )  # fmt: skip
    return made


def drop(*, proposal_id: int, by: Actor, at: datetime) -> None:
    """Throw a proposal away."""
    by.need("policies.sandbox")
    with work.begin(by=by, at=at) as w:
        found = Proposal.objects.select_for_update().filter(tenant=by.tenant, pk=proposal_id).first()
        if found is None:
            raise NotFound()
        w.record("proposal_dropped", subject=("policy", found.policy_id), ids={"proposal": found.pk})
        found.delete()
