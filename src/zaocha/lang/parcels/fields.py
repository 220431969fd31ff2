"""The fields of a notice in lines and in prose: label, then value."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from zaocha.lang.parcels import values
from zaocha.lang.parcels.values import Value

# From a label to its value: a bracket with the unit, a colon, a bar, a line's end.
GAP = r"(?:[（(](?P<unit>[^）)\n]{0,16})[）)])?[ \t\n|:：为是]*"
STOP = re.compile(
    r"[。；;\n]|(?=(?:建筑密度|建筑系数|绿地率|出让年|起始价|起拍价|起价|竞买保证金|保证金|投资强度|亩均|容积率|建筑限?高|加价|增价))"
)

BOUNDS: dict[str, tuple[str, str, str]] = {
    "plot_ratio": (r"容积率", "plot_ratio_min", "plot_ratio_max"),
    "density": (r"建筑(?:密度|系数)", "density_min", "density_max"),
    "green": (r"绿地率|绿化率", "", "green_max"),
    "height": (r"建筑(?:限高|高度|物高度)|限高", "", "height_max_m"),
}
MONEY: dict[str, str] = {
    "investment_per_mu": r"(?:亩均)?(?:固定资产)?投资强度|亩均(?:固定资产)?投资(?:额|总额)?|固定资产投资",
    "value_added_per_mu": r"亩均(?:工业)?增加值",
    "tax_per_mu": r"亩均(?:税收|税)|单位(?:用地)?税收",
    "start_price": r"起始(?:总)?价|起拍价|(?<![加增])起价",
    "deposit": r"(?:竞买)?保证金",
    "bid_step": r"(?:加价|增价)(?:幅度|阶梯)?|竞价阶梯",
}
TERMS: dict[str, str] = {
    "term_years": r"(?:出让年[限期]|使用年限|年期)" + GAP + r"(?P<n>[\d一二三四五六七八九十]+)(?=年|\s|$|，)",
    "no_transfer_years": r"(?P<n>[\d一二三四五六七八九十]+)年(?:之)?内不得(?:转让|出租|出售)",
    "start_within_months": r"(?P<n>[\d一二三四五六七八九十]+)个月(?:之)?内(?:必须)?(?:开工|动工)",
    "finish_within_months": r"(?P<n>[\d一二三四五六七八九十]+)个月(?:之)?内(?:必须)?(?:竣工|建成|投产)",
}
USES = (
    ("new_industry", r"创新型产业|新型产业|M0"), ("storage", r"物流仓储|仓储物流|仓储|物流"),
    ("industrial", r"工业"), ("commercial", r"商业|商服|商务"), ("housing", r"住宅|居住"),
)  # fmt: skip
WAYS = (("listing", r"挂牌"), ("auction", r"拍卖"), ("tender", r"招标"))
NUMBER_LABEL = r"(?:地块|宗地)(?:编号|名称|号)|编号"
CODE = r"[\u4e00-\u9fffA-Za-z]{0,10}[〔\[(（]?20\d\d[〕\])）]?(?:年)?[-－GPgp]{0,2}[A-Za-z]{0,3}\d{1,4}号?|[A-Z]{1,4}\d{0,4}-\d{1,4}(?:-\d{1,4})?"
NO_CODE = re.compile(r"告字|公告|第\d|年第|文件")
PLACE_LABEL = r"(?:土地|宗地|地块)?(?:坐落|位置|地址)"
INDUSTRY = r"(?:限定产业|产业准入|准入产业|产业限制|产业类型|产业导向|主导产业|[只仅]限)[ \t\n|:：为是于]*(?P<v>[^，。；\n|]{2,60})"


def find(text: str) -> list[Value]:
    """Every field that a uniform text says, once each."""
    found: list[Value | None] = [
        _number(text), _place(text), _use(text), _way(text), _area(text), _industry(text),
        *(one for name in BOUNDS for one in _bounds(text, name)),
        *(_money(text, name) for name in MONEY), *(_term(text, name) for name in TERMS),
    ]  # fmt: skip
    return [one for one in found if one is not None]


def with_price_of_area(found: list[Value]) -> list[Value]:
    """A starting price that was said per mu becomes the price of the parcel, once its area is known."""
    area = next((one for one in found if one.name == "area_m2"), None)
    made = []
    for one in found:
        if one.name == "start_price" and "/mu" in one.value:
            if area is None:
                continue
            whole = Decimal(one.value.removesuffix("/mu")) * Decimal(area.value) * Decimal("0.0015")
            one = Value(one.name, values.shown(whole.quantize(Decimal(1))), one.words, one.start, one.end)
        made.append(one)
    return made


def _number(text: str) -> Value | None:
    for found in re.finditer(
        rf"(?:{NUMBER_LABEL}){GAP}(?P<v>[^\s，。；|:：)）(（]{{2,40}}(?:[(（]?20\d\d[)）]?[^\s，。；|)）]{{0,12}})?)",
        text,
    ):
        if re.search(r"\d", found["v"]):
            return values.of("parcel_number", found["v"], text, found.span())
    for found in re.finditer(CODE, text):
        code = found.group()
        around = text[max(0, found.start() - 3) : found.end()]
        if (
            re.search(r"\d", code)
            and not NO_CODE.search(around)
            and not re.match(r"[\u4e00-\u9fff]*20\d\d年?\d", code)
        ):
            start = found.start() + len(code) - len(code.lstrip("在于的有编号为"))
            return values.of("parcel_number", text[start : found.end()], text, (start, found.end()))
    return None


def _place(text: str) -> Value | None:
    line = re.search(
        rf"(?:^|\n|[|\t .、\d]){PLACE_LABEL}(?:[（(][^）)\n]{{0,8}}[）)])?(?:[ \t]*[:：|\t][ \t|]*|[ \t]*\n\s*)(?P<v>[^\n|\t]{{3,80}})",
        text,
    )
    if line:
        return values.of("place", line["v"].strip(" ，。；"), text, line.span())
    prose = re.search(
        r"(?:位于|坐落于|位置在|地处)(?P<v>[^，。；\n]{3,40}?)(?=的[一二三四五两\d]|的(?:工业|国有|地块)|[，。；\n])",
        text,
    )
    prose = prose or re.search(
        r"(?<=，)在(?P<v>[^，。；\n]{3,30}(?:路口|[东南西北]侧|以[东南西北]|旁|园区))(?=[，。；\n])", text
    )
    return values.of("place", prose["v"].strip(), text, prose.span()) if prose else None


def _use(text: str) -> Value | None:
    label = re.search(rf"(?:(?:土地|规划|宗地)?用途|用地性质){GAP}(?P<v>[^，。；\n|\t]{{2,30}})", text)
    for part, start in ((label["v"], label.start("v")) if label else ("", 0), (text, 0)):
        for code, pattern in USES:
            found = re.search(rf"(?:{pattern})(?:用地|地块|地)?", part) if part else None
            if found:
                return values.of("land_use", code, text, (start + found.start(), start + found.end()))
    return None


def _way(text: str) -> Value | None:
    places = [(found.start(), code, found) for code, pattern in WAYS if (found := re.search(pattern, text))]
    if not places:
        return None
    _at, code, found = min(places, key=lambda one: one[0])
    return values.of("supply_way", code, text, found.span())


def _area(text: str) -> Value | None:
    label = re.search(rf"(?:出让|土地|宗地|用地|总用地|地块)?面积{GAP}", text)
    if label:
        amount = values.area(text[label.end() : label.end() + 30], unit=label["unit"] or "")
        if amount:
            return values.of("area_m2", amount[0], text, (label.start(), label.end() + amount[2]))
    amount = values.area(text)
    return values.of("area_m2", amount[0], text, (amount[1], amount[2])) if amount else None


def _industry(text: str) -> Value | None:
    found = re.search(INDUSTRY, text)
    return values.of("industry_limits", found["v"].strip(), text, found.span()) if found else None


def _bounds(text: str, name: str) -> list[Value]:
    label, low_name, high_name = BOUNDS[name]
    for found in re.finditer(rf"(?:{label}){GAP}", text):
        rest = text[found.end() : found.end() + 36]
        stop = STOP.search(rest, 1)
        said = values.bounds(rest[: stop.start()] if stop else rest)
        if said is None:
            continue
        low, high, _start, end = said
        if not low_name and high is None:
            low, high = None, low
        span = (found.start(), found.end() + end)
        pairs = ((low_name, low), (high_name, high))
        return [values.of(fact, value, text, span) for fact, value in pairs if fact and value is not None]
    return []


def _money(text: str, name: str) -> Value | None:
    for found in re.finditer(rf"(?:{MONEY[name]}){GAP}", text):
        window = text[found.end() : found.end() + 30]
        stop = STOP.search(window, 1)
        near = window[: stop.start()] if stop else window
        amount = values.money(near, unit=found["unit"] or "")
        if amount is None:
            continue
        span = (found.start(), found.end() + amount[2])
        if name == "start_price" and re.search(r"每亩|元/亩", near[: amount[2] + 3]):
            return values.of(name, f"{values.shown(amount[0])}/mu", text, span)
        return values.of(name, amount[0], text, span)
    return None


def _term(text: str, name: str) -> Value | None:
    found = re.search(TERMS[name], text)
    amount = values.count(found["n"]) if found else None
    return values.of(name, amount, text, found.span()) if found and amount is not None else None


CELLS: dict[str, Callable[[str, str], list[tuple[str, Decimal | str]]]] = {}
"""For tables: name of the field → what a cell with its heading's unit says."""
for _name, (_label, _low, _high) in BOUNDS.items():

    def _of_bounds(
        cell: str, unit: str, low: str = _low, high: str = _high
    ) -> list[tuple[str, Decimal | str]]:
        said = values.bounds(cell + ("%" if "%" in unit and "%" not in cell else ""))
        if said is None:
            return []
        first, second = said[0], said[1]
        if not low and second is None:
            first, second = None, first
        return [(name, value) for name, value in ((low, first), (high, second)) if name and value is not None]

    CELLS[_name] = _of_bounds
