"""FEEL's text as tokens: names that hold spaces and signs, and brackets that open or close a range."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from lark import Token
from lark.lexer import Lexer

from zaocha.rules.feel.faults import NotFeel

LONGEST_TEXT = 20_000

# Names of the standard that hold spaces; a model adds its own.
SPACED_NAMES = frozenset(
    [
        "string length",
        "upper case",
        "lower case",
        "substring before",
        "substring after",
        "starts with",
        "ends with",
        "list contains",
        "insert before",
        "index of",
        "distinct values",
        "date and time",
        "years and months duration",
        "days and time duration",
        "round up",
        "round down",
        "round half up",
        "round half down",
        "get value",
        "get entries",
        "context put",
        "context merge",
        "day of year",
        "day of week",
        "month of year",
        "week of year",
        "list replace",
        "string join",
        "met by",
        "overlaps before",
        "overlaps after",
        "overlapped by",
        "overlapped before by",
        "overlapped after by",
        "finished by",
        "started by",
        "start included",
        "end included",
        "time offset",
    ]
)
KEYWORDS = {
    word: word.upper()
    for word in (
        [
            "and",
            "or",
            "in",
            "between",
            "if",
            "then",
            "else",
            "for",
            "return",
            "some",
            "every",
            "satisfies",
            "function",
            "true",
            "false",
            "null",
        ]
    )
}
_SIGNS = {
    "**": "POWER", "..": "DOTS", "->": "ARROW", "<=": "LE", ">=": "GE", "!=": "NE", "<": "LT", ">": "GT", "=": "EQ",
    "+": "PLUS", "-": "MINUS", "*": "STAR", "/": "SLASH", "(": "LPAR", ")": "RPAR", "{": "LBRACE", "}": "RBRACE",
    ",": "COMMA", ":": "COLON", ".": "DOT", "[": "LSQB", "]": "RSQB",
}  # fmt: skip
_START = "?_A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
_PART = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_WORD = f"[{_START}][{_PART}]*"
_SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_TOKEN = re.compile(
    r'(?P<AT>@"(?:[^"\\]|\\.)*")'
    r'|(?P<STRING>"(?:[^"\\]|\\.)*")'
    r"|(?P<NUMBER>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<WORD>{_WORD})"
    r"|(?P<SIGN>\*\*|\.\.|->|<=|>=|!=|[-<>=+*/(){},:.\[\]])",
    re.DOTALL,
)
# `full name:` in a context, a call or a parameter list declares a name.
_DECLARED = re.compile(rf"({_WORD}[{_PART}\s'+*/-]*?)\s*:")
_LOOPED = re.compile(rf"({_WORD}(?:\s+[{_PART}]+)*?)\s+in\b")
_ENDS = {"NAME", "NUMBER", "STRING", "AT", "TRUE", "FALSE", "NULL", "RPAR", "RSQB", "RBRACE", "CLOSE_LSQB"}
_AFTER_RANGE = re.compile(
    r"\s*(?:$|[),\]}=!<>.*/+-]|(?:and|or|then|else|return|satisfies|in|between|instance)\b)"
)
_OPENING = {"LPAR", "LSQB", "LBRACE", "OPEN_RSQB"}
_CLOSING = {"RPAR", "RSQB", "RBRACE", "CLOSE_LSQB"}
_MISSING = re.compile(r"is\s+missing\b")
_NOT = re.compile(r"not\s*\(")
_INSTANCE = re.compile(r"instance\s+of\b")


def tokens(text: str, *, names: frozenset[str] = frozenset(), tests: bool = False) -> list[Token]:
    """The tokens of a text. `names` are those in reach that hold spaces or signs; `tests`: unary tests.

    Raises `NotFeel` with the place of a character that begins nothing.
    """
    if len(text) > LONGEST_TEXT:
        raise NotFeel("The text has {length} characters; at most {limit} are read.", text=text, at=LONGEST_TEXT,
                      values={"length": len(text), "limit": LONGEST_TEXT})  # fmt: skip
    return _Lexing(text, names=names, tests=tests).run()


class _Lexing:
    """One pass over one text."""

    def __init__(self, text: str, *, names: frozenset[str], tests: bool) -> None:
        self.text, self.tests = text, tests
        self.names = frozenset(one for one in names if not one.isidentifier()) | SPACED_NAMES
        self.found: list[Token] = []
        self.ranges: list[bool] = []

    def run(self) -> list[Token]:
        at = 0
        while at < len(self.text):
            if gap := _SPACE.match(self.text, at):
                at = gap.end()
                continue
            for step in _STEPS:
                if token := step(self, at):
                    break
            else:
                raise NotFeel("'{found}' begins nothing here.", text=self.text, at=at,
                              values={"found": self.text[at]})  # fmt: skip
            self.found.append(token)
            at = token.end_pos or at + 1
        return self.found

    def before(self) -> str:
        return self.found[-1].type if self.found else ""

    def token(self, kind: str, at: int, end: int, value: str | None = None) -> Token:
        return Token(
            kind,
            self.text[at:end] if value is None else value,
            start_pos=at, end_pos=end, line=1, end_line=1, column=at + 1, end_column=end + 1,
        )  # fmt: skip

    def name(self, at: int, end: int) -> Token:
        name = " ".join(self.text[at:end].split())
        if not name.isidentifier():
            self.names |= {name}
        return self.token("NAME", at, end, name)

    def declared(self, at: int) -> Token | None:
        """A name that is declared here: before a colon, or after `for`, `some`, `every`."""
        pattern = {"LBRACE": _DECLARED, "COMMA": _DECLARED, "LPAR": _DECLARED, "LT": _DECLARED,
                   "FOR": _LOOPED, "SOME": _LOOPED, "EVERY": _LOOPED}.get(self.before())  # fmt: skip
        match = pattern.match(self.text, at) if pattern else None
        return self.name(match.start(1), match.end(1)) if match else None

    def known(self, at: int) -> Token | None:
        """The longest known name that holds spaces or signs."""
        match = _one_of(self.names).match(self.text, at)
        return self.name(at, match.end()) if match else None

    def special(self, at: int) -> Token | None:
        """`is missing` and the leading `not(` of unary tests; `instance of`; `external`."""
        if self.tests and (match := _MISSING.match(self.text, at)):
            return self.token("IS_MISSING", at, match.end())
        if self.tests and not self.found and _NOT.match(self.text, at):
            return self.token("NOT", at, at + 3)
        if match := _INSTANCE.match(self.text, at):
            return self.token("INSTANCE_OF", at, match.end())
        if self.before() == "RPAR" and self.text.startswith("external", at):
            return self.token("EXTERNAL", at, at + 8)
        return None

    def plain(self, at: int) -> Token | None:
        match = _TOKEN.match(self.text, at)
        if match is None:
            return None
        kind, end = match.lastgroup or "", match.end()
        if kind == "WORD":
            word = match.group()
            known = None if self.before() == "DOT" else KEYWORDS.get(word)
            return self.token(known or "NAME", at, end)
        if kind == "SIGN":
            return self.sign(match.group(), at)
        return self.token(kind, at, end)

    def sign(self, sign: str, at: int) -> Token:
        kind = self.role(sign, at)
        if kind in _OPENING:
            self.ranges.append(False)
        elif kind in _CLOSING and self.ranges:
            self.ranges.pop()
        elif kind == "DOTS" and self.ranges:
            self.ranges[-1] = True
        return self.token(kind, at, at + len(sign))

    def role(self, sign: str, at: int) -> str:
        """`]` opens a range where a value may begin, `[` closes one where none may follow."""
        if sign == "]" and self.before() not in _ENDS | {"LSQB", "GT"}:
            return "OPEN_RSQB"
        if sign == "[" and self.before() in _ENDS and self.ranges and self.ranges[-1]:
            return "CLOSE_LSQB" if _AFTER_RANGE.match(self.text, at + 1) else "LSQB"
        return _SIGNS[sign]


_STEPS: tuple[Callable[[_Lexing, int], Token | None], ...] = (
    _Lexing.declared,
    _Lexing.special,
    _Lexing.known,
    _Lexing.plain,
)


@lru_cache(maxsize=512)
def _one_of(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(f"(?:{'|'.join(map(_spaced, longest_first))})(?![{_PART}])")


def _spaced(name: str) -> str:
    return r"\s+".join(re.escape(part) for part in name.split())


class Given(Lexer):
    """What lark asks for as a lexer: the tokens are there already."""

    def __init__(self, lexer_conf: object) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[Token]:
        yield from lexer_state
