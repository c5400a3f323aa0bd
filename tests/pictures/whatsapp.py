"""What becomes of replies to somebody on WhatsApp, in the staff room and at the desk."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from playwright.async_api import expect

from tests.pictures.album import Album
from tests.pictures.desk import WIDE, enter
from tests.pictures.room import ANSWER, SIZE
from tests.pictures.topic import Shown
from tests.walks.both import Both, both

LOST = "والحضور من التاسعة صباحًا."
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
    read = next(m for m in noura.user.inbox if ANSWER in m.body)
    await there.twilio.report(read.sid, "read")
    await sara.reply(case, LOST)
    await there.twilio.until(lambda: any(LOST in m.body for m in noura.user.inbox))
    await there.twilio.report(noura.user.inbox[-1].sid, "failed", 63012)
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
            async with album.watched(**SIZE) as context:
                album.keep("fates", [await Shown.of(topic).shot(await context.new_page())])
            async with album.watched(**WIDE) as context:
                page = await enter(context, there, "sara", "/desk")
                await page.locator(".row").click()
                await expect(page.locator(".line").last).to_contain_text(KEPT)
                await album.take("marks", page)
