"""Answers have versions; who was given which is known, and each is told of a correction once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace

import asyncpg
import pytest

from storage import answers, drafts, questions
from storage.answers import Given, Version
from storage.database import Database
from storage.drafts import Draft
from storage.questions import Question
from storage.unit import Unit
from tests.storage.rows import NOW, later, somebody

REFUSED = (sqlite3.IntegrityError, asyncpg.UniqueViolationError)


def version(answer: str, number: int, made_by: str = answers.FILE) -> Version:
    return Version(
        answer=answer,
        number=number,
        digest=f"digest {number}",
        title_ar="أوقات العمل",
        title_en="Working hours",
        text_ar=f"الإصدار {number}",
        text_en=f"Version {number}",
        source_ar="قرار",
        source_en="Decision",
        approved_by_ar="المدير",
        approved_by_en="Director",
        owner="care",
        phrasings='["متى الدوام"]',
        valid_until="2027-06-30",
        made_by=made_by,
        approved_at=NOW,
        made_at=NOW,
    )


async def test_the_greatest_version_of_each_answer_counts(database: Database) -> None:
    by_officer = replace(version("hours", 2, "sara"), approver="khalid", corrects_since=NOW)
    async with database.unit() as unit:
        for one in (version("hours", 1), by_officer, version("place", 1)):
            answers.publish(unit, one)
    async with database.view() as view:
        assert await answers.latest(view) == {"hours": by_officer, "place": version("place", 1)}
        assert await answers.digests_of_files(view) == {"hours": "digest 1", "place": "digest 1"}
        assert await answers.versions(view, "hours") == [version("hours", 1), by_officer]


async def written(database: Database, write: Callable[[Unit], None]) -> None:
    async with database.unit() as unit:
        write(unit)


async def test_a_version_is_never_replaced(database: Database) -> None:
    first = version("hours", 1)
    await written(database, lambda unit: answers.publish(unit, first))
    with pytest.raises(REFUSED):
        await written(database, lambda unit: answers.publish(unit, first))


async def test_who_was_given_a_wrong_version_is_found_once(database: Database) -> None:
    async with database.unit() as unit:
        told, twice, long_ago, right = [
            (await somebody(unit, f"70000000{n}")).id for n in range(1, 5)
        ]
        answers.give(unit, told, "hours", 1, NOW)
        answers.give(unit, twice, "hours", 1, NOW)
        answers.give(unit, twice, "hours", 2, later(minutes=1))
        answers.give(unit, long_ago, "hours", 1, later(days=-31))
        answers.give(unit, right, "hours", 3, NOW)
        answers.give(unit, right, "place", 1, NOW)
    async with database.unit() as unit:
        window = ("hours", 3, later(days=-30))
        assert await answers.misled(unit, *window, 10) == sorted([told, twice])
        [first] = await answers.misled(unit, *window, 1)
        answers.correct(unit, "hours", 3, [first])
        assert await answers.misled(unit, *window, 10) == sorted({told, twice} - {first})
        assert await answers.given(unit, twice) == [
            Given("hours", 1, NOW),
            Given("hours", 2, later(minutes=1)),
        ]


async def test_a_draft_is_open_until_it_is_settled(database: Database) -> None:
    draft = Draft("case_26000422", {"text": {"ar": "نعم"}}, "sara", 0, NOW, NOW, "26000422")
    async with database.unit() as unit:
        drafts.add(unit, draft)
        [kept] = await drafts.waiting(unit)
        assert kept == replace(draft, id=kept.id)
        drafts.save(unit, replace(kept, content={"text": {"ar": "لا"}}, authors="sara,khalid"))
        changed = await drafts.of_answer(unit, "case_26000422")
        assert changed is not None
        assert (changed.content, changed.revision) == ({"text": {"ar": "لا"}}, 2)
        drafts.save(unit, replace(changed, state="approved"))
        drafts.save(unit, replace(changed, authors="nobody", state="discarded"))
        assert await drafts.of_answer(unit, "case_26000422") is None
        settled = await drafts.by_id(unit, kept.id)
        assert settled is not None
        assert (settled.state, settled.authors) == ("approved", "sara,khalid")
        drafts.add(unit, draft)  # and another one may be begun
        assert len(await drafts.waiting(unit)) == 1
        assert await drafts.by_id(unit, 0) is None


async def test_one_draft_of_an_answer_is_open_at_a_time(database: Database) -> None:
    draft = Draft("hours", {}, "sara", 1, NOW, NOW)
    await written(database, lambda unit: drafts.add(unit, draft))
    with pytest.raises(REFUSED):
        await written(database, lambda unit: drafts.add(unit, draft))


async def test_questions_wait_until_somebody_settles_them(database: Database) -> None:
    old, new = Question("هل يوجد سكن", "unclear", later(days=-100)), Question("سكن", "asked", NOW)
    async with database.unit() as unit:
        for one in (old, new, replace(new, shown="hours,place", case="26000422")):
            questions.record(unit, one)
        last, first, oldest = await questions.unsettled(unit, later(days=-200))
        assert replace(last, id=0) == replace(new, shown="hours,place", case="26000422")
        assert [q.id for q in await questions.unsettled(unit, NOW)] == [last.id, first.id]
        questions.settle(unit, [last.id, oldest.id])
        assert [q.id for q in await questions.unsettled(unit, later(days=-200))] == [first.id]
