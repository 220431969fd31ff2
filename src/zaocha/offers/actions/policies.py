"""Writes of policies: draft, publish, repeal, install out of a pack."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.offers import documents, packs
from zaocha.offers.documents import Document
from zaocha.offers.models import Policy, PolicyEdition

State = Policy.State


class Stale(Conflict):
    """Somebody saved the policy after this page was opened."""

    default = _("Somebody changed this policy while you typed.")

    def __init__(self, policy: Policy) -> None:
        super().__init__(remedy=_("Compare below, then save again to put yours in place."))
        self.policy = policy


def draft(*, document: Document, by: Actor, at: datetime, pack: str = "") -> Policy:
    """Begin a policy as a draft; its id must be free in this town."""
    by.need("policies.write")
    code = documents.code(document)
    if not documents.is_code(code):
        raise Invalid(
            _("A policy needs an id."),
            remedy=_("Small letters, digits and hyphens, such as digital-upgrade-2026."),
            field="id",
        )
    policy = Policy(tenant=by.tenant, code=code, pack=pack, created_at=at)
    _describe(policy, document, by=by, at=at)
    try:
        with work.begin(by=by, at=at) as w, transaction.atomic():
            policy.save(force_insert=True)
            w.record("policy_drafted", subject=("policy", policy.pk), ids={"code": code, "pack": pack})
    except IntegrityError:
        raise Conflict(
            _("There is a policy with the id %(code)s already.") % {"code": code},
            remedy=_("Change that one, or take another id."),
        ) from None
    return policy


def save(*, policy_id: int, document: Document, version: int, by: Actor, at: datetime) -> Policy:
    """Keep what was written as the draft, complete or not; the published text stays in force meanwhile."""
    by.need("policies.write")
    with work.begin(by=by, at=at) as w:
        policy = _locked(policy_id, version=version, by=by)
        document = {**document, "id": policy.code}
        _describe(policy, document, by=by, at=at)
        policy.version += 1
        policy.save()
        w.record("policy_drafted", subject=("policy", policy.pk), ids={"version": policy.version})
    return policy


def publish(*, policy_id: int, version: int, by: Actor, at: datetime, note: str = "") -> Policy:
    """Put the draft in force as a new edition; refused as long as the lint finds an error."""
    by.need("policies.publish")
    with work.begin(by=by, at=at) as w:
        policy = _locked(policy_id, version=version, by=by)
        if policy.draft is None:
            raise Conflict(_("There is nothing new to publish."))
        if errors := documents.errors(policy.draft):
            raise Invalid(
                _("%(count)s faults stand in the way.") % {"count": len(errors)},
                remedy=_("First: %(fault)s") % {"fault": errors[0]},
            )
        number = PolicyEdition.objects.filter(policy=policy).count() + 1
        PolicyEdition.objects.create(
            policy=policy, number=number, document=policy.draft, note=note.strip()[:400],
            published_at=at, published_by=by.name,
        )  # fmt: skip
        policy.document, policy.draft, policy.state = policy.draft, None, State.PUBLISHED
        policy.published_at, policy.published_by = at, by.name
        policy.repealed_on, policy.repeal_reason = None, ""
        policy.version += 1
        policy.save()
        w.record("policy_published", subject=("policy", policy.pk), ids={"edition": number})
    return policy


def drop_draft(*, policy_id: int, version: int, by: Actor, at: datetime) -> Policy | None:
    """Throw away what was written; a policy that was never published goes with it."""
    by.need("policies.write")
    with work.begin(by=by, at=at) as w:
        policy = _locked(policy_id, version=version, by=by)
        w.record("policy_draft_dropped", subject=("policy", policy.pk), ids={"code": policy.code})
        if policy.state == State.DRAFT:
            policy.delete()
            return None
        _describe(policy, policy.document, by=by, at=at)
        policy.draft = None
        policy.version += 1
        policy.save()
    return policy


def repeal(*, policy_id: int, on: date, reason: str, by: Actor, at: datetime) -> Policy:
    """No longer in force from a day on; it stays readable, and what was granted stays recorded."""
    by.need("policies.publish")
    if not reason.strip():
        raise Invalid(_("Say by what it is repealed, or why."), field="reason")
    with work.begin(by=by, at=at) as w:
        policy = _locked(policy_id, version=None, by=by)
        if policy.state != State.PUBLISHED:
            raise Conflict(_("Only a published policy can be repealed."))
        policy.repealed_on, policy.repeal_reason = on, reason.strip()[:400]
        policy.version += 1
        policy.save(update_fields=["repealed_on", "repeal_reason", "version"])
        w.record(
            "policy_repealed",
            subject=("policy", policy.pk),
            ids={"on": on.isoformat()},
            fields={"reason": reason},
        )
    return policy


def install(*, pack: str, by: Actor, at: datetime) -> Policy:
    """Take a policy of the project's packs into this town: in force at once if the actor may publish."""
    by.need("policies.write")
    document = packs.one(pack).document
    with work.begin(by=by, at=at) as w:
        policy = draft(document=document, by=by, at=at, pack=pack)
        w.record("policy_installed", subject=("policy", policy.pk), ids={"pack": pack})
        if by.may("policies.publish") and not documents.errors(document):
            policy = publish(policy_id=policy.pk, version=policy.version, by=by, at=at)
    return policy


def _locked(policy_id: int, *, version: int | None, by: Actor) -> Policy:
    found = Policy.objects.select_for_update().filter(tenant=by.tenant, pk=policy_id).first()
    if found is None:
        raise NotFound()
    if version is not None and found.version != version:
        raise Stale(found)
    return found


def _describe(policy: Policy, document: Document, *, by: Actor, at: datetime) -> None:
    """Set the draft, and the columns of lists from it."""
    policy.draft = document
    policy.updated_at, policy.updated_by = at, by.name[:60]
    for name, value in documents.columns(document).items():
        setattr(policy, name, value)


def as_ids(policy: Policy) -> dict[str, Any]:
    """What the audit and the API say of it."""
    return {"id": policy.pk, "code": policy.code, "version": policy.version}
