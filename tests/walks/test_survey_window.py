"""A survey while WhatsApp's window is closed: a template invites, or it is offered at first."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.whatsapp import WhatsApp
from storage import ratings
from tests.bot.test_whatsapp.test_templates import approved
from tests.walks.test_whatsapp import Phone, World, world
from tests.walks.walk import register

DAY = timedelta(days=1)


def channel_of(there: World) -> WhatsApp:
    [channel] = [channel for channel in there.app.provided if isinstance(channel, WhatsApp)]
    return channel


async def silent_on_a_survey(there: World, noura: Phone) -> str:
    """Somebody confirmed a delivery, was asked, and has not answered when the window closes."""
    officer = there.officer()
    await register(noura)
    [case] = await officer.references()
    await officer.claim(case)
    await officer.approve(case)
    await officer.deliver(case)
    await noura.hears("هل وصلتك الخدمة؟")
    await noura.choose("نعم، كاملة", "ما مدى رضاك")
    there.clock.advance(3 * DAY)
    for _ in range(3):
        await there.app.timer.step()
    await there.api.settle()
    return case


async def state_of(there: World, case: str) -> tuple[str, str | None, int | None]:
    async with there.app.database.view() as view:
        found = await ratings.by_application(view, case)
    assert found
    return found.state, found.held, found.score


@pytest.mark.parametrize("template", [None, "rejected", "paused"])
async def test_without_a_template_it_is_offered_when_they_write(
    tmp_path: Path, template: str | None
) -> None:
    async with world(tmp_path) as there:
        if template:
            await approved(there.api, channel_of(there), template)
        noura = there.phone()
        case = await silent_on_a_survey(there, noura)
        assert await state_of(there, case) == ("pending_window", "window", None)
        assert not [m for m in there.api.sent if m.template], "nothing goes out"
        await noura.say("السلام عليكم", "ما مدى رضاك")
        await noura.choose("عالٍ جدًا", "ما مدى سهولة")
        assert await state_of(there, case) == ("answered", "window", 5)


async def test_an_approved_template_invites_and_its_button_begins(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        await approved(there.api, channel_of(there))
        noura = there.phone()
        case = await silent_on_a_survey(there, noura)
        await noura.hears("وتقييمها حق لك لا يؤثر")
        assert await state_of(there, case) == ("pending_window", "template", None)
        assert sum(message.template for message in there.api.sent) == 1
        await noura.choose("بدء التقييم", "ما مدى رضاك")
        await noura.choose("متوسط", "ما مدى سهولة")
        assert await state_of(there, case) == ("answered", "template", 3)


async def test_it_stays_open_for_its_days_and_a_late_tap_is_answered(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        noura = there.phone()
        case = await silent_on_a_survey(there, noura)
        there.clock.advance(28 * DAY)
        await there.app.daily.surveys.close(there.clock.now())
        assert (await state_of(there, case))[0] == "expired"
        await noura.say("5", "انتهت مدة تقييم")
