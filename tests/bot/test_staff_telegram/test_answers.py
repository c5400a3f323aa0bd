"""In the staff group a reply becomes the draft of an answer, by command, word and button."""

from __future__ import annotations

from pathlib import Path

from flows.text import Text
from tests.bot.answering import QUESTION, draft_of
from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.shell import Desk

FIRST, SECOND = "لا يوجد سكن.", "ونعلن أماكن قريبة قبل الدورة."


async def asked(there: Stage) -> str:
    """Somebody's question that nothing answered, claimed by Sara."""
    await there.visitor.say("السلام عليكم", QUESTION, "غير ذلك")
    await there.settled()
    [case] = await there.visitor.cases()
    await there.sara.tap(there.card(case.reference), "استلام")
    await there.settled()
    return case.reference


async def proposed(there: Stage, reference: str) -> str:
    draft = await draft_of(there.app, f"case_{reference}")
    return draft.content["text"]["ar"] if draft else ""


async def test_the_line_that_is_replied_to_becomes_a_draft_or_else_the_last(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await asked(there)
        topic = there.topic(reference)
        await there.sara.say("/answer", thread=topic)
        await there.settled()
        assert await proposed(there, reference) == ""
        assert "لم نجد في هذه المعاملة" in there.texts(reference)
        first = await there.sara.say(FIRST, thread=topic)
        await there.sara.say(SECOND, thread=topic)
        await there.settled()
        await there.sara.say("إلى إجابة", thread=topic, reply_to=first)
        await there.settled()
        assert await proposed(there, reference) == FIRST
        await there.sara.say("/answer", thread=topic)
        await there.settled()
        assert await proposed(there, reference) == SECOND
        assert "إلى إجابة" not in await there.sent_to_visitor()


async def test_the_card_has_a_button_once_a_reply_went_out(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await asked(there)
        await there.sara.say(FIRST, thread=there.topic(reference))
        await there.settled()
        await there.sara.tap(there.card(reference), "إلى إجابة")
        await there.settled()
        assert await proposed(there, reference) == FIRST


async def test_a_closed_conversation_offers_its_question_with_one_tap(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await asked(there)
        kit = there.app.turns.kit
        near = kit.matcher.explain(QUESTION).candidates[0].id
        await there.sara.say(FIRST, thread=there.topic(reference))
        await there.settled()
        await Desk(there.app).make(reference, "close", "أُوضح", "explained")
        await there.settled()
        words = kit.renderer.render(Text("staff.answer.offer"), "ar")
        offer = next(line for line in there.told(reference) if line.text == words)
        await there.sara.tap(offer, kit.book.answers[near].title.ar)
        await there.settled()
        draft = await draft_of(there.app, near)
        assert draft is not None
        assert draft.content["phrasings"][-1] == QUESTION
