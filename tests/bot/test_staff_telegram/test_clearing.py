"""What is long over leaves the staff group, and finds a place there again where it goes on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from storage import cases
from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.replacing import replace

DAY = timedelta(days=1)
WORDS = "أحتاج موعدًا"


async def closed(there: Stage) -> str:
    reference = await there.claimed_case()
    await there.visitor.say(WORDS)
    await there.settled()
    await there.visitor.say("إنهاء")
    await there.stands(reference, "withdrawn")
    return reference


async def sweep(there: Stage, after: timedelta) -> int:
    """How many topics were cleared away, this much later."""
    there.clock._now += after  # without waking anybody: the sweep is asked for by hand
    count = await there.app.daily.clearing.run(there.clock.now())
    there.app.sender.woken.set()
    await there.settled()
    return count


def seen(there: Stage) -> str:
    return "\n".join(m.text for m in there.group.messages.values() if not m.deleted)


async def test_after_thirty_days_the_topic_is_gone(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await closed(there)
        assert await sweep(there, 29 * DAY) == 0
        assert WORDS in seen(there)
        assert await sweep(there, 2 * DAY) == 1
        assert not there.group.topics
        assert WORDS not in seen(there)
        assert await sweep(there, DAY) == 0

        await there.khalid.say(f"فتح {reference}")
        await there.settled()
        [new] = await there.visitor.cases()
        assert new.follows == reference
        [topic] = there.group.topics
        assert new.reference in topic.name
        outside = [m.text for m in there.group.messages.values() if m.by_bot and not m.thread]
        assert not any(reference in text for text in outside), "the old card stays away"


async def test_without_the_right_to_delete_the_card_says_no_more_than_its_number(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as there:
        reference = await closed(there)
        card = there.card(reference)
        there.api.fail("deleteForumTopic", 400, times=None)
        assert await sweep(there, 31 * DAY) == 1
        assert card.text == f"مغلقة \u2066{reference}\u2069"
        assert card.labels == []
        assert WORDS not in seen(there)


async def test_what_goes_on_has_a_topic_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference, room = await closed(there), there.app.turns.kit.room
        await sweep(there, 31 * DAY)
        again = replace(await there.case(reference), state="queued")
        async with there.app.database.unit() as unit:
            cases.move(unit, again)
            await room.reopen(unit, again, there.clock.now())
            room.hear(unit, again, WORDS, there.clock.now())
        there.app.sender.woken.set()
        await there.settled()
        assert "استلام" in there.card(reference).labels
        assert WORDS in there.texts(reference)
