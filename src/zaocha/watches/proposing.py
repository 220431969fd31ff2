"""Proposes a watch out of somebody's words: "10 亩" near 土地 → land of 8 to 12 mu. A person decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from zaocha.lang import normalise, quantities

KINDS = (
    ("land_state", re.compile(r"土地|用地|地块|拿地|拍地|地皮|工业地|挂牌|出让|竞拍|亩")),
    ("farmhouse", re.compile(r"农房|民房|农居|老房子|宅基")),
    ("plant", re.compile(r"厂房|车间|仓库|标准房|场地|楼面|租房|租厂")),
    ("loan", re.compile(r"贷款|授信|信贷|融资|放款|贴息")),
    ("equipment", re.compile(r"二手|闲置设备|旧机|机器转让|设备转让|闲置的?机")),
)
UNIT_KINDS = {"mu": ("land_state",), "m2": ("plant", "farmhouse")}
AT_LEAST = re.compile(r"^\s*(?:以上|起|或以上|及以上|往上)|(?:至少|不少于|不低于|≥|>=|超过|大于)\s*$")
AT_MOST = re.compile(r"^\s*(?:以下|以内|之内)|(?:至多|不超过|最多|≤|<=|小于)\s*$")
SPREAD = Decimal("0.2")


@dataclass(frozen=True)
class Proposal:
    """A kind with its conditions, and the words that it was read from."""

    kind: str
    must: tuple[dict[str, str], ...]
    words: str


def of(text: str) -> list[Proposal]:
    """Watches that a text may mean, the likeliest first; one for each kind that it names."""
    plain = normalise.plain(text[:4000])
    found: list[Proposal] = []
    named = [kind for kind, pattern in KINDS if pattern.search(plain)]
    sizes = quantities.find(plain)
    for kind in named:
        size = next((one for one in sizes if _fits(kind, one, plain, named)), None)
        found.append(Proposal(kind, _must(kind, size, plain), size.text if size else ""))
    return found


def _fits(kind: str, size: quantities.Quantity, text: str, named: list[str]) -> bool:
    """Whether an amount says how much of a kind is wanted, and not what is there now."""
    if kind == "loan":
        return size.unit == "CNY"
    if kind not in UNIT_KINDS.get(size.unit, ()):
        return False
    if kind == "farmhouse" and "plant" in named:
        return False
    return not re.search(
        r"(?:现有|目前|现在|只有|租(?:了|的)|原来|已有)[^，。；]{0,6}$",
        text[max(0, size.start - 10) : size.start],
    )


def _must(kind: str, size: quantities.Quantity | None, text: str) -> tuple[dict[str, str], ...]:
    if size is None:
        return ()
    fact = {"land_state": "area_mu", "loan": "amount_max"}.get(kind, "area_m2")
    return ({"fact": fact, "test": _test(size, text, loan=kind == "loan")},)


def _test(size: quantities.Quantity, text: str, *, loan: bool) -> str:
    before, after = text[max(0, size.start - 4) : size.start], text[size.end : size.end + 4]
    if size.high is not None:
        return f"[{_plain(size.value)}..{_plain(size.high)}]"
    if loan or AT_LEAST.search(after) or AT_LEAST.search(before):
        return f">= {_plain(size.value)}"
    if AT_MOST.search(after) or AT_MOST.search(before):
        return f"<= {_plain(size.value)}"
    low = (
        (size.value * (1 - SPREAD)).quantize(Decimal("1"), ROUND_FLOOR)
        if size.value >= 5
        else size.value * (1 - SPREAD)
    )
    high = (
        (size.value * (1 + SPREAD)).quantize(Decimal("1"), ROUND_CEILING)
        if size.value >= 5
        else size.value * (1 + SPREAD)
    )
    return f"[{_plain(low)}..{_plain(high)}]"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
