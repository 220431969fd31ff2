"""Whose a demand is when its own words do not say: the company or person told of just before it."""

import re
from dataclasses import replace

from zaocha.lang.minutes.cast import Cast, Side, Voice
from zaocha.lang.minutes.pairing import Asked

_REACH = 260
"""How far back the company may have been named, in characters."""
_MANY = re.compile("企业|大家|员工|职工|工人|代表|商户|摊主|店主|家长")
"""Words for many: such a demand belongs to no single company."""
_TURNS_AWAY = re.compile("(?:会议|领导|书记|镇长|主任|街道|各单位)[^。\n]{0,12}(?:强调|要求|指出|小结|总结)")


def settled(text: str, people: Cast, one: Asked) -> Voice | None:
    """The voice of a demand, completed by what stands before it in the same paragraph or the one above."""
    voice = one.voice
    if voice is not None and (voice.company or voice.side is Side.OFFICIAL):
        return voice
    if voice is not None and voice.person is None and _MANY.search(voice.words or ""):
        return voice
    own = _known(people, voice)
    if own is not None:
        return own
    start = _paragraph(text, one.start)
    named = people.companies_between(max(start, one.start - _REACH), one.start)
    if not named or _TURNS_AWAY.search(text[named[-1].end : one.start]):
        return voice
    company = named[-1]
    person = voice.person if voice else None
    if person is None:
        between = people.persons_between(company.end, one.start)
        person = next((who.words for who in reversed(between) if who.official is False), None)
    return Voice(Side.COMPANY, person=person, company=company.name, words=company.name)


def _known(people: Cast, voice: Voice | None) -> Voice | None:
    """The company that this person was introduced with elsewhere in the text."""
    if voice is None or not voice.person:
        return None
    for name in (voice.person, voice.person[-3:], voice.person[-2:]):
        known = people.known.get(name)
        if known is not None and known.company:
            return replace(known, person=voice.person)
    return None


def _paragraph(text: str, at: int) -> int:
    """Where the paragraph begins, or the one above when it goes on with 他, 另外, 还有 or a number."""
    start = text.rfind("\n", 0, at) + 1
    above = text[:start].rstrip("\n")
    goes_on = re.match(r"[ 　\t·—-]*(?:他|她|还|另|同时|此外|再|也|又|但|可|不过|“)", text[start:at] + " ")
    return above.rfind("\n") + 1 if goes_on and above else start
