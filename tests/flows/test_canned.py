"""A canned reply is good until its day, that day included."""

from __future__ import annotations

from datetime import date

from flows.book import CannedReply, Wording

DAY = date(2027, 6, 30)
WORDS = Wording("نص", "text")


def test_until_its_day() -> None:
    reply = CannedReply("x", WORDS, WORDS, WORDS, DAY)
    assert reply.valid_on(DAY)
    assert not reply.valid_on(date(2027, 7, 1))
