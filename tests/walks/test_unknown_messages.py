"""A hundred texts that nobody foresaw: each ends in an answer, in choices or in a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.test_unknown_messages import unknown
from tests.walks.stage import CHANNELS, stage

ANSWER, CHOICES, CASE = "هل أجاب ذلك عن السؤال؟", "عن أي موضوع السؤال؟", "أُحيل"
UNCLEAR = "لم يتضح لنا المقصود"


@pytest.mark.parametrize("channel", CHANNELS)
async def test_none_of_them_is_met_with_silence(channel: str, tmp_path: Path) -> None:
    """What is not understood is written again, as people do."""
    ends: list[str] = []
    async with stage(channel, tmp_path) as there:
        for text in unknown(100):
            person = there.person()
            await person.say(text, " ")
            if UNCLEAR in person.heard()[-1]:
                await person.say(text, " ")
            said = person.heard()[-1]
            ended = [end for end in (ANSWER, CHOICES, CASE) if end in said]
            assert ended, (text, person.heard())
            ends += ended
        cases = await (await there.officer()).references()
    assert len(cases) == ends.count(CASE)
    assert {CHOICES, CASE} <= set(ends)
