"""The logbook of the desk over HTTP: written down, read out, and never by the officer rated."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.site import OURS, Answer, Site

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOARD = "/desk/logbook/board"


async def posted(ours: Site, path: str, officer: str, **wish: Any) -> Answer:
    headers = {**ours.entry(officer), **OURS}
    return await ours.post(f"/desk/logbook/{path}", json=wish, headers=headers)


async def test_a_call_about_a_service_from_the_page_to_its_rating(ours: Site) -> None:
    assert (await ours.get("/desk/logbook")).text.startswith("<!doctype html>")
    assert (await ours.get(BOARD)).status == 401
    board = (await ours.see(BOARD)).json
    assert board["surveys"] == []
    programme = board["programmes"][0]["id"]
    line = {"way": "call", "phone": "0559876543", "summary": "طلب خدمة", "programme": programme}
    assert (await posted(ours, "lines", "sara", id="l1", **line)).status == 200
    assert (await posted(ours, "lines", "sara", id="l1", **line)).status == 200, "it counts once"
    listed = (await ours.see("/desk/cases")).json["cases"]
    [reference] = [case["reference"] for case in listed if case["channel"] == "phone"]
    for move in ("claim", "deliver"):
        assert (await ours.move(reference, id=move, move=move, text="قُدمت")).status == 200
    [survey] = (await ours.see(BOARD)).json["surveys"]
    assert (survey["reference"], survey["owes"], survey["yours"]) == (reference, True, True)
    answers = {"received": "full", "score": 5, "effort": 5}
    assert (await posted(ours, f"surveys/{reference}", "sara", id="r1", **answers)).status == 409
    assert (await posted(ours, f"surveys/{reference}/number", "sara")).status == 404
    number = await posted(ours, f"surveys/{reference}/number", "khalid")
    assert number.json == {"number": "+966559876543"}
    assert (await posted(ours, f"surveys/{reference}", "khalid", id="r2", **answers)).status == 200
    assert (await ours.see(BOARD)).json["surveys"] == []


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"way": "call", "phone": "0559876543", "summary": " "}, 409),
        ({"way": "call", "summary": "بلا رقم"}, 409),
        ({"way": "visit", "phone": "12", "summary": "رقم خطأ"}, 409),
        ({"way": "visit", "summary": "خدمة مجهولة", "programme": "none"}, 400),
        ({"way": "fax", "summary": "لا"}, 400),
        ({"way": "letter", "summary": "ن" * 20_000}, 413),
        ({"way": "letter", "summary": "خطاب", "id": ""}, 400),
    ],
)
async def test_what_is_not_written_down(ours: Site, wish: dict[str, Any], status: int) -> None:
    answer = await posted(ours, "lines", "sara", **{"id": "x", **wish})
    assert answer.status == status


async def test_only_who_works_on_cases_may(ours: Site) -> None:
    assert (await ours.see(BOARD, "hessa")).status == 403
    assert (await posted(ours, "surveys/26000001", "sara", id="a", score=5)).status == 404
    assert (await posted(ours, "surveys/26000001", "sara", id="a", score=9)).status == 400
    assert (await posted(ours, "surveys/26000001", "sara", id="a", reason="x")).status == 400
