"""Documents on WhatsApp: through signed webhooks and Twilio's media, over the fake of its API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from aiohttp import web

from bot.channels import whatsapp_webhook
from storage import people
from storage.documents import DOCUMENT, Document
from storage.people import Origin
from tests.bot.test_documents.papers import bomb, cut, pdf, picture, zip_bomb
from tests.bot.test_documents.test_telegram import ORGANISATION
from tests.databases import look
from tests.fakes.twilio import LOST, User
from tests.walks.test_whatsapp import NUMBER, World, world

MOMENT = timedelta(seconds=5)
RAW = "SELECT id FROM inbox WHERE raw IS NOT NULL"
ASKED = "شهادة ترخيص"


async def says(there: World, user: User, *texts: str) -> str:
    """Each is answered before the next; the last answer."""
    for text in texts:
        seen = len(user.inbox)
        there.clock.advance(MOMENT)
        await user.say(text)
        await there.api.until(lambda seen=seen: len(user.inbox) > seen)  # type: ignore[misc]  # bound now
        await there.api.settle()
    return user.inbox[-1].body


async def hears(there: World, user: User, words: str, seen: int) -> str:
    """Time passes until it is said; all that was said since then."""
    there.clock.advance(MOMENT)
    await there.api.until(lambda: any(words in m.body for m in user.inbox[seen:]))
    await there.api.settle()
    return "\n".join(message.body for message in user.inbox[seen:])


async def asked(there: World) -> User:
    user = there.phone().user
    assert ASKED in await says(there, user, *ORGANISATION, "الالتزام")
    return user


async def kept(there: World, user: User) -> list[Document]:
    async with there.app.database.view() as view:
        rows = await view.read_all("copy_read_documents", id="", limit=50)
        found = [DOCUMENT.load(view.vault, row) for row in rows]
        address = people.identify(view.vault, Origin("whatsapp", NUMBER, user.address))
    assert all(document.address == address for document in found)
    return found


def fetched(there: World) -> list[str]:
    return [call.path for call in there.api.calls if "/Media/ME" in call.path]


async def test_several_messages_are_one_submission_that_goes_with_the_application(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as there:
        user = await asked(there)
        seen = len(user.inbox)
        await user.send_media("application/pdf", pdf())
        await user.send_media("image/jpeg", picture("jpeg"))
        heard = await hears(there, user, "تاريخ انتهاء", seen)
        assert len(user.inbox) == seen + 1, heard
        assert "ملفان" in await says(there, user, "2028/05/01")
        assert "وصلنا طلبك" in await says(there, user, "إرسال")
        found = await kept(there, user)
        assert {(d.type, d.state, d.name) for d in found} == {
            ("pdf", "submitted", None),
            ("jpeg", "submitted", None),
        }


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        ("application/pdf", zip_bomb(), "ملف مضغوط"),
        ("image/png", bomb(10_000, 10_000), "أبعاد الصورة"),
        ("image/jpeg", cut(picture("jpeg", 200)), "تالفًا"),
        ("application/pdf", b"", "فارغًا"),
        ("application/pdf", pdf("secret"), "كلمة مرور"),
        ("application/pdf", b"hello", "نوع غير مقبول"),
        ("application/pdf", pdf() + bytes(11 * 2**20), "أكبر من"),
        ("application/pdf", pdf() + bytes(21 * 2**20), "أكبر من"),
        ("audio/ogg", b"OggS", "رسالة صوتية"),
        ("image/webp", b"RIFF", "ملصق"),
        ("text/vcard", b"BEGIN:VCARD", "جهة اتصال"),
        ("video/mp4", b"ftyp", "مقطع مرئي"),
    ],
    ids=[
        "zip",
        "bomb",
        "cut",
        "empty",
        "locked",
        "text",
        "11MB",
        "21MB",
        "voice",
        "sticker",
        "contact",
        "video",
    ],
)
async def test_what_cannot_be_taken_is_told_and_the_form_stays(
    tmp_path: Path, kind: str, content: bytes, words: str
) -> None:
    async with world(tmp_path) as there:
        user = await asked(there)
        seen = len(user.inbox)
        await user.send_media(kind, content)
        assert ASKED in await hears(there, user, words, seen)
        assert await kept(there, user) == []


async def test_a_place_is_no_document_either(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        user = await asked(there)
        seen = len(user.inbox)
        await user.send_location(26.42, 50.08)
        assert ASKED in await hears(there, user, "موقع", seen)


async def test_a_file_is_what_its_content_says(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        user = await asked(there)
        seen = len(user.inbox)
        await user.send_media("application/pdf", picture())
        await hears(there, user, "ملف واحد", seen)
        assert [document.type for document in await kept(there, user)] == ["png"]


@pytest.mark.parametrize("trouble", ["404", "500", "garbage", "nothing"])
async def test_media_that_twilio_does_not_give_is_sent_again(tmp_path: Path, trouble: str) -> None:
    async with world(tmp_path) as there:
        user = await asked(there)
        seen = len(user.inbox)
        match trouble:
            case "404" | "500":
                there.api.fail("/Media/", int(trouble))
            case "garbage":
                there.api.garble("/Media/", 502)
            case "nothing":
                there.api.silence("/Media/")
        sending = user.send_media("application/pdf", pdf())
        if trouble == "nothing":
            await unanswered(there, sending)
        else:
            await sending
        assert ASKED in await hears(there, user, "تعذّر استلام الملف", seen)
        seen = len(user.inbox)
        await user.send_media("application/pdf", pdf())
        await hears(there, user, "ملف واحد", seen)
        assert len(await kept(there, user)) == 1


async def unanswered(there: World, sending: Coroutine[object, object, object]) -> None:
    """The webhook is answered once the media host was waited for long enough."""
    delivered = asyncio.ensure_future(sending)
    await there.api.until(lambda: bool(fetched(there)))
    there.clock.advance(timedelta(seconds=11))
    await delivered


@asynccontextmanager
async def elsewhere() -> AsyncIterator[tuple[str, list[str]]]:
    """Somebody else's server, and the paths that were asked of it."""
    heard: list[str] = []

    async def any_path(request: web.Request) -> web.Response:
        heard.append(request.path)
        return web.Response(body=pdf())

    application = web.Application()
    application.router.add_get("/{path:.*}", any_path)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield site.name, heard
    await runner.cleanup()


async def test_media_elsewhere_is_never_asked_for(tmp_path: Path) -> None:
    async with elsewhere() as (url, heard), world(tmp_path) as there:
        user = await asked(there)
        seen = len(user.inbox)
        message = await user.send_media("application/pdf", pdf(), delivery=LOST)
        message.form = {**message.form, "MediaUrl0": f"{url}/media"}
        await there.api.deliver(message)
        assert ASKED in await hears(there, user, "تعذّر استلام الملف", seen)
        assert heard == []


@pytest.mark.parametrize("kind", ["image/jpeg", "application/pdf"])
async def test_what_nobody_asked_for_is_never_fetched_and_deleted_at_twilio(
    tmp_path: Path, kind: str
) -> None:
    async with world(tmp_path) as there:
        user = there.phone().user
        assert "رقم الهوية" in await says(there, user, *ORGANISATION[:6])
        seen = len(user.inbox)
        message = await user.send_media(kind, picture("jpeg"))
        await hears(there, user, "نسخ وثائق الهوية", seen)
        await there.api.until(lambda: not message.media)
        assert not [path for path in fetched(there) if not path.endswith(".json")]
        assert await kept(there, user) == []
        assert "انتهاء" in await says(there, user, "1000000008")


async def test_nothing_stays_of_one_that_was_put_aside_before_its_turn(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        user, other = there.phone().user, there.phone("+966559876543").user
        await says(there, user, *ORGANISATION[:6])
        message = await user.send_media("image/jpeg", picture("jpeg"), delivery=LOST)
        raw = urlencode(message.form).encode()
        [update] = whatsapp_webhook.read(NUMBER, raw)
        turns, seen = there.app.turns, len(user.inbox)
        async with there.app.database.unit() as unit:
            await turns.shelf.store(unit, [await turns.waiting(update)], there.clock.now())
        url = f"sqlite:///{tmp_path}/sila.db"
        assert len(look(url, RAW)) == 1
        turns.shelf.look()
        await other.say("السلام عليكم")  # the turns wake up
        await hears(there, user, "نسخ وثائق الهوية", seen)
        await there.api.until(lambda: not message.media)
        assert look(url, RAW) == []
        assert not [path for path in fetched(there) if not path.endswith(".json")]
