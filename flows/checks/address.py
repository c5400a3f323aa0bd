"""The short national address: four letters and four digits, as RRRD2929 (Saudi Post)."""

from __future__ import annotations

import re
from datetime import date

from flows.checks.check import Check
from flows.checks.figures import digits, tidy
from flows.rejection import Rejected

_WRITTEN = re.compile("(?<![A-Z])([A-Z]{4})[ -]{0,3}((?:[0-9][ -]?){3}[0-9])(?![0-9])")
_TURNED = re.compile("(?<![0-9])([0-9]{4})[ -]{0,3}([A-Z]{4})(?![A-Z])")  # as some screens show it
_ARABIC = re.compile("[\u0621-\u064a]")


def read_short_address(text: str, _: date) -> str:
    said = tidy(text).upper()
    found = {letters + digits(after) for letters, after in _WRITTEN.findall(said)}
    found = found or {letters + before for before, letters in _TURNED.findall(said)}
    if len(found) > 1:
        raise Rejected("several")
    if not found:
        raise _unreadable(said)
    return str(found.pop())


def _unreadable(said: str) -> Rejected:
    letters = re.findall("[A-Z]", said)
    if not letters and _ARABIC.search(said):
        return Rejected("arabic")
    return Rejected("unreadable", letters=len(letters), digits=len(digits(said)))


SHORT_ADDRESS = Check("short_address", read_short_address, ("several", "arabic", "unreadable"))
