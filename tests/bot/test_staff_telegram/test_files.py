"""Files and voices of officers go out as their words do: the owner's, to every channel."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot import body
from bot.web.media import LIFE, path_of
from storage import messages
from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.fakes.botapi.people import PAPER, PHOTO
from tests.serve import served

MEGABYTE = 1024 * 1024


async def files(there: Stage) -> list[int]:
    """The lines with a file that went out to the visitor."""
    address = await there.visitor.address()
    async with there.app.database.view() as view:
        lines = await messages.transcript(view, address)
    return [line.id for line in lines if line.direction == "out" and body.read(line.body).file]


async def test_a_person_on_telegram_gets_the_files_as_they_are(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        noura = there.api.user(801, "نورة")
        reference = await there.claimed_on_telegram(noura)
        topic = there.topic(reference)
        sent = [
            await there.sara.send_photo(caption="الخريطة", thread=topic),
            await there.sara.send_voice(thread=topic),
            await there.sara.send_document(caption="نموذج " * 200, thread=topic),
        ]
        await there.settled()
        got = [m for m in noura.inbox if m.content.keys() & {"photo", "voice", "document"}]
        kinds = ("photo", "voice", "document")
        assert [m.content[kind] for m, kind in zip(got, kinds, strict=True)] == [
            m.content[kind] for m, kind in zip(sent, kinds, strict=True)
        ]
        assert got[0].text == "سارة:\nالخريطة"
        assert got[1].text == "سارة:"
        assert noura.inbox[-1].text.count("نموذج") == 200
        assert [there.group.messages[m.id].reactions for m in sent] == [["👌"]] * 3


async def test_an_album_stays_in_order(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        for n in range(4):
            await there.sara.send_photo(caption=str(n), album="one", thread=there.topic(reference))
        await there.settled()
        sent = await files(there)
        async with there.app.database.view() as view:
            lines = [await messages.by_id(view, line) for line in sent]
        assert [body.read(line.body).text for line in lines if line] == ["0", "1", "2", "3"]


async def test_on_the_website_it_is_fetched_by_a_signed_address(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await there.sara.send_photo(thread=there.topic(reference))
        await there.sara.send_document(thread=there.topic(reference))
        await there.settled()
        photo, paper = await files(there)
        vault, now = there.app.database.vault, there.clock.now()
        path = path_of(vault, photo, now)
        assert (await there.case(reference)).state == "waiting_beneficiary"
        async with served(there.app.web) as url, aiohttp.ClientSession(url) as session:
            async with session.get(path) as answer:
                assert (answer.status, await answer.read()) == (200, PHOTO)
                assert answer.headers["Content-Type"] == "image/jpeg"
                assert answer.headers["Content-Disposition"] == "inline"
            async with session.get(path_of(vault, paper, now)) as answer:
                assert (answer.status, await answer.read()) == (200, PAPER)
                assert answer.headers["Content-Disposition"] == "attachment"
            number, _, signature = path.partition(".")
            for forged in (f"/media/{paper}.{signature}", path[:-1], f"{number}x.{signature}"):
                async with session.get(forged) as answer:
                    assert answer.status == 403, forged
            async with session.get(path_of(vault, 1, now)) as answer:
                assert answer.status == 404  # a line without a file
            there.clock.advance(LIFE + timedelta(seconds=1))
            async with session.get(path) as answer:
                assert answer.status == 403
        assert str(reference) not in path
        assert await there.visitor.address() not in path


async def test_the_owners_alone_go_out(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        topic = there.topic(reference)
        await there.sara.send_photo(thread=topic)  # nobody has it yet
        await there.settled()
        await there.sara.tap(there.card(reference), "استلام")
        await there.settled()
        khalids = await there.khalid.send_photo(thread=topic)
        await there.sara.send_photo(caption="// للزملاء", thread=topic)
        await there.sara.send_photo(thread=topic, reply_to=khalids)
        await there.settled()
        assert await files(there) == []
        assert there.texts(reference).count("يبقى هذا الملف داخليًا") == 1


@pytest.mark.parametrize(("size", "goes"), [(20 * MEGABYTE, True), (20 * MEGABYTE + 1, False)])
async def test_what_is_too_large_for_the_channel_is_said(
    tmp_path: Path, size: int, goes: bool
) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await there.sara.send_document(size=size, thread=there.topic(reference))
        await there.settled()
        assert bool(await files(there)) == goes
        assert ("ميجابايت على الأكثر" in there.texts(reference)) == (not goes)


async def test_it_is_taken_back_as_words_are(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        photo = await there.sara.send_photo(thread=there.topic(reference))
        await there.settled()
        await there.sara.say("حذف", thread=there.topic(reference), reply_to=photo)
        await there.settled()
        address = await there.visitor.address()
        async with there.app.database.view() as view:
            lines = await messages.transcript(view, address)
        assert lines[-1].act == "delete"
