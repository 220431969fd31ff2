"""Full pinyin and initials of names, with the readings that place names and surnames take."""

from functools import cache, lru_cache

from pypinyin import Style, lazy_pinyin, load_phrases_dict

from zaocha.lang import normalise

_SURNAMES = {
    "单": "shàn", "解": "xiè", "仇": "qiú", "区": "ōu", "查": "zhā", "曾": "zēng", "盖": "gě", "朴": "piáo",
    "覃": "qín", "尉": "yù", "缪": "miào", "任": "rén", "翟": "zhái", "乐": "yuè", "纪": "jǐ", "华": "huà",
    "冼": "xiǎn", "折": "shé", "燕": "yān", "应": "yīng", "过": "guō", "牟": "mù", "逄": "páng",
}  # fmt: skip
_PHRASES = {
    "诸暨": "zhū jì", "嵊州": "shèng zhōu", "丽水": "lí shuǐ", "台州": "tāi zhōu", "天台": "tiān tāi",
    "鄞州": "yín zhōu", "衢州": "qú zhōu", "黄埔": "huáng pǔ", "大埔": "dà bù", "番禺": "pān yú",
    "六安": "lù ān", "蚌埠": "bèng bù", "亳州": "bó zhōu", "歙县": "shè xiàn", "铅山": "yán shān",
    "长兴": "cháng xīng", "长安": "cháng ān", "长丰": "cháng fēng", "长城": "cháng chéng",
    "长江": "cháng jiāng", "长青": "cháng qīng", "长顺": "cháng shùn", "长隆": "cháng lóng",
    "重庆": "chóng qìng", "厦门": "xià mén", "大厦": "dà shà", "乐清": "yuè qīng", "乐清市": "yuè qīng shì",
    "东莞": "dōng guǎn", "浒苔": "hǔ tái", "浒关": "xǔ guān", "浒墅关": "xǔ shù guān", "会稽": "kuài jī",
    "尉犁": "yù lí", "监利": "jiàn lì", "洪洞": "hóng tóng", "柏乡": "bǎi xiāng", "高要": "gāo yāo",
    "瓯海": "ōu hǎi", "萧山": "xiāo shān", "枫桥": "fēng qiáo", "银行": "yín háng", "行业": "háng yè",
    "重工": "zhòng gōng", "朝阳": "cháo yáng", "朝晖": "zhāo huī", "兴业": "xīng yè", "兴隆": "xīng lóng",
    "恒兴": "héng xīng", "永兴": "yǒng xīng", "新兴": "xīn xīng", "复兴": "fù xīng", "华兴": "huá xīng",
    "宝藏": "bǎo zàng", "调味": "tiáo wèi", "调机": "tiáo jī", "曾记": "zēng jì", "长弹": "cháng tán",
    "长丝": "cháng sī", "差异化": "chā yì huà", "弹力": "tán lì", "长三角": "cháng sān jiǎo",
    "行长": "háng zhǎng", "厂长": "chǎng zhǎng", "会长": "huì zhǎng", "链长": "liàn zhǎng",
}  # fmt: skip


@cache
def _prepare() -> None:
    load_phrases_dict({name: [[part] for part in said.split()] for name, said in _PHRASES.items()})


@lru_cache(maxsize=65536)
def _syllables(text: str) -> tuple[str, ...]:
    _prepare()
    return tuple(lazy_pinyin(normalise.plain(text), style=Style.NORMAL, v_to_u=False))


def full(text: str) -> str:
    """Pinyin of all characters run together, lower case: 清河袜业 → "qinghewaye"."""
    return "".join(part.lower() for part in _syllables(text) if part.strip())


def initials(text: str) -> str:
    """First letter of every character, letters and digits kept: 清河袜业 → "qhwy"."""
    parts = (
        part if part.isascii() and any(c.isdigit() for c in part) else part[:1] for part in _syllables(text)
    )
    return "".join(char for part in parts for char in part.lower() if char.isalnum())


def of_person(name: str) -> str:
    """Pinyin of a person's name, the surname read as surnames are: 单雄 → "shanxiong"."""
    surname = _SURNAMES.get(name[:1])
    if surname is None:
        return full(name)
    return normalise.without_tones(surname) + full(name[1:])
