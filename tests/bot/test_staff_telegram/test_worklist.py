"""Lists that officers ask for with a word: filtered, masked, and the searches recorded."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from storage import audit
from storage.audit import Entry
from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.shell import REGISTRATION

IDENTITY, NAME = "1000000008", "نورة سعد محمد العتيبي"


async def asked(there: Stage, text: str, *, by_khalid: bool = False) -> str:
    """What an officer is told who types this in the general part of the room."""
    seat = there.khalid if by_khalid else there.sara
    told = await there.answer(await seat.say(text))
    await there.settled()
    return told.text


async def searches(there: Stage, subject: str) -> list[Entry]:
    async with there.app.database.view() as view:
        return [e for e in await audit.of_subject(view, subject) if e.move == "find"]


@pytest.mark.parametrize("text", ["حالاتي", "/mine", "/mine@sila_test_bot", "Mine"])
async def test_ones_own_open_cases(tmp_path: Path, text: str) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        assert reference in await asked(there, text)
        assert "لا معاملة مفتوحة" in await asked(there, text, by_khalid=True)


async def test_what_is_late_is_what_waits_for_an_officer(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        assert "لا معاملة متأخرة" in await asked(there, "المتأخر")
        there.clock.advance(timedelta(minutes=16))
        assert reference in await asked(there, "المتأخر")
        await there.sara.say("تفضلي", thread=there.topic(reference))
        await there.settled()
        assert "لا معاملة متأخرة" in await asked(there, "المتأخر")


@pytest.mark.parametrize("typed", ["بحث 0008", "/find 0008", "بحث ٠٠٠٨"])
async def test_found_by_the_end_of_the_identity_number(tmp_path: Path, typed: str) -> None:
    async with stage(tmp_path) as there:
        await there.visitor.say(*REGISTRATION)
        await there.settled()
        [case] = await there.visitor.cases()
        told = await asked(there, typed)
        assert case.reference in told
        assert "0008" in told
        assert IDENTITY not in told
        assert NAME not in told
        [entry] = await searches(there, "officer:sara")
        assert (entry.reason, entry.details) == ("identity", {"found": [case.reference]})
        assert "لا نتيجة" in await asked(there, "بحث 9999")


async def test_found_by_its_reference(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        await there.visitor.say(*REGISTRATION)
        await there.settled()
        [case] = await there.visitor.cases()
        told = await asked(there, f"بحث {case.reference}")
        assert case.reference in told
        assert IDENTITY not in told
        [entry] = await searches(there, case.reference)
        assert (entry.actor, entry.reason) == ("officer:sara", "reference")


async def test_a_search_for_nothing_is_explained(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        assert "آخر أربعة أرقام" in await asked(there, "بحث")
        assert await searches(there, "officer:sara") == []


@pytest.mark.parametrize("text", ["بحث عن موعد", "حالاتي كثيرة", "/findings"])
async def test_in_a_sentence_they_are_words(tmp_path: Path, text: str) -> None:
    async with stage(tmp_path) as there:
        before = len(there.group.messages)
        await there.sara.say(text)
        await there.settled()
        assert [m for m in list(there.group.messages.values())[before:] if m.by_bot] == []


async def test_everything_that_may_be_typed(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        told = await asked(there, "الأوامر")
        assert "استلام" in told
        assert "/find" in told
        assert "/indicators" not in told
        assert "مشرف" in await asked(there, "المؤشرات")
