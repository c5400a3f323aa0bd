"""The staff room: what is queued there, in which order it arrives, and what it may show."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.body import Body
from bot.channels.channel import Failed, Later, Moved, Sent
from bot.fate import GIVE_UP
from bot.staff.room import FATES
from flows.text import Text
from storage import cases
from storage.cases import Case, CaseRoom
from storage.unit import Unit
from tests.bot.sending import FREE, STAFF, Sending, rate, renderer, sending
from tests.replacing import replace

A, B, C = "26000001", "26000002", "26000003"
MINUTE = timedelta(minutes=1)
ISOLATES = re.compile("[\u2066-\u2069]")


@pytest.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Sending]:
    async with sending(tmp_path) as ours:
        yield ours


async def relay(ours: Sending, case: str, words: str) -> None:
    await ours.act(lambda unit: ours.room.hear(unit, ours.asked(case), words, ours.clock.now()))


async def remark(ours: Sending, case: str, words: str) -> None:
    """What is ours is never joined to anything."""
    text = Text("staff.said", {"words": words})
    await ours.act(lambda unit: ours.room.note(unit, ours.asked(case), text, ours.clock.now()))


async def redraw(ours: Sending, case: Case) -> None:
    await ours.act(lambda unit: ours.room.redraw(unit, case, ours.clock.now()))


def acts(ours: Sending) -> list[str]:
    return [outgoing.act for outgoing in ours.post.sent]


async def place(ours: Sending, case: str) -> CaseRoom:
    async with ours.database.view() as view:
        [room] = await cases.rooms(view, case)
    return room


# ------------------------------------------------------------------ order
async def test_nothing_of_a_case_goes_before_its_topic_is_open(ours: Sending) -> None:
    opening = ours.post.hold(str(STAFF))
    await ours.case(A)
    await relay(ours, A, "السلام عليكم")
    await ours.rest()
    assert acts(ours) == ["open_topic"]
    opening.set_result(Later("too_fast"))
    await ours.rest()
    assert acts(ours) == ["open_topic"]
    ours.post.script(str(STAFF), Sent(None, thread="9"))
    await ours.advance(seconds=2)
    _, opened, words, new_card = ours.post.sent
    assert (opened.act, opened.body.title) == ("open_topic", new_card.body.title)
    assert "السلام عليكم" in words.body.text
    assert new_card.body.card
    assert {words.thread, new_card.thread} == {"9"}
    assert (await place(ours, A)).card == f"m{new_card.id}"
    await relay(ours, A, "لا رد؟")
    await ours.rest()
    assert ours.post.sent[-1].card == f"m{new_card.id}"
    assert (await place(ours, A)).card == f"m{new_card.id}"  # words do not take its place


async def test_a_topic_that_cannot_be_opened_keeps_no_words_back(ours: Sending) -> None:
    ours.post.script(str(STAFF), Failed("no_right"))
    await ours.case(A)
    await relay(ours, A, "السلام عليكم")
    await ours.rest()
    assert [(o.act, o.thread) for o in ours.post.sent[1:]] == [("post", None), ("post", None)]


async def test_words_go_before_cards_before_edits_before_marks(tmp_path: Path) -> None:
    async with sending(tmp_path, limits=replace(FREE, group=rate("5 20/min"))) as ours:
        a, _ = await ours.case(A), await ours.case(B)
        await relay(ours, A, "the last for now")
        await ours.rest()
        assert len(ours.post.sent) == 5
        await ours.answer("noura", "answer", A)  # will be marked
        await ours.rest()
        await redraw(ours, a)
        await ours.case(C)
        await relay(ours, A, "first")
        await relay(ours, B, "second")
        for _ in range(6):
            await ours.advance(seconds=3)
    said = [f"{o.act} {ISOLATES.sub('', o.body.text)}" for o in ours.post.sent if o.room]
    assert [line.split("\n")[0] for line in said[5:]] == [
        "post من المستفيد: first",
        "post من المستفيد: second",
        "open_topic ",
        f"post 🟠 محادثة {C}",
        f"edit 🟠 محادثة {A}",
        "react ",
    ]


async def test_a_newer_look_of_a_card_replaces_one_that_was_not_sent(ours: Sending) -> None:
    case = await ours.case(A)
    await ours.rest()
    posted = ours.post.sent[-1]
    ours.post.script(str(STAFF), Later("too_fast", MINUTE))
    await relay(ours, A, "x")
    await ours.rest()
    for owner in ("noura", "khalid", "sara"):
        await redraw(ours, replace(case, state="claimed", owner=owner))
    await ours.advance(minutes=1)
    [edit] = [o for o in ours.post.sent if o.act == "edit"]
    assert edit.target == f"m{posted.id}"
    assert "سارة" in edit.body.text
    assert [(await ours.row(edit.id - n)).status for n in (2, 1)] == ["expired", "expired"]


async def test_a_card_is_not_edited_before_it_is_there(ours: Sending) -> None:
    ours.post.script(str(STAFF), Sent(None, thread="9"), waiting := ours.post.hold("x"))
    case = await ours.case(A)
    await ours.rest()
    await redraw(ours, case)
    await ours.rest()
    assert acts(ours) == ["open_topic", "post"]
    waiting.set_result(Sent("card"))
    await ours.rest()
    assert (acts(ours)[-1], ours.post.sent[-1].target) == ("edit", "card")


async def test_a_case_closed_and_brought_back_while_the_room_waits_ends_open(
    ours: Sending,
) -> None:
    case = await ours.case(A)
    await ours.rest()
    ours.post.script(str(STAFF), Later("too_fast", MINUTE))
    await relay(ours, A, "x")
    await ours.rest()
    await ours.act(lambda unit: ours.room.close(unit, case, ours.clock.now()))
    await ours.act(lambda unit: ours.room.reopen(unit, case, ours.clock.now()))
    await ours.advance(minutes=1)
    assert [act for act in acts(ours) if act.endswith("_topic")] == ["open_topic", "reopen_topic"]


async def test_a_topic_is_not_reopened_while_it_is_being_closed(ours: Sending) -> None:
    case = await ours.case(A)
    await ours.rest()
    ours.post.script(str(STAFF), Sent("edit"), closing := ours.post.hold("x"))
    await ours.act(lambda unit: ours.room.close(unit, case, ours.clock.now()))
    await ours.rest()
    await ours.act(lambda unit: ours.room.reopen(unit, case, ours.clock.now()))
    await ours.rest()
    assert acts(ours)[-1] == "close_topic"
    closing.set_result(Sent())
    await ours.rest()
    assert acts(ours)[-2:] == ["reopen_topic", "edit"]


async def test_one_case_does_not_wait_for_another(ours: Sending) -> None:
    await ours.case(A)
    await ours.case(B)
    await ours.rest()
    ours.post.sent.clear()
    ours.post.hold(str(STAFF))

    def say_both(unit: Unit) -> None:
        for reference in (A, B):
            ours.room.hear(unit, ours.asked(reference), reference, ours.clock.now())

    await ours.act(say_both)
    await ours.rest()
    assert len(ours.post.sent) == 2


# ------------------------------------------------------------------ limits of a room
async def test_a_group_gets_twenty_a_minute_whatever_the_case(tmp_path: Path) -> None:
    async with sending(tmp_path, limits=replace(FREE, group=rate("20/min"))) as ours:
        for reference in (A, B, C):
            await ours.case(reference)
        for number in range(24):
            await remark(ours, (A, B, C)[number % 3], str(number))
        await ours.write("noura", "x")
        await ours.rest()
        assert len([o for o in ours.post.sent if o.room]) == 20
        assert "x" in ours.post.texts
        for seconds, count in ((59, 20), (1, 30)):  # three topics, three cards, the remarks
            await ours.advance(seconds=seconds)
            assert len([o for o in ours.post.sent if o.room]) == count


async def test_retry_after_holds_the_whole_group(ours: Sending) -> None:
    await ours.case(A)
    await ours.case(B)
    await ours.rest()
    before = len(ours.post.sent)
    ours.post.script(str(STAFF), Later("too_fast", MINUTE))
    await relay(ours, A, "1")
    await ours.rest()
    await relay(ours, B, "2")
    await ours.write("noura", "x")
    await ours.advance(seconds=59)
    assert (len(ours.post.sent), ours.post.texts[-1]) == (before + 2, "x")
    await ours.advance(seconds=1)
    assert len(ours.post.sent) == before + 4


# ------------------------------------------------------------------ another id
async def test_a_group_that_moved_is_followed(ours: Sending) -> None:
    ours.post.script(str(STAFF), Sent(None, thread="9"))
    await ours.case(A)
    await ours.rest()
    ours.post.script(str(STAFF), Moved("-1002"))
    await relay(ours, A, "1")
    await relay(ours, A, "2")
    await ours.rest()
    assert [o.to for o in ours.post.sent[-2:]] == [str(STAFF), "-1002"]
    assert ours.post.sent[-1].thread is None  # topics of the old group mean nothing in the new one
    assert ours.post.texts[-1].count("\n") == 1
    assert (await place(ours, A)).room == "-1002"
    await relay(ours, A, "3")
    await ours.rest()
    assert (ours.post.sent[-1].to, ours.room.chat) == ("-1002", -1002)


async def test_a_group_that_moves_in_circles_is_given_up(ours: Sending) -> None:
    ours.post.script("-1001", *[Moved("-1002")] * 20)
    ours.post.script("-1002", *[Moved("-1001")] * 20)
    await ours.act(lambda unit: ours.room.report(unit, Text("staff.left"), ours.clock.now()))
    await ours.rest()
    assert len(ours.post.sent) == GIVE_UP
    assert ((await ours.row(1)).status, (await ours.row(1)).reason) == ("failed", "room_moved")


# ------------------------------------------------------------------ what it says
async def test_without_a_group_nothing_is_queued(tmp_path: Path) -> None:
    async with sending(tmp_path, chat=None) as ours:
        await ours.case(A)
        await relay(ours, A, "1")
        await ours.answer("noura", "x", A)
        await ours.rest()
        assert ours.post.texts == ["x"]


async def test_relayed_words_show_no_number_in_full(ours: Sending) -> None:
    await ours.case(A)
    await relay(ours, A, "هويتي ١٠٠٠٠٠٠٠٠٨ وجوالي 0551234567 وطلبي 26000422")
    await ours.rest()
    [said] = [text for text in ours.post.texts if "26000422" in text]
    assert not re.search("1000000008|0551234567|١", said)


async def test_a_file_without_words_is_named_as_one(ours: Sending) -> None:
    await ours.case(A)
    await relay(ours, A, "")
    await ours.rest()
    assert renderer().render(Text("staff.file"), "ar") in ours.post.texts


async def test_only_what_officers_typed_is_marked(ours: Sending) -> None:
    await ours.case(A)
    await ours.write("noura", "of the bot")
    await ours.rest()
    before = len(ours.post.sent)
    await ours.answer("noura", "of an officer", A)
    await ours.rest()
    answer, mark = ours.post.sent[before:]
    assert (answer.body.text, mark.act) == ("of an officer", "react")
    assert (mark.body.emoji, mark.body.line) == (FATES["sent"], (str(STAFF), "77"))


async def test_a_question_has_buttons_or_expects_words(ours: Sending) -> None:
    case = await ours.case(A)
    which, words = Text("staff.which_outcome"), Text("staff.words.reject")
    data = (("حُلّ الأمر", f"c:{A}:close:solved"),)
    now = ours.clock.now()
    await ours.act(lambda unit: ours.room.ask(unit, case, which, now, data=data))
    await ours.act(lambda unit: ours.room.ask(unit, case, words, now, expects=("reject", "need")))
    await ours.rest()
    [asked] = [o for o in ours.post.sent if o.body.data and not o.body.card]
    [sentence] = [o for o in ours.post.sent if o.body.expects]
    assert asked.body.data == data
    assert sentence.body.expects == ("reject", "need")


async def test_what_is_kept_in_a_topic_is_one_message(ours: Sending) -> None:
    case = await ours.case(A)
    for text in ("one", "two", "three"):
        body = Body(text=text)
        await ours.act(
            partial(ours.room.keep, case=case, name="checklist", body=body, now=ours.clock.now())
        )
        await ours.rest()
    kept = [o for o in ours.post.sent if o.body.text in {"one", "two", "three"}]
    assert [o.act for o in kept] == ["post", "edit", "edit"]
    assert len({o.target for o in kept[1:]}) == 1
