"""Answers in a running program: versions, who was given which, and replies that become answers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.app import App
from bot.drafting import Drafting
from flows.text import Text
from storage import answers, questions
from storage.answers import FILE, Given
from tests.bot.answering import (
    HOURS,
    QUESTION,
    REPLY,
    approve,
    correct,
    draft_of,
    in_the_room,
    replied,
    unanswered,
    whole,
)
from tests.bot.content_folder import copy_to, edit
from tests.clock import SUNDAY_MORNING, FakeClock
from tests.postgres import Cluster
from tests.shell import Desk, Visitor, running_on

PATIENCE = 20  # seconds


async def given(app: App, visitor: Visitor) -> list[tuple[str, int]]:
    async with app.database.view() as view:
        return [(g.answer, g.version) for g in await answers.given(view, await visitor.address())]


# ------------------------------------------------------------------ versions
async def test_a_version_is_kept_when_a_file_changes_and_not_when_nothing_does(
    database_url: str, tmp_path: Path
) -> None:
    folder = copy_to(tmp_path)
    async with running_on(database_url, association=folder) as app:
        assert set(app.turns.kit.versions.values()) == {1}
    edit(folder / "answers" / "about.toml", "من الأحد إلى الخميس", "من الاثنين إلى الخميس")
    async with running_on(database_url, association=folder) as app:
        assert app.turns.kit.versions["working_hours"] == 2
        async with app.database.view() as view:
            first, second = await answers.versions(view, "working_hours")
        assert (first.made_by, second.made_by) == (FILE, FILE)
        assert "الاثنين" in second.text_ar
        assert "الاثنين" not in first.text_ar
        assert sum(app.turns.kit.versions.values()) == len(app.turns.kit.versions) + 1


async def test_which_version_somebody_was_given_is_kept_with_the_turn(database_url: str) -> None:
    async with running_on(database_url) as app:
        visitor = Visitor(app)
        await visitor.say(HOURS)
        async with app.database.view() as view:
            kept = await answers.given(view, await visitor.address())
        assert kept == [Given("working_hours", 1, SUNDAY_MORNING)]
        assert await correct(app, "working_hours", "نعمل من الثامنة") is None
        await visitor.say(HOURS)
        assert await given(app, visitor) == [("working_hours", 1), ("working_hours", 2)]


async def test_what_officers_wrote_stays_until_its_file_changes(
    database_url: str, tmp_path: Path
) -> None:
    folder = copy_to(tmp_path)
    async with running_on(database_url, association=folder) as app:
        assert await correct(app, "working_hours", "نعمل من الثامنة") is None
    async with running_on(database_url, association=folder) as app:
        assert "نعمل من الثامنة" in (await Visitor(app, "one").heard_after(HOURS))
    edit(folder / "answers" / "about.toml", "من الأحد إلى الخميس", "من الاثنين إلى الخميس")
    async with running_on(database_url, association=folder) as app:
        assert app.turns.kit.versions["working_hours"] == 3
        assert "الاثنين" in (await Visitor(app, "two").heard_after(HOURS))


# ------------------------------------------------------------------ a reply becomes an answer
async def test_a_reply_is_spoken_once_a_second_person_has_approved_it(database_url: str) -> None:
    async with running_on(database_url) as app:
        _, case = await unanswered(app)
        sara = await replied(app, case)
        assert await sara.make(case, "answer") is None
        draft = await draft_of(app, f"case_{case}")
        assert draft is not None
        proposal = whole(draft)
        assert (proposal.question, proposal.phrasings) == (QUESTION, (QUESTION,))
        assert proposal.text.ar == REPLY
        assert QUESTION not in await other_hears(app, "before")
        author = await approve(app, draft.answer, "sara")
        assert author == Text("staff.answer.refused.author")
        stranger = await approve(app, draft.answer, "khalid")
        assert stranger == Text("staff.answer.refused.department")
        assert REPLY not in await other_hears(app, "still before")
        assert await approve(app, draft.answer, "noura") is None
        assert REPLY in await other_hears(app, "after")
        assert await draft_of(app, draft.answer) is None
        async with app.database.view() as view:
            [version] = await answers.versions(view, draft.answer)
        assert (version.made_by, version.approver, version.number) == ("sara", "noura", 1)


async def other_hears(app: App, who: str) -> str:
    return await Visitor(app, who).heard_after(QUESTION)


async def test_what_did_not_go_out_is_no_answer(database_url: str) -> None:
    async with running_on(database_url) as app:
        _, case = await unanswered(app)
        sara = Desk(app)
        await sara.make(case, "claim")
        refused = await sara.make(case, "answer")
        assert refused is not None
        assert refused.reason == Text("staff.answer.refused.no_reply")
        await sara.make(case, "say", REPLY)
        other = await Desk(app, "khalid").make(case, "answer")
        assert other is not None
        assert other.reason == Text("staff.answer.refused.no_reply")
        focal = await Desk(app, "hessa").make(case, "answer")
        assert focal is not None
        assert focal.reason == Text("case.refused.role")
        nowhere = await sara.make("26009999", "answer")
        assert nowhere is not None


async def test_a_second_reply_takes_the_place_of_the_first_in_the_draft(database_url: str) -> None:
    async with running_on(database_url) as app:
        _, case = await unanswered(app)
        sara = await replied(app, case)
        await sara.make(case, "answer")
        await sara.make(case, "say", "No housing, sorry. Write to 0551234567.")
        await sara.make(case, "answer")
        draft = await draft_of(app, f"case_{case}")
        assert draft is not None
        assert (draft.revision, draft.authors) == (2, "sara")
        assert draft.content["text"] == {
            "ar": REPLY,
            "en": "No housing, sorry. Write to •••••••567.",
        }


async def test_a_draft_that_changed_since_it_was_seen_is_not_approved(database_url: str) -> None:
    async with running_on(database_url) as app:
        _, case = await unanswered(app)
        sara = await replied(app, case)
        await sara.make(case, "answer")
        seen = await draft_of(app, f"case_{case}")
        assert seen is not None
        await sara.make(case, "answer")
        async with app.database.unit() as unit:
            kit = app.turns.kit
            noura = Drafting(unit, kit, SUNDAY_MORNING, kit.book.officers["noura"])
            changed = Text("staff.answer.refused.changed")
            assert await noura.approve(seen.answer, whole(seen), seen.revision, 0) == changed
            assert await noura.save(seen.answer, whole(seen), seen.revision) == changed
            assert await noura.discard(seen.answer, seen.revision) == changed
            assert await noura.discard(seen.answer, seen.revision + 1) is None
            gone = Text("staff.answer.refused.gone")
            assert await noura.discard(seen.answer, 1) == gone
            assert await noura.approve(seen.answer, whole(seen), 1, 0) == gone
            assert await noura.save(seen.answer, whole(seen), 0) == gone


# ------------------------------------------------------------------ questions
async def test_a_question_nothing_answered_is_kept_without_its_numbers(database_url: str) -> None:
    async with running_on(database_url) as app:
        visitor = Visitor(app)
        await visitor.say("السلام عليكم", "زقفط كخمط", "زقفط 0551234567")
        async with app.database.view() as view:
            [kept] = await questions.unsettled(view, SUNDAY_MORNING)
        [case] = await visitor.cases()
        assert (kept.question, kept.reason) == ("زقفط •••••••567", "unclear")
        assert kept.case == case.reference


async def test_a_resolved_conversation_offers_its_question_as_a_phrasing(database_url: str) -> None:
    async with running_on(database_url) as app:
        app.turns.kit.room.chats = {"general": -1001}
        visitor = Visitor(app)
        await visitor.say(HOURS, "لا")
        if not await visitor.cases():
            await visitor.say("غير ذلك")
        [case] = await visitor.cases()
        sara = await replied(app, case.reference)
        await sara.make(case.reference, "close", "أوضحنا الأوقات", "explained")
        offered = app.turns.kit.renderer.render(Text("staff.answer.offer"), "ar")
        assert offered in await in_the_room(app)
        assert await sara.make(case.reference, "phrase", outcome="location") is None
        draft = await draft_of(app, "location")
        assert draft is not None
        assert draft.content["phrasings"][-1] == HOURS
        again = await sara.make(case.reference, "phrase", outcome="location")
        assert again is not None
        assert again.reason == Text("staff.answer.refused.known")
        gone = await sara.make(case.reference, "phrase", outcome="no_such_answer")
        assert gone is not None
        assert gone.reason == Text("staff.answer.refused.gone")


# ------------------------------------------------------------------ several processes
@pytest.mark.postgresql
async def test_every_process_speaks_what_one_of_them_published(cluster: Cluster) -> None:
    """On PostgreSQL, for an SQLite file has one process."""
    with cluster.fresh() as url:
        async with running_on(url) as one, running_on(url, FakeClock()) as other:
            assert await correct(one, "working_hours", "نعمل من الثامنة") is None
            async with asyncio.timeout(PATIENCE):
                while other.turns.kit.versions["working_hours"] != 2:  # noqa: ASYNC110 -- of another process
                    await asyncio.sleep(0)
            assert "نعمل من الثامنة" in await Visitor(other).heard_after(HOURS)
