"""An officer takes back, or changes, what went out: on every channel as far as it can."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot import body
from bot.update import FromPerson, Update
from flows.events import Said
from storage import audit, messages, people
from storage.messages import Message as Line
from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.fakes.botapi import Message, User

SAID, NEW = "الموعد يوم الأحد.", "الموعد يوم الاثنين."
PERSON = 555001


async def telling(there: Stage) -> tuple[str, Message]:
    """A claimed case of the visitor's, and a line of Sara's that went out."""
    reference = await there.claimed_case()
    line = await there.sara.say(SAID, thread=there.topic(reference))
    await there.settled()
    assert SAID in await there.sent_to_visitor()
    return reference, line


async def on_telegram(there: Stage) -> tuple[str, Message, User]:
    """The same of somebody at Telegram."""
    person = there.api.user(PERSON)
    for text in ("السلام عليكم", "موظف"):
        await person.say(text)
        await there.settled()
    [topic] = there.group.topics
    card = next(m for m in topic.messages if "استلام" in m.labels)
    await there.sara.tap(card, "استلام")
    await there.settled()
    line = await there.sara.say(SAID, thread=topic)
    await there.settled()
    return topic.name.partition(" ")[0].strip("\u2066\u2069"), line, person


def arrived(person: User, text: str) -> Message:
    return next(m for m in person.inbox if text in "\n".join((*m.earlier, m.text)))


async def recorded(there: Stage, reference: str) -> list[tuple[str, str | None]]:
    async with there.app.database.view() as view:
        entries = await audit.of_case(view, reference)
    return [(e.move, e.reason) for e in entries if e.move in {"retract", "amend"}]


async def delete(there: Stage, line: Message) -> None:
    await there.sara.say("حذف", thread=line.thread, reply_to=line)
    await there.settled()


async def test_a_line_is_deleted_at_the_persons_telegram(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference, line, person = await on_telegram(there)
        assert not arrived(person, SAID).deleted
        await delete(there, line)
        assert arrived(person, SAID).deleted
        assert "مسحوبة" not in "\n".join(m.text for m in person.inbox)
        assert await recorded(there, reference) == [("retract", "deleted")]
        await delete(there, line)
        assert "حُذفت من قبل" in there.texts(reference)
        assert await recorded(there, reference) == [("retract", "deleted")]


async def test_after_two_days_a_line_is_corrected_instead(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference, line, person = await on_telegram(there)
        there.clock.advance(timedelta(hours=48))
        await delete(there, line)
        assert not arrived(person, SAID).deleted
        assert SAID in arrived(person, "الرسالة السابقة مسحوبة").text
        assert await recorded(there, reference) == [("retract", "told")]


async def test_an_edit_is_an_edit_at_telegram(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference, line, person = await on_telegram(there)
        await there.sara.edit(line, NEW)
        await there.settled()
        assert arrived(person, SAID).text == f"سارة:\n{NEW}"
        assert await recorded(there, reference) == [("amend", "edited")]


async def test_the_website_deletes_and_edits(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        _, line = await telling(there)
        await there.sara.edit(line, NEW)
        await there.settled()
        await delete(there, line)
        rows = [row for row in await there.visitor.lines() if row.author == "officer:sara"]
        assert [row.act for row in rows] == ["post", "edit", "delete"]
        assert {row.target for row in rows[1:]} == {rows[0].id}
        assert body.read(rows[1].body).text == NEW


@pytest.mark.parametrize("text", ["// سرّي", "البطاقة 4111 1111 1111 1111"])
async def test_what_must_not_go_out_is_not_edited_in(tmp_path: Path, text: str) -> None:
    async with stage(tmp_path) as there:
        reference, line = await telling(there)
        await there.sara.edit(line, text)
        await there.settled()
        assert [r.act for r in await there.visitor.lines() if r.author == "officer:sara"] == [
            "post"
        ]
        assert await recorded(there, reference) == []


async def test_only_the_writer_takes_a_line_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference, line = await telling(there)
        await there.khalid.say("حذف", thread=there.topic(reference), reply_to=line)
        await there.settled()
        assert "لما كتبته بنفسك" in there.texts(reference)
        assert await recorded(there, reference) == []


async def test_the_word_alone_takes_nothing_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference, _ = await telling(there)
        word = await there.sara.say("حذف", thread=there.topic(reference))
        assert "ردًا عليه" in (await there.answer(word)).text
        await there.settled()
        assert await recorded(there, reference) == []


async def test_an_edit_of_what_stayed_inside_means_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference, _ = await telling(there)
        note = await there.sara.say("// بيننا", thread=there.topic(reference))
        await there.settled()
        await there.sara.edit(note, NEW)
        await there.settled()
        assert NEW not in await there.sent_to_visitor()


# ------------------------------------------------------------------ WhatsApp
async def from_whatsapp(there: Stage, number: int, text: str) -> None:
    what = FromPerson("+966500000009", Said(text), f"w{number}")
    await there.app.turns.take(Update("whatsapp", "account", f"w{number}", what, b"raw"))


async def at_whatsapp(there: Stage) -> list[Line]:
    """What the officers sent there, whether or not it arrived."""
    origin = people.Origin("whatsapp", "account", "+966500000009")
    address = people.identify(there.app.database.vault, origin)
    async with there.app.database.view() as view:
        lines = await messages.transcript(view, address)
    return [line for line in lines if line.author == "officer:sara"]


async def test_whatsapp_is_told_in_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        for number, text in enumerate(("السلام عليكم", "موظف")):
            await from_whatsapp(there, number, text)
        [topic] = await there.api.until(lambda: [t for t in there.group.topics if t.messages])
        card = await there.api.until(
            lambda: next((m for m in topic.messages if "استلام" in m.labels), None)
        )
        assert card is not None
        await there.sara.tap(card, "استلام")
        line = await there.sara.say(SAID, thread=topic)
        await there.sara.edit(line, NEW)
        await there.api.until(lambda: [m for m in topic.messages if "تصحيحًا" in m.text])
        await there.sara.say("حذف", thread=topic, reply_to=line)
        await there.api.until(lambda: [m for m in topic.messages if "مسحوبة" in m.text])
        told = [body.read(row.body).text for row in await at_whatsapp(there)]
        assert told[0] == SAID
        assert told[1].startswith("تصحيح الرسالة السابقة:")
        assert NEW in told[1]
        assert told[2].startswith("الرسالة السابقة مسحوبة:")
