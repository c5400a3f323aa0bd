"""What is over goes, what is needed stays, and a sweep that was stopped ends all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from storage import (
    applications,
    attachments,
    audit,
    cases,
    conversations,
    documents,
    inbox,
    messages,
    outbox,
    ratings,
    references,
    retention,
    schedule,
)
from storage.audit import Entry
from storage.cases import Case
from storage.database import Database
from storage.documents import Document
from storage.inbox import Arrival
from storage.messages import Incoming, Outgoing
from storage.people import Address
from storage.ratings import Rating
from storage.retention import KINDS, Kept
from storage.schedule import Due
from storage.unit import Unit
from tests.databases import look
from tests.storage.rows import NOW, ROOM, applied, later, said, somebody

KIND = {kind.name: kind for kind in KINDS}
YEARS = later(days=400)


async def drop(database: Database, kind: Kept, before: datetime, batch: int = 2) -> int:
    limits = dict.fromkeys(kind.limits, before)
    return await retention.drop(database, kind, limits, batch, 1000)


def handed_off(unit: Unit, reference: str, who: Address, closed: datetime | None) -> Case:
    references.reserve(unit, reference, "case", NOW)
    case = Case(
        reference=reference,
        kind="hand_off",
        reason="asked",
        state="closed" if closed else "queued",
        opened_at=NOW,
        updated_at=NOW,
        address=who.id,
        person=who.person.id,
        details={"question": "سؤال"},
        summary="جواب" if closed else None,
        closed_at=closed,
    )
    cases.open(unit, case)
    return case


async def test_keys_of_updates_go_and_failed_ones_later(database: Database) -> None:
    async with database.unit() as unit:
        for n in range(5):
            await inbox.receive(unit, Arrival("telegram", "bot", f"{n}", "x"), later(days=n))
        inbox.fail(unit, Arrival("telegram", "bot", "bad", "x"), b"raw", "bug", NOW)
        await inbox.receive(unit, Arrival("whatsapp", "bot", "aside", "x"), NOW, raw=b"raw")
    limits = {"done_before": later(days=3), "failed_before": NOW}
    assert await retention.drop(database, KIND["inbox"], limits, 2, 1000) == 3
    assert await retention.drop(database, KIND["inbox"], limits, 2, 1000) == 0
    limits = {"done_before": NOW, "failed_before": later(days=1)}
    assert await retention.drop(database, KIND["inbox"], limits, 2, 1000) == 1
    async with database.unit() as unit:
        assert not await inbox.receive(unit, Arrival("telegram", "bot", "4", "x"), NOW)
        assert [u.arrival.id for u in await inbox.unfinished(unit, "received")] == ["aside"]


async def test_what_was_done_goes_and_what_waits_stays(database: Database) -> None:
    async with database.unit() as unit:
        for n in range(4):
            schedule.add(unit, Due("x", "nudge", {}, NOW, f"{n}"))
        due = await schedule.due(unit, NOW, 10)
        for row in due[:3]:
            schedule.done(unit, row.id)
    assert await drop(database, KIND["due"], NOW) == 0
    assert await drop(database, KIND["due"], later(days=1)) == 3
    async with database.view() as view:
        assert await schedule.due(view, NOW, 10) == due[3:]


async def test_lines_go_once_no_case_needs_them(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        talker, helped, served = [await somebody(unit, f"70{n}") for n in range(3)]
        handed_off(unit, "26000001", helped, None)
        handed_off(unit, "26000002", served, later(days=100))
        await unit.flush()
        for who in (talker, helped, served):
            line = Incoming("telegram", "bot", {"text": "نص"}, "beneficiary", "1", who.id)
            messages.record(unit, line, NOW)
            messages.queue(unit, said(who.id, "رد"), NOW)
        card = Outgoing("telegram", "bot", {}, room=ROOM, case="26000002", dedupe="card")
        messages.queue(unit, card, NOW)
        edit = Outgoing(
            "telegram", "bot", {}, room=ROOM, case="26000002", act="edit", target="card"
        )
        messages.queue(unit, edit, NOW)
        messages.queue(unit, said(talker.id, "ما زال ينتظر"), NOW)
        await unit.flush()
        for sendable in await outbox.claim(unit, NOW, 100):
            outbox.settle(unit, sendable.message.id, "sent", NOW)
    everyone = "SELECT count(*) FROM messages"
    assert look(database_url, everyone) == [(9,)]
    assert await drop(database, KIND["messages"], later(days=50)) >= 2, "only the talker's"
    async with database.unit() as unit:
        assert len(await messages.transcript(unit, helped.id)) == 2
        assert len(await messages.transcript(unit, served.id)) == 2
        for n in range(3):
            for sendable in await outbox.claim(unit, later(days=n), 100):
                outbox.settle(unit, sendable.message.id, "sent", NOW)
    while await drop(database, KIND["messages"], later(days=101)):
        pass
    async with database.view() as view:
        assert len(await messages.transcript(view, helped.id)) == 2
        assert await messages.transcript(view, served.id) == []
        assert await messages.transcript(view, talker.id) == []
    assert look(database_url, everyone) == [(2,)]


async def test_a_closed_case_keeps_its_reference_and_nobody(database: Database) -> None:
    async with database.unit() as unit:
        who = await somebody(unit)
        handed_off(unit, "26000001", who, NOW)
        handed_off(unit, "26000002", who, None)
    assert await drop(database, KIND["cases"], later(days=1)) == 1
    assert await drop(database, KIND["cases"], YEARS) == 0
    async with database.view() as view:
        old = await cases.by_reference(view, "26000001")
        new = await cases.by_reference(view, "26000002")
    assert old
    assert (old.details, old.summary, old.person, old.address) == (None,) * 4
    assert new
    assert new.details
    assert new.person


async def test_an_attachment_goes_with_its_case(database: Database) -> None:
    async with database.unit() as unit:
        who = await somebody(unit)
        for number, closed in ((1, NOW), (2, later(days=900)), (3, None)):
            case = handed_off(unit, f"2600000{number}", who, closed)
            attachments.keep(unit, str(number), case.reference, b"a map", NOW)
    assert await drop(database, KIND["attachments"], later(days=1)) == 1
    async with database.view() as view:
        left = [await attachments.content(view, str(number)) for number in (1, 2, 3)]
    assert left == [b"", b"a map", b"a map"]


@pytest.mark.parametrize(
    ("delivered", "gone"), [(False, ["refused_before"]), (True, ["served_before"])]
)
async def test_an_application_goes_by_what_became_of_it(
    database: Database, gone: list[str], *, delivered: bool
) -> None:
    async with database.unit() as unit:
        who = await somebody(unit)
        application = await applied(unit, "26000001", who)
        await unit.flush()
        identity = applications.identify(unit.vault, "1000000008")
        delivered_at = NOW if delivered else None
        applications.move(unit, replace(application, identity=identity, delivered_at=delivered_at))
        case = handed_off(unit, "26000002", who, NOW)
        cases.move(unit, replace(case, application="26000001"))
        documents.add(
            unit, Document("f.pdf", who.id, "licence", "pdf", 3, NOW, "digest", "ملف"), b"pdf"
        )
        documents.submit(unit, "26000001", ["f.pdf"])
        ratings.create(
            unit,
            Rating(
                application="26000001",
                programme="incubator",
                channel="telegram",
                policy="1",
                due_at=NOW,
                score=5,
                state="answered",
                comment="شكرًا",
                person=who.person.id,
                address=who.id,
            ),
        )
    kind = KIND["applications"]
    for name in kind.limits:
        limits = {n: (YEARS if n == name else NOW) for n in kind.limits}
        found = await retention.drop(database, kind, limits, 2, 1000)
        assert found == (name in gone)
    assert await drop(database, kind, YEARS) == 0
    async with database.view() as view:
        old = await applications.by_reference(view, "26000001")
        rating = await ratings.by_application(view, "26000001")
        worked = await cases.by_reference(view, "26000002")
        [file] = await documents.of_application(view, "26000001")
    assert old
    assert (old.answers, old.identity, old.person, old.address) == ({}, None, None, None)
    assert rating
    assert (rating.score, rating.comment, rating.person) == (5, None, None)
    assert worked
    assert worked.details is None
    assert (file.state, file.name) == ("destroyed", None)


async def test_an_application_stays_while_its_case_is_open(database: Database) -> None:
    async with database.unit() as unit:
        who = await somebody(unit)
        await applied(unit, "26000001", who)
        case = handed_off(unit, "26000002", who, None)
        await unit.flush()
        cases.move(unit, replace(case, application="26000001"))
    assert await drop(database, KIND["applications"], YEARS) == 0


async def test_conversations_and_the_words_of_the_audit_go(database: Database) -> None:
    async with database.unit() as unit:
        old, new = [await somebody(unit, f"70{n}") for n in range(2)]
        conversations.save(unit, old.id, b"old", 1, NOW)
        conversations.save(unit, new.id, b"new", 1, later(days=2))
        for day in (0, 0, 0, 3):
            audit.record(unit, Entry(later(days=day), "bot", "x", "told", details={"a": 1}))
    assert await drop(database, KIND["conversations"], later(days=1)) == 1
    assert await drop(database, KIND["audit"], later(days=1)) == 3
    async with database.view() as view:
        assert list(await conversations.load_many(view, [old.id, new.id])) == [new.id]
        told = [entry.details for entry in await audit.of_subject(view, "x")]
    assert told == [None, None, None, {"a": 1}]


async def test_it_does_not_do_everything_in_one_night(database: Database) -> None:
    async with database.unit() as unit:
        for n in range(7):
            await inbox.receive(unit, Arrival("telegram", "bot", f"{n}", "x"), NOW)
    limits = dict.fromkeys(KIND["inbox"].limits, later(days=1))
    counts = [await retention.drop(database, KIND["inbox"], limits, 2, 4) for _ in range(3)]
    assert counts == [4, 3, 0]


async def test_the_talk_with_us_is_erased_and_an_officers_stays(database: Database) -> None:
    async with database.unit() as unit:
        who, other = [await somebody(unit, f"70{n}") for n in range(2)]
        handed_off(unit, "26000001", who, None)
        await unit.flush()
        for address, day, case in (
            (who, 0, None),
            (who, 1, None),
            (who, 2, "26000001"),
            (other, 2, None),
        ):
            line = Incoming(
                "telegram", "bot", {"text": f"{day}"}, "beneficiary", None, address.id, case=case
            )
            messages.record(unit, line, later(days=day))
        messages.queue(unit, said(who.id, "تحت الإرسال"), later(days=2))
        await unit.flush()
        retention.erase_talk(unit, who.id, later(days=1), {"hidden": True})
        kept = [line.body for line in await messages.transcript(unit, who.id)]
        assert kept == [{"text": "0"}, {"hidden": True}, {"text": "2"}, {"text": "تحت الإرسال"}]
        assert [m.body for m in await messages.transcript(unit, other.id)] == [{"text": "2"}]


async def test_it_is_known_when_the_last_sweep_was(database: Database) -> None:
    async with database.unit() as unit:
        assert await retention.last(unit) is None
        for day in (1, 2):
            audit.record(unit, Entry(later(days=day), "bot", "retention", "sweep"))
        assert await retention.last(unit) == later(days=2)


async def test_whose_opinion_of_an_answer_it_was_is_forgotten(database: Database) -> None:
    async with database.unit() as unit:
        who = await somebody(unit)
        for reference, due in (("26000001", NOW), ("26000002", later(days=9))):
            references.reserve(unit, reference, "survey", NOW)
            rating = Rating(reference, "", "telegram", "1", due, kind="enquiry", score=4)
            owned = replace(rating, person=who.person.id, address=who.id, comment="شكرا")
            ratings.create(unit, replace(owned, state="answered", answered_at=due))
    assert await drop(database, KIND["enquiries"], later(days=1)) == 1
    async with database.view() as view:
        old, new = [await ratings.by_application(view, f"2600000{n}") for n in (1, 2)]
    assert old
    assert (old.score, old.person, old.address, old.comment) == (4, None, None, None)
    assert new
    assert new.person == who.person.id
    assert await drop(database, KIND["enquiries"], later(days=1)) == 0
