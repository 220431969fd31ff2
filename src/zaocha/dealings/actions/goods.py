"""What is made and bought in the town."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.companies import chains
from zaocha.dealings import access
from zaocha.dealings.models import Good
from zaocha.kernel import work
from zaocha.kernel.errors import Invalid
from zaocha.lang import pinyin


@dataclass(frozen=True)
class NewGood:
    """A good: `inputs` are the codes of what goes into it."""

    zh: str
    tier: str
    en: str = ""
    code: str = ""
    chain: str = ""
    aliases: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


def install_goods(*, by: Actor, at: datetime) -> int:
    """Enter the goods that come with the project, those that are not there yet; how many."""
    by.need("dealings.write")
    known = set(access.goods(by).values_list("code", flat=True))
    rows = [NewGood(**_read(row)) for row in _shipped() if row["code"] not in known]
    with work.begin(by=by, at=at) as w:
        for new in rows:
            good = _made(new, by=by)
            good.save()
        w.record(
            "goods_installed", subject=("tenant", by.tenant_id), ids={"goods": [one.code for one in rows]}
        )
    return len(rows)


def enter_good(*, new: NewGood, by: Actor, at: datetime) -> Good:
    """Enter one good."""
    by.need("dealings.write")
    good = _made(new, by=by)
    if access.goods(by).filter(zh=good.zh).exists():
        raise Invalid(_("There is a good of that name already."), field="zh")
    with work.begin(by=by, at=at) as w:
        good.save()
        if not good.code:
            good.code = f"good-{good.pk}"
            good.save(update_fields=["code"])
        w.record("good_entered", subject=("good", good.pk), fields={"zh": good.zh})
    return good


def change_good(*, good_id: int, new: NewGood, by: Actor, at: datetime) -> Good:
    """Change names, chain, tier or inputs; its code stays."""
    by.need("dealings.write")
    old = access.the_good(by, good_id)
    good = _made(new, by=by)
    good.pk, good.code = old.pk, old.code
    if old.code in good.inputs:
        raise Invalid(_("A good does not go into itself."), field="inputs")
    with work.begin(by=by, at=at) as w:
        good.save()
        w.record("good_changed", subject=("good", good.pk), fields={"zh": good.zh})
    return good


def _made(new: NewGood, *, by: Actor) -> Good:
    if not new.zh.strip():
        raise Invalid(_("Please fill this in."), field="zh")
    if new.tier not in Good.Tier.values:
        raise Invalid(field="tier", remedy=", ".join(Good.Tier.values))
    if new.chain and new.chain not in {one.code for one in chains.of(by.tenant)}:
        raise Invalid(field="chain", remedy=", ".join(one.code for one in chains.of(by.tenant)))
    names = (new.zh.strip(), new.en.strip(), *new.aliases)
    sounds = (pinyin.full(new.zh), pinyin.initials(new.zh))
    return Good(
        tenant=by.tenant, code=new.code, zh=new.zh.strip(), en=new.en.strip(), aliases=list(new.aliases),
        chain=new.chain, tier=new.tier, inputs=list(new.inputs), lookup=" ".join((*names, *sounds)).lower()[:300],
    )  # fmt: skip


def _shipped() -> Iterable[dict[str, Any]]:
    text = resources.files("zaocha.dealings").joinpath("data/goods.json").read_text("utf-8")
    rows: list[dict[str, Any]] = json.loads(text)["goods"]
    return rows


def _read(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "aliases": tuple(row["aliases"]), "inputs": tuple(row["inputs"])}
