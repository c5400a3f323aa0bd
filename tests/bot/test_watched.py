"""Every send is counted once, whatever becomes of it, and can be followed in the log."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
import structlog
from structlog.testing import LogCapture

from bot.body import Body
from bot.channels.channel import Later, Outgoing, Receipt, Sent
from bot.channels.watched import Watched
from bot.meter import Meter, Trouble
from tests.bot.sending import Post
from tests.clock import SUNDAY_MORNING, FakeClock

LINE = Outgoing(7, "post", Body(text="سر"), "700000001", created_at=SUNDAY_MORNING)
LATER = SUNDAY_MORNING + timedelta(seconds=2)


@pytest.fixture
def lines() -> Iterator[LogCapture]:
    """What is logged, with what stands in every line of a task."""
    kept, capture = structlog.get_config(), LogCapture()
    structlog.configure(processors=[structlog.contextvars.merge_contextvars, capture])
    yield capture
    structlog.configure(**kept)


def watched(*answers: Receipt | Exception) -> Watched:
    post = Post()
    post.script(LINE.to, *answers)
    return Watched(post, Meter(), FakeClock(LATER))


async def test_it_is_the_channel_it_is_around() -> None:
    channel = watched(Sent("m1"))
    inner = channel.channel
    assert (channel.name, channel.account) == ("telegram", inner.account)
    assert channel.capabilities is inner.capabilities
    assert await channel.send(LINE) == Sent("m1")
    assert await channel.find(LINE) is None


async def test_what_became_of_a_send_is_counted() -> None:
    channel = watched(Sent("m1"), Later("too_fast"))
    await channel.send(LINE)
    await channel.send(LINE)
    tally = channel.meter.channels["telegram"]
    assert tally.sends == {"sent": 1, "later": 1}
    assert (tally.reached, tally.trouble) == (LATER, Trouble("too_fast", LATER))


async def test_a_fault_of_the_channel_is_counted_and_goes_on() -> None:
    channel = watched(KeyError("secret"))
    with pytest.raises(KeyError):
        await channel.send(LINE)
    tally = channel.meter.channels["telegram"]
    assert (tally.sends, tally.errors) == ({"unknown": 1}, {"KeyError": 1})


async def test_a_send_stands_in_the_log_under_its_number(lines: LogCapture) -> None:
    channel = watched(Sent("m1"))

    async def send(number: int) -> None:
        line = Outgoing(number, "post", Body(text="سر"), LINE.to, created_at=SUNDAY_MORNING)
        await channel.send(line)
        structlog.get_logger().warning("afterwards")  # as the sender does in the same task

    await asyncio.gather(send(7), send(8))
    structlog.get_logger().info("elsewhere")
    found = [(entry["event"], entry.get("message")) for entry in lines.entries]
    assert sorted(found[:-1]) == [("afterwards", 7), ("afterwards", 8), ("sent", 7), ("sent", 8)]
    assert found[-1] == ("elsewhere", None)
    [sent] = [entry for entry in lines.entries if entry["event"] == "sent"][:1]
    assert sent["queued"] == "2026-11-22T06:00:00.000Z"
    assert (sent["channel"], sent["receipt"], sent["log_level"]) == ("telegram", "sent", "debug")
    assert "سر" not in str(lines.entries)
    assert LINE.to not in str(lines.entries)


async def test_asking_the_provider_is_followed_too(lines: LogCapture) -> None:
    async def find() -> None:
        await watched().find(LINE)
        structlog.get_logger().warning("not_looked_up")

    await asyncio.create_task(find())
    assert [entry["message"] for entry in lines.entries] == [7]
