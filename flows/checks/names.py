"""Names as they stand on a national identity card or a residence permit."""

from __future__ import annotations

import re
from datetime import date

from flows.arabic import clean_arabic, fold
from flows.checks.check import Check
from flows.rejection import Rejected

_LONGEST = 100  # characters; the longest real names have about 60
_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a ]+")
_LATIN_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_LATIN = re.compile(f"[{_LATIN_LETTER} .'-]+")
_TWO_LATIN_LETTERS = re.compile(f"[{_LATIN_LETTER}]{{2}}")
_ONE_LATIN_LETTER = re.compile(f"[{_LATIN_LETTER}]")

# What people write before a name, and how they are addressed.
_LABEL = re.compile(
    r"(?:(?:الاسم|الإسم)(?: (?:الرباعي|الثلاثي|الثنائي|الكامل))?|(?:my |full )?name(?: is)?|اسمي)"
    r"(?: ?[:=-]+ ?| )|"
    r"(?:ال)?(?:[أا]ستاذ|دكتور|مهندس)ة? |[أادم][./] ?|(?:mr|mrs|ms|dr)[. ] ?",
    re.IGNORECASE,
)
_AROUND = " .,،؛:"

# Folded words that are no part of their own.
_CHILD_OF = frozenset({"بن", "بنت", "ابن", "ابنه"})
_WITH_THE_NEXT = frozenset({"عبد", "رب", "ابو", "ابا", "ابي", "بو", "با", "ام", "امه", "ذو", "ال"})
_WITH_THE_LAST = frozenset({"الله", "الدين", "الاسلام"})
_ASKED = "متي كيف هل ليش ليه لماذا ماذا وش ايش وشلون شلون كم بكم ابغي ابغا اريد سمعت عندكم طلبي"
_NO_NAME = frozenset(_ASKED.split())


def parts(name: str) -> tuple[str, ...]:
    """The parts of an Arabic name: ``عبد الله`` and ``آل سالم`` are one, ``بن`` is none."""
    found: list[str] = []
    pending = ""
    for word in name.split():
        folded = fold(word)
        if folded in _CHILD_OF:
            continue
        if folded in _WITH_THE_NEXT:
            pending += f"{word} "
        elif folded in _WITH_THE_LAST and found and not pending:
            found[-1] += f" {word}"
        else:
            found.append(pending + word)
            pending = ""
    return tuple(found)


def _read(text: str) -> str:
    """The name alone: no label, no title, nothing around it."""
    name = clean_arabic(text).replace("’", "'").strip(_AROUND)
    while label := _LABEL.match(name):
        name = name[label.end() :].strip(_AROUND)
    if len(name) > _LONGEST:
        raise Rejected("too_long", high=_LONGEST, n=len(name))
    if any(character.isdigit() for character in name):
        raise Rejected("digits")
    if not _NO_NAME.isdisjoint(fold(name).split()):
        raise Rejected("sentence")
    return name


def _of_at_least(least: int, name: str, whole: list[str]) -> str:
    if len(whole) < least:
        raise Rejected("parts", n=len(whole))
    return name


def _read_arabic(name: str, least: int) -> str:
    return _of_at_least(least, name, [part for part in parts(name) if len(part) > 1])


def _read_latin(name: str, least: int) -> str:
    whole = [word for word in name.split() if _TWO_LATIN_LETTERS.search(word)]
    return _of_at_least(least, name, whole)


def read_arabic_name(text: str, _: date) -> str:
    name = _read(text)
    if _ONE_LATIN_LETTER.search(name):
        raise Rejected("latin")
    if not _ARABIC.fullmatch(name):
        raise Rejected("letters")
    return _read_arabic(name, 4)


def read_resident_name(text: str, _: date) -> str:
    name = _read(text)
    if _ARABIC.fullmatch(name):
        return _read_arabic(name, 2)
    if _LATIN.fullmatch(name):
        return _read_latin(name, 2)
    raise Rejected("letters")


ARABIC_NAME = Check(
    "arabic_name", read_arabic_name, ("too_long", "digits", "sentence", "latin", "letters", "parts")
)
"""Four parts in Arabic letters, as on the identity card of a citizen."""

RESIDENT_NAME = Check(
    "resident_name", read_resident_name, ("too_long", "digits", "sentence", "letters", "parts")
)
"""Two parts or more, Arabic or Latin, as on a residence permit."""
