"""A person on WhatsApp, their officer in the Telegram group: words and files both ways."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.walks.both import both

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 10


@pytest.mark.parametrize("lost", [False, True], ids=["there", "gone at the provider"])
async def test_a_picture_from_whatsapp_is_seen_in_the_topic(tmp_path: Path, lost: bool) -> None:
    async with both(tmp_path) as there:
        noura, sara = there.phone(), there.officer()
        await noura.say("مسؤول", "إلى مسؤول البرامج")
        [case] = await sara.references()
        await sara.claim(case)
        await sara.reply(case, "أهلًا، كيف نخدمكم؟")
        await noura.hears("أهلًا، كيف نخدمكم؟")
        if lost:
            there.twilio.fail("Media", status=404)
        await noura.user.send_media("image/png", PNG, "هذه هي الشاشة")
        there.clock.advance(timedelta(minutes=1))
        shown = await sara.sees(case, "هذه هي الشاشة")
        assert ("photo" in shown.content) is not lost
