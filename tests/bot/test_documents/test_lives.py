"""How long a file lives: as long as the form it answers, or the application that became of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.app import App
from bot.documents.uploads import Uploads
from bot.update import FromPerson, Update
from flows.events import Sent
from storage import documents
from storage.documents import DOCUMENT, Document
from tests.bot.test_documents.papers import pdf, picture
from tests.bot.test_documents.test_telegram import ORGANISATION
from tests.clock import FakeClock
from tests.databases import look
from tests.shell import Desk, Visitor, running_on

DAY, MOMENT = timedelta(days=1), timedelta(seconds=5)
CHUNKS = "SELECT document FROM document_chunks"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def app(database_url: str, clock: FakeClock) -> AsyncIterator[App]:
    async with running_on(database_url, clock) as app:
        yield app


async def sends(app: App, clock: FakeClock, who: Visitor, content: bytes, id_: str) -> str:
    """A file, and the moment after which it is answered."""
    what = FromPerson(who.external, Sent("document", ""), id_, content=content)
    update = Update("website", "website", f"file:{id_}", what)
    async with Uploads(app.turns).ready(update) as ready:
        await app.turns.take(ready)
    clock.advance(MOMENT)
    await app.timer.step()
    return (await who.heard())[-1]


async def kept(app: App) -> list[Document]:
    async with app.database.view() as view:
        rows = await view.read_all("copy_read_documents", id="", limit=50)
        return [DOCUMENT.load(view.vault, row) for row in rows]


async def at_the_licence(app: App, clock: FakeClock) -> Visitor:
    noura = Visitor(app)
    await noura.say(*ORGANISATION, "الالتزام")
    assert "ملف واحد" in await sends(app, clock, noura, pdf(), "one")
    [document] = await kept(app)
    assert document.state == "draft"
    return noura


async def applied(app: App, clock: FakeClock) -> tuple[Visitor, str]:
    """Somebody with an application that has one document, and its number."""
    noura = await at_the_licence(app, clock)
    await noura.say("تم", "2028/05/01", "إرسال")
    [case] = await noura.cases()
    return noura, case.reference


@pytest.mark.parametrize("words", [("إلغاء", "نعم"), ("حذف المسودة", "نعم")])
async def test_a_draft_that_is_given_up_takes_its_files_along(
    app: App, clock: FakeClock, database_url: str, words: tuple[str, ...]
) -> None:
    noura = await at_the_licence(app, clock)
    await noura.say(*words)
    assert await kept(app) == []
    assert look(database_url, CHUNKS) == []


@pytest.mark.parametrize("said", [(), ("تم", "2028/05/01")], ids=["gathered", "answered"])
async def test_a_draft_whose_days_are_over_takes_its_files_along(
    app: App, clock: FakeClock, database_url: str, said: tuple[str, ...]
) -> None:
    noura = await at_the_licence(app, clock)
    if said:
        await noura.say(*said)
    for _ in range(32):
        clock.advance(DAY)
        for _ in range(3):
            await app.timer.step()
    assert await kept(app) == []
    assert look(database_url, CHUNKS) == []


async def test_a_document_sent_as_a_correction_belongs_to_the_application(
    app: App, clock: FakeClock
) -> None:
    noura, case = await applied(app, clock)
    sara = Desk(app)
    assert await sara.make(case, "claim") is None
    assert await sara.make(case, "mark", outcome="wrong", about="file.licence") is None
    assert await sara.make(case, "ask_correction", "الشهادة غير واضحة") is None
    assert "شهادة ترخيص" in (await noura.heard())[-1]
    assert "ملف واحد" in await sends(app, clock, noura, content := picture(), "two")
    await noura.say("تم")
    assert "وصل تصحيحك" in "\n".join((await noura.heard())[-2:])
    found = {document.type: document for document in await kept(app)}
    assert {d.application for d in found.values()} == {case}
    assert found["png"].state == "submitted"
    async with app.database.view() as view:
        assert await documents.content(view, found["png"].id) == content


async def test_files_of_a_correction_that_is_given_up_go_and_the_first_ones_stay(
    app: App, clock: FakeClock
) -> None:
    noura, case = await applied(app, clock)
    sara, before = Desk(app), await kept(app)
    await sara.make(case, "claim")
    await sara.make(case, "mark", outcome="wrong", about="file.licence")
    await sara.make(case, "ask_correction", "الشهادة غير واضحة")
    await sends(app, clock, noura, picture(), "two")
    assert len(await kept(app)) == 2
    await noura.say("إلغاء", "نعم")
    assert await kept(app) == before
