"""Documents on Telegram, from a telephone to sealed rows, over the fake of the real Bot API."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.channels.telegram_people import PLACEHOLDER
from storage import people
from storage.documents import DOCUMENT, Document
from storage.people import Origin
from tests.bot.test_documents.papers import bomb, cut, pdf, picture, zip_bomb
from tests.databases import look
from tests.fakes.botapi import Message, User
from tests.walks.test_telegram import BOT, World, world

ORGANISATION = (
    *("تسجيل", "نعم", "لجهة غير ربحية", "دعم الحوكمة", "نعم", "نعم", "1000000008", "2030/10/12"),
    *("نعم", "سارة علي أحمد القحطاني", "0551234567", "الأحساء", "جمعية البر", "1234", "لا"),
)
MOMENT = timedelta(seconds=5)


async def says(there: World, user: User, *texts: str) -> str:
    """Each is answered before the next; the last answer."""
    for text in texts:
        before = len(user.inbox)
        there.clock.advance(MOMENT)
        await user.say(text)
        await there.api.until(partial(answered, user, before))
    return user.last.text


def answered(user: User, before: int) -> bool:
    """Whether something new stays on the screen."""
    return any(not m.deleted and m.text != PLACEHOLDER for m in user.inbox[before:])


async def hears(there: World, user: User, words: str, seen: int) -> Message:
    """Time passes until it is said."""
    await there.api.until(lambda: there.api.idle)
    there.clock.advance(MOMENT)
    await there.api.until(lambda: any(words in m.text for m in user.inbox[seen:]))
    return user.last


async def asked(there: World) -> User:
    user = there.phone().user
    assert "شهادة ترخيص" in await says(there, user, *ORGANISATION, "الالتزام")
    return user


async def kept(there: World) -> list[Document]:
    async with there.app.database.view() as view:
        address = people.identify(view.vault, Origin("telegram", BOT, "900001"))
        rows = await view.read_all("copy_read_documents", id="", limit=50)
        found = [DOCUMENT.load(view.vault, row) for row in rows]
    assert all(document.address == address for document in found)
    return found


async def test_an_album_is_one_submission_and_goes_with_the_application(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        user = await asked(there)
        seen = len(user.inbox)
        await user.send_document(pdf(), name="رخصة سارة.pdf", album="1")
        await user.send_document(picture(), name="x.exe", mime="image/png", album="1")
        await hears(there, user, "تاريخ انتهاء", seen)
        assert len(user.inbox) == seen + 1
        assert {(d.state, d.key) for d in await kept(there)} == {("draft", "licence")}
        assert "ملفان" in await says(there, user, "2028/05/01")
        assert "وصلنا طلبك" in await says(there, user, "إرسال")
        assert {(d.type, d.state) for d in await kept(there)} == {
            ("pdf", "submitted"),
            ("png", "submitted"),
        }
        assert {d.name for d in await kept(there)} == {"رخصة سارة.pdf", "x.exe"}


async def test_nothing_stays_of_a_form_that_was_given_up(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        user = await asked(there)
        seen = len(user.inbox)
        await user.send_document(pdf())
        await hears(there, user, "ملف واحد", seen)
        assert len(await kept(there)) == 1
        await says(there, user, "إلغاء", "نعم")
        assert await kept(there) == []
        url = f"sqlite:///{tmp_path}/sila.db"
        assert look(url, "SELECT document FROM document_chunks") == []


@pytest.mark.parametrize(
    ("content", "size", "words"),
    [
        (zip_bomb(), None, "ملف مضغوط"),
        (bomb(10_000, 10_000), None, "أبعاد الصورة"),
        (cut(picture()), None, "تالفًا"),
        (pdf("secret"), None, "كلمة مرور"),
        (b"", None, "فارغًا"),
        (b"hello", None, "نوع غير مقبول"),
        (pdf(), 11 * 2**20, "أكبر من"),
        (pdf(), 21 * 2**20, "أكبر من"),
    ],
    ids=["zip", "bomb", "cut", "locked", "empty", "text", "11MB", "21MB"],
)
async def test_what_cannot_be_taken_is_told_and_the_form_stays(
    tmp_path: Path, content: bytes, size: int | None, words: str
) -> None:
    async with world(tmp_path) as there:
        user = await asked(there)
        seen = len(user.inbox)
        await user.send_document(content, name="licence.pdf", size=size)
        last = await hears(there, user, words, seen)
        assert "شهادة ترخيص" in last.text
        assert await kept(there) == []


@pytest.mark.parametrize("trouble", ["429", "502", "garbage", "dropped", "no file", "slow"])
async def test_a_file_that_telegram_does_not_give_is_sent_again(
    tmp_path: Path, trouble: str
) -> None:
    async with world(tmp_path) as there:
        user = await asked(there)
        seen = len(user.inbox)
        match trouble:
            case "429":
                there.api.fail("getFile", 429)
            case "502":
                there.api.fail("file", 502)
            case "garbage":
                there.api.fail("getFile", 200, body="<html>")
            case "dropped":
                there.api.drop("getFile")
            case "no file":
                there.api.fail("file", 404)
        held = there.api.hold("getFile") if trouble == "slow" else None
        await user.send_document(pdf())
        if held:
            await there.api.until(held.arrived.is_set)
            there.clock.advance(timedelta(seconds=11))
        last = await hears(there, user, "تعذّر استلام الملف", seen)
        assert "شهادة ترخيص" in last.text
        there.api.heal()
        seen = len(user.inbox)
        await user.send_document(pdf())
        await hears(there, user, "ملف واحد", seen)


async def test_a_picture_of_an_identity_is_never_fetched_and_deleted(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        user = there.phone().user
        assert "رقم الهوية" in await says(there, user, *ORGANISATION[:6])
        seen = len(user.inbox)
        photo = await user.send_photo()
        scan = await user.send_document(picture(), name="id.png", mime="image/png")
        await hears(there, user, "نسخ وثائق الهوية", seen)
        there.clock.advance(MOMENT)
        await there.api.until(lambda: photo.deleted and scan.deleted)
        assert len(user.inbox) == seen + 1  # one word for both
        assert not there.api.called("getFile")
        assert "انتهاء" in await says(there, user, "1000000008")
