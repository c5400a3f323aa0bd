"""What becomes of replies to somebody on WhatsApp, in the staff room and at the desk."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from playwright.async_api import expect

from tests.browser.page import ASSOCIATION
from tests.pictures.album import SHARPNESS, Album
from tests.pictures.desk import WIDE, enter
from tests.pictures.room import ANSWER, SIZE
from tests.pictures.topic import Shown
from tests.walks.both import Both, both

KEPT = "المقاعد محدودة، ونأمل تأكيد الحضور."


async def play(there: Both) -> None:
    """One reply is read, one arrives, one fails, and one waits for the person."""
    noura, sara = there.phone(), there.officer()
    await noura.say("مسؤول", "إلى مسؤول البرامج")
    [case] = await sara.references()
    await sara.claim(case)
    for answer in (ANSWER, "والمكان قاعة التدريب."):
        await sara.reply(case, answer)
        await noura.hears(answer)
    there.twilio.fail("Messages", 400, 63013)
    await sara.reply(case, "والحضور من التاسعة صباحًا.")
    await sara.sees(case, "لم تصل")
    there.clock.advance(timedelta(hours=25))
    await sara.reply(case, KEPT)
    await sara.sees(case, "واتساب")


async def show(album: Album) -> None:
    """Of both places."""
    if not album.wants("fates", "marks"):
        return
    with tempfile.TemporaryDirectory() as folder:
        async with both(Path(folder)) as there:
            await play(there)
            [topic] = there.group.topics
            shown = Shown.of(topic)
            async with await album.browser.new_context(
                **ASSOCIATION, viewport=SIZE, device_scale_factor=SHARPNESS
            ) as context:
                page = await context.new_page()
                await shown.draw(page)
                await album.take("fates", page.locator("main"))
            async with await album.browser.new_context(
                **ASSOCIATION, viewport=WIDE, device_scale_factor=SHARPNESS
            ) as context:
                page = await enter(context, there, "sara", "/desk")
                await page.locator(".row").click()
                await expect(page.locator(".line").last).to_contain_text(KEPT)
                await album.take("marks", page)
