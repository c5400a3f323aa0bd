"""The list over HTTP: filters and their counts, departments, a search, and a talk that is long."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from storage import audit, messages
from storage.unit import View
from tests.bot.site import OURS, Answer, Site, site
from tests.bot.test_desk.people import waiting
from tests.shell import REGISTRATION, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def page(ours: Site, query: str, officer: str = "sara") -> Any:
    return (await ours.see(f"/desk/cases?{query}", officer)).json


async def find(ours: Site, text: str, officer: str = "sara") -> Answer:
    headers = {**OURS, **ours.entry(officer)}
    return await ours.post("/desk/search", json={"text": text}, headers=headers)


def numbers(answer: Any) -> list[str]:
    return [row["reference"] for row in answer["cases"]]


async def test_each_filter_shows_as_many_as_it_counts(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with site(tmp_path_factory.mktemp("list"), host="0.0.0.0") as ours:
        _, first = await waiting(ours, "first")
        ours.clock.advance(timedelta(minutes=1))
        _, second = await waiting(ours, "second")
        await ours.move(first, move="claim")
        every = await page(ours, "state=open")
        assert every["counts"] == {"open": 2, "mine": 1, "unclaimed": 1, "late": 0}
        assert {row["kind_label"] for row in every["cases"]} == {"محادثة"}
        assert every["newest"] == (await page(ours, "state=unclaimed"))["cases"][0]["opened_at"]
        assert numbers(await page(ours, "state=mine")) == [first]
        assert numbers(await page(ours, "state=unclaimed")) == [second]
        ours.clock.advance(timedelta(minutes=16))
        late = await page(ours, "state=late")
        assert (numbers(late), late["counts"]["late"]) == ([first, second], 2)
        await ours.move(first, move="say", text="هذا جواب")
        assert numbers(await page(ours, "state=late")) == [second]  # of the first it is their turn
        assert numbers(await page(ours, "state=open")) == [second, first]
        short = await page(ours, "state=open&count=1")
        assert (numbers(short), short["more"]) == ([second], True)
        assert every["more"] is False
        assert (await page(ours, "department=nowhere"))["counts"]["open"] == 0
        departments = {row["department"] for row in [await whole(ours, second)]}
        assert departments
        nobody = await page(ours, "state=open", "hessa")  # a focal point, of another lane
        assert (nobody["cases"], nobody["counts"]["open"], nobody["newest"]) == ([], 0, None)


async def whole(ours: Site, reference: str, officer: str = "sara", query: str = "") -> Any:
    return (await ours.see(f"/desk/cases/{reference}{query}", officer)).json["case"]


async def test_the_closed_ones_stand_in_the_order_they_ended(ours: Site) -> None:
    ended = []
    for name in ("ended first", "ended last"):
        _, case = await waiting(ours, name)
        await ours.move(case, move="claim")
        await ours.move(case, move="close", text="تم", outcome="solved")
        ended.append(case)
        ours.clock.advance(timedelta(minutes=1))
    shown = [n for n in numbers(await page(ours, "state=closed")) if n in ended]
    assert shown == ended[::-1]


async def test_a_search_finds_by_either_number_and_is_recorded(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with site(tmp_path_factory.mktemp("find"), host="0.0.0.0") as ours:
        person = Visitor(ours.app, "sought")
        await person.say(*REGISTRATION)
        [case] = await person.cases()
        for text in (case.reference, "0008", " ٠٠٠٨ "):
            assert numbers((await find(ours, text)).json) == [case.reference], text
        assert "1000000008" not in (await find(ours, "0008")).text
        assert numbers((await find(ours, "0008", "hessa")).json) == []
        assert numbers((await find(ours, "9999")).json) == []
        refused = await find(ours, "نورة")
        assert (refused.status, "الهوية" in refused.json["error"]) == (400, True)
        assert (await ours.post("/desk/search", json={}, headers=ours.entry("sara"))).status == 403
        async with ours.app.database.view() as view:
            kept = await audit.of_case(view, case.reference)
        assert [row.move for row in kept].count("find") == 1  # by its own number


async def test_a_long_talk_is_shown_from_its_end(ours: Site) -> None:
    person, case = await waiting(ours, "long talk")
    await ours.move(case, move="claim")
    await ours.move(case, move="note", text="ملاحظة أولى")
    await person.say(*(f"سطر {n}" for n in range(8)))
    await ours.move(case, move="note", text="ملاحظة أخيرة")
    short = (await ours.see(f"/desk/cases/{case}?lines=4")).json
    texts = [line["text"] for line in short["messages"]]
    assert texts[-1] == "ملاحظة أخيرة"
    assert "ملاحظة أولى" not in texts
    assert short["earlier"] is True
    every = (await ours.see(f"/desk/cases/{case}?lines=400")).json
    assert "ملاحظة أولى" in [line["text"] for line in every["messages"]]
    assert every["earlier"] is False


async def test_a_row_tells_how_much_waits_for_an_answer(ours: Site) -> None:
    person, case = await waiting(ours, "unanswered")
    await ours.move(case, move="claim")
    await ours.move(case, move="say", text="نعم؟")
    await person.say("سؤال", "وسؤال آخر")

    async def unread() -> int:
        rows = (await page(ours, "state=mine"))["cases"]
        return next(int(row["unread"]) for row in rows if row["reference"] == case)

    assert await unread() == 2
    await ours.move(case, move="note", text="أبحث عنه")
    assert await unread() == 2
    await ours.move(case, move="say", text="هذا جوابه")
    assert await unread() == 0


async def test_a_longer_list_is_no_more_queries(
    ours: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one of three", "two of three", "three of three"):
        await waiting(ours, name, "متى الرد؟")
    asked: list[str] = []
    read_all, loops = View.read_all, asyncio.all_tasks()

    async def counted(view: View, query: str, **parameters: Any) -> Any:
        if asyncio.current_task() not in loops:  # which go on beside
            asked.append(query)
        return await read_all(view, query, **parameters)

    monkeypatch.setattr(View, "read_all", counted)
    queries = []
    for count in (1, 3):
        asked.clear()
        assert len((await page(ours, f"state=open&count={count}"))["cases"]) == count
        queries.append([*asked])
    assert queries[0] == queries[1]
    assert "messages_ends" in queries[0]


# ------------------------------------------------------------------ lines that changed
async def line(ours: Site, case: str, text: str, officer: str = "sara") -> Any:
    found = (await ours.see(f"/desk/cases/{case}", officer)).json["messages"]
    return next(one for one in found if one["text"] == text)


async def test_an_officer_changes_and_withdraws_their_own_line(ours: Site) -> None:
    person, case = await waiting(ours, "typo")
    await ours.move(case, move="claim")
    await ours.move(case, move="say", text="الموعد الاحد")
    said = await line(ours, case, "الموعد الاحد")
    assert (said["mark"], said["acts"]) == (None, ["amend", "retract"])
    assert (await line(ours, case, "الموعد الاحد", "noura"))["acts"] == []
    about = str(said["id"])
    assert (await ours.move(case, "noura", move="retract", about=about)).status == 409
    assert (await ours.move(case, move="amend", about=about, text=" ")).status == 409
    for wrong in ("", "0", "x", "999999"):
        assert (await ours.move(case, move="retract", about=wrong)).status == 409
    assert (await ours.move(case, move="amend", about=about, text="الموعد الأحد")).status == 200
    changed = await line(ours, case, "الموعد الأحد")
    assert (changed["id"], changed["mark"]) == (said["id"], "edited")
    assert (await ours.move(case, move="retract", about=about)).status == 200
    gone = await line(ours, case, "الموعد الأحد")
    assert (gone["mark"], gone["mark_label"], gone["acts"]) == ("withdrawn", "سُحبت", [])
    assert (await ours.move(case, move="retract", about=about)).status == 409
    async with ours.app.database.view() as view:
        sent = await messages.latest(view, await person.address(), 2)
    assert [row.act for row in sent] == ["edit", "delete"]
