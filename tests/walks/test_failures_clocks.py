"""Known failures of clocks: holidays and shifts, and deadlines that run at night."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.walks.stage import PROVIDED, stage
from tests.walks.test_telegram import association

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
FEES, ANSWERED = "كم رسوم الخدمات؟", "البرامج المعلنة هنا بلا رسوم"
AWAY, LATE = "خارج أوقات العمل", "نعتذر عن تأخر الرد"
SHIFTS = "[{ opens = 08:00:00, closes = 12:00:00 }, { opens = 16:00:00, closes = 20:00:00 }]"
HOLIDAY = """
[[hours.closed]]
first = 2026-11-23
last = 2026-11-24
name = { ar = "عطلة", en = "Holiday" }
"""


def two_shifts(folder: Path) -> Path:
    """The content with a break at noon, and the next two days closed."""
    content = association(folder)
    main = content / "association.toml"
    text = main.read_text("utf-8")
    text = text.replace("[{ opens = 08:00:00, closes = 16:00:00 }]", SHIFTS)
    main.write_text(text.replace("\n[numbers]", f"{HOLIDAY}\n[numbers]"), "utf-8")
    return content


@pytest.mark.parametrize("channel", PROVIDED)
async def test_17_the_break_and_the_holiday_are_told_to_who_asks_for_an_officer(
    channel: str, tmp_path: Path
) -> None:
    """17: no holidays, no second shift; and an away text while the bot itself is answering."""
    async with stage(channel, tmp_path, association=two_shifts(tmp_path)) as there:
        noura, nadia = there.person(), there.person()
        there.clock.advance(4 * HOUR)  # it is 13:00
        await noura.say(FEES, ANSWERED)
        await noura.say("نعم", "يسعدنا")
        assert not [line for line in noura.heard() if AWAY in line]
        await noura.say("موظف", "الأحد 22 نوفمبر 16:00")
        await there.passes(2 * HOUR + 50 * MINUTE)
        assert not [line for line in noura.heard() if LATE in line]
        await there.passes(30 * MINUTE)
        await noura.hears(LATE)
        there.clock.advance(DAY)
        await nadia.say(FEES, ANSWERED)
        assert not [line for line in nadia.heard() if AWAY in line]
        await nadia.say("موظف", "الأربعاء 25 نوفمبر 08:00")


@pytest.mark.parametrize("channel", PROVIDED)
async def test_18_deadlines_run_in_working_hours_and_end_with_the_case(
    channel: str, tmp_path: Path
) -> None:
    """18: a deadline passes at night or at the weekend, or runs on after the case was resolved."""
    async with stage(channel, tmp_path, association=association(tmp_path)) as there:
        noura = there.person()
        there.clock.advance(4 * DAY + 6 * HOUR + 50 * MINUTE)  # Thursday 15:50
        await noura.say("موظف", "الأحد 29 نوفمبر 08:05")
        await there.passes(2 * DAY + 16 * HOUR + 10 * MINUTE)  # Sunday 08:00
        sara = await there.officer()
        [case] = await sara.references()
        assert await sara.references("late") == []
        await noura.say("صباح الخير", "")
        await there.shows(sara, case, "صباح الخير")
        await there.passes(6 * MINUTE)
        assert await sara.references("late") == [case]
        await sara.claim(case)
        await sara.reply(case, "أهلًا بك.")
        await noura.hears("أهلًا بك.")
        await there.passes(2 * HOUR)
        assert not [line for line in noura.heard() if LATE in line], "it was answered before nine"
        await sara.close(case, "أُوضح الأمر", "صدرت الشهادة.")
        await noura.hears("هل حُلّ الأمر؟")
        await there.passes(HOUR)
        assert (await sara.case(case))["due_at"] is None
        await noura.choose("لم تُحل", "عادت المعاملة رقم")
        await there.passes(16 * MINUTE)
        assert await sara.references("late") == [case]
        await noura.hears(LATE)


@pytest.mark.parametrize("channel", PROVIDED)
async def test_18_who_complained_and_comes_back_is_promised_minutes_that_are_kept(
    channel: str, tmp_path: Path
) -> None:
    """18: a deadline that was told to the person is nobody's, once the case is opened again."""
    async with stage(channel, tmp_path, association=association(tmp_path)) as there:
        nadia, noura = there.person(), await there.officer("noura")
        await nadia.say("ابي اشتكي", "ما الذي حدث؟")
        await nadia.say("تأخرت الشهادة شهرين", "هل تخص الشكوى أحدًا")
        await nadia.choose("لا، الخدمة نفسها", "سُجلت الشكوى")
        [case] = await noura.references()
        await noura.claim(case)
        await noura.close(case, "أُوضح الأمر", "صدرت الشهادة.")
        await nadia.hears("هل حُلّ الأمر؟")
        await nadia.choose("لم تُحل", "عادت المعاملة رقم")
        await there.passes(16 * MINUTE)
        await nadia.hears(LATE)
        assert "09:" in nadia.heard()[-1] or "10:" in nadia.heard()[-1], "by minutes, as before"
