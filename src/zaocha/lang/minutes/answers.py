"""What officials answered: solved at the table, promised with a day or a trigger, or left open."""

import re
from dataclasses import dataclass, field
from datetime import date

from zaocha.lang import cues, dates, triggers
from zaocha.lang.minutes.findings import Outcome, Promise
from zaocha.lang.minutes.voices import Piece

_SOLVED = cues.pattern("answers.solved")
_STATED_ONLY = re.compile(
    "(?:当场|现场|当即|立即|会上)(?:作出|做出)?(?:表态|承诺|表示|回应|答应|应允|接话|说|应承|许诺|安排(?!好|妥)|部署|交办|记下|记录|要求|指派|指示)"
)
_INFORMS = cues.pattern("answers.informs")
_COMMITS = cues.pattern("answers.commits")
_NOTED = cues.pattern("answers.noted")
_FIRM = re.compile(
    r"承诺|保证|确保|一定|马上|立即|立刻|尽快|将|会(?!议|上|后|谈|员|计|同|商|长|展|费|场)|争取|力争|预计|计划|安排|上门|牵头|由|负责|答复|回复|反馈|通知|告知|告诉|联系|对接|协调|帮|组织|列入|纳入"
)
_HOW_VOWED = re.compile(
    r"^(?:好的?|行|可以|没问题|嗯|这个|那|这样|对于这个问题|关于[^，]{1,16}|对此|这样吧|您放心|放心|请放心)[，。]?"
)
_TAIL_DEADLINE = re.compile(r"(?:完成时限|办结时限|时限|完成时间|办理时限|期限|时间节点)[：:]?")
UNIT_FIELD = re.compile(
    "(?:"
    + cues.words("answers.unit_field")
    + (
        ")(?:单位|部门|科室|人|领导)[：:]?[ ]*(?P<unit>[^，。；）)\\n]{2,24})|(?:主办|承办|牵头|责任|办理)[：:][ ]*(?P<chief>[^，。；）)\\n]{2,24})|由(?P<by>[^，。"
        "；]{2,16}?)(?=牵头|负责|落实|跟进|承办|会同|办理|对接|处理|主办|联系|上门|"
        "协调|安排|予以|给予|提供|制定|统一|统筹|组织|开展|向|解决|反映|将|的|于|在|尽快|[\\d一二三四五六七八九十]+月|下周|本周)"
    )
)


@dataclass(slots=True)
class Answer:
    """What was said in answer to one demand; pieces in order."""

    pieces: list[Piece] = field(default_factory=list)
    unit: str | None = None
    due_words: str | None = None
    said_solved: bool | None = None
    solved_before: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome with the answer in words and the promise."""

    outcome: Outcome
    answer: str | None
    promise: Promise | None


def judge(text: str, answer: Answer, *, on: date | None, workdays: dates.Workdays | None) -> Verdict:
    """What an answer amounts to; `on` is the day it was given."""
    _set_aside_terms(text, answer)
    answer.solved_before = any(
        _SOLVED_BEFORE.search(text[max(0, piece.start - 16) : piece.start]) for piece in answer.pieces
    )
    sentences = [_words(text, piece) for piece in answer.pieces]
    sentences = [words for words in sentences if words]
    whole = "".join(_ended(words) for words in sentences) or None
    deadlines = [found for words in sentences for found in _limits(words, on, workdays)]
    if answer.due_words:
        terms = answer.due_words + ("内" if re.search("(?:日|天|周|月|年)$", answer.due_words) else "")
        deadlines = _limits(terms, on, workdays, bare=True) + deadlines
    vowed = any(_VOWED.search(text[max(0, piece.start - 10) : piece.start]) for piece in answer.pieces)
    committed = [words for words in sentences if _is_commitment(words)] or (sentences if vowed else [])
    conditions = [found for words in committed for found in triggers.find(words)]
    answer.solved_before |= any(_is_past(words, on, workdays) for words in sentences)
    owed = bool(answer.due_words) or _still_owed(sentences, on=on, workdays=workdays)
    bound = bool(deadlines or conditions)
    outcome = _outcome(sentences, answer, committed=committed, bound=bound, owed=owed)
    if outcome != "promised":
        return Verdict(outcome, whole, None)
    by_whom = _by_whom(text, answer)
    told = committed or sentences
    due = _main_limit(deadlines, "".join(sentences))
    promise = Promise(
        by_whom=by_whom,
        what=_what(told, [one.text for one in conditions]),
        due_on=due.due_on if due else None,
        trigger=conditions[0].text if conditions else None,
        text="".join(_ended(words) for words in told).strip() or (answer.due_words or ""),
    )
    return Verdict(outcome, whole, promise)


_VOWED = re.compile("(?:承诺|保证|答应|许诺|应承)(?:，|：|:|“)*$")
_TERM_LABEL = re.compile("(?:时限|期限|时间节点|完成时间|办理时间)[】\\]）]?[ ]*[：:][ ]*$")


_COMPLETES = re.compile(
    "完成|装好|建成|完工|竣工|修好|修复|到位|通车|办结|办好|解决|落实|送电|开通|交付|到账|投用|启用|开班|通气|整改|换掉|弄好|拆除|完毕|兑现|拨付|发放|发证|核发|答复|回复|反馈"
)


def _main_limit(found: list[dates.Deadline], words: str) -> dates.Deadline | None:
    """The limit by which it is done, rather than the day on which somebody comes to look."""
    dated = [one for one in found if one.due_on] or found
    for one in dated:
        at = words.find(one.text)
        if at >= 0 and _COMPLETES.search(_clause_around(words, at)):
            return one
    return dated[0] if dated else None


def _set_aside_terms(text: str, answer: Answer) -> None:
    """办理时限：10个工作日 is a time limit, not an answer in words; 主办单位：经发办 is the unit."""
    for piece in list(answer.pieces):
        before, words = text[max(0, piece.start - 10) : piece.start], _words(text, piece)
        if _TERM_LABEL.search(before) and len(words) <= 24:
            answer.due_words = answer.due_words or words.strip("。；）")
            answer.pieces.remove(piece)
        elif re.search("(?:单位|部门|责任人|承办人|主办|承办|牵头)[：:][ ]*$", before) and len(words) <= 20:
            unit, _, more = words.strip("。；）").partition("，")
            answer.unit = answer.unit or unit
            if not more:
                answer.pieces.remove(piece)


def _words(text: str, piece: Piece) -> str:
    return re.sub(r"[“”]|\s*(?:→|->|=>|⇒|➡)\s*$", "", text[piece.start : piece.end]).strip(" \t\n，：")


def _ended(words: str) -> str:
    return words if words.endswith(("。", "！", "？", "；", "）")) else words + "。"


def _limits(
    words: str, on: date | None, workdays: dates.Workdays | None, *, bare: bool = False
) -> list[dates.Deadline]:
    """Time limits that lie ahead: not 去年, not what is past or already done."""
    found = []
    for one in dates.find(words, on=on, workdays=workdays):
        clause = _clause_around(words, one.start)
        if not bare and re.search(
            "已(?:于|经|在)?|去年|上(?:个)?月|上周|原来|此前|之前(?=[^，。]{0,8}(?:已|就))|截止|印发|出台(?:的|了)|开始实施",
            clause,
        ):
            continue
        if (
            not bare
            and re.search("^(?:今天|今年|当天|今日)$", one.text)
            and not re.search(
                "今天(?:下班|下午|之?内|就|晚)|今日内|当天(?:内|给|答复|回复|安排|派|修)", clause
            )
        ):
            continue
        if not bare and _OWN_WORK.search(clause) and not re.search("我们|街道|答复", clause):
            continue
        if re.search(
            "(?:延续|延长|持续|有效期?|执行|实施|截至|保留|营业|开放)[^，。]{0,4}(?:到|至)$",
            words[: one.start],
        ):
            continue
        if _MERE_YEAR.fullmatch(one.text) and not bare and not _IN_YEAR.match(words, one.end):
            continue
        if one.due_on is not None and on is not None and one.due_on < on:
            continue
        found.append(one)
    return found


_MERE_YEAR = re.compile(r"(?:20[\d]{2}|[明后今]|本)年度?")
_IN_YEAR = re.compile(
    r"[内底前初末上下春夏秋冬\d]|年[内底]|完|建|动工|开|启|实施|拓|修|投|通|交|安排|列入|解决|装|给"
)


def _is_past(words: str, on: date | None, workdays: dates.Workdays | None) -> bool:
    """城建办于4月3日修复, read on a later day."""
    found = dates.find(words, on=on, workdays=workdays) if on else []
    return any(one.due_on is not None and on is not None and one.due_on < on for one in found) and bool(
        re.search("修复|完成|办结|解决|到位|开通|落实|处理|拨付|到账|发放|整改", words)
    )


def _clause_around(words: str, at: int) -> str:
    start = max(words.rfind(mark, 0, at) for mark in "，。；！？") + 1
    ends = [end for mark in "，。；！？" if (end := words.find(mark, at)) >= 0]
    return words[start : min(ends, default=len(words))]


def _is_commitment(words: str) -> bool:
    bare = _STATED_ONLY.sub("", words)
    return bool(_COMMITS.search(bare)) and not (
        _NOTED.search(bare) and not _FIRM.search(_NOTED.sub("", bare))
    )


def _outcome(
    sentences: list[str], answer: Answer, *, committed: list[str], bound: bool, owed: bool
) -> Outcome:
    words = "".join(sentences)
    solved = (
        answer.said_solved
        or answer.solved_before
        or any(_SOLVED.search(_STATED_ONLY.sub("", one)) for one in sentences)
    )
    if not words and not answer.due_words:
        return "on_the_spot" if answer.said_solved else "open"
    if answer.said_solved is False and not committed:
        return "promised" if bound else "open"
    if solved and not owed:
        return "on_the_spot"
    return "promised" if bound else _unbound(words, sentences, committed)


def _unbound(words: str, sentences: list[str], committed: list[str]) -> Outcome:
    """What an answer without a day or a condition amounts to."""
    if _LEFT_OPEN.search(words) and not _FIRM.search(_LEFT_OPEN.sub("", words)):
        return "open"
    if _REFUSED.search(words) and not any(_FIRM_LATER.search(one) for one in sentences):
        return "on_the_spot"
    if _NOTED.search(words) and not any(_FIRM.search(_NOTED.sub("", one)) for one in committed):
        return "open"
    if all(_DONE_LATER.search(one) and not re.search("将|承诺|争取", one) for one in sentences):
        return "open"
    if committed and not _only_informs(sentences, committed):
        return "promised"
    return "on_the_spot" if _INFORMS.search(words) or len(words) >= 12 else "open"


_LEFT_OPEN = re.compile(
    "未(?:予|作|能)?(?:答复|明确|回应)|(?:下次|改日|改天|以后)再(?:议|说|谈)|没有?(?:人答复|结果|定论)"
)
_REFUSED = re.compile(
    "(?:不予|不能|不可|不得|无法|不具备|不符合|不享受|开不了|办不了|动不了|批不了|不便|不允许|未获)[^。]{0,40}|没有(?:这个|这项|此类)|没得(?:宽限|商量)|限制[^，。]{0,10}，"
)
_FIRM_LATER = re.compile(
    "我们?(?:来|去|会|将|帮)|将(?!近)|会后|下周|[月周]底|争取|尽快|承诺|由[^，。]{2,14}(?:牵头|负责|指导|上门)"
)
_SOLVED_BEFORE = re.compile(
    "(?:当场|现场|当即|会上)(?:[为给向对][^，。：]{1,10})?(?:就此)?(?:进行了?|作了?)?(?:详细|耐心|逐一)?(?:答复|报价|出示|说明|回答|解答|解释|讲解|办理|解决|答疑|释疑)"
)
_EMPTY_TALK = cues.pattern("answers.empty_talk")
_OWN_WORK = re.compile(
    "(?:您|你们?|贵公司)[^，。]{0,10}(?:把|将|带|送|拿|提交|补齐|补充)|(?:企业|大家|你们?|您|各位)(?:请|需|要|可|应)|(?:要|需要?|请|记得|务必|可以?|抓紧)[^，。]{0,10}(?:登记|报名|提交|申报|报送|递交|填报|申请|提供|准备|办理手续)"
)


def is_reply(words: str) -> bool:
    """Whether an official's sentence may answer somebody: no welcome, no slogan, no question back."""
    bare = words.strip("“”。！， …")
    if len(bare) < 2 or re.search("[？?]”?$", words.strip()):
        return False
    return not _EMPTY_TALK.search(bare) or bool(
        re.search(r"记下|工作日|[月周]底|\d月|落实|尽快", bare) and not re.search("能解决的", bare)
    )


_OFFICIAL_TONE = re.compile(
    "^[“ ]*(?:这个|这事|这件事|好的?，|没问题|行，|可以|您|你们|放心|请放心|关于您)|我们?(?:来|马上|这就|会后|回去)?(?:协调|联系|对接|安排|落实|跟进|答复|反馈)|(?:我们|街道|社区)(?:会|将|马上|已|正在)|"
    "列入(?:了)?(?:今年|明年)?(?:的)?计划|会后|[内前](?:给|办|完|答|解|落|交付|建成)|帮您|给您|您(?:把|去|那边|明天|可以|这个|们)"
)


def sounds_official(words: str, *, asks: bool, awaited: bool) -> bool:
    """Whether words of somebody unknown are an answer by their tone; `awaited`: a demand was just raised."""
    if (
        awaited
        and not asks
        and (_COMMITS.search(words) or _INFORMS.search(words) or re.match("[^，]{1,2}总好", words))
    ):
        return True
    tone = len(_OFFICIAL_TONE.findall(words))
    return (
        tone >= 2
        or (tone == 1 and not asks)
        or (
            not asks
            and bool(_COMMITS.search(words))
            and bool(re.search("计划|交付|完工|[月年周]底|月份|[内前]", words))
        )
    )


_DONE_LATER = re.compile("(?:得知|获悉|了解到?|听(?:到|说|完|了))[^，。]{0,14}(?:后|，)")


def _still_owed(sentences: list[str], *, on: date | None, workdays: dates.Workdays | None) -> bool:
    """Something with a day, a trigger or in plain words of the future remains beside what was solved."""
    for words in sentences:
        for clause in re.split("[，；。]", words):
            if _SOLVED.search(_STATED_ONLY.sub("", clause)) or not clause:
                continue
            if _limits(clause, on, workdays) or re.search(
                "将|争取|确保|承诺|(?<!才)(?<!就)会(?!议|上|后)", clause
            ):
                return True
    return False


def _only_informs(sentences: list[str], committed: list[str]) -> bool:
    """An explanation whose only 'promise' words are about the company's own way (到窗口办理即可)."""
    if not any(_INFORMS.search(words) for words in sentences):
        return False
    return not any(
        re.search(
            "我们?(?:会|来|去|帮|将|马上|安排|给|让|派|跟|联系)|(?<!才)(?<!就)(?<!机)(?<!不)(?<!都)会(?!议|上|后|计|员|费|展|商|场|长|导致|影响|被)|将|承诺|争取|确保|尽快|抓紧|牵头|上门|由|下周|月底|协调|对接|安排|通知|告知|回去|联系(?!电话|方式|人)|预计|计划|答复|帮|列入",
            words,
        )
        for words in committed
    )


def _by_whom(text: str, answer: Answer) -> str | None:
    if answer.unit:
        return answer.unit
    spoken = next((piece.voice for piece in answer.pieces if piece.voice and piece.voice.words), None)
    if (
        spoken is not None
        and spoken.words not in ("会议", "领导")
        and not re.fullmatch("会议.*", spoken.words or "")
    ):
        return spoken.words
    for piece in answer.pieces:
        named = UNIT_FIELD.search(text[piece.start : piece.end])
        if named:
            return (named["unit"] or named["chief"] or named["by"]).strip("的 ，、")
    for piece in answer.pieces:
        named = _NAMED_FIRST.match(text, piece.start, piece.end)
        if named:
            return named["by"].strip()
    return spoken.words if spoken else None


_NAMED_FIRST = re.compile(
    r"[“ ①-⑳—]*(?:\d[.、])?(?:[\u4e00-\u9fff]{0,6}由)?(?P<by>[\u4e00-\u9fff]{2,12}?(?:[局办所站队科院]|中心|社区|街道|管委会|公司|大队|分局|行)(?:[\u4e00-\u9fff]{2,3}?(?=说|回去|答复|表示|：))?)(?=，|：|说|将|会|已|回去|答复|表示|负责|牵头|[\d]|[\u4e00-\u9fff]{2,3}[：说])"
)


def _what(told: list[str], triggers: list[str]) -> str:
    words = "；".join(one.strip("。！；，") for one in told)
    for trigger in triggers:
        words = words.replace(trigger, "", 1)
    words = _HOW_VOWED.sub("", words.lstrip("，"))
    words = re.sub(r"（[^）]*）", "", words)
    words = re.sub(r"^(?:，|就|便|我们|我|会|将|一定|马上|第一时间)+", "", words)
    return words.strip("，。； ") or "；".join(told)
