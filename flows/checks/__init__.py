"""Checks: what people type, read into the value to keep or refused with a reason."""

from __future__ import annotations

from collections.abc import Mapping

from flows.checks.address import SHORT_ADDRESS
from flows.checks.check import Check
from flows.checks.dates import ANY_DATE, EXPIRY_DATE, PAST_DATE
from flows.checks.email import EMAIL
from flows.checks.identity import LICENCE, NATIONAL_ID, UNIFIED_NUMBER
from flows.checks.names import ARABIC_NAME, RESIDENT_NAME
from flows.checks.numbers import number_between
from flows.checks.phones import MOBILE
from flows.checks.texts import text_between

CHECKS: Mapping[str, Check] = {
    check.name: check
    for check in (
        ARABIC_NAME,
        RESIDENT_NAME,
        NATIONAL_ID,
        UNIFIED_NUMBER,
        LICENCE,
        EXPIRY_DATE,
        PAST_DATE,
        ANY_DATE,
        MOBILE,
        EMAIL,
        SHORT_ADDRESS,
        number_between(0, 999_999_999),
        text_between(1, 1000),
    )
}
"""Every check by name, with the widest bounds for those that have bounds."""

__all__ = ["CHECKS", "Check", "number_between", "text_between"]
