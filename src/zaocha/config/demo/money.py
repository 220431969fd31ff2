"""Credit lines of leading companies through pledged rights, and machines that were upgraded: the article's figures."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.finance import actions
from zaocha.finance.models import Bank

BANKS = (
    ("青禾农村商业银行", "周经理", "0575-8712 0701"),
    ("云溪城市商业银行", "戴经理", "0575-8712 0702"),
    ("江南科创银行", "顾经理", "0575-8712 0703"),
)
# Yuan granted to four leading companies: 21.5 million together, as the article has it.
GRANTED = (8_000_000, 6_000_000, 4_500_000, 3_000_000)
# Machines of nine companies: 160 together, as the article has it.
MACHINES = (40, 30, 20, 18, 16, 12, 10, 8, 6)
RIGHTS = (
    ("invention", "一种提花袜一体织造方法"), ("utility", "袜机自动缝头装置"), ("trademark", "“禾步”商标"),
    ("invention", "一种抗菌锦纶包覆纱"),
)  # fmt: skip


def tell(companies: list[Company], *, by: Actor, until: datetime) -> None:
    """Four credit lines granted, one with the banks, one being gathered; nine upgrades done, two under way."""
    start = until - timedelta(days=400)
    banks = [
        actions.enter_bank(new=actions.NewBank(name, who, phone), by=by, at=start)
        for name, who, phone in BANKS
    ]
    local = [one for one in companies if one.is_local]
    for number, amount in enumerate(GRANTED):
        _grant(
            local[number * 7],
            Decimal(amount),
            number,
            banks[number % 3],
            by=by,
            at=start + timedelta(days=60 * number),
        )
    _ask(local[40], banks, by=by, at=until - timedelta(days=6))
    own = _own(local[44], by, until)
    new = actions.NewCredit(local[44].pk, "working_capital", "旺季备料周转", Decimal(800_000))
    actions.open_credit(new=new, by=own, at=until - timedelta(days=1))
    knitting = [one for one in companies if one.chain == "knitting"]
    for number, machines in enumerate(MACHINES):
        _upgrade(knitting[number * 9], machines, by=by, at=start + timedelta(days=35 * number))
    for number in range(2):
        wanted = actions.NewUpgrade(
            knitting[90 + number].pk, "袜机联网与排产系统", 12, Decimal(360_000), supplier="云织工业互联"
        )
        made = actions.open_upgrade(new=wanted, by=by, at=until - timedelta(days=20))
        if number:
            counted = actions.NewCount(5, "一体袜机", (until - timedelta(days=3)).date(), "现场清点")
            actions.count(upgrade_id=made.pk, new=counted, by=by, at=until - timedelta(days=2))


def _own(company: Company, by: Actor, at: datetime) -> Actor:
    link = links.issue(tenant=company.tenant, purpose="company", subject_id=company.pk, by=by.mark, at=at)
    return actors.of_company_link(link)


def _grant(company: Company, amount: Decimal, number: int, bank: Bank, *, by: Actor, at: datetime) -> None:
    own = _own(company, by, at)
    new = actions.NewCredit(company.pk, "equipment_renewal", "更新一体袜机，扩大产能", amount, 36)
    made = actions.open_credit(new=new, by=own, at=at)
    kind, title = RIGHTS[number]
    right = actions.NewPledge(
        kind, f"ZL2021{number}0003{number}7.{number}", title, company.name, is_first=number != 2
    )
    actions.add_pledge(credit_id=made.pk, new=right, by=own, at=at)
    (one,) = actions.consent(credit_id=made.pk, bank_ids=[bank.pk], by=own, at=at)
    actions.send(referral_id=one.pk, by=by, at=at + timedelta(days=1))
    terms = actions.Terms(amount, Decimal("3.45"), 36, "周经理", "按季付息，到期还本")
    guest = actors.of_link(
        links.issue(tenant=company.tenant, purpose="bank", subject_id=one.pk, by=by.mark, at=at)
    )
    actions.offer(referral_id=one.pk, terms=terms, by=guest, at=at + timedelta(days=9))
    actions.accept(referral_id=one.pk, by=own, at=at + timedelta(days=12))
    paid = at + timedelta(days=20)
    actions.note_drawdown(referral_id=one.pk, amount=amount / 2, on=paid.date(), by=own, at=paid)


def _ask(company: Company, banks: list[Bank], *, by: Actor, at: datetime) -> None:
    own = _own(company, by, at)
    new = actions.NewCredit(company.pk, "technology", "功能性袜品中试线", Decimal(1_500_000), 24)
    made = actions.open_credit(new=new, by=own, at=at)
    right = actions.NewPledge("utility", "ZL202220001234.5", "吸湿排汗袜底结构", company.name)
    actions.add_pledge(credit_id=made.pk, new=right, by=own, at=at)
    numbers = [one.pk for one in banks[:2]]
    for one in actions.consent(credit_id=made.pk, bank_ids=numbers, by=own, at=at):
        actions.send(referral_id=one.pk, by=by, at=at + timedelta(hours=2))


def _upgrade(company: Company, machines: int, *, by: Actor, at: datetime) -> None:
    own = _own(company, by, at)
    sum_ = Decimal(machines) * 30_000
    new = actions.NewUpgrade(
        company.pk, "一体袜机数字化改造", machines, sum_, supplier="云织工业互联", spent=sum_
    )
    made = actions.open_upgrade(new=new, by=own, at=at)
    day = at + timedelta(days=30)
    counted = actions.NewCount(machines, "一体袜机", day.date(), "现场清点，编号在册")
    actions.count(upgrade_id=made.pk, new=counted, by=own, at=day)
    accepted = actions.Acceptance((day + timedelta(days=5)).date(), "经济发展办公室", "同意通过")
    actions.accept_upgrade(upgrade_id=made.pk, new=accepted, by=by, at=day + timedelta(days=5))
