"""Company names: made uniform, cut down to what people say, and spelled for the search. No database."""

from __future__ import annotations

import re
import unicodedata

from zaocha.lang import normalise, pinyin

LOOKUP_LENGTH = 400
SORTING_LENGTH = 60
SHORT_LENGTH = 40

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "（）"} | {
    0x3000: " "
}
_HAN = "\u3400-\u9fff"
_BLANK_IN_CHINESE = re.compile(rf"(?<=[{_HAN}）（])\s+|\s+(?=[{_HAN}）（])")
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|"
    "贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|中国"
)
_CITY = re.compile(
    rf"(?:(?:{_PROVINCES})(?:省|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)?)?(?:[{_HAN}]{{2,4}}市)?"
)
_REGION = re.compile(rf"{_CITY.pattern}(?:[{_HAN}]{{1,3}}(?:县|区))?(?:[{_HAN}]{{2,3}}(?:街道|镇|乡))?")
_REGION_IN_BRACKETS = re.compile(rf"（[{_HAN}]{{2,8}}）")
_SUFFIX = re.compile(
    r"(?:集团)?(?:股份有限公司|有限责任公司|有限公司|股份公司|公司|（?有限合伙）?|（?普通合伙）?|合伙企业|个人独资企业|"
    r"专业合作社|合作社|经营部|商行|工作室|总厂|工厂)+$"
)


def tidy(text: str) -> str:
    """A name as it is stored: no invisible signs, half-width letters, Chinese brackets, no stray blanks."""
    shown = unicodedata.normalize("NFC", text).translate(_HALF_WIDTH)
    shown = "".join(" " if sign.isspace() else sign for sign in shown if not _is_invisible(sign))
    if re.search(rf"[{_HAN}]", shown):
        shown = shown.replace("(", "（").replace(")", "）")
    return _BLANK_IN_CHINESE.sub("", " ".join(shown.split()))


def short(name: str) -> str:
    """What people call a company: without region and legal form. 云溪市晴川针织有限公司 → 晴川针织."""
    bare = _REGION_IN_BRACKETS.sub("", tidy(name))
    bare = _kept(_SUFFIX.sub("", bare), otherwise=bare)
    for region, least in ((_REGION, 3), (_CITY, 2)):
        found = region.match(bare)
        if found and len(bare) - found.end() >= least:
            return bare[found.end() :][:SHORT_LENGTH]
    return bare[:SHORT_LENGTH]


def sorting(name: str) -> str:
    """Where a short name stands in a list: its pinyin."""
    return pinyin.full(name)[:SORTING_LENGTH]


def lookup(*, name: str, short_name: str, credit_code: str) -> str:
    """What the search looks at: short name, name, initials, code, pinyin; words cut by blanks."""
    plain_short, plain_name = query(short_name), query(name)
    parts = [
        plain_short,
        plain_name,
        pinyin.initials(plain_short),
        credit_code.lower(),
        pinyin.full(plain_short),
    ]
    distinct = dict.fromkeys("".join(part.split()) for part in parts if part)
    return " ".join(distinct)[:LOOKUP_LENGTH]


def query(text: str) -> str:
    """Something typed, in the form in which `lookup` is kept."""
    return normalise.plain(tidy(text)).lower()


def _kept(text: str, *, otherwise: str) -> str:
    """A cut is taken only when something is left that one can call a name."""
    return text if len(text) >= 2 else otherwise


def _is_invisible(sign: str) -> bool:
    return not sign.isspace() and unicodedata.category(sign) in ("Cf", "Cc")
