"""Lines of minutes: headings, numbered items, speakers' turns, labelled fields, tables."""

import re
from dataclasses import dataclass, field
from enum import Enum

from zaocha.lang import cues


class Section(Enum):
    """What a part of the minutes is about."""

    PLAIN = "plain"
    NEEDS = "needs"
    ANSWERS = "answers"
    SPEECH = "speech"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Block:
    """One line of words without its number; places are in the uniform text."""

    start: int
    end: int
    line: int
    section: Section
    topic: str
    number: str | None
    item: int
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: column role → place of the cell."""

    cells: dict[str, tuple[int, int]]
    line: int


@dataclass(slots=True)
class Layout:
    """The lines of a text in reading order, tables apart, header fields apart."""

    blocks: list[Block] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    fields: list[tuple[str, int, int]] = field(default_factory=list)
    first_line: tuple[int, int] | None = None


NUMBER = re.compile("[ \\t]*(?:" + cues.words("layout.number") + ")[ \\t]*")
_FIELD = re.compile(
    r"[ \t]*(?:【)?(?P<name>" + cues.words("layout.field") + r")(?:】)?[ ]*(?:：|:|\t)[ ]*(?=\S)"
)
_BARE_FIELD = re.compile(r"(?:时间|地点|主持|主持人|参会|出席|记录)[ 　\t]+(?=\S)")
_HEADINGS = (
    (
        Section.SPEECH,
        re.compile(
            "讲话|会议要求|会议强调|强调|总结|下一步|下步|致辞|部署|领导.{0,4}发言|工作要求|小结|寄语"
        ),
    ),
    (
        Section.ANSWERS,
        re.compile(
            "议定|答复|回应|解答|办理|处理|落实|责任分解|任务分[工解]|交办|会议明确|回复|推进措施|解决措施"
        ),
    ),
    (Section.NEEDS, re.compile("诉求|问题|反映|困难|建议|意见|提问|需求|发言|交流|呼声|心声|反馈")),
    (
        Section.REPORT,
        re.compile(
            "基本情况|会议概况|议程|背景|出席|参会|政策宣讲|通报|上次|上期|回头看|工作汇报|成效|总体情况"
        ),
    ),
)
_MIXED = re.compile(
    "(?:诉求|问题|反映|困难|建议|意见|需求).{0,8}(?:及|和|与|、).{0,6}(?:答复|回应|解答|办理|处理|回复|落实)|(?:回应|解答|答复|破解|解决|倾听|聚焦).{0,8}(?:诉求|关切|问题|难题|困难|心声|需求)"
)
_SENTENCE_MARK = re.compile("[。；！？，：…]")
_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("number", re.compile("序号|编号|No\\.?|#|序")),
    ("company", re.compile("(?:参会|反映|诉求|提出)?(?:企业|公司|单位)(?:名称|全称|简称)?|企业名|反映单位|"
"诉求企业|提出企业|诉求单位")),
    ("who", re.compile("(?:反映|提出|联系|发言|诉求|提问|企业联系|诉求提出)人(?:姓名)?(?:及职务)?|企业代表|"
"反映人员|代表|姓名|发言人员|企业负责人|负责人")),
    ("unit", re.compile("(?:责任|牵头|承办|主办|答复|办理|落实|交办|回应|协办|对接)(?:单位|部门|科室|"
"人|领导)(?:（人）|/人)?|承办|牵头|责任单位.{0,6}|答复人|回复人")),
    ("due", re.compile("(?:完成|办理|办结|答复|解决|整改|反馈|落实|承诺|计划完成|拟完成|要求)?(?:时限|"
"期限|时间节点|日期|截止时间|截止日期|时间)(?:要求)?|时限要求|完成时限")),
    ("outcome", re.compile("状态|办理结果|办理状态|结果|办结情况|是否(?:当场|现场)?(?:解决|办结)|结果类型|"
"现场解决")),
    ("answer", re.compile("(?:现场|当场|部门|街道|会议|初步)?(?:答复|回复|回应|解答|处理|办理|落实|"
"解决|承诺|表态|反馈)(?:情况|意见|措施|内容|结果|方案|办法|建议)?|措施|拟办意见|"
"处理办法|回应内容|办理情况.{0,4}|备注|现场答复.{0,6}|现场情况")),
    ("kind", re.compile("类别|分类|类型|诉求类型|问题类别|领域")),
    ("need", re.compile("(?:企业|主要|反映|具体|存在|提出的?)?(?:的)?(?:诉求|问题|需求|困难|意见建议|"
"建议|意见|事项|内容|反映情况|情况)(?:描述|内容|事项|清单|及建议|或建议|建议|"
"与建议|和建议|与诉求|及诉求|和诉求|摘要|详情)?|问题/诉求|反映内容|反映的?问题|困难问题|诉求（问题）|"
"需要解决的问题|发言内容|问题或诉求")),
)  # fmt: skip


def read(text: str) -> Layout:
    """Split a uniform text into blocks, table rows and header fields."""
    lines = _lines(text)
    layout = Layout()
    taken = _tables(text, lines, layout)
    state = _State()
    for number, (start, end) in enumerate(lines):
        if number in taken or start == end:
            continue
        if layout.first_line is None:
            layout.first_line = (start, end)
        _read_line(text, number, start, end, layout=layout, state=state)
    return layout


@dataclass(slots=True)
class _State:
    section: Section = Section.PLAIN
    topic: str = ""
    item: int = 0


def _lines(text: str) -> list[tuple[int, int]]:
    spans = []
    at = 0
    for raw in text.splitlines(keepends=True):
        body = raw.strip(" \t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        start = at + raw.find(body) if body else at
        spans.append((start, start + len(body)))
        at += len(raw)
    return spans


def _read_line(text: str, number: int, start: int, end: int, *, layout: Layout, state: _State) -> None:
    fields = _FIELD.match(text, start, end) or _BARE_FIELD.match(text, start, end)
    if fields and _is_field(text[start:end], text[fields.end() : end]) and not _OF_FORM.match(text, start):
        name = (fields.groupdict().get("name") or fields.group()).strip()
        layout.fields.append((name, fields.end(), end))
        return
    mark = NUMBER.match(text, start, end)
    body = mark.end() if mark else start
    if body >= end:
        return
    label = next((group for group in mark.groups() if group), "-") if mark else None
    if mark:
        state.item += 1
    if _ANSWERS_FOLLOW.search(text[body:end]):
        state.section, state.topic = Section.ANSWERS, ""
    heading = _is_heading(text[body:end], numbered=mark is not None)
    if heading:
        _enter(text[body:end], state)
        state.item += 1
    layout.blocks.append(
        Block(body, end, number, state.section, state.topic, label, state.item, is_heading=heading)
    )


_OF_FORM = re.compile(
    "(?:单位|企业名称|公司名称)：[^\n]{2,30}(?:公司|厂|店|部|社|行|集团|坊|馆|场|站|[ ]{2,}(?:填报|联系|反映|负责|法定))"
)


_ANSWERS_FOLLOW = re.compile("(?:答复|回复|办理|处理)[^，。：]{0,6}如下：$")


def _is_field(line: str, value: str) -> bool:
    """主持人：沈国平 is a field; 主持人：各位早上好。今天… is a turn of speech."""
    if re.match("[ ]*(?:主持|记录|编辑|记者|联系人|单位|名称|整理)", line):
        return len(value) <= 36 and not re.search("[。！？]", value)
    return True


def _is_heading(body: str, *, numbered: bool) -> bool:
    words = body.rstrip("：: ")
    if len(words) > 30 or not words or re.search("[。；！？]$", body):
        return False
    if re.match("[“”（]?.{0,20}[？?]$", words):
        return False
    known = any(pattern.search(words) for _, pattern in _HEADINGS)
    if _SENTENCE_MARK.search(words):
        return False
    if body.endswith(("：", ":")):
        return known and len(words) <= 16
    if numbered:
        return (
            bool(
                re.search(
                    "(?:问题|方面|情况|诉求|建议|事项|答复|要求|讲话|议程|意见|困难|交流|发言|环节|安排)$",
                    words,
                )
            )
            and len(words) <= 20
        )
    return (
        known
        and len(words) <= 14
        and not re.search("希望|能否|能不能|急需|难$|[缺没不]|吗|什么时候|何时", words)
    )


def _enter(words: str, state: _State) -> None:
    state.topic = words.strip("：: ")
    if _MIXED.search(words):
        state.section = Section.NEEDS
        return
    if re.fullmatch("(?:关于)?.{1,12}(?:问题|方面)", state.topic) and state.section in (
        Section.ANSWERS,
        Section.NEEDS,
    ):
        return
    for section, pattern in _HEADINGS:
        if pattern.search(words):
            state.section = section
            return
    if state.section in (Section.SPEECH, Section.REPORT):
        state.section = Section.PLAIN


def _tables(text: str, lines: list[tuple[int, int]], layout: Layout) -> set[int]:
    """Find tables with cells side by side (tab or |) and, as from a .docx, one below the other."""
    taken: set[int] = set()
    number = 0
    while number < len(lines):
        used = _table_across(text, lines, number, layout) or _table_down(text, lines, number, layout)
        taken.update(range(number, number + used))
        number += max(used, 1)
    return taken


def _cells(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """Cells of one line, cut at tabs or at |; a single cell means that it is no row."""
    start, end = span
    line = text[start:end]
    mark = "\t" if "\t" in line else "|" if line.count("|") >= 2 else None
    if mark is None:
        wide = [(start + one.start(), start + one.end()) for one in re.finditer(r"\S+(?: \S+)*", line)]
        return wide if len(wide) >= 4 else [span]
    cells = []
    at = start
    for piece in line.split(mark):
        inner = piece.strip()
        begin = at + (piece.find(inner) if inner else 0)
        cells.append((begin, begin + len(inner)))
        at += len(piece) + 1
    if mark == "|":
        cells = cells[1:] if line.startswith("|") else cells
        cells = cells[:-1] if line.endswith("|") else cells
    return cells


def _role(words: str) -> str | None:
    words = words.replace(" ", "")
    if not words or len(words) > 12:
        return None
    spelt = [words, *words.split("/")] if "/" in words else [words]
    return next((role for one in spelt for role, pattern in _COLUMNS if pattern.fullmatch(one)), None)


def _roles(cells: list[str]) -> list[str | None] | None:
    """Column roles of a header row, or None when it is none."""
    roles = [_role(cell) for cell in cells]
    known = [role for role in roles if role]
    if len(known) < 2 or len(known) < len([cell for cell in cells if cell]) * 0.6 or "need" not in known:
        return None
    return roles


def _table_across(text: str, lines: list[tuple[int, int]], number: int, layout: Layout) -> int:
    header = _cells(text, lines[number])
    if len(header) < 2:
        return 0
    roles = _roles([text[a:b] for a, b in header])
    if roles is None:
        return 0
    used = 1
    for span in lines[number + 1 :]:
        cells = _cells(text, span)
        if re.fullmatch(r"[|\-: \t─━=—]+", text[span[0] : span[1]] or "-"):
            used += 1
            if span[0] == span[1]:
                break
            continue
        if len(cells) < 2:
            break
        layout.rows.append(_row(roles, cells, number + used))
        used += 1
    return used


def _row(roles: list[str | None], cells: list[tuple[int, int]], line: int) -> Row:
    found: dict[str, tuple[int, int]] = {}
    for role, cell in zip(roles, cells, strict=False):
        if role and cell[1] > cell[0] and role not in found:
            found[role] = cell
    return Row(found, line)


def _table_down(text: str, lines: list[tuple[int, int]], number: int, layout: Layout) -> int:
    width = 0
    while number + width < len(lines) and _role(text[slice(*lines[number + width])]):
        width += 1
    if width < 3:
        return 0
    roles = _roles([text[slice(*span)] for span in lines[number : number + width]])
    if roles is None:
        return 0
    used = width
    numbered = roles[0] == "number"
    while number + used < len(lines):
        length = _row_length(text, lines, number + used, width) if numbered else width
        cells = _squared(lines[number + used : number + used + length], width, roles.index("need"))
        if not _fits(text, cells, roles, numbered=numbered):
            break
        layout.rows.append(_row(roles, cells, number + used))
        used += length
    return min(used, len(lines) - number) if used > width else 0


def _row_length(text: str, lines: list[tuple[int, int]], at: int, width: int) -> int:
    """Lines up to the next number: cells may hold several paragraphs."""
    first = re.match(r"\d+", text[slice(*lines[at])])
    if first is None:
        return width
    wanted = re.compile(rf"{int(first.group()) + 1}[、.]?")
    for length in range(max(2, width - 2), width + 8):
        if at + length < len(lines) and wanted.fullmatch(text[slice(*lines[at + length])]):
            return length
    return width


def _squared(cells: list[tuple[int, int]], width: int, need: int) -> list[tuple[int, int]]:
    """Exactly `width` cells: surplus paragraphs belong to the demand, missing ones at the end are blank."""
    surplus = len(cells) - width
    if surplus > 0:
        return [*cells[:need], (cells[need][0], cells[need + surplus][1]), *cells[need + surplus + 1 :]]
    last = cells[-1][1] if cells else 0
    return cells + [(last, last)] * -surplus


def _fits(text: str, cells: list[tuple[int, int]], roles: list[str | None], *, numbered: bool) -> bool:
    first = text[slice(*cells[0])]
    if numbered:
        return bool(re.fullmatch(r"[\d一二三四五六七八九十]{1,3}[、.]?", first))
    need = cells[roles.index("need")]
    return need[1] > need[0] and not NUMBER.match(first + " ")
