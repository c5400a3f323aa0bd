"""Saudi mobile numbers, kept in E.164 (+966551234567)."""

from __future__ import annotations

import re
from datetime import date

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from flows.arabic import clean
from flows.checks.check import Check
from flows.rejection import Rejected

_WRITTEN = re.compile(r"\+?[0-9](?:[ ().-]{0,3}[0-9]){6,}")
_IDENTITY = re.compile("[12][0-9]{9}")


def read_mobile(text: str, _: date) -> str:
    written = _WRITTEN.findall(clean(text))
    if len(written) != 1:
        raise Rejected("unreadable")
    if _IDENTITY.fullmatch(re.sub("[^0-9+]", "", written[0])):
        raise Rejected("is_id")
    try:
        phone = phonenumbers.parse(written[0], "SA")
    except phonenumbers.NumberParseException:
        raise Rejected("unreadable") from None
    if not phonenumbers.is_valid_number(phone):
        raise Rejected("unreadable")
    if phonenumbers.region_code_for_number(phone) != "SA":
        raise Rejected("abroad")
    if phonenumbers.number_type(phone) != PhoneNumberType.MOBILE:
        raise Rejected("landline")
    return phonenumbers.format_number(phone, PhoneNumberFormat.E164)


MOBILE = Check("mobile", read_mobile, ("is_id", "landline", "abroad", "unreadable"))
