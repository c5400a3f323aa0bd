"""A document in one answer: which it is, its number and the day it expires.

Kept as those three words (``passport A1234567 2030-10-12``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flows.arabic import fold
from flows.checks import luhn
from flows.checks.check import Check
from flows.checks.dates import read_expiry_date
from flows.checks.figures import tidy
from flows.rejection import Rejected
from flows.text import Text


@dataclass(frozen=True, slots=True)
class Document:
    """One kind: how it is shown, what it is called (folded), what its number looks like."""

    shown: Text
    called: frozenset[str]
    number: re.Pattern[str]
    checked: bool = False  # has a check digit


def _document(shown: Text, called: str, number: str, *, checked: bool = False) -> Document:
    names = frozenset(map(fold, called.split("،")))
    return Document(shown, names, re.compile(number), checked)


DOCUMENTS: Mapping[str, Document] = {
    "identity": _document(
        Text("document.identity"),
        "هوية، الهوية، هوية وطنية، الهوية الوطنية، بطاقة أحوال، national id، identity",
        "1[0-9]{9}",
        checked=True,
    ),
    "iqama": _document(
        Text("document.iqama"),
        "إقامة، الإقامة، هوية مقيم، رخصة إقامة، iqama، residence permit",
        "2[0-9]{9}",
        checked=True,
    ),
    "passport": _document(
        Text("document.passport"),
        "جواز، الجواز، جواز سفر، جواز السفر، passport",
        "[A-Z]{0,2}[0-9]{6,9}",
    ),
    "gulf": _document(
        Text("document.gulf"),
        "هوية خليجية، الهوية الخليجية، بطاقة خليجية، gulf، gulf id، gcc id",
        "[0-9]{8,15}",
    ),
    "licence": _document(
        Text("document.licence"), "ترخيص، الترخيص، رخصة، الرخصة، licence، license", "[0-9]{1,10}"
    ),
    "register": _document(
        Text("document.register"),
        "سجل، السجل، سجل تجاري، السجل التجاري، register، commercial registration",
        "[0-9]{10}",
    ),
}
_NUMBER = re.compile(r"(?<![\w/.-])[A-Z]{0,2}[0-9]{1,15}(?![\w/.-])")
_TELLING = ("identity", "iqama")  # whose number is enough to know them by


def read_document(text: str, today: date) -> str:
    said = tidy(text).upper()
    written = _NUMBER.findall(said)
    kind = _named(said) or _told_by(written)
    document = DOCUMENTS[kind]
    number = next(filter(document.number.fullmatch, written), None)
    if number is None:
        raise Rejected("number", document=document.shown)
    if document.checked and not luhn.holds(number):
        raise Rejected("checksum", document=document.shown)
    try:
        expiry = read_expiry_date(said.replace(number, " ", 1), today)
    except Rejected as why:
        if why.reason in {"expired", "too_far"}:
            raise
        raise Rejected("date", document=document.shown) from None
    return f"{kind} {number} {expiry}"


def _named(said: str) -> str | None:
    """The kind that is named, by the longest name there is."""
    words = f" {fold(said)} "
    named = {
        name: kind
        for kind, document in DOCUMENTS.items()
        for name in document.called
        if f" {name} " in words
    }
    return named[max(named, key=len)] if named else None


def _told_by(numbers: list[str]) -> str:
    """The kind whose number, with its check digit, stands there without a name."""
    for kind in _TELLING:
        pattern = DOCUMENTS[kind].number
        if any(pattern.fullmatch(number) and luhn.holds(number) for number in numbers):
            return kind
    raise Rejected("kind")


DOCUMENT = Check(
    "document", read_document, ("kind", "number", "checksum", "date", "expired", "too_far")
)
