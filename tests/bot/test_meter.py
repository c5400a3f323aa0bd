"""The counters: what each call adds, and that none of them can grow without bounds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.channels.channel import Failed, Later, Moved, Parked, Receipt, Sent, Unknown
from bot.meter import MOST_CODES, Histogram, Meter, Trouble
from bot.update import Reach, Report, Update, What
from tests.clock import SUNDAY_MORNING as NOW

BLOCKED = Reach("1", reachable=False)


def update(what: What = BLOCKED, channel: str = "telegram") -> Update:
    return Update(channel, "bot", "1", what)


def test_a_turn_is_counted_with_how_long_it_took() -> None:
    meter = Meter()
    meter.turn(update(), "done", NOW, NOW + timedelta(seconds=0.3))
    meter.turn(update(), "failed", NOW, NOW + timedelta(seconds=60))
    telegram = meter.channels["telegram"]
    assert telegram.turns == {"done": 1, "failed": 1}
    assert sum(telegram.latency.counts) == 2
    assert telegram.latency.counts[-1] == 1
    assert telegram.latency.total == pytest.approx(60.3)
    assert telegram.heard == NOW + timedelta(seconds=60)
    assert list(meter.channels) == ["telegram"]


def test_a_value_on_a_bound_is_within_it() -> None:
    histogram = Histogram((1, 2))
    for value in (0.5, 1, 1.5, 2, 2.5):
        histogram.note(value)
    assert (histogram.counts, histogram.total) == ([2, 2, 1], 7.5)


def test_what_a_provider_reports_later_is_an_error_of_its_too() -> None:
    meter = Meter()
    meter.turn(update(Report("m1", "failed", "provider_63012"), "whatsapp"), "done", NOW, NOW)
    meter.turn(update(Report("m1", "delivered"), "whatsapp"), "done", NOW, NOW)
    assert meter.channels["whatsapp"].errors == {"provider_63012": 1}


@pytest.mark.parametrize(
    ("receipt", "kind", "errors", "trouble"),
    [
        (Sent("m1"), "sent", {}, None),
        (Moved("-2"), "moved", {}, None),
        (Parked("window"), "parked", {"window": 1}, None),
        (Failed("blocked", unreachable=True), "failed", {"blocked": 1}, None),
        (Later("too_fast"), "later", {"too_fast": 1}, Trouble("too_fast", NOW)),
        (Unknown("timed_out"), "unknown", {"timed_out": 1}, Trouble("timed_out", NOW)),
    ],
)
def test_a_send_is_counted_by_what_became_of_it(
    receipt: Receipt, kind: str, errors: dict[str, int], trouble: Trouble | None
) -> None:
    meter = Meter()
    meter.sent("telegram", receipt, NOW)
    telegram = meter.channels["telegram"]
    assert (telegram.sends, telegram.errors, telegram.trouble) == ({kind: 1}, errors, trouble)
    assert telegram.reached == (NOW if kind == "sent" else None)


def test_codes_without_end_are_counted_together() -> None:
    meter = Meter()
    for n in range(MOST_CODES + 5):
        meter.sent("telegram", Unknown(f"Error{n}"), NOW)
    meter.sent("telegram", Unknown("Error1"), NOW)
    errors = meter.channels["telegram"].errors
    assert len(errors) == MOST_CODES + 1
    assert (errors["other"], errors["Error1"]) == (5, 2)
    meter.sent("whatsapp", Unknown("timed_out"), NOW)
    assert meter.channels["whatsapp"].errors == {"timed_out": 1}, "each provider has its own"


def test_batches_and_escalations() -> None:
    meter = Meter()
    meter.batch(1)
    meter.batch(64)
    meter.escalated("asked")
    meter.escalated("asked")
    assert (sum(meter.batches.counts), meter.batches.total) == (2, 65)
    assert meter.escalations == {"asked": 2}
