"""The short national address: four letters and four digits, as RRRD2929 (Saudi Post)."""

from __future__ import annotations

import re
from datetime import date

from flows.arabic import clean
from flows.checks.check import Check
from flows.rejection import Rejected


def read_short_address(text: str, _: date) -> str:
    address = re.sub("[ -]", "", clean(text)).upper()
    if not re.fullmatch("[A-Z]{4}[0-9]{4}", address):
        raise Rejected("unreadable")
    return address


SHORT_ADDRESS = Check("short_address", read_short_address, ("unreadable",))
