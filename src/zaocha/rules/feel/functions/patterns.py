"""The regular expressions of XPath, which FEEL names, as Python's; what cannot be carried over is refused."""

import re

from zaocha.rules.feel.values import NoValue

LONGEST = 1_000
LONGEST_NESTED = 24
MOST_TRIES = 10**9
# Escapes and classes stand for one character each.
_LITERAL = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]", re.DOTALL)
_REPEATED = re.compile(r"[*+]|\{\d+,\d*\}")
_NESTED = re.compile(r"[*+|}].*\)(?:[*+]|\{\d+,)")
_FLAGS = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE, "x": re.VERBOSE}
_NAME_START = (
    "A-Za-z_:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u1fff\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufffd"
)
_ESCAPES = {"i": _NAME_START, "c": _NAME_START + "0-9.\u00b7-"}
_CLASSES = {
    "L": "^\\W\\d_", "Lu": "A-Z\u00c0-\u00d6\u00d8-\u00de\u0391-\u03a9\u0410-\u042f",
    "Ll": "a-z\u00df-\u00f6\u00f8-\u00ff\u03b1-\u03c9\u0430-\u044f", "N": "\\d", "Nd": "\\d",
    "P": "!-#%-*,-/:;?@\\[-\\]_{}\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf\u2010-\u2027\u3001-\u3003", "IsBasicLatin": "\x00-\x7f",
    "Z": "\\s",
}  # fmt: skip
_BACK = re.compile(r"\\(?P<digits>\d)")


def compiled(pattern: str, flags: str) -> re.Pattern[str]:
    """Raises `NoValue` for a pattern or flag that does not exist here."""
    if unknown := set(flags) - {*_FLAGS, "q"}:
        raise NoValue(f"there is no flag '{min(unknown)}'")
    if len(pattern) > LONGEST:
        raise NoValue(f"a pattern has at most {LONGEST} characters")
    chosen = sum((int(_FLAGS[one]) for one in set(flags) if one != "q"), 0)
    if "q" in flags:
        return re.compile(re.escape(pattern), chosen & int(re.IGNORECASE))
    if "x" in flags:
        pattern = _without_space(pattern)
        chosen &= ~int(re.VERBOSE)
    try:
        return re.compile(_translated(pattern, _signs(flags)), chosen)
    except (re.error, OverflowError, RecursionError):
        raise NoValue(f"'{pattern}' is no pattern") from None


def affordable(pattern: str, text: str) -> None:
    """Raise `NoValue` when trying a pattern on a text could take longer than anybody waits.

    Trying n characters with k repetitions takes at most n^(k+1) steps; with a repetition inside a repeated group it
    may double with every character.
    """
    plain = _LITERAL.sub("x", pattern)
    repeated = len(_REPEATED.findall(plain))
    if _NESTED.search(plain) and len(text) > LONGEST_NESTED:
        raise NoValue(f"a repeated group with choices inside is tried on {LONGEST_NESTED} characters at most")
    if repeated > 1 and (len(text) + 1) ** (repeated + 1) > MOST_TRIES:
        raise NoValue("the pattern has too many repetitions for a text of this length")


def _signs(flags: str) -> dict[str, str]:
    """`$` is the very end and a dot no end of a line, unless the flags say otherwise."""
    end = {} if "m" in flags else {"$": r"\Z"}
    return end if "s" in flags else {**end, ".": r"[^\n\r]"}


def _without_space(pattern: str) -> str:
    """White space goes, but not inside a class."""
    kept, inside = [], 0
    for at, char in enumerate(pattern):
        if char == "[" and pattern[at - 1 : at] != "\\":
            inside += 1
        elif char == "]" and pattern[at - 1 : at] != "\\":
            inside -= 1
        if inside or char not in " \t\n\r":
            kept.append(char)
    return "".join(kept)


def _translated(pattern: str, signs: dict[str, str]) -> str:
    if re.search(r"\(\?(?!:)", pattern):
        raise NoValue("groups of a special kind are not known here")
    made, at, inside = [], 0, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            said, at = _escape(pattern, at, inside > 0)
            made.append(said)
            continue
        if inside and pattern.startswith("-[", at):
            end = pattern.index("]", at)
            made = _subtracted(made, pattern[at + 1 : end + 1])
            at, inside = end + 2, 0
            continue
        inside += (char == "[") - (char == "]" and inside > 0)
        made.append(char if inside else signs.get(char, char))
        at += 1
    return "".join(made)


def _subtracted(made: list[str], less: str) -> list[str]:
    """`[a-z-[aeiou]]`: not one of the second class, then one of the first."""
    start = len(made) - 1 - made[::-1].index("[")
    return [*made[:start], f"(?!{less})", *made[start:], "]"]


def _escape(pattern: str, at: int, inside: bool) -> tuple[str, int]:
    letter = pattern[at + 1 : at + 2]
    if letter in ("p", "P") and (match := re.compile(r"\{(\w+)\}").match(pattern, at + 2)):
        said = _CLASSES.get(match[1])
        if said is None:
            raise NoValue(f"the class '{match[1]}' is not known here")
        return _class(said, letter == "P", inside), match.end()
    if letter.lower() in _ESCAPES and letter:
        return _class(_ESCAPES[letter.lower()], letter.isupper(), inside), at + 2
    if letter.isdigit() and inside:
        raise NoValue("no group stands inside a class")
    return pattern[at : at + 2], at + 2


def _class(said: str, negative: bool, inside: bool) -> str:
    if inside and (negative or said.startswith("^")):
        raise NoValue("a negative class inside a class is not known here")
    if inside:
        return said
    flipped = said.removeprefix("^") if said.startswith("^") else "^" + said
    return f"[{flipped if negative else said}]"


def filled(replacement: str, match: re.Match[str]) -> str:
    """`$1` stands for a group, `\\$` for the sign. Raises `NoValue` for a lone sign."""
    made, at = [], 0
    while at < len(replacement):
        char, follows = replacement[at], replacement[at + 1 : at + 2]
        if char == "\\":
            if follows not in ("\\", "$"):
                raise NoValue("a backslash in the replacement stands before another or before $")
            made.append(follows)
        elif char == "$":
            if not follows.isdigit():
                raise NoValue("$ in the replacement needs a number")
            made.append((match[int(follows)] or "") if int(follows) <= match.re.groups else "")
        else:
            made.append(char)
        at += 2 if char in "\\$" else 1
    return "".join(made)
