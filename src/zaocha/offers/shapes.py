"""Where an offer is: GeoJSON geometries, checked; pure."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from zaocha.kernel.errors import Invalid

MOST_PLACES = 2000
DEPTH = {"Point": 0, "LineString": 1, "Polygon": 2, "MultiPolygon": 3}


def read(text: str) -> dict[str, Any] | None:
    """A position as it is typed: GeoJSON (geometry or feature), or "120.31, 29.72" (east first)."""
    text = text.strip()
    if not text:
        return None
    if not text.startswith("{"):
        return checked({"type": "Point", "coordinates": _pair(text)})
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise _wrong(_("This is no GeoJSON: place %(place)s.") % {"place": error.pos}) from None
    except RecursionError:
        raise _wrong(_("This is no GeoJSON.")) from None
    if (
        isinstance(found, dict)
        and found.get("type") == "FeatureCollection"
        and len(found.get("features") or ()) == 1
    ):
        found = found["features"][0]
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    return checked(found)


def checked(shape: Any) -> dict[str, Any]:
    """A geometry of a kind that is drawn, with every place on earth; refused in words otherwise."""
    if not isinstance(shape, Mapping) or shape.get("type") not in DEPTH:
        raise _wrong(_("A position is a Point, LineString, Polygon or MultiPolygon."))
    coordinates = shape.get("coordinates")
    rounded = _rounded(coordinates, DEPTH[str(shape["type"])])
    found = {"type": str(shape["type"]), "coordinates": rounded}
    places = list(points(found))
    if not places or len(places) > MOST_PLACES:
        raise _wrong(_("A position has between 1 and %(n)s places.") % {"n": MOST_PLACES})
    return found


def points(shape: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    """Every place of a checked geometry."""
    yield from _flat(shape["coordinates"], DEPTH[shape["type"]])


def centre(shape: Mapping[str, Any]) -> tuple[float, float]:
    """The middle of the box around a geometry."""
    places = list(points(shape))
    xs, ys = [x for x, _y in places], [y for _x, y in places]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def typed(shape: Mapping[str, Any] | None) -> str:
    """A geometry as it stands in the form again."""
    if not shape:
        return ""
    if shape["type"] == "Point":
        return f"{shape['coordinates'][0]}, {shape['coordinates'][1]}"
    return json.dumps(shape, separators=(",", ":"))


def _pair(text: str) -> list[float]:
    parts = text.replace("，", ",").replace(" ", ",").split(",")
    numbers = [part for part in parts if part]
    try:
        x, y = (float(part) for part in numbers)
    except ValueError:
        raise _wrong(_("Two numbers are needed: degrees east, degrees north.")) from None
    return [x, y]


def _rounded(value: Any, depth: int) -> Any:
    if not isinstance(value, list | tuple):
        raise _wrong(_("A place is a pair of numbers."))
    if depth:
        return [_rounded(one, depth - 1) for one in value[: MOST_PLACES + 1]]
    if len(value) < 2 or not all(
        isinstance(one, int | float) and not isinstance(one, bool) for one in value[:2]
    ):
        raise _wrong(_("A place is a pair of numbers."))
    x, y = float(value[0]), float(value[1])
    if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 85):
        raise _wrong(_("This place is not on the map: %(x)s, %(y)s.") % {"x": value[0], "y": value[1]})
    return [round(x, 6), round(y, 6)]


def _flat(value: Any, depth: int) -> Iterator[tuple[float, float]]:
    if depth == 0:
        yield value[0], value[1]
        return
    for one in value:
        yield from _flat(one, depth - 1)


def _wrong(message: str) -> Invalid:
    return Invalid(message, remedy=_("Write it like 120.3142, 29.7281, east first."), field="shape")
