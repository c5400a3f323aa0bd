"""What colleagues may see of a person: enough to tell two apart, too little to misuse."""

from __future__ import annotations

import re

from flows.arabic import clean
from flows.checks.names import parts

BULLET = "•"

_ARTICLE = re.compile("^(?:آل |ال |ال(?=..)|(?:al|el)-(?=.))", re.IGNORECASE)

_APART = r"[ ().-]{0,2}"  # what may stand between two digits
_YEAR, _MONTH, _DAY = "(?:1[349]|20)[0-9]{2}", "(?:0?[1-9]|1[0-2])", "[0-3]?[0-9]"
_DATE = f"{_YEAR}[ .-]{_MONTH}[ .-]{_DAY}|{_DAY}[ .-]{_MONTH}[ .-]{_YEAR}"
_MOBILE = rf"(?:(?:\+|00)?{_APART.join('966')}{_APART}0?|0)?{_APART}5(?:{_APART}[0-9]){{8}}"
_FOREIGN = rf"\+(?:{_APART}[0-9]){{9,15}}"
_CARD = (
    r"[0-9]{4}(?P<gap>[ .-])[0-9]{4}(?P=gap)[0-9]{4}(?P=gap)[0-9]{1,7}"
    r"|[0-9]{4}[ .-][0-9]{6}[ .-][0-9]{5}"
)
_IDENTITY = rf"[127](?:{_APART}[0-9]){{9}}"
_LONG = "[0-9]{9,}"  # longer than any reference number or date
_IBAN = "(?<![A-Z0-9])SA(?:[ -]?[0-9]){2}(?:[ -]?[0-9A-Z]){20}(?![A-Z0-9])"

_NUMBER = re.compile(
    rf"(?<![0-9])(?:(?P<date>{_DATE})|(?P<phone>{_MOBILE}|{_FOREIGN})|{_CARD}|{_IDENTITY}|{_LONG})"
    rf"(?![0-9])|{_IBAN}",
    re.IGNORECASE,
)


def _last(value: str, kept: int) -> str:
    hidden = max(len(value) - kept, 0)
    return BULLET * hidden + value[hidden:]


def identity(number: str) -> str:
    """The last four digits: ``••••••0008``."""
    return _last(number, 4)


def mobile(number: str) -> str:
    """The last three digits: ``••••••••••567``."""
    return _last(number, 3)


def email(address: str) -> str:
    """The first letter and the domain: ``n•••@example.org``."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}{BULLET * 3}@{domain}"


def short_address(address: str) -> str:
    """The four letters, which name the area: ``RRRD••••``."""
    return address[:4] + BULLET * (len(address) - 4)


def location(place: str) -> str:
    """Coordinates to about a kilometre, of a link the host, of a short address the area."""
    if place.startswith("https://"):
        return f"{'/'.join(place.split('/')[:3])}/{BULLET * 3}"
    degrees = place.split(",")
    if len(degrees) == 1:
        return short_address(place)
    return ",".join(f"{float(degree):.2f}" for degree in degrees)


def year(day: str) -> str:
    """Of an ISO date the year: enough to judge an age by."""
    return day[:4]


def name(full: str) -> str:
    """The first name and the initial of the last: ``نورة ع.``"""
    first, *others = parts(full) or ("",)
    if not others:
        return first
    return f"{first} {_ARTICLE.sub('', others[-1])[0]}."


def redact(text: str) -> str:
    """`text`, cleaned, with its identity, phone, card and account numbers cut to their ends.

    Errs on the side of hiding: any nine digits in a row go, a date or a reference number stays.
    """
    return "\n".join(_NUMBER.sub(_masked, clean(line)) for line in text.splitlines())


def _masked(found: re.Match[str]) -> str:
    if found["date"]:
        return found[0]
    number = re.sub("[^0-9A-Za-z]", "", found[0])
    return mobile(number) if found["phone"] else identity(number)
