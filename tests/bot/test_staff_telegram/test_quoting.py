"""Approved words from the room: canned replies with one tap, a clause of the policy beneath."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.content import load
from bot.turns.quoting import replies
from storage import audit
from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.fakes.botapi import Message
from tests.shell import ROOT

NO_FEES = "الخدمة دون رسوم"


async def offered(there: Stage, reference: str, word: str = "ردود") -> Message:
    await there.sara.say(word, thread=there.topic(reference))
    await there.settled()
    return there.told(reference)[-1]


@pytest.mark.parametrize("word", ["ردود", "/canned"])
async def test_one_tap_sends_it_once_in_the_persons_language(tmp_path: Path, word: str) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        asked = await offered(there, reference, word)
        for _ in range(2):
            await there.sara.tap(asked, NO_FEES, stale=asked.buttons == [])
            await there.settled()
        heard = await there.visitor.heard()
        assert len([line for line in heard if "دون رسوم" in line]) == 1
        assert "أُرسل رد جاهز" in there.texts(reference)
        assert (await there.case(reference)).state == "waiting_beneficiary"
        async with there.app.database.view() as view:
            said = [e for e in await audit.of_subject(view, reference) if e.move == "say"]
        assert [entry.reason for entry in said] == ["canned.no_fees"]


async def test_it_is_sent_in_english_to_whoever_reads_english(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        await there.visitor.say("English")
        reference = await there.claimed_case()
        await there.sara.tap(await offered(there, reference), NO_FEES)
        await there.settled()
        assert "free of charge" in await there.sent_to_visitor()


async def test_one_past_its_day_is_not_sent_and_says_why(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        there.clock.advance(timedelta(days=500))
        asked = await offered(there, reference)
        before = len(await there.visitor.heard())
        await there.sara.tap(asked, f"⌛ {NO_FEES}")
        await there.settled()
        assert "انتهت صلاحيته" in there.texts(reference)
        assert len(await there.visitor.heard()) == before


async def test_only_the_owner_sends_one(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        asked = await offered(there, reference)
        before = len(await there.visitor.heard())
        await there.khalid.tap(asked, NO_FEES)
        await there.settled()
        assert len(await there.visitor.heard()) == before


def test_those_of_another_department_are_not_offered() -> None:
    book = load(ROOT / "association")
    assert "visit_us" in replies(book, "care")
    assert "visit_us" not in replies(book, "volunteering")
    assert "visit_us" in replies(book, None)


@pytest.mark.parametrize(
    "line", ["بند R4 البيانات غير مطابقة", "/clause correctness البيانات غير مطابقة"]
)
async def test_a_clause_goes_out_beneath_the_words(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await there.sara.say(line, thread=there.topic(reference))
        await there.settled()
        heard = (await there.visitor.heard())[-1]
        assert "البيانات غير مطابقة" in heard
        assert "الإجراء 4" in heard
        assert "R4" not in heard


async def test_a_clause_is_picked_and_the_words_are_asked_for(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        asked = await offered(there, reference, "بند")
        await there.sara.tap(asked, "صحة البيانات")
        await there.settled()
        prompt = there.told(reference)[-1]
        await there.sara.say("نأمل التصحيح", thread=there.topic(reference), reply_to=prompt)
        await there.settled()
        heard = (await there.visitor.heard())[-1]
        assert "نأمل التصحيح" in heard
        assert "الإجراء 4" in heard


async def test_a_clause_that_is_not_there_is_refused(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        before = len(await there.visitor.heard())
        await there.sara.say("بند R9 نص", thread=there.topic(reference))
        await there.settled()
        assert "لا بند بهذا الرمز" in there.texts(reference)
        assert len(await there.visitor.heard()) == before


async def test_in_a_sentence_it_is_a_word(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await there.sara.say("بند العقد الثالث يشرح ذلك", thread=there.topic(reference))
        await there.settled()
        assert "بند العقد الثالث" in (await there.visitor.heard())[-1]
