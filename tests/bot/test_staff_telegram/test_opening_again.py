"""A case opened again by an officer: within its grace the same one, afterwards one that follows."""

from __future__ import annotations

from pathlib import Path

from storage import audit, duty
from tests.bot.test_staff_telegram.stage import Stage, stage

SENTENCE = "أُرسلت الشهادة من جديد."


async def close(there: Stage, reference: str) -> None:
    await there.sara.say("إغلاق", thread=there.topic(reference))
    await there.settled()
    asked = next(m for m in there.told(reference) if "ما نتيجة" in m.text)
    await there.sara.tap(asked, "حُلّ الأمر")
    await there.settled()
    prompt = next(m for m in there.told(reference) if "جملة" in m.text)
    await there.sara.say(SENTENCE, thread=there.topic(reference), reply_to=prompt)
    await there.settled()
    assert (await there.case(reference)).state == "resolved"


async def moves(there: Stage, reference: str) -> list[tuple[str, str]]:
    async with there.app.database.view() as view:
        return [(entry.actor, entry.move) for entry in await audit.of_case(view, reference)]


async def test_within_the_grace_it_is_the_same_case(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await close(there, reference)
        async with there.app.database.unit() as unit:
            duty.leave(unit, "khalid", there.clock.now())
        await there.khalid.tap(there.card(reference), "إعادة فتح")
        await there.settled()
        assert (await there.case(reference)).state == "resolved", "whoever is away takes nothing"
        await there.sara.tap(there.card(reference), "إعادة فتح")
        again = await there.stands(reference, "claimed")
        assert (again.owner, again.resolved_at, again.closed_at) == ("sara", None, None)
        assert "أُعيد فتح المعاملة" in (await there.visitor.heard())[-1]
        assert not there.topic(reference).closed
        await there.visitor.say("نعم")
        await there.stands(reference, "waiting_officer")
        assert (await moves(there, reference))[-2:] == [
            ("officer:sara", "open_again"),
            ("beneficiary", "hear"),
        ]


async def test_after_its_end_another_case_follows_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await close(there, reference)
        await there.visitor.say("تم")
        await there.stands(reference, "closed")
        await there.khalid.say(f"فتح {reference}")
        await there.settled()
        [new] = await there.visitor.cases()
        assert (await there.case(reference)).state == "closed"
        assert (new.follows, new.state, new.owner) == (reference, "claimed", "khalid")
        heard = (await there.visitor.heard())[-1]
        assert reference in heard
        assert new.reference in heard
        await there.khalid.say("وصلتنا نسخة أوضح.", thread=there.topic(new.reference))
        await there.stands(new.reference, "waiting_beneficiary")
        await there.visitor.say("شكرًا لكم، سأراجعها")
        await there.stands(new.reference, "waiting_officer")
        assert "سأراجعها" in there.texts(new.reference)
        assert (await moves(there, reference))[-1] == ("officer:khalid", "open_again")
        await there.khalid.say("فتح", thread=there.topic(new.reference))
        await there.settled()
        assert "الإجراء غير متاح" in there.texts(new.reference), "it is open"
