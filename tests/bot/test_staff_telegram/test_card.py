"""The card in the staff group: what was said before, whose it is, and its topic's icon by state."""

from __future__ import annotations

from pathlib import Path

from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.fakes.botapi.forum import ICONS

NUMBER = "1000000008"


def icon(there: Stage, reference: str) -> str:
    return ICONS[there.topic(reference).icon or ""]


async def test_it_shows_what_was_said_before_with_the_numbers_cut(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        await there.visitor.say("السلام عليكم", f"هويتي {NUMBER} وأسأل عن شيء غريب جدًا")
        reference = await there.open_case()
        _, _, turns = there.card(reference).text.partition("آخر ما قيل:\n")
        lines = turns.replace("\u2068", "").replace("\u2069", "").splitlines()
        assert lines[0].startswith("• المستفيد: السلام عليكم")
        assert lines[-1] == "• المستفيد: موظف"
        assert any(line.startswith("• الرد الآلي: ") for line in lines)
        assert "أسأل عن شيء غريب" in turns
        assert NUMBER not in there.texts(reference)
        assert max(map(len, lines)) < 120
        await there.sara.tap(there.card(reference), "استلام")
        await there.settled()
        await there.visitor.say("إنهاء")
        await there.stands(reference, "withdrawn")
        assert "آخر ما قيل" not in there.card(reference).text, "it is over"


async def test_whose_it_is_and_since_when_and_the_icon_of_its_topic(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        assert icon(there, reference) == "⚡️"
        await there.sara.tap(there.card(reference), "استلام")
        await there.settled()
        assert icon(there, reference) == "💬"
        [held] = [x for x in there.card(reference).text.splitlines() if x.startswith("في عهدة")]
        assert "سارة" in held
        assert "09:00" in held
        await there.sara.say("تحويل @خدمة المستفيدين للمتابعة", thread=there.topic(reference))
        await there.settled()
        assert icon(there, reference) == "⚡️"
        assert "القسم: خدمة المستفيدين" in there.card(reference).text
        await there.visitor.say("إنهاء")
        await there.stands(reference, "withdrawn")
        assert icon(there, reference) == "✅"


async def test_without_icons_all_else_is_as_ever(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        there.api.fail("getForumTopicIconStickers", 400, times=None)
        reference = await there.claimed_case()
        assert not there.topic(reference).icon
        assert "سارة" in there.card(reference).text
