"""How documents look: after GB/T 9704 (official documents) for Chinese, a plain report for English."""

from dataclasses import dataclass
from typing import Final

from zaocha.sheets import parts

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MM: Final = 1440 / 25.4
"""Twentieths of a point in a millimetre."""

TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37, 35, 28, 26
TEXT_WIDTH: Final = round((210 - LEFT_MM - RIGHT_MM) * MM)

# Name in the document → (other names of the same font, family). A machine without it takes its default.
_FONTS: Final = {
    "仿宋": ("FangSong", "modern"),
    "黑体": ("SimHei", "modern"),
    "宋体": ("SimSun", "auto"),
    "楷体": ("KaiTi", "modern"),
    "Times New Roman": ("", "roman"),
}


@dataclass(frozen=True)
class Look:
    """Fonts and sizes of one language; sizes in half points, `line` in twentieths of a point."""

    language: str
    body: str
    title: str
    headings: tuple[str, str, str]
    size: int
    table_size: int
    title_size: int
    line: int
    indent_characters: int

    @property
    def chinese(self) -> bool:
        return self.language.startswith("zh")


CHINESE: Final = Look("zh-CN", "仿宋", "宋体", ("黑体", "楷体", "仿宋"), 32, 24, 44, 560, 2)
ENGLISH: Final = Look("en-GB", "宋体", "宋体", ("黑体", "黑体", "黑体"), 22, 20, 36, 300, 0)


def look_for(language: str) -> Look:
    """The look for a language code such as `zh-hans` or `en`."""
    return CHINESE if language.lower().startswith("zh") else ENGLISH


def _fonts(east_asian: str) -> str:
    latin = "Times New Roman"
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east_asian}" w:cs="{latin}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _style(id_: str, name: str, paragraph: str, run: str, *, following: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        + (f'<w:next w:val="{following}"/>' if following else "")
        + f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def styles(look: Look) -> bytes:
    """word/styles.xml."""
    tight = '<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/>'
    body = f'<w:spacing w:before="0" w:after="{0 if look.chinese else 120}" w:line="{look.line}" '
    body += f'w:lineRule="{"exact" if look.chinese else "atLeast"}"/>'
    bold = "" if look.chinese else "<w:b/>"
    headings = "".join(
        _style(
            f"Heading{level}",
            f"heading {level}",
            f'<w:keepNext/><w:keepLines/><w:spacing w:before="{240 if level == 1 else 120}" w:after="60"/>'
            f'<w:ind w:firstLine="0"/><w:jc w:val="left"/><w:outlineLvl w:val="{level - 1}"/>',
            _fonts(font) + bold + _size(look.size if look.chinese else look.size + 8 - 2 * level),
            following="Normal",
        )
        for level, font in enumerate(look.headings, start=1)
    )
    title = _style(
        "Title",
        "Title",
        '<w:keepNext/><w:spacing w:before="0" w:after="360" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:firstLine="0"/><w:jc w:val="center"/>',
        f"{_fonts(look.title)}<w:b/>{_size(look.title_size)}",
        following="Normal",
    )
    small = _size(look.table_size)
    rest = (
        _style("TableText", "Table Text", f'<w:snapToGrid w:val="0"/>{tight}<w:jc w:val="left"/>', small)
        + _style(
            "TableHead",
            "Table Head",
            f'<w:snapToGrid w:val="0"/>{tight}<w:jc w:val="center"/>',
            f"{_fonts('黑体')}{bold}{small}",
        )
        + _style("Caption", "caption", f'{tight}<w:jc w:val="center"/>', small)
        + _style("Footer", "footer", f'{tight}<w:jc w:val="center"/>', f"{_fonts('宋体')}{_size(21)}")
    )
    return (
        f'{parts.HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(look.body)}'
        f'{_size(look.size)}<w:lang w:val="{"en-US" if look.chinese else look.language}" w:eastAsia="zh-CN"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl/>{body}<w:jc w:val="both"/></w:pPr></w:style>{title}{headings}{rest}</w:styles>'
    ).encode()


def font_table() -> bytes:
    """word/fontTable.xml: the other names under which a machine may have a font."""
    fonts = "".join(
        f'<w:font w:name="{name}">'
        + (f'<w:altName w:val="{other}"/><w:charset w:val="86"/>' if other else '<w:charset w:val="00"/>')
        + f'<w:family w:val="{family}"/></w:font>'
        for name, (other, family) in _FONTS.items()
    )
    return f'{parts.HEAD}<w:fonts xmlns:w="{W}">{fonts}</w:fonts>'.encode()


def settings(look: Look) -> bytes:
    """word/settings.xml."""
    return (
        f'{parts.HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{look.language}" w:eastAsia="zh-CN"/></w:settings>'
    ).encode()
