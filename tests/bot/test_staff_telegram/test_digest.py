"""The morning's digest, and «ملخص»: figures that are those of the rows, and nobody's name."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from flows import recovery
from flows.measures import Scores
from flows.moves import ENDED, OPEN
from storage import audit, cases, praises, questions, ratings, recoveries, references
from storage.audit import Entry
from storage.cases import Case
from storage.praises import Praise
from storage.questions import Question
from storage.ratings import Rating
from storage.recoveries import Recovery
from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.bot.test_staff_telegram.test_worklist import NAME, asked
from tests.replacing import replace
from tests.shell import REGISTRATION, Visitor
from tests.storage.rows import applied, somebody

SUPERVISORS = -1002000000001
HOUR = timedelta(hours=1)


def figures(text: str) -> dict[str, list[int]]:
    """The numbers of each line, by what stands before the colon."""
    plain = re.sub("[\u2066-\u2069]", "", text)
    lines = (line.partition(":") for line in plain.splitlines())
    return {head.strip("• "): [int(n) for n in re.findall(r"\d+", rest)] for head, _, rest in lines}


async def busy(there: Stage) -> list[Case]:
    """An application, a conversation that is closed, and one that nobody takes."""
    applicant, other = Visitor(there.app, "applicant"), Visitor(there.app, "other")
    await applicant.say(*REGISTRATION)
    await other.say("السلام عليكم", "موظف")
    closed = await there.claimed_case()
    await there.sara.say("تفضلي", thread=there.topic(closed))
    await there.settled()
    await there.visitor.say("إنهاء")
    await there.settled()
    [applied], [late] = await applicant.cases(), await other.cases()
    there.clock.advance(timedelta(minutes=16))

    async def breached() -> bool:
        return (await there.case(late.reference)).level == 2

    await there._until(breached)
    await there.settled()
    return [await there.case(name) for name in (applied.reference, late.reference, closed)]


@pytest.mark.parametrize("word", ["ملخص", "/digest"])
async def test_the_figures_are_those_of_the_rows(tmp_path: Path, word: str) -> None:
    async with stage(tmp_path) as there:
        every = await busy(there)
        told = await asked(there, word)
        found = figures(told)
        opened = [case.state in OPEN for case in every]
        closed = [case.state in ENDED for case in every]
        assert found["المجموع"] == [len(every), sum(closed), sum(opened)] == [3, 1, 2]
        assert found["متأخرة الآن"] == [sum(case.level >= 2 for case in every)] == [1]
        oldest = min(
            (c for c in every if c.state in OPEN), key=lambda c: (c.opened_at, c.reference)
        )
        assert found["أقدم مفتوحة"][0] == int(oldest.reference)
        assert found["أسئلة لم تجد إجابة"] == [0]
        assert NAME not in told
        assert NAME.split()[0] not in told


async def test_what_is_asked_most_and_answered_by_nothing_stands_there(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        now = there.clock.now()
        asked_ = ("هل تزورون البيوت", "هل تزورون البيوت؟", "متى يصل التقرير السنوي")
        async with there.app.database.unit() as unit:
            for words in asked_:
                questions.record(unit, Question(words, "unclear", now))
            questions.record(unit, Question("أمس", "unclear", now - 24 * HOUR))
        told = await asked(there, "ملخص")
        found = figures(told)
        assert found["أسئلة لم تجد إجابة"] == [4]
        listed = [line for line in figures(told) if line.startswith("«")]
        assert [found[line] for line in listed] == [[2], [1]]
        assert "البيوت" in listed[0]


async def test_thanks_and_misconceptions_are_counted(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        now = there.clock.now()
        async with there.app.database.unit() as unit:
            for at in (now - 24 * HOUR, now, now):
                praises.record(unit, Praise("care", "شكرًا", at))
                audit.record(unit, Entry(at, "bot", "fees", "debunk"))
        found = figures(await asked(there, "ملخص"))
        care = there.app.kit.book.departments["care"].name.ar
        assert found[f"شكر وصل إلى {care}"] == [2], "of today"
        assert found["مفاهيم خاطئة صُححت"] == [2]


async def test_satisfaction_is_told_by_fives_and_equals_the_rows(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        now = there.clock.now()
        given = (5, 5, 2, 4, 3, 1, 1)
        await rated(there, *given[:4])
        assert "خصوصية" in await asked(there, "ملخص"), "four are too few"
        await rated(there, *given[4:])
        told = await asked(there, "ملخص")
        async with there.app.database.view() as view:
            rows = await ratings.answered(view, now - HOUR, now + HOUR)
        scores = Scores.of(row.score for row in rows[:5] if row.score)
        assert (scores.n, scores.satisfied.hits) == (5, 3), "of seven, those that make up fives"
        interval = scores.satisfied.interval
        assert interval is not None
        shown = [60, round(100 * interval.low), round(100 * interval.high), 5, 1]
        [line] = [name for name in figures(told) if name.startswith("الرضا")]
        assert figures(told)[line] == shown


async def rated(there: Stage, *scores: int) -> None:
    """Services were rated just now, one after the other."""
    now = there.clock.now()
    async with there.app.database.unit() as unit:
        before = len(await ratings.answered(unit, now - HOUR, now + HOUR))
        address = await somebody(unit)
        for n, score in enumerate(scores, before + 1):
            at = now + timedelta(seconds=n)
            number = f"2600{n:04}"
            await applied(unit, number, address)
            rating = Rating(number, "consultation", "telegram", "1", now, score=score)
            ratings.create(unit, replace(rating, state="answered", officer="sara", answered_at=at))


async def test_those_who_lead_hear_of_what_is_made_good(tmp_path: Path) -> None:
    """By its reference; the room of all hears nothing, nor they what is about one of them."""
    async with stage(tmp_path, supervisors=SUPERVISORS) as there:
        now = there.clock.now()
        async with there.app.database.unit() as unit:
            for reference, days, state, about in (
                ("26000901", 30, "claimed", "sara"),
                ("26000902", 0, "closed", "khalid"),
                ("26000903", 30, "closed", "sara"),
                ("26000904", 0, "queued", "noura"),
            ):
                at = now - timedelta(days=days)
                references.reserve(unit, reference, "case", at)
                case = Case(reference, recovery.KIND, "low_score", state, at, at)
                cases.open(unit, replace(case, lane="supervisors", concerns=about))
                recoveries.begin(unit, Recovery(reference, reference, "low_score", at, 1))
        await there.app.daily.mornings.schedule(now)
        there.clock.advance(24 * HOUR)
        leading = there.api.world.groups[SUPERVISORS].messages
        [told] = await there.api.until(lambda: [m.text for m in leading.values() if m.by_bot])
        assert re.findall("26000[0-9]{3}", told) == ["26000901", "26000902"]
        await there.settled()
        [digest] = [m.text for m in there.group.messages.values() if m.text.startswith("ملخص")]
        assert "260009" not in digest
        for name in ("سارة", "خالد"):
            assert name not in told + digest


async def test_it_hangs_every_working_morning_once(tmp_path: Path) -> None:
    """Scheduled every night, however often."""
    async with stage(tmp_path) as there:
        await busy(there)

        def hung() -> list[str]:
            said = there.group.messages.values()
            return [m.text for m in said if m.by_bot and m.text.startswith("ملخص العمل")]

        for days in (1, 2):
            await there.app.daily.mornings.schedule(there.clock.now())
            await there.app.daily.mornings.schedule(there.clock.now())
            there.clock.advance(24 * HOUR)
            await there.api.until(lambda days=days: len(hung()) == days)  # type: ignore[misc]
            await there.settled()
            assert len(hung()) == days
        assert figures(hung()[0])["المجموع"] == [3, 1, 2]
        assert figures(hung()[1])["المجموع"] == [0, 0, 2]
