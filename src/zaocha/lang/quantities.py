"""Quantities in running text: number, unit code and the very words."""

import re
from dataclasses import dataclass
from decimal import Decimal

from zaocha.lang import numerals

_PEOPLE = (
    "工人|员工|职工|挡车工|缝头工|包装工|普工|熟练工|技工|机修工|学徒|学生|大学生|毕业生|本科生|研究生|"
    "技术员|业务员|设计师|师傅|维修工|操作工|孩子|小孩|子女|女工|男工|外地人|工程师|司机|保安|年轻人|人才|老师傅|实习生|临时工"
)
_THINGS = (
    "停车位|车位|名额|充电桩|充电位|床位|学位|摊位|展位|岗位|房间|路灯|摄像头|监控|垃圾桶|站点|"
    "集装箱|车间|门店|班组|班次|包厢|机位|泊位|工位"
)
# Longest first where one begins like another. The multiplier turns 公里 into metres and 毛 into yuan.
_UNITS: tuple[tuple[str, str, str], ...] = (
    (r"(?:万)?(?:美元|美金|美刀|USD|刀乐)", "USD", "1"),
    (r"元(?!旦|宵)|块钱?(?!空?地|牌|板|布|屏|钢|砖|土地|区域|石)|人民币|RMB", "CNY", "1"),
    (r"毛钱?(?!利|纱|巾|衣)", "CNY", "0.1"),
    ((r"(?:平方米|平方公尺|平米|㎡|m²|m2|M2|个?平方(?![公千分厘])|方(?=厂房|车间|"
r"仓库)|平(?![均台安等时整衡价]))"), "m2", "1"),
    (r"亩", "mu", "1"),
    (r"分(?=地)", "mu", "0.1"),
    (r"(?:kVA|KVA|kva|Kva|千伏安)", "kVA", "1"),
    (r"(?:kV|KV|kv|千伏)(?![A安])", "kV", "1"),
    (r"(?:公里|千米|km|KM)", "m", "1000"),
    (r"(?:米|m)(?![a-zA-Z面粉饭线])", "m", "1"),
    (r"个?百分点|个点(?!子)", "point", "1"),
    (rf"(?:个|号|口)?(?:人(?![次才均民大])|{_PEOPLE})|名(?![额牌称字单])|位(?={_PEOPLE})", "person", "1"),
    (r"个(?=[^，。；、]{0,6}(?:人|" + _PEOPLE + "))(?!月|工作日|小时|星期|部门|单位|问题)", "person", "1"),
    (r"个?工作日|天(?!然)|日(?=之?内|以内|之前|账期)", "day", "1"),
    (r"(?:个)?年(?![级度纪龄轻底初末内中前货产]|\d|[一二三四五六七八九十]+月)", "year", "1"),
    (r"户", "household", "1"),
    (r"家(?!长|庭|里|具|电)", "household", "1"),
    (r"份(?!额)|人份", "portion", "1"),
    (r"个?(?=" + _THINGS + (r")|台(?!阶|风|州|账)|套|辆|间(?!隔)|盏|根|条(?=[^，。；]{0,6}(?:线|路|街|"
r"道|流水|产))|部(?=[^门分署]*?(?:电梯|车|机))|座|栋|幢|架(?!子)"), "unit", "1"),
)  # fmt: skip
_UNIT = re.compile("|".join(f"(?P<u{n}>{pattern})" for n, (pattern, _, _) in enumerate(_UNITS)))
_HALF_UNIT = re.compile("半(?!天|夜|路)")
_STARTS = re.compile(r"[\d零〇一二两俩三四五六七八九十百千万亿半上]")
_RATIO = re.compile(
    rf"(?P<of>百分之|千分之)(?P<n>{numerals.ARABIC}|{numerals.CHINESE})(?:(?:-|—|~|至|到)(?:百分之)?(?P<m>{numerals.ARABIC}|{numerals.CHINESE}))?"
    rf"|(?P<p>{numerals.ARABIC})%?(?:(?:-|—|–|~|至|到)(?P<q>{numerals.ARABIC}))?%"
    r"|(?P<den>[二三四五六七八九十])分之(?P<num>[一二两三四五六七八九])"
    r"|(?P<tenth>[一二两三四五六七八九](?:[一二三四五六七八九](?=成))?)成(?P<half>半|[一二三四五六七八九])?(?=左右|以上|多|的|，|。|；|员|产|订|都|是|$)"
    r"|(?P<hand>(?<![另上下前后第])一(?:大|小)?半(?![年个天月路]))"
)
_ORDINAL = re.compile(r"[第][^，。]{0,1}$")
_MONEY_NEAR = re.compile(
    r"贷|款|资|投|补|费|花|钱|价|租|薪|奖|授信|额度|税|欠|缺口|利润|成本|垫|赔|罚|产值|营收|销售额|块|借|预算|拨|融|报价|订金|定金|每年要|开到"
)
_MADE_NEAR = re.compile(r"产量|产能|年产|日产|双|人口|件|度电|用电|用量|粉丝|订单量|库存")
_COUNTED = tuple("双吨件条只米个打度箱包平")
_CLOSING = ("", *"，。；、！？的呢吧啊了”）\n")
_STAFF_NEAR = re.compile(r"(?:员工|工人|职工|人数|招|缺)(?:只|也|才|共|总共|大概|约|近|有|了|的)*$")
_VAGUE_ONE = re.compile(r"[一1]")


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount with its unit code; `start` and `end` are places in the text that was searched."""

    value: Decimal
    high: Decimal | None
    unit: str
    text: str
    start: int
    end: int

    def as_json(self) -> dict[str, object]:
        """`{"value", "max"?, "unit", "text"}` with plain numbers."""
        high = {} if self.high is None else {"max": _plain(self.high)}
        return {"value": _plain(self.value), **high, "unit": self.unit, "text": self.text}


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def find(text: str, *, start: int = 0, end: int | None = None) -> list[Quantity]:
    """All quantities of a uniform text (see `normalise`) between two places, in order."""
    end = len(text) if end is None else end
    found: list[Quantity] = []
    at = start
    while (begin := _STARTS.search(text, at, end)) is not None:
        quantity = _at(text, begin.start())
        if quantity is None:
            at = _after_number(text, begin.start())
            continue
        if quantity.end <= end:
            found.append(quantity)
        at = quantity.end
    return found


def _after_number(text: str, at: int) -> int:
    number = numerals.find_at(text, at)
    return max(at + 1, number.end if number else 0)


def _at(text: str, at: int) -> Quantity | None:
    ratio = _RATIO.match(text, at)
    if ratio is not None:
        return _ratio(ratio)
    if text[at] == "半":
        return _half(text, at)
    if text[at] == "上":
        return _hundreds(text, at)
    return _measured(text, at)


def _hundreds(text: str, at: int) -> Quantity | None:
    """上百人 → 100."""
    if at + 1 < len(text) and text[at + 1] in "百千万亿" and (at == 0 or text[at - 1] not in "以之"):
        inner = _measured(text, at + 1)
        return inner and _of(text, at, inner.end, inner.unit, (inner.value, inner.high))
    return None


def _half(text: str, at: int) -> Quantity | None:
    unit = _UNIT.match(text, at + 1)
    if text[max(0, at - 1) : at] in ("上", "下", "前", "后", "大", "小", "多"):
        return None
    if unit is None or not _HALF_UNIT.match(text, at) or _code(unit) not in ("mu", "year"):
        return None
    return _of(text, at, unit.end(), _code(unit), (Decimal("0.5"), None))


def _measured(text: str, at: int) -> Quantity | None:
    number = numerals.find_at(text, at)
    if number is None or _ORDINAL.search(text[max(0, at - 2) : at]):
        return None
    low, high, end, scaled = number.value, number.high, number.end, number.scaled
    unit = _unit_at(text, end)
    after = unit.end() if unit else end
    second = _second(text, after)
    if second is not None and second[0].value > low:
        upper, unit = second
        if upper.scaled and not scaled and low < upper.value / 1000:
            low *= _scale_of(text[upper.start : upper.end])
        if upper.value <= low:
            return None
        high, end, scaled = upper.value if upper.high is None else upper.high, upper.end, True
    if unit is None:
        return _without_unit(text, at, number=number, high=high, low=low, end=end)
    if unit.start() > end and second is None:
        return None
    return _with_unit(text, at, unit=unit, low=low, high=high)


def _unit_at(text: str, at: int) -> re.Match[str] | None:
    skipped = re.compile(r"[ ]?(?:多|余|来|几)?[ ]?").match(text, at)
    return _UNIT.match(text, skipped.end() if skipped else at)


def _second(text: str, at: int) -> tuple[numerals.Number, re.Match[str] | None] | None:
    begin = numerals.range_sign(text, at)
    if begin is None:
        return None
    number = numerals.find_at(text, begin)
    if number is None:
        return None
    return number, _unit_at(text, number.end)


def _scale_of(raw: str) -> int:
    scale = 1
    for char in raw:
        scale *= {"万": 10_000, "亿": 100_000_000, "千": 1000, "百": 100}.get(char, 1)
    return scale


def _with_unit(
    text: str, at: int, *, unit: re.Match[str], low: Decimal, high: Decimal | None
) -> Quantity | None:
    code, times = _code(unit), _times(unit)
    words = text[at : unit.end()]
    if unit.group().startswith("万"):
        times *= 10_000
    if not _is_meant(text, at, code=code, value=low, unit=unit):
        return None
    low, high = low * times, None if high is None else high * times
    tail = _tail(text, unit.end(), code)
    if tail is not None and high is None:
        return _of(text, at, tail[0], code, (low + tail[1], None))
    return _of(text, at, at + len(words), code, (low, high))


def _tail(text: str, at: int, code: str) -> tuple[int, Decimal] | None:
    """两亩半, 一年半, 一亩三分, 1块2."""
    if code in ("mu", "year", "point") and text[at : at + 1] == "半":
        return at + 1, Decimal("0.5")
    fen = re.compile(r"([一二两三四五六七八九\d])分(?!之|公|钟)").match(text, at)
    if code == "mu" and fen:
        return fen.end(), Decimal(numerals.exact(fen[1]) or 0) / 10
    jiao = re.compile(
        r"([\d一二三四五六七八九])(?:毛|角)?(?![\d一二三四五六七八九十百千万亿.个台套名人])"
    ).match(text, at)
    if code == "CNY" and jiao and text[at - 1 : at] == "块":
        return jiao.end(), Decimal(numerals.exact(jiao[1]) or 0) / 10
    return None


def _is_meant(text: str, at: int, *, code: str, value: Decimal, unit: re.Match[str]) -> bool:
    """Leaves out what only looks like an amount: calendar years, "一家企业", "这三年级"."""
    before = text[max(0, at - 2) : at]
    if code == "year":
        return not (1900 < value < 2200) and not (value == 1 and not _lasted(text, at, unit.end()))
    if code == "day" and value == 1 and text[at] == "一":
        return _lasted(text, at, unit.end()) or unit.group().endswith("工作日")
    if (
        value == 1
        and text[at] == "一"
        and code in ("m2", "mu", "m")
        and text[unit.end() : unit.end() + 1] in ("每", "多", "要", "一")
    ):
        return False
    if value == 1 and text[at] == "一" and code in ("unit", "household", "person", "portion"):
        return False
    return not before.endswith(("第", "每", "之", "周", "星期")) or before.endswith("每")


def _lasted(text: str, at: int, end: int) -> bool:
    return text[end : end + 1] in ("多", "半", "了", "内", "期", "以", "之") or text[max(0, at - 1) : at] in (
        "拖", "等", "欠", "近", "快", "要", "了", "少", "足", "付",
    )  # fmt: skip


def _without_unit(
    text: str, at: int, *, number: numerals.Number, low: Decimal, high: Decimal | None, end: int
) -> Quantity | None:
    """贷款300万 is money; 员工两百多 are persons."""
    near = text[max(0, at - 14) : at] + "|" + text[end : end + 6]
    scaled = "万" in text[at:end] or "亿" in text[at:end]
    follows = text[end : end + 1]
    if (
        scaled
        and low >= 1000
        and follows not in _COUNTED
        and (_MONEY_NEAR.search(near) or (not _MADE_NEAR.search(near) and follows in _CLOSING))
    ):
        return _of(text, at, end, "CNY", (low, high))
    if follows == "个" and text[end + 1 : end + 2] in (*_CLOSING, "左", "以") and low > 1:
        staff = re.search("招|缺|工(?!业)|人|师傅|学徒|技师|大学生", text[max(0, at - 10) : at])
        return _of(text, at, end + 1, "person" if staff else "unit", (low, high))
    paid = re.match("(?:块)?(?:一个?月|每月|每个月|一天|一吨|一台|/月)", text[end:])
    if low >= 100 and paid and re.search("开|工资|月薪|租|价|要|付|给", text[max(0, at - 8) : at]):
        return _of(text, at, end, "CNY", (low, high))
    enough = low >= 10 and number.end - number.start > 0
    if (
        enough
        and _STAFF_NEAR.search(text[max(0, at - 6) : at])
        and not re.match(r"[\d月日号年点%.．/]", follows)
    ):
        return _of(text, at, end, "person", (low, high))
    return None


def _ratio(found: re.Match[str]) -> Quantity | None:
    text, at, end = found.string, found.start(), found.end()
    values: tuple[Decimal, Decimal | None]
    if found["of"]:
        base = Decimal(100 if found["of"].startswith("百") else 1000)
        values = _shares(found["n"], found["m"], base)
    elif found["p"]:
        values = _shares(found["p"], found["q"], Decimal(100))
    elif found["den"]:
        share = Decimal(numerals.exact(found["num"]) or 0) / Decimal(numerals.exact(found["den"]) or 1)
        values = (round(share, 4), None)
    elif found["tenth"]:
        values = _tenths(found["tenth"], found["half"])
    else:
        values = (Decimal("0.5"), None)
    return _of(text, at, end, "ratio", values)


def _tenths(raw: str, more: str | None) -> tuple[Decimal, Decimal | None]:
    low, high = numerals.parse(raw) or (Decimal(0), None)
    extra = (
        Decimal(0)
        if not more
        else Decimal("0.5")
        if more == "半"
        else Decimal(numerals.exact(more) or 0) / 10
    )
    return (low + extra) / 10, None if high is None else high / 10


def _shares(first: str, second: str | None, base: Decimal) -> tuple[Decimal, Decimal | None]:
    low, high = numerals.parse(first) or (Decimal(0), None)
    if second is not None:
        high = (numerals.parse(second) or (Decimal(0), None))[0]
    return low / base, None if high is None else high / base


def _code(unit: re.Match[str]) -> str:
    return _UNITS[int((unit.lastgroup or "u0")[1:])][1]


def _times(unit: re.Match[str]) -> Decimal:
    return Decimal(_UNITS[int((unit.lastgroup or "u0")[1:])][2])


def _of(text: str, at: int, end: int, unit: str, values: tuple[Decimal, Decimal | None]) -> Quantity:
    low, high = values
    high = None if high is not None and high <= low else high  # 0-0% and 1-0% are no ranges
    return Quantity(value=low, high=high, unit=unit, text=text[at:end], start=at, end=end)
