"""Arabic as people type it: cleaned for keeping, folded for matching, isolated for showing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)

# Nothing of it is seen, yet it breaks equality: controls that are not spaces (PostgreSQL refuses
# NUL), lone surrogates (no encoding takes them), zero-width and bidi marks, what makes 5 a 5️⃣.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\ud800-\udfff"
    "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe0e\ufe0f\ufeff\u20e3]"
)
_MARKS = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0640]"
)
_KEYBOARDS = str.maketrans("یېےکڪہھەۃ", "يييككهههة")  # Persian, Urdu and Kurdish letters

_SPELLINGS = str.maketrans("أإآٱةىئ", "ااااهيي", "'’`")
_WAW = re.compile("(?<![ءئ])(?:[ءئ]*[وؤ])+")  # مسؤول، مسئول، مسوول
_LAST_HAMZA = re.compile("(?<=[اوي])ء+")  # مساء، مسا
_LONG_DRAWN = re.compile(r"([^\W\d_])\1{2,}")
_COMMAND = re.compile(r"/[a-z0-9_]+")
_NOT_A_WORD = re.compile(r"[\W_]+")
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
_SAME_AGAIN = re.compile("([^⭐🌟])\\1+")

_STARS = re.compile("[⭐🌟★☆ ]+")
_WHOLE = re.compile(r"[(\[#]? ?([0-9]{1,9}|[0-9]{1,3}(?:[,٬][0-9]{3}){1,2}) ?[)\].:،,!-]{0,2}")
_FRACTION = re.compile("[0-9]+[.,٫،][0-9]+")

_EMBEDDINGS = re.compile("[\u202a-\u202e]")
_ISOLATES = re.compile("[\u2066-\u2069]")


def clean(text: str) -> str:
    """The same words in one encoding: NFKC, nothing invisible, ASCII digits, single spaces."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return " ".join(text.translate(_DIGITS).replace("🔟", "10").split())


def clean_arabic(text: str) -> str:
    """`clean`, and one form of each letter: no vowel marks, no tatweel, no foreign ya or kaf."""
    return " ".join(_MARKS.sub("", clean(text)).translate(_KEYBOARDS).split())


@lru_cache(maxsize=1024)  # one turn compares one text with many
def fold(text: str) -> str:
    """What a text is compared by: two spellings of one word fold to the same letters.

    Never shown. Alefs, hamzas, ta marbuta and alef maqsura meet; case, punctuation, emoji and
    drawn-out letters go. Kept: a command (``/start``), a lone ``-``, and emoji (``👍``) when
    nothing else was said; repeated ones count as one, but stars stay as many as they are.
    """
    text = unicodedata.normalize("NFKC", clean_arabic(text).casefold())
    command = _COMMAND.match(text)
    head, tail = (command[0], text[command.end() :]) if command else ("", text)
    words = _NOT_A_WORD.sub(" ", _fold_letters(tail)).strip()
    return f"{head} {words}".strip() or _fold_symbols(text)


def _fold_letters(text: str) -> str:
    text = _WAW.sub("و", text).translate(_SPELLINGS)
    return _LONG_DRAWN.sub(r"\1", _LAST_HAMZA.sub("", text))


def _fold_symbols(text: str) -> str:
    if text and not text.strip("-‐–—_ "):
        return "-"
    emoji = "".join(c for c in _SKIN.sub("", text) if unicodedata.category(c) == "So")
    return _SAME_AGAIN.sub(r"\1", emoji)


def is_emoji(folded: str) -> bool:
    """Whether a folded text is emoji and nothing else."""
    return bool(folded) and all(unicodedata.category(character) == "So" for character in folded)


def number(text: str, words: Mapping[str, frozenset[str]]) -> int | None:
    """The one whole number a reply consists of, at most nine digits, or None.

    Reads ``5``, ``٥``, ``5️⃣``, ``(5)``, ``5.``, ``1,200``, ``⭐⭐⭐`` and number words. `words` maps
    a meaning to its folded spellings; the meanings ``"1"``, ``"2"`` … are numbers.
    """
    text = clean(text)
    if whole := _WHOLE.fullmatch(text):
        return int(whole[1].replace(",", "").replace("٬", ""))
    if _STARS.fullmatch(text):
        return sum(text.count(star) for star in "⭐🌟★") or None
    word = fold(text)
    return next((int(m) for m, said in words.items() if m.isdecimal() and word in said), None)


def is_fraction(text: str) -> bool:
    """Whether it is a number between two whole ones: ``4.5``, ``٣٫٥``; not ``4/5``."""
    return _FRACTION.fullmatch(clean(text)) is not None


@lru_cache(maxsize=4096)  # numbers of steps, days and names of programmes come again and again
def isolate(value: str) -> str:
    """`value` between bidi isolates, so that it and the sentence around it keep their order.

    Left to right when nothing in it is written right to left (numbers, dates, links), else by its
    first strong letter. Each line is isolated, for an isolate ends with its paragraph; controls
    that would reach beyond the value are dropped (Unicode Standard Annex 9, X5a-X6a).
    """
    return "\n".join(_isolate_line(line) for line in value.splitlines())


def _isolate_line(line: str) -> str:
    line = _EMBEDDINGS.sub("", line)
    if not _balanced(line):
        line = _ISOLATES.sub("", line)
    if not line:
        return ""
    right_to_left = any(unicodedata.bidirectional(c) in {"R", "AL"} for c in line)
    return ("\u2068" if right_to_left else "\u2066") + line + "\u2069"


def _balanced(line: str) -> bool:
    depth = 0
    for control in _ISOLATES.findall(line):
        depth += -1 if control == "\u2069" else 1
        if depth < 0:
            return False
    return depth == 0
