"""Replies to a particular message, from the topic to the person and back; and what they edit."""

from __future__ import annotations

from pathlib import Path

from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.fakes.botapi import Message

NOURA = 700123


def relayed(there: Stage, reference: str, words: str) -> Message:
    return [message for message in there.told(reference) if words in message.text][-1]


async def test_a_reply_quotes_what_it_answers_on_both_sides(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        noura = there.api.user(NOURA, "نورة")
        for words in ("السلام عليكم", "ابي موظف"):
            await noura.say(words)
            await there.settled()
        reference = there.group.topics[-1].name.partition(" ")[0].strip("\u2066\u2069")
        await there.sara.tap(there.card(reference), "استلام")
        await there.settled()
        claimed = noura.last
        assert "معك سارة" in claimed.text
        asked = await noura.say("متى تبدأ الدورة؟")
        await there.settled()
        await noura.say("وأين مكانها؟")
        await there.settled()
        topic, first = there.topic(reference), relayed(there, reference, "متى تبدأ")
        sunday = await there.sara.say("يوم الأحد", thread=topic, reply_to=first)
        await there.settled()
        assert "يوم الأحد" in noura.last.text
        assert noura.last.reply_to is asked

        hour = await noura.say("أي ساعة؟", reply_to=noura.last)
        await there.settled()
        shown = relayed(there, reference, "أي ساعة؟")
        assert shown.reply_to is sunday
        await noura.edit(hour, "أي ساعة بالضبط؟")
        await there.settled()
        assert "عُدّلت" in relayed(there, reference, "أي ساعة بالضبط؟").text
        await noura.say("شكرًا", reply_to=claimed)
        await there.settled()
        quoted, _, said = relayed(there, reference, "شكرًا").text.partition("\n")
        assert "معك سارة" in quoted
        assert "ردًا على" in quoted
        assert "من المستفيد" in said


async def test_what_else_an_officer_replies_to_is_not_quoted(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        card = there.card(reference)
        await there.sara.say("أهلًا بك", thread=there.topic(reference), reply_to=card)
        await there.settled()
        assert "أهلًا بك" in (await there.visitor.heard())[-1]
        assert "ردًا على" not in await there.sent_to_visitor()
