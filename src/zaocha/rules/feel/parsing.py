"""FEEL's text to the one tree; what is wrong is told with its character."""

from functools import lru_cache
from importlib import resources

from lark import Lark, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken

from zaocha.rules.feel import building, lexing, tree
from zaocha.rules.feel.faults import NotFeel

_GRAMMAR = resources.files(__package__).joinpath("grammar.lark").read_text(encoding="utf8")


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(
        _GRAMMAR,
        parser="lalr",
        lexer=lexing.Given,
        start=["tests", "expression"],
        propagate_positions=True,
        maybe_placeholders=False,
        keep_all_tokens=True,
    )


@lru_cache(maxsize=8192)
def tests(text: str, *, names: frozenset[str] = frozenset()) -> tree.Test:
    """Unary tests, `>= 20` or `"A","B"` or `-`. Raises `NotFeel`."""
    found: tree.Test = _parsed(text, names, "tests")
    return found


@lru_cache(maxsize=8192)
def expression(text: str, *, names: frozenset[str] = frozenset()) -> tree.Expression:
    """An expression, `a + 1`. `names`: what is in reach and holds spaces or signs. Raises `NotFeel`."""
    found: tree.Expression = _parsed(text, names, "expression")
    return found


def _parsed(text: str, names: frozenset[str], start: str) -> building.Made:
    tokens = lexing.tokens(text, names=names, tests=start == "tests")
    if not tokens:
        raise NotFeel("There is nothing here.", text=text, at=0, remedy="Write '-' for 'any value'.")
    try:
        parsed = _parser().parse(tokens, start=start)
        return building.built(parsed if isinstance(parsed, Tree) else Tree("name", [parsed]))
    except UnexpectedToken as error:
        raise _fault(text, error) from None
    except UnexpectedInput as error:
        raise NotFeel("This cannot be read.", text=text, at=error.pos_in_stream or 0) from None
    except building.TooDeep as error:
        raise NotFeel("This is nested more than {limit} deep.", text=text, at=error.at,
                      values={"limit": building.DEEPEST}) from None  # fmt: skip


def _fault(text: str, error: UnexpectedToken) -> NotFeel:
    if error.token.type == "$END":
        return NotFeel("The text ends too early.", text=text, at=len(text.rstrip()))
    found = str(error.token)
    return NotFeel("'{found}' does not belong here.", text=text, at=error.token.start_pos or 0,
                   values={"found": found})  # fmt: skip
