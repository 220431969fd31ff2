"""Invented names of the demo town: companies, people, streets. None of them is real."""

from __future__ import annotations

from random import Random

TOWN = "青禾街道"
CITY = "云溪市"
COMMUNITIES = ["溪口社区", "竹里社区", "南桥社区", "新塘社区"]
STREETS = ["清河路", "织造二路", "禾丰路", "南桥街", "竹里大道", "新塘路"]

FIRST = "晴禾云锦岚泽沐屿棠芷溪杉澜瑾砚朔"
SECOND = "川帆舟远谷岭湾野渡衡歌穗笙澄霖石"
TRADES = {
    "materials": ["纺织原料", "新材料", "锦纶", "氨纶", "纱线", "包覆纱", "染整"],
    "knitting": ["袜业", "针织", "针织科技", "服饰", "织造", "袜艺"],
    "machinery": ["机械", "智能装备", "袜机", "自动化", "精密部件"],
}
INDUSTRIES = {"materials": "2822", "knitting": "1830", "machinery": "3551"}
SURNAMES = "沈陆贺钱方杜何蒋祝薛汤柏葛裴邵岑管卞"
GIVEN = [
    "知夏",
    "一鸣",
    "修远",
    "若兰",
    "明理",
    "长青",
    "望舒",
    "思源",
    "景行",
    "怀瑾",
    "云舒",
    "维桢",
    "书言",
    "子衿",
]

# name, short name, kind
UNITS = [
    ("青禾街道经济发展办公室", "街道经发办", "inside"),
    ("青禾街道城乡建设办公室", "街道城建办", "inside"),
    ("青禾街道党建工作办公室", "两新工委", "inside"),
    ("青禾街道应急消防管理所", "街道应急所", "inside"),
    ("青禾街道营商环境办公室", "营商办", "inside"),
    ("溪口社区居民委员会", "社区", "inside"),
    ("云溪市自然资源和规划局", "自资局", "outside"),
    ("云溪市人力资源和社会保障局", "人社局", "outside"),
    ("云溪市金融工作办公室", "金融办", "outside"),
    ("云溪市发展和改革局", "发改局", "outside"),
    ("云溪市经济和信息化局", "经信局", "outside"),
    ("云溪市政务服务管理办公室", "政务办", "outside"),
    ("云溪市商务局", "商务局", "outside"),
    ("云溪市司法局", "司法局", "outside"),
    ("云溪市税务局", "税务局", "outside"),
    ("云溪市应急管理局", "应急局", "outside"),
    ("云溪市交通运输局", "交通局", "outside"),
]

# Which unit takes a category in this town: short name.
LEADS = {
    "01": "自资局", "02": "人社局", "03": "金融办", "04": "发改局", "05": "经信局", "06": "政务办",
    "07": "商务局", "08": "街道经发办", "09": "司法局", "10": "税务局", "11": "街道应急所", "12": "街道城建办",
    "13": "社区", "14": "营商办", "15": "两新工委", "16": "街道经发办",
}  # fmt: skip

# login, name, post, role, unit (short name), chain
PEOPLE = [
    ("shen", "沈知夏", "企业服务台主任", "desk", "", ""),
    ("lu", "陆一鸣", "企业服务台专员", "desk", "", ""),
    ("jiang", "蒋思源", "驻村指导员", "contact_officer", "", ""),
    ("zhu", "祝望舒", "联企干部", "contact_officer", "", ""),
    ("qian", "钱修远", "城建办主任", "handler", "街道城建办", ""),
    ("fang", "方若兰", "经发办副主任", "handler", "街道经发办", ""),
    ("xue", "薛景行", "社区书记", "handler", "社区", ""),
    ("tang", "汤怀瑾", "党工委委员", "chain_leader", "", "knitting"),
    ("shao", "邵维桢", "人大工委主任", "chain_leader", "", "materials"),
    ("pei", "裴书言", "办事处副主任", "chain_leader", "", "machinery"),
    ("du", "杜明理", "督查专员", "supervisor", "", ""),
    ("he", "何长青", "党工委书记", "leader", "", ""),
    ("an", "安思远", "产业顾问", "adviser", "", ""),
    ("admin", "柏云舒", "系统管理员", "admin", "", ""),
]
PASSWORD = "morning-tea-2026"  # noqa: S105  (of the demo only; the sign-in page shows it)


def company_names(rng: Random, chain: str, count: int) -> list[tuple[str, str]]:
    """Distinct (full name, short name) pairs of one chain."""
    pairs = [(a + b, trade) for a in FIRST for b in SECOND for trade in TRADES[chain]]
    rng.shuffle(pairs)
    seen: set[str] = set()
    found: list[tuple[str, str]] = []
    for word, trade in pairs:
        if word in seen:
            continue
        seen.add(word)
        found.append((f"{CITY}{word}{trade}有限公司", word + trade))
        if len(found) == count:
            break
    return found


def person(rng: Random) -> str:
    """A full invented name."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def boss(rng: Random) -> str:
    """How somebody of a company is called at the table."""
    return rng.choice(SURNAMES) + rng.choice(["总", "厂长", "经理", "会计", "主任"])
