"""What a case that leaves a room takes along, and whom a person has dealt with."""

from __future__ import annotations

from dataclasses import replace

from storage import cases, messages, outbox, people, questions, references
from storage.cases import Case
from storage.database import Database
from storage.messages import Incoming, Outgoing
from storage.people import Address
from storage.questions import Question
from storage.unit import Unit
from tests.databases import look
from tests.storage.rows import NOW, ROOM, later, said, somebody

CASE, OTHER = "26000001", "26000002"


async def two_cases(unit: Unit) -> Address:
    address = await somebody(unit)
    for reference, owner in ((CASE, "sara"), (OTHER, None)):
        references.reserve(unit, reference, "case", NOW)
        case = Case(reference, "hand_off", "asked", "queued", NOW, NOW, address=address.id)
        cases.open(unit, replace(case, owner=owner))
    return address


def in_room(case: str, text: str, **columns: str) -> Outgoing:
    row = Outgoing("telegram", "bot", {"text": text}, room=ROOM, case=case)
    return replace(row, **columns)  # type: ignore[arg-type]  # of strings alone


async def test_the_officers_a_person_has_dealt_with(database: Database) -> None:
    async with database.unit() as unit:
        address = await two_cases(unit)
        stranger = await somebody(unit, "2")
        messages.queue(unit, replace(said(address.id, "hello"), author="officer:khalid"), NOW)
        messages.queue(unit, replace(said(address.id, "again"), author="officer:khalid"), NOW)
        messages.queue(unit, said(address.id, "from the bot"), NOW)
        note = Incoming("telegram", "bot", {}, "officer:noura", room=ROOM, case=CASE)
        messages.record(unit, note, NOW)
    async with database.view() as view:
        assert await people.officers_of(view, address.id) == ["khalid", "sara"]
        assert await people.officers_of(view, stranger.id) == []


async def test_a_line_comes_to_belong_to_a_case(database: Database) -> None:
    async with database.unit() as unit:
        address = await two_cases(unit)
        messages.record(
            unit,
            Incoming("telegram", "bot", {"held": True}, "beneficiary", "9", address.id),
            NOW,
        )
        line = await messages.in_address(unit, address.id, "9")
        assert line is not None
        messages.assign(unit, line.id, CASE, {"text": "words"})
    async with database.view() as view:
        [kept] = await messages.transcript_of_case(view, CASE)
        assert (kept.id, kept.body) == (line.id, {"text": "words"})


async def test_what_waits_to_be_said_of_a_case_is_withdrawn_from_its_room(
    database: Database, database_url: str
) -> None:
    async with database.unit() as unit:
        await two_cases(unit)
        messages.queue(unit, in_room(CASE, "there already", dedupe="one"), NOW)
        sent = await messages.by_dedupe(unit, "one")
        assert sent is not None
        outbox.settle(unit, sent.id, "sent", NOW, external="77")
        for dedupe, row in (
            ("two", in_room(CASE, "waits")),
            ("three", in_room(OTHER, "of another case")),
            ("four", in_room(CASE, "elsewhere", room="-100")),
        ):
            messages.queue(unit, replace(row, dedupe=dedupe), NOW)
        outbox.withdraw(unit, CASE, ROOM, later(minutes=1))
    assert look(database_url, "SELECT status, dedupe FROM messages ORDER BY id") == [
        ("sent", None),  # what was said there may be said again
        ("expired", None),
        ("queued", "three"),
        ("queued", "four"),
    ]
    async with database.view() as view:
        assert await messages.there(view, CASE, ROOM) == ["77"]
        assert await messages.there(view, OTHER, ROOM) == []


async def test_questions_of_a_case_are_forgotten(database: Database) -> None:
    async with database.unit() as unit:
        for case in (CASE, OTHER, None):
            questions.record(unit, Question("what", "unclear", NOW, case=case))
        questions.forget(unit, CASE)
    async with database.view() as view:
        left = [its.case for its in await questions.unsettled(view, NOW)]
        assert sorted(left, key=str) == [OTHER, None]
