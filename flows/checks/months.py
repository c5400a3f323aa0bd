"""The months of both calendars by the names people write, in Arabic and English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Literal, TypeAlias

from flows.arabic import fold

Calendar: TypeAlias = Literal["hijri", "gregorian"]
Month: TypeAlias = tuple[Calendar, int]

_FIRST = ("الأول", "أول", "الأولى", "أولى", "1")
_SECOND = ("الثاني", "ثاني", "الثانية", "ثانية", "الآخر", "آخر", "الآخرة", "آخرة", "2")
_RABI, _JUMADA = ("ربيع",), ("جمادى", "جماد", "جمادا")
_DHU = ("ذو", "ذي", "ذا", "ذ")
_1ST = ("i", "al awwal", "al awal", "al ula", "ul awwal", "awwal", "al oula")
_2ND = ("ii", "al thani", "al thaniyah", "al akhir", "al akhirah", "ul thani", "thani", "al akhira")


def _pairs(heads: Iterable[str], tails: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{head} {tail}" for head, tail in product(heads, tails))


def _dhu(arabic: str, *english: str) -> tuple[str, ...]:
    article = ("", "al ", "ul ", "l ")
    latin = [f"{a}{e}" for a, e in product(article, english)]
    glued = tuple(f"{dhu}{arabic}" for dhu in _DHU)
    return (arabic, *_pairs(_DHU, [arabic]), *glued, *_pairs(("dhu", "dhul", "zul", "thul"), latin))


_HIJRI: tuple[tuple[str, ...], ...] = (
    ("محرم", "المحرم", "muharram", "moharram"),
    ("صفر", "safar"),
    (*_pairs(_RABI, _FIRST), *_pairs(("rabi",), _1ST)),
    (*_pairs(_RABI, _SECOND), *_pairs(("rabi",), _2ND)),
    (*_pairs(_JUMADA, _FIRST), *_pairs(("jumada", "jamada"), _1ST)),
    (*_pairs(_JUMADA, _SECOND), *_pairs(("jumada", "jamada"), _2ND)),
    ("رجب", "rajab"),
    ("شعبان", "shaban", "shaaban"),
    ("رمضان", "ramadan", "ramadhan"),
    ("شوال", "shawwal", "shawal"),
    _dhu("القعدة", "qadah", "qada", "qidah", "qaadah"),
    _dhu("الحجة", "hijjah", "hijja", "hijah"),
)
_GREGORIAN: tuple[tuple[str, ...], ...] = (
    ("يناير", "كانون الثاني", "january", "jan"),
    ("فبراير", "شباط", "february", "feb"),
    ("مارس", "آذار", "march", "mar"),
    ("أبريل", "ابرايل", "نيسان", "april", "apr"),
    ("مايو", "أيار", "may"),
    ("يونيو", "يونيه", "حزيران", "june", "jun"),
    ("يوليو", "يوليه", "تموز", "july", "jul"),
    ("أغسطس", "اغسطوس", "آب", "august", "aug"),
    ("سبتمبر", "ستمبر", "أيلول", "september", "sept", "sep"),
    ("أكتوبر", "تشرين الأول", "october", "oct"),
    ("نوفمبر", "تشرين الثاني", "november", "nov"),
    ("ديسمبر", "كانون الأول", "december", "dec"),
)
_CALENDARS: tuple[tuple[Calendar, tuple[tuple[str, ...], ...]], ...] = (
    ("hijri", _HIJRI),
    ("gregorian", _GREGORIAN),
)
_MONTHS: Mapping[str, Month] = {
    fold(name): (calendar, number)
    for calendar, months in _CALENDARS
    for number, names in enumerate(months, 1)
    for name in names
}
_NAMES = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True)) + r")(?!\w)"
)


def named_months(folded: str) -> tuple[frozenset[Month], str]:
    """The months named in a folded text, and the rest of it with a ``|`` where each stood."""
    named = frozenset(_MONTHS[name] for name in _NAMES.findall(folded))
    return named, _NAMES.sub("|", folded)
