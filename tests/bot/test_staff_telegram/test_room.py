"""A case in the staff group: its topic, its card, words both ways, its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.update import Report, Update
from storage import messages
from storage.messages import Message as Line
from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.bot.test_telegram.ours import ROOM
from tests.shell import Desk


async def test_a_case_is_a_topic_with_a_card(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        topic, card = there.topic(reference), there.card(reference)
        assert reference in topic.name
        assert "الموقع" in topic.name
        assert "بانتظار الاستلام" in card.text
        assert [(b.text, b.data) for b in card.buttons] == [
            ("استلام", f"c:{reference}:claim"),
            ("تحويل", f"c:{reference}:assign"),
            ("سري", f"c:{reference}:sensitive"),
        ]
        place = await there.place(reference)
        assert (place.thread, place.card) == (str(topic.id), str(card.id))


async def test_claiming_edits_the_card_in_place(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        card = there.card(reference)
        tap = await there.sara.tap(card, "استلام")
        await there.settled()
        await there.api.until(lambda: tap.answered)
        assert tap.text == ""
        assert there.card(reference) is card
        assert "سارة" in card.text
        assert card.labels == [
            "ردود جاهزة",
            "إعادة للرد الآلي",
            "تحويل",
            "إعادة للانتظار",
            "إغلاق",
            "سري",
        ]
        assert [len(row) for row in card.rows] == [2, 2, 2]
        assert "معك" in await there.sent_to_visitor()


@pytest.mark.parametrize(
    ("rights", "told"),
    [(["can_manage_topics"], ["حذف الرسائل"]), ([], ["إدارة المواضيع", "حذف الرسائل"])],
)
async def test_what_the_bot_lacks_is_read_in_the_room(
    tmp_path: Path, rights: list[str], told: list[str]
) -> None:
    async with stage(tmp_path, rights=rights) as there:
        there.app.timer.woken.set()  # as it is within a minute

        def said() -> list[str]:
            return [m.text for m in there.group.messages.values() if m.by_bot]

        [words] = await there.api.until(said)
        assert [line.strip("• ").partition(":")[0] for line in words.splitlines()[1:]] == told


async def test_words_go_both_ways_and_are_marked(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        line = await there.sara.say("كيف نساعدك؟", thread=there.topic(reference))
        await there.settled()
        said = (await there.visitor.lines())[-1]
        assert (said.author, said.body["text"], said.body["name"]) == (
            "officer:sara",
            "كيف نساعدك؟",
            "سارة",
        )
        assert line.reactions == ["👌"]
        arrived, opened = Report(str(said.id), "delivered"), Report(str(said.id), "read")
        for n, (report, mark) in enumerate(((arrived, "👍"), (opened, "💯"), (arrived, "💯"))):
            await there.app.turns.take(Update("website", "website", f"report:{n}", report))
            await there.settled()
            assert line.reactions == [mark], "and never a step back"
        await there.visitor.say("أحتاج إلى موعد")
        await there.settled()
        assert "أحتاج إلى موعد" in there.texts(reference)


async def test_closing_asks_for_an_outcome_and_a_sentence(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await there.sara.tap(there.card(reference), "إغلاق")
        await there.settled()
        asked = there.told(reference)[-1]
        assert "حُلّ الأمر" in asked.labels
        tap = await there.sara.tap(asked, "حُلّ الأمر")
        await there.settled()
        await there.api.until(lambda: tap.answered and not asked.buttons)
        sentence = there.told(reference)[-1]
        assert sentence.markup == {"force_reply": True}
        await there.sara.say("حُدد الموعد", thread=there.topic(reference), reply_to=sentence)
        await there.settled()
        case = await there.case(reference)
        assert (case.state, case.outcome, case.summary) == ("resolved", "solved", "حُدد الموعد")
        assert there.topic(reference).closed
        assert there.card(reference).labels == ["إعادة فتح"]
        assert "حُدد الموعد" in await there.sent_to_visitor()


async def test_a_suggestion_is_decided_and_what_is_not_possible_has_a_why(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        await there.visitor.say("السلام عليكم", "عندي اقتراح", "نقترح دورات مسائية")
        await there.settled()
        [case] = await there.visitor.cases()
        await there.sara.tap(there.card(case.reference), "استلام")
        await there.settled()
        await there.sara.tap(there.card(case.reference), "إغلاق")
        await there.settled()
        asked = there.told(case.reference)[-1]
        assert asked.labels == ["أُخذ به", "يُدرس لاحقًا", "لا يمكن الآن"]
        await there.sara.tap(asked, "لا يمكن الآن")
        await there.settled()
        sentence = there.told(case.reference)[-1]
        assert "تذكر السبب" in sentence.text
        thread = there.topic(case.reference)
        await there.sara.say("القاعات محجوزة", thread=thread, reply_to=sentence)
        await there.settled()
        heard = await there.sent_to_visitor()
        assert "نتيجة الاقتراح" in heard
        assert "القاعات محجوزة" in heard
        assert "هل اتضح القرار؟" in heard


async def test_a_word_that_is_a_command_may_be_the_sentence(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await there.sara.say("/close", thread=there.topic(reference))
        await there.settled()
        await there.sara.tap(there.told(reference)[-1], "أُوضح الأمر")
        await there.settled()
        await there.sara.say(
            "تمت", thread=there.topic(reference), reply_to=there.told(reference)[-1]
        )
        await there.settled()
        assert (await there.case(reference)).summary == "تمت"


async def test_words_into_a_closed_case_are_refused_aloud(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await Desk(there.app).make(reference, "close", "تم", "solved")
        await there.settled()
        before = await there.visitor.heard()
        await there.sara.say("وشيء آخر", thread=there.topic(reference))
        await there.settled()
        assert await there.visitor.heard() == before
        assert "بانتظار تأكيده" in there.told(reference)[-1].text


async def test_a_topic_that_somebody_deleted_is_opened_anew(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        name, old = there.topic(reference).name, there.topic(reference)
        await there.delete(old)
        await there.visitor.say("هل من جديد؟")
        await there.settled()
        new = there.topic(reference)
        assert (new.name, new.id != old.id) == (name, True)
        assert "هل من جديد؟" in there.texts(reference)
        assert (await there.place(reference)).thread == str(new.id)
        await there.sara.say("نعم، حُدد الموعد", thread=new)
        await there.settled()
        assert "نعم، حُدد الموعد" in await there.sent_to_visitor()


async def test_a_card_that_went_with_its_topic_comes_again_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.open_case()
        await there.delete(there.topic(reference))
        await there.sara.say(f"/claim {reference}")
        await there.settled()
        assert "سارة" in there.card(reference).text
        await there.sara.tap(there.card(reference), "إعادة للانتظار")
        await there.settled()
        cards = [m for m in there.told(reference) if "القناة" in m.text]
        assert [card.labels for card in cards] == [["استلام", "تحويل", "سري"]]


async def test_a_deleted_topic_needs_no_closing(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await there.delete(there.topic(reference))
        await Desk(there.app).make(reference, "close", "تم", "solved")
        await there.settled()
        assert [line for line in await lines(there, reference) if line.status == "failed"] == []


async def test_without_topics_a_case_is_replies_to_its_card(tmp_path: Path) -> None:
    async with stage(tmp_path, is_forum=False) as there:
        await lives_in_general(there)


async def test_without_the_right_to_topics_too(tmp_path: Path) -> None:
    async with stage(tmp_path, rights=["can_delete_messages"]) as there:
        await lives_in_general(there)


async def lives_in_general(there: Stage) -> None:
    """The whole of a case outside any topic."""
    reference = await there.open_case()
    card = next(m for m in there.group.general if reference in m.text)
    await there.sara.tap(card, "استلام")
    await there.settled()
    await there.visitor.say("هل من جديد؟")
    await there.settled()
    relayed = there.group.general[-1]
    assert "هل من جديد؟" in relayed.text
    assert relayed.reply_to is card
    await there.sara.say("صباح الخير")  # to nobody
    await there.sara.say("نعم، حُدد الموعد", reply_to=relayed)
    await there.settled()
    told = await there.sent_to_visitor()
    assert "نعم، حُدد الموعد" in told
    assert "صباح الخير" not in told
    assert (await there.place(reference)).thread is None
    await there.sara.say("إعادة", reply_to=card)
    await there.settled()
    assert (await there.case(reference)).state == "queued"


async def test_a_photo_of_a_person_is_seen_in_the_topic(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        noura = there.api.user(801, "نورة")
        reference = await there.claimed_on_telegram(noura)
        photo = await noura.send_photo(caption="هذا البيان")
        voice = await noura.send_voice()
        paper = await noura.send_document(caption="بيان " * 190)
        await there.settled()
        files = [m.content for m in there.told(reference) if m.content.keys() & FILES]
        assert [content[kind] for content, kind in zip(files, FILES, strict=True)] == [
            photo.content["photo"],
            voice.content["voice"],
            paper.content["document"],
        ]
        assert "هذا البيان" in files[0]["caption"]


FILES = ("photo", "voice", "document")


async def test_the_room_moves_with_what_waits_in_it(tmp_path: Path) -> None:
    async with stage(tmp_path, room=-555, is_forum=False) as there:
        reference = await there.open_case()
        old, there.group = there.group, await there.group.migrate(ROOM)
        await there.sara.say(f"/claim {reference}")
        await there.settled()
        await there.visitor.say("هل من جديد؟")
        await there.settled()
        assert (await there.case(reference)).owner == "sara"
        assert any("هل من جديد؟" in m.text for m in there.group.general)
        assert not any("هل من جديد؟" in m.text for m in old.general)
        assert there.app.kit.room.chat == ROOM
        await there.sara.say("نعم", reply_to=there.group.general[-1])
        await there.settled()
        assert "نعم" in (await there.visitor.heard())[-1]


async def lines(there: Stage, reference: str) -> list[Line]:
    async with there.app.database.view() as view:
        return await messages.transcript_of_case(view, reference)
