"""A picture of an identity document is destroyed on an officer's word, and asked for anew."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot import body
from bot.app import App
from storage import applications, audit, documents
from tests.bot.test_documents.papers import pdf
from tests.bot.test_documents.test_lives import CHUNKS, applied, at_the_licence, kept, sends
from tests.clock import FakeClock
from tests.databases import look
from tests.shell import Desk, Visitor, running_on


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def app(database_url: str, clock: FakeClock) -> AsyncIterator[App]:
    async with running_on(database_url, clock) as app:
        yield app


async def state(app: App, case: str) -> str:
    async with app.database.view() as view:
        row = await applications.by_reference(view, case)
    assert row is not None
    return row.state


async def deleted(who: Visitor) -> int:
    return sum(line.act == "delete" for line in await who.lines())


async def test_it_is_destroyed_told_recorded_and_asked_for_again(
    app: App, clock: FakeClock, database_url: str
) -> None:
    noura, case = await applied(app, clock)
    [document] = await kept(app)
    assert await Desk(app, "khalid").make(case, "destroy", about=document.id) is None
    [gone] = await kept(app)
    assert (gone.state, gone.name, gone.digest) == ("destroyed", None, None)
    assert look(database_url, CHUNKS) == []
    assert await deleted(noura) == 1
    told = "\n".join(await noura.heard())
    assert "صورة هوية، فأتلفناه" in told
    assert "ما وصل كان صورة هوية فأُتلف" in told
    assert await state(app, case) == "needs_correction"
    async with app.database.view() as view:
        entries = await audit.of_subject(view, case)
    [entry] = [entry for entry in entries if entry.move == "destroy"]
    assert entry.actor == "officer:khalid"
    assert entry.details == {"file": document.id, "fields": ["file.licence", "expiry.licence"]}
    assert "ملف واحد" in await sends(app, clock, noura, pdf(), "two")
    assert "تاريخ انتهاء" in await noura.say("تم")
    await noura.say("2029/05/01")
    assert await state(app, case) == "under_verification"
    assert sorted(one.state for one in await kept(app)) == ["destroyed", "submitted"]
    await Desk(app).approve(case)
    assert await state(app, case) == "approved"


async def test_of_two_files_the_other_stays_the_answer(app: App, clock: FakeClock) -> None:
    noura = await at_the_licence(app, clock)
    await sends(app, clock, noura, pdf(), "two")
    await noura.say("2028/05/01", "إرسال")
    [case] = [case.reference for case in await noura.cases()]
    card, paper = await kept(app)
    assert await Desk(app).make(case, "destroy", about=card.id) is None
    assert await state(app, case) == "submitted"
    async with app.database.view() as view:
        row = await applications.by_reference(view, case)
        assert row is not None
        assert row.answers["file.licence"] == (paper.id,)
        assert await documents.content(view, paper.id)
    assert "فأتلفناه" in (await noura.heard())[-1]


@pytest.mark.parametrize("about", ["", "nothing.pdf", "line:17"])
async def test_a_file_that_is_not_of_this_case_is_refused(
    app: App, clock: FakeClock, about: str
) -> None:
    _, case = await applied(app, clock)
    sara = Desk(app)
    refused = await sara.make(case, "destroy", about=about)
    assert refused is not None
    assert refused.reason.id == "case.refused.no_file"
    other = Visitor(app, "other")
    await other.say("مسؤول", "سؤال عن البرنامج")
    [theirs] = await other.cases()
    [document] = await kept(app)
    assert await sara.make(theirs.reference, "destroy", about=document.id) is not None
    assert [one.state for one in await kept(app)] == ["submitted"]


async def test_a_second_time_there_is_nothing_to_destroy(app: App, clock: FakeClock) -> None:
    noura, case = await applied(app, clock)
    [document] = await kept(app)
    sara = Desk(app)
    assert await sara.make(case, "destroy", about=document.id) is None
    heard = [body.read(line.body).text for line in await noura.lines()]
    assert await sara.make(case, "destroy", about=document.id) is not None
    assert [body.read(line.body).text for line in await noura.lines()] == heard
