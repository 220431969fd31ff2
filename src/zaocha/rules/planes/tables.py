"""Companies from a table (Arrow, from Parquet or CSV) as columns; each value that cannot be taken is named.

Needs the extra `parquet`. A column is an id, a list of policies already enjoyed, or a fact of the dictionary.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zaocha.rules import facts_reading
from zaocha.rules.facts import Dictionary, FactDefinition
from zaocha.rules.findings import Finding, Place, Unreadable
from zaocha.rules.planes import columns, whole
from zaocha.rules.planes.columns import Column, Flags, Numbers, Sets, Texts
from zaocha.rules.texts import Message, Parameter

PLACES = (0, 2, 4, 6)  # decimal places tried for binary floating point
MOST_PLACES = 6
EXACT = 2**53  # whole numbers up to here are exact in binary floating point
EPOCH = 719_163  # day number of 1970-01-01, where Arrow's days begin


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


MESSAGES: Mapping[str, str] = {
    "column_type": _("The column “{name}” holds {given}; {fact} needs {wanted}."),
    "bad_value": _("“{value}” cannot be read as {wanted}."),
    "many_places": _("“{value}” has more than {most} decimal places."),
    "too_large": _("The numbers of “{name}” do not fit 64 bits with {places} decimal places."),
    "not_whole": _("“{value}” is not a whole number."),
}
REMEDIES: Mapping[str, str] = {
    "store_as": _("Store it as {types}; leave missing values empty (null)."),
    "mend_cell": _("Mend the value, or leave it empty (null) when it is not known."),
}
WANTED: Mapping[str, str] = {
    "number": _("a number"), "boolean": _("yes or no"), "date": _("a day"), "text": _("a text"),
    "set": _("a list of texts"),
}  # fmt: skip
TYPES: Mapping[str, str] = {
    "number": "int64, decimal(18, 2), float64",
    "boolean": "bool",
    "date": "date32",
    "text": "string, dictionary<string>",
    "set": "list<string>",
}

NULLS: Mapping[str, Any] = {
    "number": pa.int8(), "boolean": pa.bool_(), "date": pa.date32(), "text": pa.string(),
    "set": pa.list_(pa.string()),
}  # fmt: skip


class BadCell(Exception):
    """A value in a row (from 0) of the part that was read."""

    def __init__(self, row: int, message: Message) -> None:
        self.row, self.message = row, message
        super().__init__(str(message))


def finding(code: str, place: Place, *, what_to_do: str = "", **params: Parameter) -> Finding:
    """A finding of this module."""
    remedy = Message(what_to_do, REMEDIES[what_to_do], params) if what_to_do else None
    return Finding(Message(code, MESSAGES[code], params), remedy, place=place)


def shape(fact: FactDefinition) -> str:
    """What a column of the fact holds: number, boolean, date, text or set."""
    if fact.is_numeric:
        return "number"
    return "text" if fact.type == "code" else fact.type


def check_type(fact: FactDefinition, kind: pa.DataType, *, file: str) -> Finding | None:
    """What is wrong with the type of a column, before anything is read."""
    wanted = shape(fact)
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    fits: dict[str, tuple[Callable[[Any], bool], ...]] = {
        "number": (
            pa.types.is_integer,
            pa.types.is_decimal,
            pa.types.is_floating,
            pa.types.is_string,
            pa.types.is_large_string,
        ),
        "boolean": (pa.types.is_boolean,),
        "date": (pa.types.is_date, pa.types.is_timestamp, pa.types.is_string, pa.types.is_large_string),
        "text": (pa.types.is_string, pa.types.is_large_string),
        "set": (pa.types.is_list, pa.types.is_large_list),
    }
    if pa.types.is_null(inner) or any(fit(inner) for fit in fits[wanted]):
        return None
    place = Place(file, fact.name)
    return finding(
        "column_type", place, what_to_do="store_as",
        name=fact.name, given=str(kind), fact=fact.label, wanted=_wanted(wanted), types=TYPES[wanted],
    )  # fmt: skip


def column(array: Any, fact: FactDefinition, dictionary: Dictionary) -> Column:
    """One chunk of a checked column. Raises `BadCell` at the first value that cannot be taken."""
    kind = shape(fact)
    if pa.types.is_null(array.type):
        array = array.cast(NULLS[kind])
    if kind == "number":
        return _numbers(array, fact)
    if kind == "boolean":
        known = _known(array)
        return Numbers((_bits(array, 1) & known).view(np.int8), known)
    if kind == "date":
        return _days(array)
    if kind == "set":
        return _sets(array, fact, dictionary)
    return _texts(array, fact, dictionary)


def _unreadable(row: int, value: Any, kind: str) -> BadCell:
    params: dict[str, Parameter] = {"value": str(value), "wanted": _wanted(kind)}
    return BadCell(row, Message("bad_value", MESSAGES["bad_value"], params))


def _wanted(kind: str) -> Message:
    return Message("wanted", WANTED[kind])


def _known(array: Any) -> Flags:
    if not array.null_count:
        return np.ones(len(array), bool)
    if pa.types.is_dictionary(array.type) or array.buffers()[0] is None:
        return np.asarray(array.is_valid())
    return _bits(array, 0)


def _bits(array: Any, buffer: int) -> Flags:
    """Bits of an Arrow buffer as flags: twenty times faster than asking Arrow for them."""
    first, rest = divmod(array.offset, 8)
    packed = np.frombuffer(array.buffers()[buffer], np.uint8)[first:]
    return np.unpackbits(packed, count=rest + len(array), bitorder="little")[rest:].view(bool)


def _whole(array: Any) -> npt.NDArray[Any]:
    """Whole numbers of a column, 0 at nulls."""
    kind = np.dtype(array.type.to_pandas_dtype())
    values = np.frombuffer(array.buffers()[1], kind)[array.offset :][: len(array)]
    return values * _known(array) if array.null_count else values


def _numbers(array: Any, fact: FactDefinition) -> Numbers:
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    kind = array.type
    if pa.types.is_integer(kind):
        if pa.types.is_uint64(kind):
            array = array.cast(pa.int64())
        return Numbers(columns.narrow(_whole(array)), _known(array))
    if pa.types.is_floating(kind):
        return _floats(array, fact)
    if not pa.types.is_decimal(kind):
        return _written(array, fact)
    return _decimals(array, fact)


def _decimals(array: Any, fact: FactDefinition) -> Numbers:
    scale, known = array.type.scale, _known(array)
    wide = array.cast(pa.decimal128(38, scale)).fill_null(0)
    halves = np.frombuffer(wide.buffers()[1], np.int64)[2 * wide.offset :][: 2 * len(wide)].reshape(-1, 2)
    # 128 bits in two halves: what fits 64 bits has only its sign in the upper one.
    large = np.flatnonzero(halves[:, 1] != halves[:, 0] >> 63)
    if len(large):
        params: dict[str, Parameter] = {"name": fact.name, "places": scale}
        raise BadCell(int(large[0]), Message("too_large", MESSAGES["too_large"], params))
    return _trimmed(Numbers(halves[:, 0].copy(), known, scale), fact)


def _trimmed(numbers: Numbers, fact: FactDefinition) -> Numbers:
    """Without decimal places that all values leave empty; more than six that are used are refused."""
    values, scale = numbers.values, numbers.scale
    while scale > 0 and not (values % 10).any():
        values, scale = values // 10, scale - 1
    most = 0 if fact.type == "integer" else MOST_PLACES
    if scale > most:
        row = int(np.flatnonzero(values % 10 ** (scale - most))[0])
        text = str(Decimal(int(values[row])).scaleb(-scale))
        code = "many_places" if most else "not_whole"
        raise BadCell(row, Message(code, MESSAGES[code], {"value": text, "most": MOST_PLACES}))
    return Numbers(columns.narrow(values), numbers.known, scale)


def _floats(array: Any, fact: FactDefinition) -> Numbers:
    """Binary floating point is taken when every value is the one nearest to a number with few places."""
    values, known = np.asarray(array.fill_null(0.0)).astype(np.float64), _known(array)
    for places in (0,) if fact.type == "integer" else PLACES:
        scaled = np.rint(values * 10.0**places)
        good = np.isfinite(values) & (np.abs(scaled) < EXACT) & (scaled / 10.0**places == values)
        if good.all():
            return Numbers(columns.narrow(scaled.astype(np.int64)), known, places)
    row = int(np.flatnonzero(~good)[0])
    if not np.isfinite(values[row]):
        raise _unreadable(row, values[row], "number")
    code = "not_whole" if fact.type == "integer" else "many_places"
    raise BadCell(row, Message(code, MESSAGES[code], {"value": str(values[row]), "most": MOST_PLACES}))


def _written(array: Any, fact: FactDefinition) -> Numbers:
    """Numbers written as text, as CSV has them."""
    known = _known(array)
    found: list[Decimal] = []
    for row, text in enumerate(array.to_pylist()):
        try:
            value = Decimal(text.strip()) if text is not None else Decimal(0)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            raise _unreadable(row, text, "number")
        found.append(value)
    scale = max((max(0, -int(one.as_tuple().exponent)) for one in found), default=0)
    scaled = [int(one.scaleb(scale)) for one in found]
    for row, one in enumerate(scaled):
        if abs(one) > whole.LARGEST:
            message = Message("too_large", MESSAGES["too_large"], {"name": fact.name, "places": scale})
            raise BadCell(row, message)
    return _trimmed(Numbers(np.array(scaled, np.int64), known, scale), fact)


def _days(array: Any) -> Numbers:
    if not pa.types.is_date(array.type):
        try:
            array = array.cast(pa.date32())
        except pa.ArrowInvalid:
            row, text = next(
                (row, one)
                for row, one in enumerate(array.to_pylist())
                if one is not None and not _is_day(one)
            )
            raise _unreadable(row, text, "date") from None
    days = array.cast(pa.date32()).cast(pa.int32())
    return Numbers(_whole(days) + np.int32(EPOCH), _known(days))


def _is_day(value: Any) -> bool:
    try:
        pa.scalar(value).cast(pa.date32())
    except pa.ArrowInvalid:
        return False
    return True


def _texts(array: Any, fact: FactDefinition, dictionary: Dictionary) -> Texts:
    coded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    raw = coded.dictionary.to_pylist()
    indices, known = _whole(coded.indices), _known(coded.indices)
    words = [None if word is None else _word(word, fact, dictionary) for word in raw]
    for number, word in enumerate(words):
        if isinstance(word, Message):
            raise BadCell(int(np.flatnonzero((indices == number) & known)[0]), word)
    if not words:
        return Texts(np.zeros(len(coded), np.int8), known, ())
    column = columns.texts([word for word in words if isinstance(word, str | None)])
    if None in words:
        known &= column.known.take(indices)
    return Texts(columns.narrow(column.values).take(indices), known, column.words)


def _word(word: str, fact: FactDefinition, dictionary: Dictionary) -> str | Message:
    try:
        return str(facts_reading.value_of(fact, word, dictionary))
    except Unreadable as wrong:
        return wrong.findings[0].message


def _sets(array: Any, fact: FactDefinition, dictionary: Dictionary) -> Sets:
    known, found = _known(array), []
    different: dict[tuple[str, ...] | None, frozenset[str] | None] = {None: None}
    for row, one in enumerate(array.to_pylist()):
        key = None if one is None else tuple(one)
        if key not in different:
            try:
                value = facts_reading.value_of(fact, one, dictionary)
            except Unreadable as wrong:
                raise BadCell(row, wrong.findings[0].message) from None
            different[key] = value if isinstance(value, frozenset) else None
        found.append(different[key])
    made = columns.sets(found)
    return Sets(made.values, known, made.sets)
