"""A place in the Kingdom: a map's link, its coordinates, or a short national address.

Coordinates are kept as degrees with five decimals (``26.42070,50.08880``, about a metre), a link
that has none as it is without what tracks its sender, an address as `flows.checks.address` does.
"""

from __future__ import annotations

import re
from datetime import date

from flows.checks.address import read_short_address
from flows.checks.check import Check
from flows.checks.figures import tidy
from flows.rejection import Rejected

_DEGREES = r"(-?[0-9]{1,3}\.[0-9]{1,15})"
_PAIR = re.compile(rf"(?<![0-9.]){_DEGREES}(?:[,،;] ?|%2C| )\+?{_DEGREES}(?![0-9.])", re.IGNORECASE)
_PINNED = re.compile(rf"!3d{_DEGREES}!4d{_DEGREES}")  # the place itself, not the middle of the map
_LINK = re.compile("https?://([a-z0-9.-]+)((?:/[!-~]*)?)", re.IGNORECASE)
_SHORT = "maps.app.goo.gl"
_GOOGLE = r"google\.(?:com|(?:com?\.)?[a-z]{2})"  # officers open these links: no host but theirs
_MAP = re.compile(
    rf"(?:{_SHORT}|maps\.{_GOOGLE}|maps\.apple(?:\.com)?|(?:www\.)?waze\.com)/.+"
    rf"|(?:goo\.gl|(?:www\.)?{_GOOGLE})/maps\b.*"
)
_LATITUDES, _LONGITUDES = (16.0, 33.0), (34.0, 56.0)  # the Kingdom, generously
_LONGEST = 300  # characters of a link


def read_location(text: str, today: date) -> str:
    said = tidy(text)
    if found := _PINNED.search(said) or _PAIR.search(said):
        return _coordinates(float(found[1]), float(found[2]))
    if link := _LINK.search(said):
        return _link(str(link[1]).lower(), str(link[2]))
    try:
        return read_short_address(text, today)
    except Rejected:
        raise Rejected("unreadable") from None


def _coordinates(latitude: float, longitude: float) -> str:
    """In the usual order; no place of the Kingdom has both the other way round."""
    if _within(longitude, _LATITUDES) and _within(latitude, _LONGITUDES):
        latitude, longitude = longitude, latitude
    if not (_within(latitude, _LATITUDES) and _within(longitude, _LONGITUDES)):
        raise Rejected("abroad")
    return f"{latitude:.5f},{longitude:.5f}"


def _within(degrees: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= degrees <= bounds[1]


def _link(host: str, path: str) -> str:
    path = path.rstrip(".,;:!)>]'\"")
    link = host + (path.partition("?")[0] if host == _SHORT else path)
    if not _MAP.fullmatch(link) or len(link) > _LONGEST:
        raise Rejected("not_a_map")
    return f"https://{link}"


LOCATION = Check("location", read_location, ("unreadable", "abroad", "not_a_map"))
