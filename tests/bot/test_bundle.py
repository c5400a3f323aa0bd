"""Relayed words that wait for a group go out as one message, and each keeps its own fate."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.body import Body, File
from bot.bundle import MOST
from bot.channels.channel import Failed, Later, Receipt, Sent, Unknown
from bot.staff.room import Heard
from flows.text import Text
from storage import messages
from storage.messages import Message
from tests.bot.sending import ACCOUNT, STAFF, Sending, renderer, sending

A, B = "26000001", "26000002"
PICTURE = File("image", "f", "telegram")
SAID = "من المستفيد"


def said(*words: str) -> str:
    """As the room shows it."""
    return "\n".join(renderer().render(Text("staff.said", {"words": one}), "ar") for one in words)


@pytest.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Sending]:
    """Two cases whose topics and cards are there."""
    async with sending(tmp_path) as ours:
        for reference in (A, B):
            await ours.case(reference)
        await ours.rest()
        ours.post.sent.clear()
        yield ours


async def hear(ours: Sending, *words: str, case: str = A, file: File | None = None) -> None:
    """Said together, so that what cannot go at once waits together."""
    async with ours.database.unit() as unit:
        for one in words:
            ours.room.hear(unit, ours.asked(case), one, ours.clock.now(), Heard(file))
    ours.sender.woken.set()


async def lines(ours: Sending) -> list[Message]:
    """The relayed ones, in order."""
    rows = [await ours.row(number) for number in range(1, await count(ours) + 1)]
    return [row for row in rows if row.act == "post" and row.rank == 0]


async def count(ours: Sending) -> int:
    async with ours.database.view() as view:
        return sum(row["count"] for row in await view.read_all("messages_counts", after=0))


async def test_lines_that_wait_together_go_as_one_and_each_is_settled(ours: Sending) -> None:
    await hear(ours, "1", "2", "3")
    await hear(ours, "x", case=B)
    await ours.rest()
    assert sorted(ours.post.texts) == [said("1", "2", "3"), said("x")]
    *three, other = await lines(ours)
    assert {(line.status, line.attempts) for line in (*three, other)} == {("sent", 1)}
    assert len({line.external for line in three}) == 1
    assert other.external != three[0].external


async def test_a_reply_to_it_finds_its_case(ours: Sending) -> None:
    await hear(ours, "1", "2")
    await ours.rest()
    external = str((await lines(ours))[0].external)
    async with ours.database.view() as view:
        found = await messages.in_room(view, "telegram", ACCOUNT, str(STAFF), external)
    assert found is not None
    assert found.case == A


async def test_files_and_remarks_stand_alone_and_are_not_passed_by(ours: Sending) -> None:
    async with ours.database.unit() as unit:
        case, now = ours.asked(A), ours.clock.now()
        ours.room.hear(unit, case, "1", now)
        ours.room.hear(unit, case, "2", now)
        ours.room.hear(unit, case, "3", now, Heard(PICTURE))
        ours.room.hear(unit, case, "4", now)
        ours.room.ask(unit, case, Text("staff.left"), now, data=(("x", "c:x"),))
        ours.room.hear(unit, case, "5", now)
        ours.room.hear(unit, case, "6", now)
    ours.sender.woken.set()
    await ours.rest()
    first, picture, alone, asked, last = ours.post.sent
    assert [o.body.text for o in (first, picture, alone, last)] == [
        said("1", "2"),
        said("3"),
        said("4"),
        said("5", "6"),
    ]
    assert (picture.body.file, asked.body.data) == (PICTURE, (("x", "c:x"),))


async def test_it_is_no_longer_than_a_message_may_be(ours: Sending) -> None:
    await hear(ours, *["😀" * 600] * 8)
    await ours.rest()
    assert [text.count(SAID) for text in ours.post.texts] == [3, 3, 2]
    assert max(len(text.encode("utf-16-le")) // 2 for text in ours.post.texts) <= 4096


async def test_it_has_no_more_lines_than_can_be_read(ours: Sending) -> None:
    await hear(ours, *["1"] * (MOST + 1))
    await ours.rest()
    assert [text.count(SAID) for text in ours.post.texts] == [MOST, 1]


@pytest.mark.parametrize("receipt", [Later("too_fast", timedelta(seconds=9)), Unknown("cut")])
async def test_what_did_not_go_goes_again_with_what_came_since(
    ours: Sending, receipt: Receipt
) -> None:
    ours.post.script(str(STAFF), receipt)
    await hear(ours, "1", "2")
    await ours.rest()
    await hear(ours, "3")
    await ours.advance(seconds=9)
    assert ours.post.texts == [said("1", "2"), said("1", "2", "3")]
    assert [(line.status, line.attempts) for line in await lines(ours)] == [
        ("sent", 2),
        ("sent", 2),
        ("sent", 1),
    ]


async def test_what_is_refused_is_refused_for_all_and_holds_up_nothing(ours: Sending) -> None:
    ours.post.script(str(STAFF), Failed("refused"))
    await hear(ours, "1", "2")
    await ours.rest()
    await hear(ours, "3")
    await ours.rest()
    assert [line.status for line in await lines(ours)] == ["failed", "failed", "sent"]


async def test_a_process_that_dies_in_it_loses_no_line(ours: Sending) -> None:
    ours.post.hold(str(STAFF))
    await hear(ours, "1", "2")
    await ours.rest()
    await ours.die()
    ours.start()
    await ours.rest()
    await ours.advance(seconds=9)
    assert "\n".join(ours.post.texts[1:]) == said("1", "2")
    assert {line.status for line in await lines(ours)} == {"sent"}


async def test_our_own_line_is_asked_about_once_while_another_account_is_gained(
    ours: Sending,
) -> None:
    """What is in flight along with another line is not taken for a send that was cut off."""
    answer = ours.post.hold(str(STAFF))
    await hear(ours, "1", "2")
    await ours.rest()
    ours.sender._recovered.clear()
    ours.sender.woken.set()
    await ours.rest()
    assert ours.post.asked == []
    answer.set_result(Sent("m"))
    await ours.rest()
    assert {(line.status, line.external) for line in await lines(ours)} == {("sent", "m")}


async def test_what_another_release_wrote_is_not_joined(ours: Sending) -> None:
    async with ours.database.unit() as unit:
        now = ours.clock.now()
        ours.room.hear(unit, ours.asked(A), "1", now)
        strange = {**Body(text="2", relayed=True).plain(), "relayed": "?"}
        row = messages.Outgoing("telegram", ACCOUNT, strange, room=str(STAFF), case=A)
        messages.queue(unit, row, now)
    ours.sender.woken.set()
    await ours.rest()
    assert ours.post.texts == [said("1")]
    assert [line.status for line in await lines(ours)] == ["sent", "failed"]
