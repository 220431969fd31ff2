"""A map without a tile server: shapes of offers drawn from their coordinates as SVG; tiles below when configured."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zaocha.offers import shapes

WIDTH, HEIGHT, MARGIN = 960, 600, 70
TILE = 256
CLOSEST, WIDEST = 15.5, 3


@dataclass(frozen=True)
class Shape:
    """One thing to draw: GeoJSON geometry, and where a tap on it leads."""

    geometry: Mapping[str, Any]
    label: str = ""
    url: str = ""
    tone: str = "blue"


@dataclass(frozen=True)
class Drawn:
    """A shape on the sheet: `path` for lines and areas, `x`, `y` for its middle."""

    shape: Shape
    path: str
    x: float
    y: float
    is_area: bool


@dataclass(frozen=True)
class Tile:
    """One picture of a tile server, with its place on the sheet."""

    url: str
    x: float
    y: float


@dataclass(frozen=True)
class Sheet:
    """Everything on the map; `bar` is a length in pixels that means `bar_label`."""

    shapes: list[Drawn]
    ground: list[Drawn]
    tiles: list[Tile]
    bar: float
    bar_label: str
    size: tuple[int, int] = (WIDTH, HEIGHT)


def draw(found: Sequence[Shape], *, ground: Sequence[Shape] = (), tiles: str = "") -> Sheet | None:
    """All shapes within one sheet, in Mercator; None when there is nothing to draw. The ground is cut off at its edges.

    `tiles`: address of a tile server with {z}, {x}, {y}; empty: none.
    """
    places = [point for one in found for point in shapes.points(one.geometry)]
    if not places:
        return None
    zoom, left, top = _frame([_mercator(x, y) for x, y in places], whole=bool(tiles))
    scale = TILE * 2**zoom

    def at(point: tuple[float, float]) -> tuple[float, float]:
        x, y = _mercator(*point)
        return round(x * scale - left, 1), round(y * scale - top, 1)

    middle = sum(y for _x, y in places) / len(places)
    bar, label = _bar(scale, middle)
    return Sheet(
        [_drawn(one, at) for one in found], [_drawn(one, at) for one in ground],
        _tiles(tiles, int(zoom), left, top) if tiles else [], bar, label,
    )  # fmt: skip


def _mercator(east: float, north: float) -> tuple[float, float]:
    """Places on a square of side one, north above."""
    angle = math.radians(north)
    return (east + 180) / 360, (1 - math.log(math.tan(angle) + 1 / math.cos(angle)) / math.pi) / 2


def _frame(points: list[tuple[float, float]], *, whole: bool) -> tuple[float, float, float]:
    """The closest zoom at which everything fits (in whole steps where there are tiles), and the sheet's corner."""
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    room = min((WIDTH - 2 * MARGIN) / max(wide, 1e-9), (HEIGHT - 2 * MARGIN) / max(high, 1e-9))
    zoom = min(max(math.log2(room / TILE), WIDEST), CLOSEST)
    zoom = math.floor(zoom) if whole else zoom
    scale = TILE * 2**zoom
    return zoom, (min(xs) + wide / 2) * scale - WIDTH / 2, (min(ys) + high / 2) * scale - HEIGHT / 2


def _drawn(shape: Shape, at: Any) -> Drawn:
    geometry = shape.geometry
    x, y = at(shapes.centre(geometry))
    kind, inner = geometry["type"], geometry["coordinates"]
    rings = {"LineString": [inner], "Polygon": inner}.get(kind) or (
        [ring for polygon in inner for ring in polygon] if kind == "MultiPolygon" else []
    )
    close = "" if kind == "LineString" else "Z"
    path = "".join("M" + "L".join(f"{px},{py}" for px, py in map(at, ring)) + close for ring in rings)
    return Drawn(shape, path, x, y, kind in {"Polygon", "MultiPolygon"})


def _bar(scale: float, north: float) -> tuple[float, str]:
    """A round length of about an eighth of the sheet."""
    metres = 40_075_017 * math.cos(math.radians(north)) / scale  # of one pixel
    wanted = metres * WIDTH / 8
    power = 10 ** math.floor(math.log10(wanted))
    length = max(step * power for step in (1, 2, 5) if step * power <= wanted)
    return round(length / metres, 1), f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"


def _tiles(address: str, zoom: int, left: float, top: float) -> list[Tile]:
    most = 2**zoom
    found = []
    for x in range(math.floor(left / TILE), math.floor((left + WIDTH) / TILE) + 1):
        for y in range(math.floor(top / TILE), math.floor((top + HEIGHT) / TILE) + 1):
            if 0 <= x < most and 0 <= y < most:
                url = address.replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y))
                found.append(Tile(url, round(x * TILE - left, 1), round(y * TILE - top, 1)))
    return found
