"""Officers say «صورة هوية» in the staff group: to a file that is shown there, or of a document."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from storage import audit
from tests.bot.test_documents.papers import pdf
from tests.bot.test_documents.test_telegram import asked, hears, kept, says
from tests.fakes.botapi import Message, Topic
from tests.walks.test_telegram import World, world

MINUTE = timedelta(minutes=1)


def shown(topic: Topic) -> list[Message]:
    """The files the bot shows in the topic."""
    return [m for m in topic.messages if m.by_bot and "photo" in m.content and not m.deleted]


async def moves(there: World, case: str) -> list[str]:
    async with there.app.database.view() as view:
        return [entry.move for entry in await audit.of_subject(view, case)]


async def until(there: World, *conditions: object) -> None:
    """Time passes, so that the group's own limit is kept."""
    there.clock.advance(MINUTE)
    for condition in conditions:
        await there.api.until(condition)  # type: ignore[arg-type]  # callables


@pytest.mark.parametrize("word", ["صورة هوية", "صورة الهوية", "/idphoto", "id photo"])
async def test_a_file_that_was_passed_on_goes_from_the_group_and_from_the_chat(
    tmp_path: Path, word: str
) -> None:
    async with world(tmp_path) as there:
        user, sara = there.phone().user, there.officer()
        await says(there, user, "مسؤول")
        [case] = await sara.references()
        topic = sara._thread(case)
        photo = await user.send_photo()
        await until(there, lambda: shown(topic))
        [line] = shown(topic)
        await sara._settled(line)
        seen = len(user.inbox)
        await sara.seat.say(word, thread=topic, reply_to=line)
        await until(there, lambda: line.deleted, lambda: photo.deleted)
        assert "فأتلفناه" in (await hears(there, user, "فأتلفناه", seen)).text
        assert (await moves(there, case)).count("destroy") == 1


async def test_of_an_applications_documents_one_is_picked(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        user, sara = await asked(there), there.officer()
        seen = len(user.inbox)
        sent = await user.send_document(pdf(), name="id.pdf")
        await hears(there, user, "ملف واحد", seen)
        await says(there, user, "تم", "2028/05/01", "إرسال")
        [case] = await sara.references()
        there.clock.advance(MINUTE)
        await sara.seat.say("صورة هوية", thread=sara._thread(case))
        question = await sara.sees(case, "أي مستند هو صورة هوية")
        [label] = question.labels
        assert "شهادة الترخيص" in label
        seen = len(user.inbox)
        await sara.seat.tap(question, label)
        await until(there, lambda: sent.deleted)
        await hears(there, user, "شهادة ترخيص", seen)
        assert [one.state for one in await kept(there)] == ["destroyed"]


async def test_where_there_is_no_file_it_is_said_how_one_is_named(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        user, sara = there.phone().user, there.officer()
        await says(there, user, "مسؤول")
        [case] = await sara.references()
        seen = len(user.inbox)
        await sara.seat.say("صورة هوية", thread=sara._thread(case))
        await sara.sees(case, "لا ملف محدد")
        assert len(user.inbox) == seen
        assert "destroy" not in await moves(there, case)
