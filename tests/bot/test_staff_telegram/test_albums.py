"""An album stays one, from the topic to the person and back; each file can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.album import A_MOMENT
from bot.fate import LAST_RETRY
from storage import messages
from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.fakes.botapi import Message, Seat
from tests.fakes.botapi.people import PHOTO


async def gone(there: Stage) -> None:
    """Once all files wait for the rest of their album: they are sent."""
    await there.api.until(lambda: there.api.idle)
    there.clock.advance(A_MOMENT)
    await there.settled()


async def gone_again(there: Stage, count: int) -> None:
    """The same where the first time fails: so many lines are tried once more."""

    async def waits() -> bool:
        async with there.app.database.view() as view:
            found = await messages.backlog(view)
        queued = [(one.status, one.count) for one in found] == [("queued", count)]
        return queued and bool(there.api.called("sendMediaGroup"))

    await there.api.until(lambda: there.api.idle)
    there.clock.advance(A_MOMENT)
    await there._until(waits)
    there.clock.advance(LAST_RETRY)
    await there.settled()


def files(said: list[Message]) -> list[Message]:
    return [m for m in said if m.by_bot and m.content.keys() & {"photo", "document"}]


def album(said: list[Message]) -> list[Message]:
    """The files of the only album among these."""
    found = files(said)
    assert len({m.content["media_group_id"] for m in found}) == 1
    return found


async def photos(seat: Seat, *captions: str, **where: Any) -> list[Message]:
    return [
        await seat.send_photo(PHOTO + bytes([n]), caption=caption, album="7", **where)
        for n, caption in enumerate(captions)
    ]


async def test_a_persons_album_is_one_in_the_topic(tmp_path: Path) -> None:
    """Covered and protected, with the words that came with it; a reply to each finds the case."""
    async with stage(tmp_path) as there:
        noura = there.api.user(801, "نورة")
        reference = await there.claimed_on_telegram(noura)
        sent = await photos(noura, "هذه فاتورة الكهرباء", "", "")
        await gone(there)
        shown = album(there.told(reference))
        assert [m.content["photo"] for m in shown] == [m.content["photo"] for m in sent]
        assert ["هذه فاتورة الكهرباء" in m.text for m in shown] == [True, False, False]
        assert [m.text for m in shown[1:]] == ["", ""]
        assert all(m.content["has_media_spoiler"] for m in shown)
        [call] = there.api.called("sendMediaGroup")
        assert call.parameters["protect_content"] is True
        for one in shown:
            async with there.app.database.view() as view:
                account, room = there.app.kit.room.account, str(there.group.id)
                row = await messages.in_room(view, "telegram", account, room, str(one.id))
            assert row is not None
            assert row.case == reference


async def test_an_owners_album_reaches_the_person_as_one(tmp_path: Path) -> None:
    """Each of the officer's pictures has its mark, and each can be taken back."""
    async with stage(tmp_path) as there:
        noura = there.api.user(801, "نورة")
        topic = there.topic(await there.claimed_on_telegram(noura))
        sent = await photos(there.sara, "", "خريطة الموقع", "", thread=topic)
        await gone(there)
        got = album(noura.inbox)
        assert [m.content["photo"] for m in got] == [m.content["photo"] for m in sent]
        assert [m.text for m in got] == ["", "سارة:\nخريطة الموقع", ""]
        assert [there.group.messages[m.id].reactions for m in sent] == [["👌"]] * 3
        await there.sara.say("حذف", thread=topic, reply_to=sent[2])
        await there.settled()
        assert [m.deleted for m in got] == [False, False, True]


async def test_pictures_sent_as_files_are_an_album_of_files(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        noura = there.api.user(801, "نورة")
        reference = await there.claimed_on_telegram(noura)
        for _ in range(2):
            await noura.send_document(PHOTO, name="x.jpg", mime="image/jpeg", album="7")
        await gone(there)
        shown = album(there.told(reference))
        assert all("document" in m.content for m in shown)
        assert [bool(m.text) for m in shown] == [True, False]


async def test_what_telegram_takes_no_album_of_goes_one_by_one(tmp_path: Path) -> None:
    """With as many words as one message takes below a picture: they follow it."""
    async with stage(tmp_path) as there:
        noura = there.api.user(801, "نورة")
        topic = there.topic(await there.claimed_on_telegram(noura))
        await photos(there.sara, "نموذج " * 200, "الثانية", thread=topic)
        await gone_again(there, 2)
        got = files(noura.inbox)
        assert [m.text for m in got] == ["سارة", "سارة:\nالثانية"]
        assert not any("media_group_id" in m.content for m in got)
        assert sum(m.text.count("نموذج") for m in noura.inbox) == 200


async def test_an_album_opens_a_topic_anew_that_was_deleted(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        noura = there.api.user(801, "نورة")
        reference = await there.claimed_on_telegram(noura)
        await there.delete(there.topic(reference))
        await photos(noura, "", "")
        await gone(there)
        assert len(album(there.told(reference))) == 2


@pytest.mark.parametrize("done", [False, True])
async def test_without_an_answer_it_is_sent_once_more_as_one(tmp_path: Path, done: bool) -> None:
    """As a single picture is: nobody can tell whether it went."""
    async with stage(tmp_path) as there:
        noura = there.api.user(801, "نورة")
        topic = there.topic(await there.claimed_on_telegram(noura))
        there.api.drop("sendMediaGroup", done=done)
        await photos(there.sara, "", "", thread=topic)
        await gone_again(there, 2)
        assert len(there.api.called("sendMediaGroup")) == 2
        assert len(files(noura.inbox)) == (4 if done else 2)
