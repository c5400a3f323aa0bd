"""Proof, compared by the shell: every wrong one is written down, and too many end it for a day."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from flows.proof import TRIES
from storage import applications, audit
from storage.applications import Application
from storage.audit import Entry
from storage.unit import Unit

DAY = timedelta(days=1)
MOVE = "not_proven"


async def proven(unit: Unit, key: str, now: datetime) -> Application | None:
    """The application of the reference that `key` begins with, if its two ends are right.

    Whoever asks, three wrong ones a day are all: so nobody finds out by trying.
    """
    reference, identity, mobile = key.split()
    if await audit.count(unit, reference, MOVE, now - DAY) >= TRIES:
        return None
    row = await applications.by_reference(unit, reference)
    if row and all(
        [
            _ends(str(row.answers.get("national_id", "")), identity),
            _ends(str(row.answers.get("mobile", "")), mobile),
        ]
    ):
        return row
    audit.record(unit, Entry(now, "beneficiary", reference, MOVE))
    return None


def _ends(number: str, end: str) -> bool:
    return len(number) > len(end) and hmac.compare_digest(
        number[-len(end) :].encode(), end.encode()
    )
