"""Whole numbers within bounds: how many children, what age, how many riyals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from flows.arabic import fold, number
from flows.checks.check import Check
from flows.checks.figures import tidy
from flows.checks.units import UNITS, Unit, units_named
from flows.rejection import Rejected

_FIGURE = re.compile(r"(?<![\w.,٬٫/⁄])(?:(?<!\S)-)?[0-9](?:[0-9.,٬٫/⁄]*[0-9])?")
_PLAIN = re.compile("-?(?:[0-9]+|[0-9]{1,3}(?:[,٬][0-9]{3})+)(?:[.,٫][0-9]+)?")
_GROUPED = re.compile("(?<=[0-9])[,٬](?=[0-9]{3}(?![0-9]))")
_LONGEST = 15  # characters of a figure; a longer one is beyond any bound
_AFTER_A_DIGIT = re.compile(r"(?<=[0-9])(?=[^\W\d_])")
_PERCENT = re.compile("[%٪]")
_FRACTION = re.compile("ونصف?|وربع|وثلث|نصف?|ربع|ثلث|half")


def _folded(words: Mapping[int, tuple[str, ...]]) -> Mapping[str, int]:
    return {fold(word): value for value, said in words.items() for word in said}


_TIMES = _folded(
    {
        1_000: ("ألف", "آلاف", "ألفا", "k", "thousand"),
        1_000_000: ("مليون", "ملايين", "مليونا", "million"),
    }
)
_WORDS = _folded(
    {
        100: ("مئة", "مائة", "مية"),
        200: ("مئتين", "مئتان", "مائتين", "ميتين"),
        1_000: ("ألف", "thousand"),
        2_000: ("ألفين", "ألفان"),
        1_000_000: ("مليون", "million"),
        2_000_000: ("مليونين", "مليونان"),
    }
)


def number_between(low: int, high: int, unit: str | None = None) -> Check:
    """A whole number from `low` to `high`, both included, kept as ASCII digits.

    With a `unit` (a key of `UNITS`), one that is written in another unit is refused.
    """
    asked = UNITS[unit] if unit else None

    def read(text: str, _: date) -> str:
        said = _AFTER_A_DIGIT.sub(" ", _PERCENT.sub(" percent ", tidy(text)))
        if asked and (others := units_named(fold(said))) and unit not in others:
            raise Rejected("unit", unit=asked.name, other=UNITS[others[0]].name)
        value = _read_one(said, asked)
        if value != value.to_integral_value():
            raise Rejected("fraction")
        if value < low:
            raise Rejected("too_small", low=low, high=high)
        if value > high:
            raise Rejected("too_large", low=low, high=high)
        return str(int(value))

    reasons = ("unit", "unreadable", "several", "fraction", "too_small", "too_large")
    return Check("whole_number", read, reasons)


def _read_one(said: str, unit: Unit | None) -> Decimal:
    """The one number of a reply such as ``5``, ``about 5 children`` or ``٣ آلاف``."""
    alone = number(said, {})
    if alone is not None:
        return Decimal(alone)
    figures = _FIGURE.findall(said)
    if not figures:
        return _in_words(fold(said), unit)
    if len(figures) > 1:
        raise Rejected("several")
    words = fold(said.partition(figures[0])[2]).split()
    if any(map(_FRACTION.fullmatch, words)):
        raise Rejected("fraction")
    return _value(figures[0]) * _TIMES.get(words[0] if words else "", 1)


def _in_words(folded: str, unit: Unit | None) -> Decimal:
    """A round number, or what is counted in the singular or dual: ``ألفين``, ``سنة``, ``سنتين``."""
    if unit and folded in unit.one | unit.two:
        return Decimal(1 if folded in unit.one else 2)
    first = folded.partition(" ")[0]
    if first not in _WORDS:
        raise Rejected("unreadable")
    return Decimal(_WORDS[first])


def _value(figure: str) -> Decimal:
    if not _PLAIN.fullmatch(figure):
        raise Rejected("several")
    if len(figure) > _LONGEST:
        return Decimal("Infinity")
    return Decimal(_GROUPED.sub("", figure).replace(",", ".").replace("٫", ".").replace("٬", "."))
