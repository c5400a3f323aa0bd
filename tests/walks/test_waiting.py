"""Somebody waits for an officer, on every channel: apologised to once, with a time, and kept."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from tests.walks.stage import CHANNELS, stage
from tests.walks.test_telegram import association

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_promise_that_is_not_kept(channel: str, tmp_path: Path) -> None:
    async with stage(channel, tmp_path, association=association(tmp_path)) as there:
        noura, sara = there.person(), await there.officer()
        await noura.say("موظف", "والرد متوقع قبل")
        [case] = await sara.references()
        there.clock.advance(16 * MINUTE)
        await noura.hears("نعتذر عن تأخر الرد")
        await sara.claim(case)
        await noura.hears("معك سارة")
        there.clock.advance(31 * MINUTE)
        khalid = await there.officer("khalid")
        async with asyncio.timeout(30):
            while (await khalid.case(case))["owner"]:  # noqa: ASYNC110 -- no event tells it
                await asyncio.sleep(0)
        await khalid.claim(case)
        await noura.hears("معك خالد")
        await khalid.reply(case, "شكرًا على الانتظار.")
        await noura.hears("شكرًا على الانتظار.")
        assert sum("نعتذر عن تأخر الرد" in line for line in noura.heard()) == 1
