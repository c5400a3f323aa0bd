"""Saudi mobile numbers, kept in E.164 (+966551234567)."""

from __future__ import annotations

import re
from datetime import date

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from flows.checks.check import Check
from flows.checks.figures import digits, tidy
from flows.rejection import Rejected

_WRITTEN = re.compile(r"\+?[0-9](?:[ ().-]{0,3}[0-9]){6,}")
_WHOLE = re.compile("[0-9]{9,}")
_IDENTITY = re.compile("[12][0-9]{9}")
_UNIFIED = re.compile("7[0-9]{9}")
_SAUDI = 966
_LOCAL = 10  # digits of a mobile as it is dialled at home: 05…


def read_mobile(text: str, _: date) -> str:
    phone = _parse(_the_one(text))
    if not phonenumbers.is_valid_number(phone):
        raise _unassigned(phone)
    if phonenumbers.region_code_for_number(phone) != "SA":
        raise Rejected("abroad")
    kind = phonenumbers.number_type(phone)
    if kind == PhoneNumberType.FIXED_LINE:
        raise Rejected("landline")
    if kind != PhoneNumberType.MOBILE:
        raise Rejected("service")
    return phonenumbers.format_number(phone, PhoneNumberFormat.E164)


def _the_one(text: str) -> str:
    """The one number in a text that may be a phone's."""
    written = [number for line in text.splitlines() for number in _WRITTEN.findall(tidy(line))]
    if not written:
        raise Rejected("unreadable")
    if len(written) > 1 or len(_WHOLE.findall(written[0])) > 1:
        raise Rejected("several")
    bare = digits(written[0])
    if _IDENTITY.fullmatch(bare):
        raise Rejected("is_id")
    if _UNIFIED.fullmatch(bare):
        raise Rejected("is_unified")
    return str(written[0])


def _parse(written: str) -> PhoneNumber:
    try:
        return phonenumbers.parse(written, "SA")
    except phonenumbers.NumberParseException:
        raise Rejected("unreadable") from None


def _unassigned(phone: PhoneNumber) -> Rejected:
    """What is wrong with a number that nobody can have."""
    national = str(phone.national_number)
    if phone.country_code != _SAUDI or not national.startswith("5"):
        return Rejected("unreadable")
    if len(national) != _LOCAL - 1:
        return Rejected("length", n=len(national) + 1)
    return Rejected("unassigned", prefix=f"0{national[:2]}")


MOBILE = Check(
    "mobile",
    read_mobile,
    (
        *("unreadable", "several", "is_id", "is_unified", "length", "unassigned"),
        *("abroad", "landline", "service"),
    ),
)
