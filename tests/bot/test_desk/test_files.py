"""Files from the desk go out as the owner's words do, on every channel, and are opened there."""

from __future__ import annotations

import io
import itertools
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import body
from bot.attachments import ready
from bot.body import File
from bot.opus import repacked
from bot.web.media import path_of
from storage import attachments, audit, messages
from tests.bot.site import OURS, Answer, Site
from tests.bot.test_desk.people import waiting
from tests.bot.test_staff_telegram.stage import stage
from tests.bot.webm import TONE, webm
from tests.fakes.botapi.people import PAPER, PHOTO, VOICE
from tests.serve import served
from tests.shell import Visitor
from tests.walks.test_whatsapp import PUBLIC, world

pytestmark = pytest.mark.asyncio(loop_scope="module")

MOVIE = b"\x00\x00\x00\x20ftypisom" + b"hdlr" + bytes(8) + b"vide of a film"
SPOKEN = b"\x00\x00\x00\x20ftypM4A a voice"
MB = 1024 * 1024
COUNT = itertools.count()


async def send(
    ours: Site, case: str, content: bytes, officer: str = "sara", id_: str = ""
) -> Answer:
    query = f"case={case}&id={id_ or f'file-{next(COUNT)}'}"
    headers = {**OURS, **ours.entry(officer)}
    return await ours.post(f"/desk/files?{query}", data=content, headers=headers)


async def lines(ours: Site, person: Visitor) -> list[tuple[int, File]]:
    """Those with a file that went out to the person."""
    async with ours.app.database.view() as view:
        said = await messages.transcript(view, await person.address())
    files = [(one.id, body.read(one.body).file) for one in said if one.direction == "out"]
    return [(line, file) for line, file in files if file]


async def kept(ours: Site, file: File) -> bytes:
    async with ours.app.database.view() as view:
        return await attachments.content(view, file.handle)


async def test_what_goes_out_is_what_its_content_says() -> None:
    for content, kind, type_ in (
        (PAPER, "document", "application/pdf"),
        (PHOTO, "image", "image/jpeg"),
        (VOICE, "audio", "audio/ogg"),
        (SPOKEN, "audio", "audio/mp4"),
        (MOVIE, "video", "video/mp4"),
    ):
        assert ready(content, "x") == (File(kind, "x", "desk", type_, len(content)), content)
    for content in (b"", b"PK\x03\x04", b"OggS of another sound", b"\x1aE\xdf\xa3 a film"):
        assert ready(content, "x") is None


async def test_what_a_browser_recorded_goes_out_as_phones_play_it() -> None:
    recorded = webm(TONE, TONE)
    made = ready(recorded, "x")
    assert made is not None
    file, content = made
    assert content == repacked(recorded)
    assert file == File("audio", "x", "desk", "audio/ogg", len(content))


async def test_the_owners_file_is_had_by_the_person_and_at_the_desk(ours: Site) -> None:
    person, case = await waiting(ours, "wants a form")
    await ours.move(case, move="claim")
    assert (await send(ours, case, PAPER, id_="once")).status == 200
    assert (await send(ours, case, PAPER, id_="once")).status == 200
    [(line, file)] = await lines(ours, person)
    now = ours.clock.now()
    had = await ours.get(path_of(ours.app.database.vault, line, now))
    assert (had.status, had.body, had.headers["Content-Type"]) == (200, PAPER, "application/pdf")
    page = (await ours.see(f"/desk/cases/{case}")).json
    assert page["case"]["state"] == "waiting_beneficiary"
    [shown] = [one for one in page["messages"] if one["file"]]
    assert shown["id"] == line
    opened = await ours.see(f"/desk/files/{line}")
    assert (opened.status, opened.body) == (200, PAPER)
    assert opened.headers["Content-Security-Policy"].startswith("sandbox")
    assert (await ours.see(f"/desk/files/{line}", "hessa")).status == 404  # of another lane
    assert (await ours.see("/desk/files/999999")).status == 404
    assert (await ours.get(f"/desk/files/{line}")).status == 401
    async with ours.app.database.view() as view:
        moves = [row.move for row in await audit.of_case(view, case)]
    assert moves.count("open_file") == 1
    assert (await ours.move(case, move="retract", about=str(line))).status == 200
    gone = await ours.get(path_of(ours.app.database.vault, line, now))
    assert gone.status == 404, "the person has it no more, officers still see what was sent"
    assert (await ours.see(f"/desk/files/{line}")).status == 200
    async with ours.app.database.unit() as unit:
        attachments.discard(unit, file.handle)
    assert (await ours.see(f"/desk/files/{line}")).status == 404


async def test_what_may_not_go_out_is_said_and_not_kept(ours: Site) -> None:
    person, case = await waiting(ours, "gets nothing")
    refused = await send(ours, case, PAPER, id_="not mine")
    assert refused.status == 409
    handle = ours.app.database.vault.lookup("attachment", "sara", "not mine")
    assert await kept(ours, File("document", handle, "desk")) == b""
    await ours.move(case, move="claim")
    packed = await send(ours, case, b"PK\x03\x04 a packed file")
    assert (packed.status, "PDF" in packed.json["error"]) == (409, True)
    assert (await send(ours, case, b"")).status == 409
    assert (await send(ours, case, PAPER, id_="x" * 65)).status == 400
    assert (await send(ours, "26999999", PAPER)).status == 404
    assert (await send(ours, case, PAPER, "hessa")).status == 404
    there = f"/desk/files?case={case}&id=x"
    assert (await ours.post(there, data=PAPER, headers=ours.entry("sara"))).status == 403
    assert (await ours.post(there, data=PAPER, headers=OURS)).status == 401
    assert await lines(ours, person) == []


async def test_on_telegram_it_is_sent_as_what_it_is(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        noura = there.api.user(801, "نورة")
        reference = await there.claimed_on_telegram(noura)
        async with served(there.app.web) as url, aiohttp.ClientSession() as session:
            browser = there.app.passes.browser("sara", there.clock.now())
            headers = {**OURS, "Cookie": f"sila_desk={browser}"}
            for n, content in enumerate((PHOTO, VOICE, SPOKEN, PAPER)):
                asked = f"{url}/desk/files?case={reference}&id={n}"
                async with session.post(asked, data=content, headers=headers) as answer:
                    assert answer.status == 200, await answer.text()
        await there.settled()
        kinds = ("photo", "voice", "audio", "document")

        def files(found: Any) -> list[str]:
            return [kind for m in found for kind in kinds if kind in m.content]

        assert files(noura.inbox) == [*kinds]
        assert noura.inbox[-1].content["document"]["file_name"] == "document.pdf"
        assert files(there.told(reference)) == [*kinds]


async def test_twilio_fetches_it_from_us(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        noura, sara = there.phone(), there.officer()
        await noura.say("مسؤول", "إلى مسؤول البرامج")
        [case] = await sara.references()
        await sara.claim(case)
        asked = f"{there.url}/desk/files?case={case}&id=voice"
        async with there.session.post(asked, data=VOICE, headers=OURS) as answer:
            assert answer.status == 200, await answer.text()

        def media() -> list[str]:
            return [call.data["MediaUrl"] for call in there.api.calls if "MediaUrl" in call.data]

        await there.api.until(lambda: bool(media()))
        path = media()[0].removeprefix(PUBLIC)
        async with there.session.get(there.url + path) as answer:
            assert (await answer.read(), answer.content_type) == (VOICE, "audio/ogg")


async def test_what_whatsapp_does_not_take_is_said_before_it_is_tried(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        noura, sara = there.phone(), there.officer()
        await noura.say("مسؤول", "إلى مسؤول البرامج")
        [case] = await sara.references()
        await sara.claim(case)
        for id_, content, said in (
            ("picture", PHOTO.ljust(5 * MB + 1), "5"),
            ("film", MOVIE.ljust(16 * MB + 1), "16"),
        ):
            asked = f"{there.url}/desk/files?case={case}&id={id_}"
            sent = io.BytesIO(content)
            async with there.session.post(asked, data=sent, headers=OURS) as answer:
                assert answer.status == 409
                assert f"{said}\u2069 ميجابايت" in (await answer.json())["error"]
        assert not any("MediaUrl" in call.data for call in there.api.calls)
