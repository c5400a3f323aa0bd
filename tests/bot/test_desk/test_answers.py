"""The answers page over HTTP: what waits is shown, and a second person makes it spoken."""

from __future__ import annotations

from typing import Any

import pytest

from storage import questions
from storage.questions import Question
from tests.bot.answering import HOURS, QUESTION, REPLY, replied, unanswered
from tests.bot.site import OURS, Answer, Site
from tests.replacing import replace
from tests.shell import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def change(site: Site, id_: str, officer: str, **wish: Any) -> Answer:
    seen = (await site.see(f"/desk/answers/one/{id_}", officer)).json
    body = {"revision": seen["revision"], "proposal": seen["proposal"], **wish}
    headers = {**OURS, **site.entry(officer)}
    return await site.post(f"/desk/answers/one/{id_}", json=body, headers=headers)


async def board(site: Site, officer: str = "noura") -> dict[str, Any]:
    seen: dict[str, Any] = (await site.see("/desk/answers/board", officer)).json
    return seen


async def test_only_officers_who_take_cases_come_in(ours: Site) -> None:
    for path in ("/desk/answers/board", "/desk/answers/one/working_hours"):
        assert (await ours.get(path)).status == 401
        assert (await ours.see(path, "hessa")).status == 403
    for path in ("/desk/answers/one/working_hours", "/desk/answers/questions"):
        assert (await ours.post(path, json={}, headers=OURS)).status == 401
        assert (await ours.post(path, json={}, headers=ours.entry("sara"))).status == 403
        headers = {**OURS, **ours.entry("sara")}
        assert (await ours.post(path, json={}, headers=headers)).status == 400
        assert (await ours.post(path, data=b"x" * 70_000, headers=headers)).status == 413
    assert (await ours.get("/desk/answers")).text.startswith("<!doctype html>")


async def test_a_reply_goes_all_the_way_to_an_answer(ours: Site) -> None:
    _, case = await unanswered(ours.app, "first")
    await (await replied(ours.app, case)).make(case, "answer")
    id_ = f"case_{case}"
    [draft] = [one for one in (await board(ours))["drafts"] if one["id"] == id_]
    assert (draft["authors"], draft["new"], draft["yours"]) == (["سارة"], True, False)
    own = (await ours.see(f"/desk/answers/one/{id_}", "sara")).json
    assert own["refused"]
    lacking = await change(ours, id_, "noura", do="approve")
    assert (lacking.status, "المصدر" in lacking.json["error"]) == (409, True)
    proposal = own["proposal"] | {
        "title": {"ar": "السكن", "en": "Housing"},
        "text": {"ar": REPLY, "en": "There is no housing."},
        "source": {"ar": "دليل المتدرب", "en": "Trainee guide"},
        "valid_until": "2027-06-30",
    }
    approved = await change(ours, id_, "noura", do="approve", proposal=proposal)
    assert approved.json == {"ok": True}
    assert REPLY in await Visitor(ours.app, "second").heard_after(QUESTION)
    now = await board(ours)
    assert id_ in [one["id"] for one in now["answers"]]
    assert id_ not in [one["id"] for one in now["drafts"]]
    [version] = (await ours.see(f"/desk/answers/one/{id_}")).json["versions"]
    assert (version["number"], version["by"]) == (1, "نورة")


async def test_an_answer_is_changed_in_a_draft_that_may_be_discarded(ours: Site) -> None:
    seen = (await ours.see("/desk/answers/one/location")).json
    assert (seen["draft"], seen["revision"], seen["authors"]) == (False, 0, [])
    assert (await change(ours, "location", "sara", do="save")).status == 200
    stale = await change(ours, "location", "noura", do="save", revision=0)
    assert stale.status == 409
    far = await change(ours, "location", "noura", do="approve", corrects_days=1000)
    assert far.status == 400
    assert (await change(ours, "location", "sara", do="discard")).status == 200
    assert not (await ours.see("/desk/answers/one/location")).json["draft"]
    assert (await ours.see("/desk/answers/one/nothing")).status == 404


async def test_answers_past_their_date_are_told_apart(ours: Site) -> None:
    states = {one["id"]: one["state"] for one in (await board(ours))["answers"]}
    assert states["working_hours"] == "valid"
    assert "expired" in states.values()
    english = await ours.see("/desk/answers/board", **{"Accept-Language": "en"})
    assert {"id": "care", "name": "Beneficiary Care"} in english.json["departments"]


async def test_questions_that_are_alike_stand_together_until_they_are_settled(ours: Site) -> None:
    async with ours.app.database.unit() as unit:
        for words in ("متى الدوام بالضبط عندكم", "متى الدوام بالضبط", "سؤال عن المطبخ"):
            questions.record(unit, Question(words, "unclear", ours.clock.now()))
    groups = (await board(ours))["questions"]
    [hours] = [one for one in groups if "متى الدوام بالضبط" in one["texts"]]
    assert len(hours["ids"]) == 2
    assert hours["near"][0]["title"] == HOURS
    headers = {**OURS, **ours.entry("sara")}
    wish = {"do": "phrase", "ids": hours["ids"], "answer": "working_hours", "text": "دوامكم بالضبط"}
    path = "/desk/answers/questions"
    assert (await ours.post(path, json=wish, headers=headers)).json == {"ok": True}
    again = await ours.post(path, json=wish, headers=headers)
    assert again.status == 409
    rest = [id_ for group in (await board(ours))["questions"] for id_ in group["ids"]]
    assert not {*hours["ids"]} & {*rest}
    await ours.post(path, json={"do": "settle", "ids": rest}, headers=headers)
    assert (await board(ours))["questions"] == []


async def test_every_page_speaks_from_the_answers_of_the_moment(ours: Site) -> None:
    """A new kit takes the place of the one of the start, for whoever looks and whatever is sent."""
    app = ours.app
    await ours.see("/desk/cases")
    answers = {**app.turns.kit.book.answers}
    del answers["working_hours"]
    before = app.turns.kit
    app.turns.kit = replace(before, book=replace(before.book, answers=answers, officers={}))
    try:
        assert app.sender.parking().book is app.turns.kit.book
        assert app.weekly.kit() is app.turns.kit
        assert (
            await app.weekly.archive.ledger(app.weekly.archive.this_month)
        ).book.answers == answers
        for path in ("/desk/me", "/desk/reports", "/desk/cases/26000001/transcript.pdf"):
            assert (await ours.see(path, "noura")).status == 401, path
    finally:
        app.turns.kit = before
    assert (await ours.see("/desk/reports", "noura")).status == 200
