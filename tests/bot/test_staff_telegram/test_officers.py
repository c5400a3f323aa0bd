"""Who may act in the staff group, and what of all that is said there goes out."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from storage import audit
from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.bot.test_telegram.ours import FAHD

NOT_YOURS = "ليس لك"


def reports(there: Stage) -> list[str]:
    return [m.text for m in there.group.general if m.by_bot and "فهد" in m.text]


async def unheard(there: Stage) -> int:
    """So many things the visitor was told."""
    return len(await there.visitor.heard())


async def test_a_stranger_can_do_nothing_and_is_reported_once_an_hour(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        heard = await unheard(there)
        fahd = there.api.user(FAHD, "فهد").in_group(there.group)
        tap = await fahd.tap(there.card(reference), "إغلاق")
        await there.settled()
        await there.api.until(lambda: tap.answered)
        assert NOT_YOURS in tap.text
        await fahd.say("أنا أتولى الأمر", thread=there.topic(reference))
        await fahd.say(f"/claim {reference}")
        await fahd.send_photo(thread=there.topic(reference))
        await there.settled()
        assert ((await there.case(reference)).owner, await unheard(there)) == ("sara", heard)
        [report] = reports(there)
        assert str(FAHD) in report
        there.clock.advance(timedelta(hours=1))
        await fahd.say("مرة أخرى", thread=there.topic(reference))
        await there.settled()
        assert len(reports(there)) == 2


async def test_an_anonymous_administrator_is_a_stranger(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        heard = await unheard(there)
        hidden = there.api.user(there.sara.person.id).in_group(there.group, anonymous=True)
        await hidden.say("من خلف الستار", thread=there.topic(reference))
        await there.settled()
        assert await unheard(there) == heard
        assert any(str(there.group.id) in m.text for m in there.group.general if m.by_bot)


async def test_ordinary_talk_is_nobodys_business(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        await there.claimed_case()
        heard, said = await unheard(there), len(there.group.messages)
        fahd = there.api.user(FAHD, "فهد").in_group(there.group)
        await fahd.say("صباح الخير")
        await there.sara.say("صباح النور")
        await there.sara.say("استلام")
        await there.sara.say("/start@sila_test_bot")
        await there.sara.send_sticker()
        own = await there.sara.create_topic("استراحة")
        await there.sara.say("القهوة جاهزة", thread=own)
        await there.sara.pin(there.group.general[0])
        await there.settled()
        assert await unheard(there) == heard
        assert [m for m in list(there.group.messages.values())[said:] if m.by_bot] == []


async def test_of_two_who_claim_at_once_one_does(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        card = there.card(reference)
        taps = await asyncio.gather(
            there.sara.tap(card, "استلام"), there.khalid.tap(card, "استلام")
        )
        await there.settled()
        await there.api.until(lambda: all(tap.answered for tap in taps))
        owner = (await there.case(reference)).owner
        winner = {"sara": "سارة", "khalid": "خالد"}[str(owner)]
        assert sorted(bool(tap.text) for tap in taps) == [False, True]
        assert any(winner in tap.text for tap in taps)
        assert winner in card.text


async def test_a_tap_delivered_twice_counts_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        there.api.twice()
        await there.sara.tap(there.card(reference), "استلام")
        await there.settled()
        async with there.app.database.view() as view:
            moves = [entry.move for entry in await audit.of_case(view, reference)]
        assert moves.count("claim") == 1
        assert "سبق" not in there.texts(reference)


async def test_words_before_a_claim_stay_inside_and_are_asked_about(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        heard = await unheard(there)
        for text in ("أهلًا بك", "هل تسمعنا؟"):
            await there.sara.say(text, thread=there.topic(reference))
            await there.settled()
        assert await unheard(there) == heard
        assert there.texts(reference).count("الاستلام أولًا") == 2


@pytest.mark.parametrize("text", ["// حالة متكررة", "//", "/calim", "/start"])
async def test_what_is_marked_or_mistyped_stays_inside(tmp_path: Path, text: str) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        heard = await unheard(there)
        line = await there.sara.say(text, thread=there.topic(reference))
        await there.settled()
        assert await unheard(there) == heard
        if text.startswith("//"):
            line = await there.sara.say("/mistyped", thread=there.topic(reference))
        answer = await there.answer(line)
        assert "أمر غير معروف" in answer.text
        assert there.texts(reference).count("أمر غير معروف") == 1


async def test_a_colleague_speaks_to_colleagues(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        heard = await unheard(there)
        topic = there.topic(reference)
        asked = await there.khalid.say("هل أرسلنا له النموذج؟", thread=topic)
        await there.sara.say("ليس بعد", thread=topic, reply_to=asked)
        hidden = there.api.user(FAHD).in_group(there.group, anonymous=True)
        unsigned = await hidden.say("ومتى؟", thread=topic)
        await there.sara.say("غدًا", thread=topic, reply_to=unsigned)
        await there.settled()
        assert await unheard(there) == heard
        answered = await there.sara.say("يصلك النموذج اليوم", thread=topic)
        await there.sara.say("قبل الظهر", thread=topic, reply_to=answered)
        await there.settled()
        assert (await there.visitor.heard())[heard:] == ["يصلك النموذج اليوم", "قبل الظهر"]


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("/release", "queued"),
        ("/release@sila_test_bot", "queued"),
        ("إعادة", "queued"),
        ("إعاده!", "queued"),
        ("إعادة للانتظار", "queued"),
        ("release", "queued"),
        ("/handback", "claimed"),
        ("إعادة للبوت", "claimed"),
        ("إعادة الإرسال مطلوبة", "waiting_beneficiary"),
        ("تمت إضافة الاسم", "waiting_beneficiary"),
    ],
)
async def test_words_that_move_a_case(tmp_path: Path, typed: str, state: str) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await there.sara.say(typed, thread=there.topic(reference))
        await there.settled()
        assert (await there.case(reference)).state == state
        went_out = typed in await there.sent_to_visitor()
        assert went_out == (state == "waiting_beneficiary")


@pytest.mark.parametrize("typed", ["/claim {}", "/claim@sila_test_bot {}", "استلام {}"])
async def test_a_case_is_named_by_its_number_anywhere(tmp_path: Path, typed: str) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        await there.khalid.say(typed.format(f"{reference[:4]} {reference[4:]}"))
        await there.settled()
        assert (await there.case(reference)).owner == "khalid"


async def test_a_number_that_is_no_case_is_answered(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        await there.open_case()
        for text in ("/claim 26000422", "/claim 2600", "/close", "استلام 26000422"):
            line = await there.sara.say(text)
            answer = await there.answer(line)
            assert "لا توجد معاملة" in answer.text


async def test_a_button_of_nothing_is_answered(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        card = there.card(reference)
        for data in ("c:26000422:claim", f"c:{reference}:hear", "1:yes", "x"):
            tap = await there.sara.tap(card, data, stale=True)
            await there.api.until(lambda tap=tap: tap.answered)  # type: ignore[misc]
            assert "لا توجد معاملة" in tap.text
        assert (await there.case(reference)).state == "queued"


async def test_an_officer_taken_off_the_list_is_a_stranger(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        officers = there.app.kit.book.officers
        assert officers["noura"].telegram is None
        other = there.api.user(777, "فهد").in_group(there.group)
        tap = await other.tap(there.card(reference), "استلام")
        await there.api.until(lambda: tap.answered)
        assert NOT_YOURS in tap.text
