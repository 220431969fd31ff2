"""Invented demands in any number: clauses of the shipped sentences, put together anew with places and figures."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from zaocha.lang import classify

_FIRST = "清青云晴禾翠锦宝华新景安康永长兴福泰和明秀文德仁义嘉瑞祥盛丰荣昌金银玉石松柏柳桐枫荷莲梅兰竹菊"
_SECOND = "川溪河江湖山岭坡塘桥港湾洲田园林谷泉井峰岩浦渡头口庄村店坊门关城台亭阁楼院里巷弄"
_ROADS = ("路", "街", "大道", "巷", "支路")
_STARTS = (
    "",
    "",
    "",
    "我们{company}反映，",
    "{company}提出：",
    "在{place}这边，",
    "{place}{n}号，",
    "上次说过，",
)
_ENDS = (
    "。",
    "。",
    "，希望尽快解决。",
    "，请街道协调一下。",
    "，大概要{n}万元。",
    "，涉及员工{n}人。",
    "，{place}附近几家厂都这样。",
)


def places(chance: random.Random, count: int) -> list[str]:
    """Names of roads."""
    return [chance.choice(_FIRST) + chance.choice(_SECOND) + chance.choice(_ROADS) for _ in range(count)]


def companies(chance: random.Random, count: int) -> list[str]:
    """Short names of companies; a number of them may be alike."""
    trades = (
        "针织",
        "袜业",
        "纺织",
        "机械",
        "包装",
        "电子",
        "新材料",
        "印染",
        "物流",
        "五金",
        "塑业",
        "服饰",
    )
    return [chance.choice(_FIRST) + chance.choice(_SECOND) + chance.choice(trades) for _ in range(count)]


def demands(seed: int, count: int) -> Iterator[tuple[str, str]]:
    """(category, words) of `count` demands; the same seed gives the same ones."""
    chance = random.Random(seed)
    clauses = [
        (code, part)
        for code, text in classify.seed_sentences()
        for part in re.split(r"[，。；！？、]", text)
        if len(part) > 3
    ]
    roads, firms = places(chance, 3000), companies(chance, 2000)
    for _ in range(count):
        code, first = chance.choice(clauses)
        parts = [first]
        while chance.random() < 0.55 and len(parts) < 4:
            parts.append(chance.choice(clauses)[1])
        frame = (
            chance.choice(_STARTS) + "，".join(parts).replace("{", "").replace("}", "") + chance.choice(_ENDS)
        )
        yield (
            code,
            frame.format(place=chance.choice(roads), company=chance.choice(firms), n=chance.randint(2, 900)),
        )


def questions(seed: int, count: int) -> list[str]:
    """Lines as they are typed: whole ones, halves, and a few characters."""
    chance = random.Random(seed)
    rows = []
    for _code, words in demands(seed + 7919, count):
        share = chance.choice((1.0, 1.0, 0.6, 0.3))
        rows.append(words[: max(4, int(len(words) * share))])
    return rows
