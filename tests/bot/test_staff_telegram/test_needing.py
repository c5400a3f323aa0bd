"""`/need`: what is listed is marked ✗, and asked for again with the officer's word."""

from __future__ import annotations

from pathlib import Path

from storage import verifications
from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.shell import REGISTRATION


async def wrong(there: Stage, reference: str) -> set[str]:
    async with there.app.database.view() as view:
        return {row.field for row in await verifications.of(view, reference) if row.mark == "wrong"}


async def test_what_is_listed_is_asked_for_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        await there.visitor.say(*REGISTRATION)
        await there.settled()
        [case] = await there.visitor.cases()
        reference, topic = case.reference, there.topic(case.reference)
        await there.khalid.say("/need الجوال", thread=topic)
        await there.settled()
        assert await wrong(there, reference) == set(), "of whoever has it alone"
        await there.sara.tap(there.card(reference), "استلام")
        await there.settled()
        await there.sara.say("/need الجوال، اسم صاحب", thread=topic)
        await there.settled()
        assert await wrong(there, reference) == {"mobile"}
        asked = [m for m in there.told(reference) if "لطلب التصحيح" in m.text][-1]
        await there.sara.say("الرقم لا يرد", thread=topic, reply_to=asked)
        await there.stands(reference, "waiting_beneficiary")
        assert "الرقم لا يرد" in await there.sent_to_visitor()


async def test_what_is_no_field_is_the_word_that_goes_with_those_marked(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        await there.visitor.say(*REGISTRATION)
        await there.settled()
        [case] = await there.visitor.cases()
        topic = there.topic(case.reference)
        await there.sara.tap(there.card(case.reference), "استلام")
        await there.settled()
        await there.sara.say("/need صورة أوضح", thread=topic)
        await there.settled()
        assert "لا حقل منها الآن" in there.texts(case.reference)


async def test_a_name_that_fits_several_fields_is_asked_about(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        await there.visitor.say(*REGISTRATION)
        await there.settled()
        [case] = await there.visitor.cases()
        reference, topic = case.reference, there.topic(case.reference)
        await there.khalid.say("/need الهوية", thread=topic)
        await there.settled()
        assert "أي حقل يُقصد" not in there.texts(reference), "of whoever has it alone"
        await there.sara.tap(there.card(reference), "استلام")
        await there.settled()
        await there.sara.say("/need الهوية، الاسم", thread=topic)
        await there.settled()
        assert await wrong(there, reference) == {"name"}, "what is called so, and nothing like it"
        which = [m for m in there.told(reference) if "أي حقل يُقصد" in m.text][-1]
        assert which.labels == ["رقم الهوية", "انتهاء الهوية"]
        await there.sara.tap(which, "انتهاء الهوية")
        await there.settled()
        assert await wrong(there, reference) == {"name", "id_expiry"}
        asked = [m for m in there.told(reference) if "لطلب التصحيح" in m.text][-1]
        await there.sara.say("انتهت الهوية", thread=topic, reply_to=asked)
        await there.stands(reference, "waiting_beneficiary")
