"""Checks: what people type, read into the value to keep or refused with a reason."""

from __future__ import annotations

from collections.abc import Mapping

from flows.checks.address import SHORT_ADDRESS
from flows.checks.ages import OLDEST, age_between
from flows.checks.check import Check
from flows.checks.dates import ANY_DATE, EXPIRY_DATE, future_date, past_date
from flows.checks.documents import DOCUMENT
from flows.checks.email import EMAIL
from flows.checks.iban import IBAN
from flows.checks.identity import LICENCE, NATIONAL_ID, UNIFIED_NUMBER
from flows.checks.location import LOCATION
from flows.checks.names import ARABIC_NAME, RESIDENT_NAME
from flows.checks.numbers import number_between
from flows.checks.phones import MOBILE
from flows.checks.selection import several_of
from flows.checks.texts import text_between

CHECKS: Mapping[str, Check] = {
    check.name: check
    for check in (
        ARABIC_NAME,
        RESIDENT_NAME,
        NATIONAL_ID,
        UNIFIED_NUMBER,
        LICENCE,
        DOCUMENT,
        EXPIRY_DATE,
        past_date(),
        future_date(),
        ANY_DATE,
        age_between(0, OLDEST),
        MOBILE,
        EMAIL,
        IBAN,
        SHORT_ADDRESS,
        LOCATION,
        number_between(0, 999_999_999),
        several_of({"yes": ("yes",), "no": ("no",)}),
        text_between(1, 1000),
    )
}
"""Every check by name, with the widest bounds for those that have bounds."""

__all__ = [
    "CHECKS",
    "Check",
    "age_between",
    "future_date",
    "number_between",
    "past_date",
    "several_of",
    "text_between",
]
