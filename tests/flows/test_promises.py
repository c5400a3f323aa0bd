"""Promises that were broken or have changed, and what is promised instead."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from flows import handoff
from flows.calendar import RIYADH
from flows.context import Context
from flows.text import Shown, Text
from tests.flows.book import SUNDAY, THURSDAY_NIGHT
from tests.flows.chat import chat
from tests.replacing import replace

NEXT_SUNDAY = datetime(2026, 11, 29, 8, tzinfo=RIYADH)
HOUR = timedelta(hours=1)


def at(now: datetime) -> Context:
    return replace(chat().ctx, now=now)


@pytest.mark.parametrize(
    ("now", "in_days", "id_", "by"),
    [
        (SUNDAY, False, "handoff.late", SUNDAY + HOUR),
        (THURSDAY_NIGHT, False, "handoff.late", NEXT_SUNDAY + HOUR),
        (SUNDAY, True, "handoff.late.day", date(2026, 11, 24)),
    ],
)
def test_a_promise_that_was_broken_is_made_again(
    now: datetime, *, in_days: bool, id_: str, by: Shown
) -> None:
    late = handoff.late("1", at(now), in_days=in_days)
    assert late == Text(id_, {"reference": "1", "by": by})


def test_whoever_has_it_now_answers_by_their_own_time() -> None:
    due = SUNDAY + HOUR
    values: dict[str, Shown] = {"reference": "1", "by": due}
    assert handoff.renewed("1", due, at(SUNDAY)) == Text("handoff.renewed", values)
    closed = handoff.renewed("1", due, at(THURSDAY_NIGHT))
    assert closed == Text("handoff.renewed.closed", {"reference": "1", "opening": NEXT_SUNDAY})
