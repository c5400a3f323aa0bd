"""A reply in a case that nobody has yet: one tap claims it and sends those words, once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from storage import audit
from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.fakes.botapi import Message, Seat

LABEL = "استلام وإرسال"
WORDS = "أهلًا بك، المقعد محجوز."


async def replied(there: Stage, reference: str, seat: Seat, text: str = WORDS) -> Message:
    """What the bot asks about an officer's words."""
    await seat.say(text, thread=there.topic(reference))
    await there.settled()
    return [m for m in there.told(reference) if text in m.text and "أولًا" in m.text][-1]


async def moves(there: Stage, reference: str) -> list[str]:
    async with there.app.database.view() as view:
        return [entry.move for entry in await audit.of_case(view, reference)]


async def test_one_tap_claims_and_sends(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        asked = await replied(there, reference, there.sara)
        assert WORDS not in await there.sent_to_visitor()
        await there.sara.tap(asked, LABEL)
        await there.settled()
        case = await there.case(reference)
        assert (case.owner, case.state) == ("sara", "waiting_beneficiary")
        assert (await there.sent_to_visitor()).count(WORDS) == 1
        assert (await moves(there, reference))[-2:] == ["claim", "say"]


async def test_two_taps_send_once_and_so_do_taps_after_a_release(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        asked = await replied(there, reference, there.sara)
        button = str(asked.rows[0][0].data)
        await asyncio.gather(*(there.sara.tap(asked, button, stale=True) for _ in range(2)))
        await there.settled()
        await there.sara.say("إعادة", thread=there.topic(reference))
        await there.settled()
        late = await there.sara.tap(asked, button, stale=True)
        await there.settled()
        await there.api.until(lambda: late.answered)
        assert "من قبل" in late.text
        assert (await there.sent_to_visitor()).count(WORDS) == 1
        assert (await moves(there, reference)).count("claim") == 1


async def test_of_two_officers_one_wins_and_the_other_hears_who(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        words = {"sara": "من سارة", "khalid": "من خالد"}
        saras = await replied(there, reference, there.sara, words["sara"])
        khalids = await replied(there, reference, there.khalid, words["khalid"])
        taps = await asyncio.gather(there.sara.tap(saras, LABEL), there.khalid.tap(khalids, LABEL))
        await there.settled()
        await there.api.until(lambda: all(tap.answered for tap in taps))
        owner = str((await there.case(reference)).owner)
        [told] = [tap.text for tap in taps if tap.text]
        assert {"sara": "سارة", "khalid": "خالد"}[owner] in told
        sent = await there.sent_to_visitor()
        assert [name for name, text in words.items() if text in sent] == [owner]


async def test_the_words_of_a_colleague_are_sent_by_their_writer(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        asked = await replied(there, reference, there.sara)
        tap = await there.khalid.tap(asked, LABEL)
        await there.settled()
        await there.api.until(lambda: tap.answered)
        assert "زميل" in tap.text
        assert (await there.case(reference)).owner is None
        assert WORDS not in await there.sent_to_visitor()


async def test_whoever_claimed_by_the_card_may_still_send_them(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        asked = await replied(there, reference, there.sara)
        await there.sara.tap(there.card(reference), "استلام")
        await there.settled()
        await there.sara.tap(asked, LABEL)
        await there.settled()
        assert (await there.sent_to_visitor()).count(WORDS) == 1
        assert (await moves(there, reference)).count("claim") == 1


async def test_a_bank_card_is_neither_kept_nor_asked_about(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        await there.sara.say("البطاقة 4111 1111 1111 1111", thread=there.topic(reference))
        await there.settled()
        assert "4111" not in there.texts(reference)
        assert "رقم بطاقة مصرفية" in there.texts(reference)
