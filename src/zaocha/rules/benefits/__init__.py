"""Benefits of policies as data: read, checked, worked out for one company with every step in words."""

from zaocha.rules.benefits import tables as _tables  # noqa: F401 - registers the kinds of field
from zaocha.rules.benefits.checking import check
from zaocha.rules.benefits.evaluating import Result, described, evaluate, facts_of, sources, told
from zaocha.rules.benefits.forms import Form
from zaocha.rules.benefits.reading import read
from zaocha.rules.benefits.settings import Given, WrongValue

__all__ = [
    "Form",
    "Given",
    "Result",
    "WrongValue",
    "check",
    "described",
    "evaluate",
    "facts_of",
    "read",
    "sources",
    "told",
]
