"""What a batch says is claimed by its own transaction, and sent only where we hold the channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.channels.channel import Sent
from storage.trouble import Unreachable
from tests.bot.faults import outcomes, raising
from tests.bot.turning import SALAM, Process, process, telegram, whatsapp

GONE = Unreachable("gone")
NOURA = 1


@pytest.fixture
async def ours(database_url: str) -> AsyncIterator[Process]:
    async with process(database_url) as ours:
        yield ours


@pytest.fixture
async def waiting(database_url: str) -> AsyncIterator[Process]:
    """A process that holds no channel yet."""
    async with process(database_url, held=False) as waiting:
        yield waiting


async def statuses(ours: Process, who: str | int) -> list[str]:
    return [line.status for line in await ours.lines(who) if line.direction == "out"]


async def gain(ours: Process) -> None:
    """Telegram is ours, and the sender has seen it."""
    ours.tenures["telegram"].turn(held=True)
    ours.sender.woken.set()
    await ours.until(lambda: ours.sender._is_ours("telegram") and ours.clock.is_waited_on)


# ------------------------------------------------------------------ one transaction
async def test_from_the_message_to_the_send_there_is_one_transaction(ours: Process) -> None:
    await outcomes(ours.take(*(telegram(who, SALAM, who) for who in ("noura", "sara"))))
    await ours.sent()
    before = ours.log[: ours.log.index("send telegram")]
    assert (before.count("BEGIN"), before.count("COMMIT")) == (1, 1)
    assert "messages_claim" in before
    assert ours.log.count("send telegram") == 2
    assert [await statuses(ours, who) for who in ("noura", "sara")] == [["sent"]] * 2
    assert len(ours.told) == 2


async def test_a_batch_also_settles_what_has_ended(ours: Process) -> None:
    held = ours.posts["telegram"].hold("noura")
    await ours.says("noura", SALAM)
    await ours.sent()
    async with ours.held_up(ours.address("sara")):
        taken = ours.take(telegram("sara", SALAM, "1"))
        await ours.in_hand()
        held.set_result(Sent("m1"))
        await ours.until(lambda: not ours.posts["telegram"].held)
        ours.log.clear()
    await outcomes(taken)
    assert "message_settle" in ours.log[: ours.log.index("COMMIT")]
    await ours.sent()
    assert [await statuses(ours, who) for who in ("noura", "sara")] == [["sent"]] * 2


@pytest.mark.parametrize("statement", ["messages_to_send", "COMMIT"])
async def test_a_batch_that_was_rolled_back_sends_nothing(ours: Process, statement: str) -> None:
    ours.tenures["telegram"].turn(held=False)
    await ours.says("sara", SALAM)
    await ours.sent()
    async with ours.held_up(ours.address("noura")):
        taken = ours.take(telegram("noura", SALAM, "1"))
        await ours.in_hand()
        await gain(ours)  # so that Sara's line waits to be taken along
        ours.trouble = raising(GONE, statement, times=2)
    assert await outcomes(taken) == ["Unreachable"]
    assert "send telegram" not in ours.log
    await ours.sent()
    assert await ours.lines("noura") == []
    assert [outgoing.to for outgoing in ours.posts["telegram"].sent] == ["sara"]
    assert await statuses(ours, "sara") == ["sent"]


async def test_a_sender_that_left_its_step_to_a_batch_is_woken_after_it(ours: Process) -> None:
    ours.tenures["telegram"].turn(held=False)
    await ours.says("sara", SALAM)
    await ours.sent()
    async with ours.held_up(ours.address("noura")):
        taken = ours.take(telegram("noura", SALAM, "1"))
        await ours.in_hand()
        ours.log.clear()
        await gain(ours)
        assert "messages_claim" not in ours.log, "the batch is about to do it"
        ours.trouble = raising(GONE, "COMMIT", times=2)
    assert await outcomes(taken) == ["Unreachable"]
    await ours.sent()  # no clock has moved
    assert [outgoing.to for outgoing in ours.posts["telegram"].sent] == ["sara"]


# ------------------------------------------------------------------ who holds the channel
async def test_nothing_is_claimed_on_a_channel_that_is_not_held(waiting: Process) -> None:
    waiting.tenures["whatsapp"].turn(held=True)
    waiting.sender.woken.set()
    await waiting.sent()
    await waiting.says("noura", SALAM)
    await waiting.turns.take_or_keep(whatsapp(NOURA, SALAM, "SM1"))
    await waiting.sent()
    assert (await statuses(waiting, "noura"), await statuses(waiting, NOURA)) == (
        ["queued"],
        ["sent"],
    )
    waiting.tenures["telegram"].turn(held=True)
    waiting.sender.woken.set()
    await waiting.sent()
    assert await statuses(waiting, "noura") == ["sent"]
    assert [len(post.sent) for post in waiting.posts.values()] == [1, 1]


async def test_on_loss_nothing_more_is_claimed(ours: Process) -> None:
    await ours.says("noura", SALAM)
    await ours.sent()
    ours.tenures["telegram"].turn(held=False)  # and nobody told the sender
    await ours.says("noura", SALAM)
    await ours.sent()
    ours.sender.woken.set()
    await ours.sent()
    assert await statuses(ours, "noura") == ["sent", "queued"]


@pytest.mark.parametrize("known", [True, False])
async def test_who_gains_a_channel_asks_about_what_was_being_sent(
    database_url: str, waiting: Process, known: bool
) -> None:
    async with process(database_url) as dying:
        for channel, who in (("telegram", "noura"), ("whatsapp", "whatsapp:+966500000001")):
            dying.posts[channel].hold(who)
        await dying.says("noura", SALAM)
        await dying.turns.take_or_keep(whatsapp(NOURA, SALAM, "SM1"))
        await dying.until(lambda: sum(len(post.held) for post in dying.posts.values()) == 2)
        await dying.die()
    post = waiting.posts["telegram"]
    if known:
        post.known[(await waiting.heard("noura"))[0]] = Sent("m1")
    await waiting.says("sara", SALAM)
    await waiting.sent()
    assert (post.asked, post.sent) == ([], [])

    waiting.tenures["telegram"].turn(held=True)
    waiting.sender.woken.set()
    await waiting.sent()
    assert [outgoing.to for outgoing in post.asked] == ["noura"]
    if not known:
        assert await statuses(waiting, "noura") == ["queued"]
        waiting.clock.advance(timedelta(minutes=1))
        await waiting.sent()
    assert await statuses(waiting, "noura") == ["sent"]
    assert [outgoing.to for outgoing in post.sent] == (["sara"] if known else ["sara", "noura"])
    assert await statuses(waiting, NOURA) == ["sending"], "that channel is somebody else's"


async def test_our_own_sends_are_not_asked_about_when_a_channel_comes_back(ours: Process) -> None:
    post = ours.posts["telegram"]
    held = post.hold("noura")
    await ours.says("noura", SALAM)
    await ours.sent()
    for now in (False, True):
        ours.tenures["telegram"].turn(held=now)
        ours.sender.woken.set()
        await ours.sent()
    held.set_result(Sent("m1"))
    await ours.until(lambda: not post.held)
    await ours.sent()
    assert (post.asked, len(post.sent)) == ([], 1)
    assert await statuses(ours, "noura") == ["sent"]


async def test_what_another_process_left_between_two_terms_is_asked_about(
    database_url: str, ours: Process
) -> None:
    """The sender had nothing to do while the channel was another's, and noticed nothing."""
    await ours.says("sara", SALAM)
    await ours.sent()
    ours.tenures["telegram"].turn(held=False)
    async with process(database_url) as dying:
        dying.posts["telegram"].hold("noura")
        await dying.says("noura", SALAM)
        await dying.until(lambda: bool(dying.posts["telegram"].held))
        await dying.die()
    ours.tenures["telegram"].turn(held=True)
    ours.sender.woken.set()
    await ours.sent()
    assert [outgoing.to for outgoing in ours.posts["telegram"].asked] == ["noura"]
