"""A case that goes back to the queue by itself is watched as one that its officer gave back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.turns import clock
from bot.update import Returned, Update
from flows.checklist import ALL
from storage import cases, clocks, schedule
from storage.cases import Case
from storage.clocks import Clock
from storage.schedule import Due
from tests.clock import FakeClock
from tests.shell import REGISTRATION, Desk, Visitor, running

ASKED = ("السلام عليكم", "مسؤول")
MINUTES = timedelta(minutes=10)


@pytest.mark.parametrize(
    ("opening", "before", "watched"),
    [
        pytest.param(ASKED, (), {"first_reply", "resolution"}, id="claimed"),
        pytest.param(ASKED, ("say",), {"resolution"}, id="answered"),
        pytest.param(ASKED, ("say", "وبعدين؟"), {"next_reply", "resolution"}, id="asked again"),
        pytest.param(REGISTRATION, (), {"resolution"}, id="an application"),
        pytest.param(REGISTRATION, ("mark", "approve"), set(), id="an approved one"),
    ],
)
async def test_its_clocks_are_those_of_a_release(
    tmp_path: Path, opening: tuple[str, ...], before: tuple[str, ...], watched: set[str]
) -> None:
    now = FakeClock()
    async with running(tmp_path, now) as app:
        given = await claimed(app, "noura", opening, before)
        returned = await claimed(app, "huda", opening, before)
        now.advance(MINUTES)
        assert await Desk(app).make(given, "release") is None
        what = Returned(0, "", returned, "sara", "leave")
        case = await case_of(app, returned)
        what = replace(what, subject=str(case.address))
        await app.turns.take(Update("timer", "case_returned", "1", what))
        left, back = await case_of(app, given), await case_of(app, returned)
        assert (back.state, back.owner) == ("queued", None)
        assert (back.due_at, back.level) == (left.due_at, left.level)
        assert await clocks_of(app, back) == await clocks_of(app, left)
        assert {one.name for one in await clocks_of(app, back)} == watched
        assert [row.at for row in await alerts(app, back)] == [
            row.at for row in await alerts(app, left)
        ]


async def claimed(app: App, who: str, opening: tuple[str, ...], before: tuple[str, ...]) -> str:
    visitor, sara = Visitor(app, who), Desk(app)
    await visitor.say(*opening)
    reference = (await visitor.cases())[-1].reference
    assert await sara.make(reference, "claim", id_=f"{who}:claim") is None
    for number, each in enumerate(before):
        if not each.isascii():
            await visitor.say(each)
            continue
        about, outcome = (ALL, "sighted") if each == "mark" else ("", "")
        words = "وعليكم السلام" if each == "say" else ""
        id_ = f"{who}:{number}"
        assert await sara.make(reference, each, words, outcome, id_, about) is None
    return reference


async def case_of(app: App, reference: str) -> Case:
    async with app.database.view() as view:
        case = await cases.by_reference(view, reference)
    assert case is not None
    return case


async def clocks_of(app: App, case: Case) -> list[Clock]:
    """Of no case, so that those of two cases compare."""
    async with app.database.view() as view:
        return [replace(one, case="") for one in await clocks.of(view, case.reference)]


async def alerts(app: App, case: Case) -> list[Due]:
    """When something of its clocks will be told."""
    async with app.database.view() as view:
        rows = await schedule.due(view, app.turns.clock.now() + timedelta(days=99), 999)
    return [row for row in rows if row.kind == clock.KIND and row.payload["case"] == case.reference]
