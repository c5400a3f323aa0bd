"""A case passed on in the staff group: by its buttons, and by words."""

from __future__ import annotations

from pathlib import Path

from tests.bot.test_staff_telegram.stage import stage


async def test_a_button_asks_whom_for_and_then_for_a_word(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await there.sara.tap(there.card(reference), "تحويل")
        await there.settled()
        asked = there.told(reference)[-1]
        assert "خالد" in asked.labels
        assert "خدمة المستفيدين" in asked.labels
        assert "سارة" not in asked.labels, "she has it"
        assert "حصة" not in asked.labels, "focal points take other cases"
        await there.sara.tap(asked, "خالد")
        await there.settled()
        word = there.told(reference)[-1]
        assert word.markup == {"force_reply": True}
        await there.sara.say("يعرف هذه الجهة", thread=there.topic(reference), reply_to=word)
        await there.settled()
        case = await there.case(reference)
        assert (case.owner, case.state) == ("khalid", "claimed")
        assert "يعرف هذه الجهة" in there.texts(reference)
        assert "يعرف هذه الجهة" not in await there.sent_to_visitor()
        await there.khalid.say("أهلًا، معك خالد", thread=there.topic(reference))
        await there.settled()
        assert "أهلًا، معك خالد" in await there.sent_to_visitor()


async def test_words_say_whom_for_and_why(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await there.sara.say("/assign خالد يعرف هذه الجهة", thread=there.topic(reference))
        await there.settled()
        assert (await there.case(reference)).owner == "khalid"
        await there.khalid.say("تحويل @خدمة المستفيدين ليست لجهة", thread=there.topic(reference))
        await there.settled()
        case = await there.case(reference)
        assert (case.owner, case.department, case.state) == (None, "care", "queued")


async def test_a_sentence_about_passing_on_is_no_command(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await there.sara.say("تحويل المبلغ يتم خلال أسبوع", thread=there.topic(reference))
        await there.settled()
        assert (await there.case(reference)).owner == "sara"
        assert "تحويل المبلغ يتم خلال أسبوع" in await there.sent_to_visitor()


async def test_a_topic_says_where_its_case_goes_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        first = await there.claimed_case()
        await there.visitor.say("القائمة", "اقتراح", "فتح المكتب مساء يوم الثلاثاء")
        await there.settled()
        [_, second] = await there.visitor.cases()
        await there.sara.say(f"دمج {second.reference}", thread=there.topic(first))
        await there.settled()
        assert (await there.case(first)).follows == second.reference
        assert "ضُمّت إلى المعاملة" in there.texts(first)
        assert second.reference in there.texts(first)
        assert there.topic(first).closed
        await there.visitor.say("هل من جديد؟")
        await there.settled()
        assert "هل من جديد؟" in there.told(second.reference)[-1].text
