"""What must not be said here and is not kept: one-time codes, cards, accounts nobody asked for.

It is found however it is typed: with any digits, grouping, direction marks or letters beside it.
Numbers that are asked for here (an identity number, a reference, a mobile, a date) are left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from flows import reference
from flows.arabic import clean_arabic, fold
from flows.checks import luhn
from flows.context import Context
from flows.events import Edited, Event, Said, Sent, Tapped
from flows.text import Text

Kind: TypeAlias = Literal["card", "code", "account"]
Words: TypeAlias = Mapping[str, frozenset[str]]
Span: TypeAlias = tuple[int, int]

MARKS: Mapping[Kind, str] = {"card": "•" * 8, "code": "•" * 4, "account": "•" * 12}
"""What stands in the place of each. A text says by its marks what was taken out of it before."""
CODE_WORDS, OTHER_CODES = "one_time_code", "other_code"
"""Meanings of the book: words beside which digits are a code, and what makes another code of it."""

_FIELDS: Mapping[type[Event], str] = {
    Said: "text",
    Edited: "text",
    Sent: "caption",
    Tapped: "option",
}
"""Where an event holds words of a person's own."""

_FEWEST = 4  # digits of a code
_CODE = range(_FEWEST, 9)
_CARD = range(13, 20)
_NEAR = 40  # characters between a code and the word for it
_REST = {"Cf", "Cc", "Me", "Mn"}  # categories of what is not seen, or only on a letter

_GAP = r"[\W_]{0,3}"  # what may stand between two digits of one number
_RUN = re.compile("[0-9]+")
_WORD = re.compile(r"[^\W\d_]+")
_MARK = re.compile("•+")
_YEAR, _MONTH = "(?:1[34]|19|20)[0-9]{2}", "(?:0?[1-9]|1[0-2])"
_DAY = "(?:0?[1-9]|[12][0-9]|3[01])"
_DATE = re.compile(
    rf"(?<![0-9])(?:{_YEAR}([ ./-]){_MONTH}\1{_DAY}|{_DAY}([ ./-]){_MONTH}\2{_YEAR})(?![0-9])"
)
_PHONE = re.compile(
    r"(?<![0-9])(?:\+(?:[ ().-]{0,2}[0-9]){9,15}"
    r"|(?:(?:00)?966[ -]?0?|0)?[ -]?5(?:[ ().-]{0,2}[0-9]){8})(?![0-9])"
)
_SAUDI_ACCOUNT = re.compile(rf"SA(?:{_GAP}[0-9]){{22}}(?![0-9])", re.IGNORECASE)
_NEARLY_ACCOUNT = re.compile(rf"SA(?:{_GAP}[0-9]){{13,30}}", re.IGNORECASE)
_BARE_ACCOUNT = re.compile(rf"(?<![0-9])[0-9](?:{_GAP}[0-9]){{21}}(?![0-9])")
_ACCOUNT = re.compile(
    "(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?:[ -]?[0-9A-Z]{4}){2,7}(?:[ -]?[0-9A-Z]{1,3})?", re.IGNORECASE
)
_PREFIXES = (
    "",
    "ال",
    "و",
    "ف",
    "ب",
    "ل",
    "ك",
    "وال",
    "فال",
    "بال",
    "كال",
    "لل",
    "وب",
    "وبال",
    "ولل",
)
_ISSUERS = re.compile("3[0-689]|4|5|6|81|968|979|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)")


class Cleared(Struct, frozen=True):
    """A text without them, and of which kinds there were any, the gravest first."""

    text: str
    kinds: tuple[Kind, ...] = ()


class Heard(Struct, frozen=True):
    """An event without them."""

    event: Event
    kinds: tuple[Kind, ...] = ()


def clear(text: str, words: Words, *, account_asked: bool = False) -> Cleared:
    """`text` with a mark in the place of each. A text cleared before stays as it is.

    `words` are the book's; an account may be told where one is asked for.
    """
    before = _marked(text)
    if sum(map(str.isdigit, text)) < _FEWEST:
        return Cleared(text, _kinds(before))
    plain, places = _plain(text)
    found: list[tuple[int, int, Kind]] = []
    for kind, find in _FINDERS:
        spans = list(find(plain, words))
        for start, end in spans:
            plain = plain[:start] + "x" * (end - start) + plain[end:]
            if not (kind == "account" and account_asked):
                found.append((places[start], places[end - 1] + 1, kind))
    for start, end, kind in sorted(found, reverse=True):
        text = text[:start] + MARKS[kind] + text[end:]
    return Cleared(text, _kinds(before | {kind for _, _, kind in found}))


def cleared(event: Event, words: Words, *, account_asked: bool = False) -> Heard:
    """What somebody did, without what must not be said."""
    field = _FIELDS.get(type(event))
    if field is None:
        return Heard(event)
    found = clear(getattr(event, field), words, account_asked=account_asked)
    return Heard(replace(event, **{field: found.text}) if found.kinds else event, found.kinds)


def warning(kind: Kind, ctx: Context) -> Text:
    """What somebody is told whose message held one."""
    return Text(f"secret.{kind}", {"phone": ctx.book.association.contact.phone})


def is_all(event: Event) -> bool:
    """Whether nothing but marks is left of what was typed."""
    return isinstance(event, Said | Edited) and not fold(event.text)


def _kinds(found: set[Kind]) -> tuple[Kind, ...]:
    return tuple(kind for kind in MARKS if kind in found)


def _marked(text: str) -> set[Kind]:
    marks = set(_MARK.findall(text)) if "•" in text else set()
    return {kind for kind, mark in MARKS.items() if mark in marks}


# ------------------------------------------------------------------ the text as it is meant
def _plain(text: str) -> tuple[str, list[int]]:
    """The text in plain letters and digits, and where in `text` each of them stands."""
    characters = [(p, index) for index, c in enumerate(text) for p in _character(c)]
    return "".join(p for p, _ in characters), [index for _, index in characters]


@lru_cache(maxsize=4096)
def _character(character: str) -> str:
    """What one character comes to; nothing where it is not seen."""
    if character.isspace():
        return character
    meant = "".join(c for c in clean_arabic(character) if unicodedata.category(c) not in _REST)
    return "".join(str(unicodedata.decimal(c, c)) for c in meant)


# ------------------------------------------------------------------ accounts
def _whole_accounts(plain: str, _: Words) -> Iterator[Span]:
    """Those that are right, of any country, and Saudi ones that are as long as one."""
    saudi = [found.span() for found in _SAUDI_ACCOUNT.finditer(plain)]
    yield from saudi
    for found in _BARE_ACCOUNT.finditer(plain):
        if _adds_up("SA" + found[0]) and not _within(found.span(), saudi):
            yield found.span()
    for found in _ACCOUNT.finditer(plain):
        ends = (end for end in range(found.end(), found.start() + 14, -1) if _ends(plain, end))
        right = (end for end in ends if _adds_up(plain[found.start() : end]))
        end = next(right, None)
        if end and not _within((found.start(), end), saudi):
            yield found.start(), end


def _accounts(plain: str, _: Words) -> Iterator[Span]:
    """What was meant to be a Saudi one."""
    yield from (found.span() for found in _NEARLY_ACCOUNT.finditer(plain))


def _ends(plain: str, end: int) -> bool:
    """Whether what ends here is not cut out of a longer word."""
    return end == len(plain) or not (plain[end].isascii() and plain[end].isalnum())


def _adds_up(account: str) -> bool:
    """By ISO 7064, MOD 97-10."""
    digits = re.sub(r"[\W_]", "", account).upper()
    return int("".join(str(int(c, 36)) for c in digits[4:] + digits[:4])) % 97 == 1


def _within(span: Span, spans: list[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spans)


# ------------------------------------------------------------------ cards
def _cards(plain: str, _: Words) -> Iterator[Span]:
    """Neighbouring groups of digits, or one, that make up the number of a card."""
    runs = list(_RUN.finditer(plain))
    dates = [found.span() for found in _DATE.finditer(plain)]
    first = 0
    while first < len(runs):
        reached = _reach(plain, runs, first)
        cards = (n for n in reached if _is_card(runs[first : n + 1], plain, dates))
        if (last := next(cards, None)) is not None:
            yield runs[first].start(), runs[last].end()
            first = last
        first += 1


def _reach(plain: str, runs: list[re.Match[str]], first: int) -> list[int]:
    """Up to which runs one number may go that begins with the first, the longest first."""
    reached, digits = [], 0
    for n in range(first, len(runs)):
        between = plain[runs[n - 1].end() : runs[n].start()] if n > first else ""
        digits += len(runs[n][0])
        if digits > _CARD[-1] or not re.fullmatch(_GAP, between):
            break
        reached.append(n)
    return reached[::-1]


def _is_card(runs: list[re.Match[str]], plain: str, dates: list[Span]) -> bool:
    groups = [run[0] for run in runs]
    digits = "".join(groups)
    if len(digits) not in _CARD or not luhn.holds(digits) or len(set(digits)) == 1:
        return False
    if len(groups) == 1:
        return not plain[: runs[0].start()].endswith("+") and not _is_phone(digits)
    sizes = [len(group) for group in groups]
    fours = set(sizes[:-1]) == {4} and sizes[-1] <= 4
    if fours or set(sizes) <= {1, 2} or sizes in ([4, 6, 5], [4, 6, 4]):
        return not any(_within(run.span(), dates) for run in runs)
    own = any(_is_asked_for(g) for g in groups) or any(_within(r.span(), dates) for r in runs)
    return bool(_ISSUERS.match(digits)) and not own


def _is_phone(digits: str) -> bool:
    return bool(_PHONE.fullmatch(digits)) or digits.startswith("00")


def _is_asked_for(digits: str) -> bool:
    """Whether a group by itself is an identity number, a mobile, or a reference."""
    identity = len(digits) == 10 and digits[0] in "12" and luhn.holds(digits)
    return identity or _is_phone(digits) or reference.well_formed(digits) is not None


# ------------------------------------------------------------------ one-time codes
def _codes(plain: str, words: Words) -> Iterator[Span]:
    """Four to eight digits near a word for a code."""
    names = _names(plain, words)
    if not names:
        return
    kept = [found.span() for pattern in (_DATE, _PHONE) for found in pattern.finditer(plain)]
    runs = [run for run in _RUN.finditer(plain) if not _within(run.span(), kept)]
    for start, end in _numbers(plain, runs):
        near = any(a - _NEAR <= end and start <= b + _NEAR for a, b in names)
        if near and not reference.well_formed(plain[start:end]):
            yield start, end


def _numbers(plain: str, runs: list[re.Match[str]]) -> Iterator[Span]:
    """Runs of a code's length, and neighbouring ones that are one together."""
    rest = list(runs)
    while rest:
        together = [rest.pop(0)]
        while rest and re.fullmatch(_GAP, plain[together[-1].end() : rest[0].start()]):
            together.append(rest.pop(0))
        if sum(len(run[0]) for run in together) in _CODE:
            yield together[0].start(), together[-1].end()
        else:
            yield from (run.span() for run in together if len(run[0]) in _CODE)


def _names(plain: str, words: Words) -> list[Span]:
    """Where a one-time code is named; a postal code is another."""
    found = [(word.span(), fold(word[0])) for word in _WORD.finditer(plain)]
    other = [_means(word, OTHER_CODES, words) for _, word in found] + [False]
    return [
        span
        for n, (span, word) in enumerate(found)
        if _means(word, CODE_WORDS, words) and not other[n - 1] and not other[n + 1]
    ]


def _means(word: str, meaning: str, words: Words) -> bool:
    spellings = words.get(meaning, frozenset())
    stems = (word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix))
    return any(stem in spellings for stem in stems)


_FINDERS: tuple[tuple[Kind, Callable[[str, Words], Iterator[Span]]], ...] = (
    ("account", _whole_accounts),
    ("card", _cards),
    ("account", _accounts),
    ("code", _codes),
)
"""In this order: what one has found, the next does not see."""
