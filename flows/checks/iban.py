"""Saudi bank accounts: an IBAN of 24 characters (ISO 13616, check digits of ISO 7064 MOD 97-10)."""

from __future__ import annotations

import re
from datetime import date

from flows.checks import luhn
from flows.checks.check import Check
from flows.checks.figures import numbers, tidy
from flows.rejection import Rejected

_LENGTH = 24
_SAUDI = re.compile("(?<![A-Z0-9])SA(?:[ -]{0,2}[0-9]){2}(?:[ -]{0,2}[0-9A-Z]){20}(?![A-Z0-9])")
_ANY = re.compile("(?<![A-Z0-9])([A-Z]{2})[ -]{0,2}[0-9]{2}(?:[ -]{0,2}[0-9]|[A-Z])*")
_CARD = range(15, 20)  # digits of a payment card


def read_iban(text: str, _: date) -> str:
    said = tidy(text).upper().replace("IBAN", " ")
    found = {re.sub("[ -]", "", iban) for iban in _SAUDI.findall(said)}
    if len(found) > 1:
        raise Rejected("several")
    if not found:
        raise _what_else(said)
    iban = found.pop()
    if not _holds(iban):
        raise Rejected("checksum")
    return iban


def _what_else(said: str) -> Rejected:
    """What was written instead of a whole Saudi IBAN."""
    if other := _ANY.search(said):
        if other[1] != "SA":
            return Rejected("abroad", country=other[1])
        return Rejected("length", n=len(re.sub("[ -]", "", other[0])), high=_LENGTH)
    if any(len(n) in _CARD and luhn.holds(n) for n in numbers(said)):
        return Rejected("is_card")
    return Rejected("prefix")


def _holds(iban: str) -> bool:
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1


IBAN = Check("iban", read_iban, ("several", "is_card", "prefix", "abroad", "length", "checksum"))
"""Asked for by programmes that pay out, and by no other."""
