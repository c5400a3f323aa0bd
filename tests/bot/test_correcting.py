"""Misconceptions that officers add: from a question or at the desk, told once another approved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from storage import misconceptions
from tests.bot.site import OURS, Site, site
from tests.shell import Desk, Visitor

PAGE = "/desk/misconceptions"
MYTH = "يقولون الدورات لأقارب الموظفين بس"
FACT = "الدورات متاحة لكل من تحققت فيه الشروط المعلنة."
WHOLE = {
    "myth_ar": "الدورات لأقارب الموظفين",
    "myth_en": "Courses are for relatives of the staff",
    "fact_ar": FACT,
    "fact_en": "Courses are open to everybody who meets the conditions.",
    "source_ar": "دليل الخدمات",
    "source_en": "Service guide",
    "phrases": f"{MYTH}\nسمعت ان الدورات لقرايب الموظفين",
}


@pytest.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Site]:
    """Open to a network, so that everybody needs a pass."""
    async with site(tmp_path, host="0.0.0.0") as ours:
        yield ours


async def posted(ours: Site, officer: str, path: str, **wish: Any) -> int:
    headers = {**OURS, **ours.entry(officer)}
    return (await ours.post(path, json=wish, headers=headers)).status


async def test_it_is_put_right_once_another_officer_approved_it(ours: Site) -> None:
    assert await posted(ours, "sara", PAGE, do="save", **WHOLE) == 200
    async with ours.app.database.view() as view:
        [waiting] = await misconceptions.in_state(view, "open")
    there = f"{PAGE}/{waiting.id}"
    assert await posted(ours, "sara", there, do="approve") == 409
    before = Visitor(ours.app, "before")
    await before.say("السلام عليكم", MYTH)
    assert FACT not in "\n".join(await before.heard())
    assert FACT in (await ours.see(PAGE, "khalid")).text
    assert await posted(ours, "khalid", there, do="approve") == 200
    assert await posted(ours, "khalid", there, do="approve") == 409
    after = Visitor(ours.app, "after")
    await after.say("السلام عليكم", MYTH)
    assert FACT in "\n".join(await after.heard())
    known = ours.app.turns.kit.book.misconceptions
    assert "fees" in known, "those of the files stay"


async def test_a_question_of_a_case_becomes_a_proposal(ours: Site) -> None:
    noura = Visitor(ours.app, "noura")
    await noura.say("السلام عليكم", "ابغى اعرف كيف اطبخ كبسة", "والله ما ادري وش السالفة")
    [case] = await noura.cases()
    sara = Desk(ours.app)
    assert await sara.make(case.reference, "myth") is None
    async with ours.app.database.view() as view:
        [waiting] = await misconceptions.in_state(view, "open")
    assert (waiting.case, waiting.authors) == (case.reference, "sara")
    assert await posted(ours, "noura", f"{PAGE}/{waiting.id}", do="approve") == 409, "not whole"
    assert await posted(ours, "noura", f"{PAGE}/{waiting.id}", do="discard") == 200
    async with ours.app.database.view() as view:
        assert await misconceptions.in_state(view, "open") == []


async def test_strangers_and_markup(ours: Site) -> None:
    assert (await ours.get(PAGE)).status == 401
    evil = {**WHOLE, "myth_ar": "<script>alert(1)</script>"}
    assert await posted(ours, "sara", PAGE, do="save", **evil) == 200
    assert "<script>alert" not in (await ours.see(PAGE, "sara")).text
