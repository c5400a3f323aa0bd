"""The sender in doubt, killed, stopped, and with trouble at home."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot import sender as module
from bot.channels.channel import Later, Sent, Unknown
from bot.sender import PAUSE
from storage import messages, people
from storage.database import Database
from storage.messages import Outgoing
from tests.bot.sending import ACCOUNT, Sending

SECOND = timedelta(seconds=1)


# ------------------------------------------------------------------ doubt
async def test_the_provider_is_asked_before_a_doubtful_send_is_repeated(ours: Sending) -> None:
    ours.post.script("noura", Unknown("no_answer"))
    ours.post.known["1"] = Sent("known", "delivered")
    await ours.write("noura", "1", "2")
    await ours.rest()
    assert (ours.post.texts, (await ours.row(1)).status) == (["1"], "queued")  # and 2 waits
    await ours.advance(seconds=2)
    assert [outgoing.body.text for outgoing in ours.post.asked] == ["1"]
    assert ours.post.texts == ["1", "2"]
    line = await ours.row(1)
    assert (line.status, line.external, line.repeated) == ("delivered", "known", True)


async def test_what_the_provider_does_not_know_is_repeated_once(ours: Sending) -> None:
    ours.post.script("noura", Unknown("no_answer"))
    await ours.write("noura", "1", "2")
    await ours.rest()
    await ours.advance(seconds=2)
    assert ours.post.texts == ["1", "1", "2"]
    assert [outgoing.repeated for outgoing in ours.post.sent] == [False, True, False]
    assert len(ours.post.asked) == 1


async def test_a_provider_with_trouble_of_its_own_is_tried_for_as_long_as_it_lasts(
    ours: Sending,
) -> None:
    ours.post.script("noura", *(Unknown("trouble", answered=True) for _ in range(6)))
    await ours.write("noura", "1")
    await ours.rest()
    for _ in range(6):
        await ours.advance(seconds=300)
    line = await ours.row(1)
    assert (line.status, line.attempts) == ("sent", 7)
    assert len(ours.post.asked) >= 6, "asked each time before it goes out again"


async def test_twice_in_doubt_it_fails_after_one_more_question(ours: Sending) -> None:
    await ours.case("26000001")
    ours.post.script("noura", Unknown("no_answer"), Unknown("no_answer"))
    number = await ours.answer("noura", "1", "26000001")
    await ours.rest()
    await ours.advance(seconds=2)
    line = await ours.row(number)
    assert (line.status, line.reason) == ("failed", "no_answer")
    assert len(ours.post.asked) == 2
    assert any("no_answer" in o.body.text for o in ours.post.sent if o.room)


async def test_the_second_question_may_find_it(ours: Sending) -> None:
    ours.post.script("noura", Unknown("no_answer"), second := ours.post.hold("sara"))
    await ours.write("noura", "1")
    await ours.rest()
    await ours.advance(seconds=2)
    ours.post.known["1"] = Sent("known")
    second.set_result(Unknown("no_answer"))
    await ours.rest()
    line = await ours.row(1)
    assert (line.status, line.external) == ("sent", "known")


async def test_a_channel_that_raises_is_in_doubt_and_harms_nobody(
    ours: Sending, capsys: pytest.CaptureFixture[str]
) -> None:
    ours.post.script("noura", ValueError("a secret"), KeyError("a secret"))
    ours.post.known["1"] = LookupError("a secret")
    await ours.write("noura", "1")
    await ours.write("sara", "a")
    await ours.rest()
    assert sorted(ours.post.texts) == ["1", "a"]
    await ours.advance(seconds=2)
    line = await ours.row(1)
    assert (line.status, line.reason) == ("failed", "LookupError")
    told = capsys.readouterr()
    assert "secret" not in told.out + told.err


# ------------------------------------------------------------------ crashes, stops
@pytest.mark.parametrize("arrived", [True, False])
async def test_what_was_being_sent_when_the_process_died_is_asked_about(
    ours: Sending, arrived: bool
) -> None:
    ours.post.hold("noura")
    await ours.write("noura", "1", "2")
    await ours.rest()
    await ours.die()
    assert (await ours.row(1)).status == "sending"
    if arrived:
        ours.post.known["1"] = Sent("known")
    ours.start()
    await ours.rest()
    await ours.advance(seconds=2)
    assert ours.post.texts == (["1", "2"] if arrived else ["1", "1", "2"])
    assert [(await ours.row(n)).status for n in (1, 2)] == ["sent", "sent"]
    assert [outgoing.body.text for outgoing in ours.post.asked][:1] == ["1"]


async def test_what_was_being_sent_outlives_any_number_of_crashes(ours: Sending) -> None:
    held = [ours.post.hold("x") for _ in range(2)]
    ours.post.script("noura", *held)
    [number] = await ours.write("noura", "1")
    await ours.rest()
    for _ in held:
        await ours.die()
        ours.start()
        await ours.rest()
        await ours.advance(seconds=4)
    assert all(one.cancelled() for one in held)
    assert ours.post.texts == ["1", "1", "1"]
    assert (await ours.row(number)).status == "sent"


async def test_stopping_waits_for_sends_in_hand_and_records_them(ours: Sending) -> None:
    held = ours.post.hold("noura")
    await ours.write("noura", "1", "2")
    await ours.rest()
    stopping = asyncio.create_task(ours.stop())
    await asyncio.sleep(0)
    held.set_result(Sent("m1"))
    await stopping
    assert [(await ours.row(n)).status for n in (1, 2)] == ["sent", "queued"]


async def test_stopping_does_not_wait_for_ever(
    ours: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LAST_CALL", 0.0)
    held = ours.post.hold("noura")
    await ours.write("noura", "1")
    await ours.rest()
    await ours.stop()
    assert held.cancelled()
    assert (await ours.row(1)).status == "sending"  # so that the next start asks


# ------------------------------------------------------------------ trouble at home
def locked(path: Path) -> sqlite3.Connection:
    """Another process that writes, for as long as the connection is open."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


async def test_a_locked_database_is_waited_for(ours: Sending) -> None:
    await ours.database._backend._writer.execute("PRAGMA busy_timeout = 0")  # type: ignore[attr-defined]  # an SQLite file
    held = ours.post.hold("noura")
    await ours.write("noura", "1", "2")
    await ours.rest()
    other = locked(ours.path)
    held.set_result(Sent("m1"))
    await ours.rest()
    assert ours.clock.until == ours.clock.now() + PAUSE
    assert (await ours.row(1)).status == "sending"
    await ours.advance(seconds=PAUSE / SECOND)
    other.close()
    await ours.advance(seconds=PAUSE / SECOND)
    assert ours.post.texts == ["1", "2"]  # recorded late, sent once
    assert [(await ours.row(n)).status for n in (1, 2)] == ["sent", "sent"]


async def test_a_locked_database_at_the_start_is_waited_for(ours: Sending) -> None:
    ours.post.hold("noura")
    await ours.write("noura", "1")
    await ours.rest()
    await ours.die()
    await ours.database._backend._writer.execute("PRAGMA busy_timeout = 0")  # type: ignore[attr-defined]  # an SQLite file
    other = locked(ours.path)
    ours.start()
    await ours.rest()
    assert len(ours.post.sent) == 1
    other.close()
    await ours.advance(seconds=PAUSE / SECOND)
    await ours.advance(seconds=PAUSE / SECOND)
    assert ours.post.texts == ["1", "1"]


async def test_a_locked_database_does_not_keep_the_process_from_ending(ours: Sending) -> None:
    await ours.database._backend._writer.execute("PRAGMA busy_timeout = 0")  # type: ignore[attr-defined]  # an SQLite file
    held = ours.post.hold("noura")
    await ours.write("noura", "1")
    await ours.rest()
    other = locked(ours.path)
    held.set_result(Sent("m1"))
    await ours.stop()
    other.close()
    assert (await ours.row(1)).status == "sending"


async def test_a_key_made_by_another_process_is_learnt(ours: Sending) -> None:
    other = await Database.open(f"sqlite:///{ours.path}")
    await other.unlock("a secret of the tests", ours.clock.now())
    await other.add_data_key(ours.clock.now())
    async with other.unit() as unit:
        address = await people.resolve(unit, "telegram", ACCOUNT, "noura", ours.clock.now())
        row = Outgoing("telegram", ACCOUNT, {"text": "1"}, address=address.id)
        messages.queue(unit, row, ours.clock.now())
    await other.close()
    ours.sender.woken.set()
    await ours.rest()
    await ours.advance(seconds=PAUSE / SECOND)
    assert ours.post.texts == ["1"]


async def test_a_line_of_a_channel_that_is_off_waits_and_then_fails(ours: Sending) -> None:
    await ours.write("noura", "w", channel="whatsapp")
    await ours.write("noura", "1")
    await ours.rest()
    line = await ours.row(1)
    assert (line.status, line.reason) == ("queued", "channel_off")
    assert ours.post.texts == ["1"]


async def test_a_line_that_this_release_cannot_read_fails_alone(ours: Sending) -> None:
    async with ours.database.unit() as unit:
        address = await people.resolve(unit, "telegram", ACCOUNT, "noura", ours.clock.now())
        row = Outgoing("telegram", ACCOUNT, {"text": ["?"]}, address=address.id)
        messages.queue(unit, row, ours.clock.now())
    await ours.write("noura", "2")
    await ours.rest()
    assert ours.post.texts == ["2"]
    assert ((await ours.row(1)).status, (await ours.row(1)).reason) == ("failed", "unreadable")


# ------------------------------------------------------------------ rest
async def test_with_nothing_to_do_nothing_is_asked_of_the_database(ours: Sending) -> None:
    await ours.write("noura", "1")
    await ours.rest()
    asked: list[str] = []
    ours.database.trace = asked.append
    assert ours.clock.until is None
    await _spin()
    assert asked == []


async def test_what_waits_for_another_reason_than_its_time_is_not_asked_for_in_a_loop(
    ours: Sending,
) -> None:
    """A retry that has fallen due in a chat that is paused: a time in the past is no alarm."""
    ours.post.script("noura", Later("down"))
    ours.post.script("sara", Later("flood", timedelta(minutes=1), everyone=True))
    await ours.write("noura", "1")
    await ours.rest()
    await ours.write("sara", "a")
    await ours.rest()
    asked: list[str] = []
    ours.database.trace = asked.append
    await ours.advance(seconds=3)  # the retry is due, the account is paused
    await _spin()
    assert asked.count("messages_claim") <= 1
    assert ours.clock.until is not None
    assert ours.clock.until > ours.clock.now()
    await ours.advance(minutes=1)
    assert sorted(ours.post.texts) == ["1", "1", "a", "a"]


async def _spin() -> None:
    """Enough turns of the event loop for a loop that does not wait to be seen."""
    for _ in range(200):
        await asyncio.sleep(0)
