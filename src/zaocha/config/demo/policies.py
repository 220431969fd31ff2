"""Policies of the demo town: some of its own, some taken over from the packs, a draft, and what follows from them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from importlib import resources

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.kernel.clock import SHANGHAI
from zaocha.matching import certain, deciding
from zaocha.matching.actions import confirmations, enjoyed, proposals
from zaocha.matching.models import Confirmation
from zaocha.offers import documents
from zaocha.offers.actions import policies as actions
from zaocha.offers.models import Policy

TAKEN_OVER = (
    "zhuji-digital-investment", "zhuji-smart-factory", "zhuji-dcmm", "zhuji-land-for-space", "innovative-sme",
    "equipment-renewal-loan", "expanded-hiring-2025", "smart-sock-machine-loan", "template-high-tech",
    "template-specialised-new", "template-above-scale",
)  # fmt: skip
CHUNK = 100


def adopt(companies: list[Company], *, by: Actor, until: datetime) -> None:
    """Publish and take over, compare everybody, make a list without application, keep a proposal."""
    held = documents.from_yaml(
        resources.files("zaocha.config.demo").joinpath("data/policies.yaml").read_text("utf8")
    )
    at = until - timedelta(days=40)
    own = [_published(one, by=by, at=at) for one in held["policies"]]
    actions.draft(document=held["draft"], by=by, at=until - timedelta(days=3))
    for code in TAKEN_OVER:
        actions.install(pack=code, by=by, at=at)
    had = enjoyed.NewEnjoyed("zhuji-digital-investment", until.year, Decimal(25_800), "街道财政所")
    enjoyed.record(company_id=companies[0].pk, new=had, by=by, at=until - timedelta(days=20))
    compare(companies, by=by, at=until)
    _without_application(own[1], companies, by=by, until=until)
    tried = proposals.NewProposal(
        "门槛降到 8 万",
        {"versions[0].when.all[0].test:0": "80000"},
        "不少小企业投入在 8 万到 10 万之间，先看看影响面。",
    )
    proposals.keep(policy_id=own[0].pk, new=tried, by=by, at=until - timedelta(days=2))


def compare(companies: list[Company], *, by: Actor, at: datetime) -> None:
    """Decide all verdicts at once, so that they are there on the first page that somebody opens."""
    on = at.astimezone(SHANGHAI).date()
    rows = deciding.policies_of(tenant_id=by.tenant_id, on=on)
    ids = sorted(company.pk for company in companies)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        deciding.renew(rows, tenant_id=by.tenant_id, company_ids=chunk, on=on, at=at)
    deciding.note_fresh(tenant_id=by.tenant_id, on=on, at=at)


def _published(document: documents.Document, *, by: Actor, at: datetime) -> Policy:
    made = actions.draft(document=document, by=by, at=at)
    return actions.publish(
        policy_id=made.pk, version=made.version, by=by, at=at + timedelta(hours=2), note="首次发布"
    )


def _without_application(policy: Policy, companies: list[Company], *, by: Actor, until: datetime) -> None:
    """Some of those who are certain are listed; a few have answered, one is paid."""
    at = until - timedelta(days=6)
    sure = list(certain.of(policy, company_ids=[one.pk for one in companies], by=by, on=at.date()))
    confirmations.list_companies(policy_id=policy.pk, company_ids=sure[:8], by=by, at=at)
    for number, one in enumerate(Confirmation.objects.filter(policy=policy).order_by("pk")[:4]):
        later = at + timedelta(days=1 + number % 2)
        confirmations.answer(
            confirmation_id=one.pk, agrees=number != 3, by=by, at=later, note="企业负责人电话确认"
        )
        if number == 0:
            confirmations.pay(
                confirmation_id=one.pk, amount=one.amount or Decimal(0), by=by, at=later + timedelta(days=2)
            )
