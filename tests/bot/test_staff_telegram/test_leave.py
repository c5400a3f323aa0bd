"""«إجازة» and «مناوب»: who is away gets nothing new, and what they had goes to the others."""

from __future__ import annotations

from pathlib import Path

from storage import audit, duty
from tests.bot.test_staff_telegram.stage import Stage, stage


async def says(there: Stage, word: str, said: str) -> None:
    await there.sara.say(word)
    await there.api.until(lambda: any(said in m.text for m in there.group.messages.values()))
    await there.settled()


async def test_whoever_goes_on_leave_gives_back_what_they_have(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        heard = len(await there.visitor.heard())
        await says(there, "إجازة", "بدأت إجازة")

        async def is_back() -> bool:
            return (await there.case(reference)).state == "queued"

        await there._until(is_back)
        await there.settled()
        case = await there.case(reference)
        assert case.owner is None
        assert case.due_at is not None  # the promise stands
        assert "مع بدء إجازة" in there.texts(reference)
        assert len(await there.visitor.heard()) == heard
        async with there.app.database.view() as view:
            assert await duty.absent(view) == {"sara"}

        await there.sara.tap(there.card(reference), "استلام")
        await there.settled()
        assert "الإجازة مسجلة" in there.texts(reference)
        assert (await there.case(reference)).owner is None

        await says(there, "مناوب", "على رأس العمل")
        await there.sara.tap(there.card(reference), "استلام")
        await there.settled()
        assert (await there.case(reference)).owner == "sara"
        async with there.app.database.view() as view:
            moves = [entry.move for entry in await audit.of_subject(view, "officer:sara")]
        assert moves == ["off", "on"]


async def test_twice_is_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        await says(there, "/off", "بدأت إجازة")
        await says(there, "/off", "بدأت إجازة")
        await says(there, "/on", "على رأس العمل")
        await says(there, "/on", "على رأس العمل")
        async with there.app.database.view() as view:
            assert await duty.absent(view) == frozenset()
            assert len(await audit.of_subject(view, "officer:sara")) == 2
