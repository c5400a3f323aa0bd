"""Nothing personal lies readable in any file of the database, and rotation keeps it so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from storage import (
    applications,
    attachments,
    audit,
    cases,
    conversations,
    dictionaries,
    documents,
    drafts,
    inbox,
    messages,
    misconceptions,
    officers,
    outbox,
    people,
    praises,
    questions,
    ratings,
    references,
    refusals,
    rotation,
    schedule,
    unnamed,
    verifications,
)
from storage.audit import Entry
from storage.cases import Case
from storage.database import Database
from storage.documents import Document
from storage.drafts import Draft
from storage.inbox import Arrival
from storage.messages import Incoming
from storage.misconceptions import Proposed
from storage.officers import Change
from storage.people import Address
from storage.praises import Praise
from storage.questions import Question
from storage.ratings import Rating
from storage.schedule import Due
from storage.tables import SEALED
from storage.unnamed import TOGETHER, Answer
from storage.verifications import Verification
from tests.databases import file, is_sqlite, look, writer
from tests.storage.rows import NOW, applied, said, somebody

NAME = "نورة سعد محمد العتيبي"
PHONE = "+966551234567"
IDENTITY = "1109876543"
EXTERNAL = "7000123456"
TEXT = "أحتاج مساعدة عاجلة في السكن"
HASHES = "SELECT id, (SELECT identity FROM applications) FROM addresses ORDER BY id"
SECRETS = (NAME, PHONE, IDENTITY, EXTERNAL, TEXT)


@pytest.fixture
def database_url(empty_url: str) -> str:
    """One in whose files no other test has left anything."""
    return empty_url


async def everything(database: Database) -> Address:
    """Personal data in every sealed column, twice over so that rows are updated as well."""
    async with database.unit() as unit:
        await dictionaries.add(unit, f"{NAME} {TEXT}".encode(), NOW)
        address = await somebody(unit, EXTERNAL)
        people.set_phone(unit, address.id, PHONE)
        await somebody(unit, f"{EXTERNAL}0")  # of whom no number is known
        subject = Arrival("telegram", "bot", "1", address.id)
        await inbox.receive(unit, subject, NOW, raw=f"{NAME} {TEXT}".encode())
        inbox.fail(unit, Arrival("telegram", "bot", "2", address.id), TEXT.encode(), "bug", NOW)
        for state in (NAME, f"{NAME} {IDENTITY} {TEXT}"):
            conversations.save(unit, address.id, state.encode(), 1, NOW)
        application = await applied(unit, "26000001", address)
        answers = {"name": NAME, "national_id": IDENTITY, "mobile": PHONE}
        identity = applications.identify(unit.vault, IDENTITY)
        await unit.flush()
        applications.move(
            unit,
            replace(application, answers=answers, identity=identity),
        )
        references.reserve(unit, "26000002", "case", NOW)
        cases.open(
            unit,
            Case(
                reference="26000002",
                kind="enquiry",
                reason="misses",
                state="open",
                opened_at=NOW,
                updated_at=NOW,
                address=address.id,
                person=address.person.id,
                details={"last": TEXT, "name": NAME},
                summary=f"{NAME}: {TEXT}",
            ),
        )
        ratings.create(
            unit,
            Rating(
                application="26000001",
                programme="incubator",
                channel="telegram",
                policy="1",
                due_at=NOW,
                comment=TEXT,
            ),
        )
        misconceptions.keep(unit, Proposed("26000002", {"myth": TEXT}, "sara", NOW, NOW))
        praises.record(unit, Praise("care", f"{NAME}: {TEXT}", NOW))
        officers.change(unit, Change("noura", 1, "listed", {"alias": NAME}, "", "sara", NOW))
        refusals.keep(unit, Arrival("desk", "sara", "1", address.id), {"why": TEXT}, NOW)
        drafts.add(unit, Draft("case_26000002", {"text": TEXT, "name": NAME}, "sara", 0, NOW, NOW))
        questions.record(unit, Question(f"{NAME}: {TEXT}", "unclear", NOW))
        paper = Document("1.pdf", address.id, "licence", "pdf", 9, NOW, "digest", NAME)
        documents.add(unit, paper, TEXT.encode())
        attachments.keep(unit, "1", "26000002", TEXT.encode(), NOW)
        verifications.mark(
            unit, Verification("26000001", "name", "wrong", "sara", NOW, f"{NAME}: {TEXT}")
        )
        for programme, scores in (("incubator", 1), ("course", TOGETHER)):
            words = Answer("comment", words=f"{NAME}: {TEXT}")
            await unnamed.add(unit, programme, "training", "2026-11", words)
            for _ in range(scores):
                await unnamed.add(unit, programme, "training", "2026-11", Answer("score", 1))
        schedule.add(unit, Due(address.id, "nudge", {"name": NAME}, NOW, "nudge:1"))
        audit.record(unit, Entry(NOW, "bot", address.id, "told", details={"text": TEXT}))
        messages.record(
            unit,
            Incoming("telegram", "bot", {"text": TEXT}, "beneficiary", "9", address.id),
            NOW,
        )
        messages.queue(unit, said(address.id, f"{NAME} {IDENTITY} {PHONE}"), NOW)
    return address


def files(url: str) -> list[Path]:
    """Where the database is kept."""
    if is_sqlite(url):
        folder = file(url).parent
        found = [path for path in folder.iterdir() if path.name.startswith("sila.db")]
        assert {path.name for path in found} >= {"sila.db", "sila.db-wal", "sila.db-shm"}
        return found
    look(url, "CHECKPOINT")
    [(data, oid)] = look(
        url,
        "SELECT current_setting('data_directory'), oid FROM pg_database "
        "WHERE datname = current_database()",
    )
    return [*Path(data, "base", str(oid)).iterdir()]


def leaks(url: str) -> set[tuple[str, str]]:
    """Which of the secrets stand readable in any file, and in which encoding."""
    return {
        (secret, encoding)
        for content in (path.read_bytes() for path in files(url))
        for secret in SECRETS
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "unicode-escape")
        if secret.encode(encoding) in content
    }


async def test_no_file_holds_anything_personal(database: Database, database_url: str) -> None:
    await everything(database)
    assert leaks(database_url) == set()
    if is_sqlite(database_url):
        await writer(database).execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        assert leaks(database_url) == set()


async def test_the_search_would_find_a_leak(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        references.reserve(unit, "26000001", f"{NAME} {PHONE}", NOW)
    assert {secret for secret, _ in leaks(database_url)} == {NAME, PHONE}


def stale(url: str, header: bytes) -> dict[str, int]:
    """How many sealed values of each column have another header."""
    counts = {}
    for table in SEALED:
        for column in table.sealed:
            rows = look(url, f"SELECT {column} FROM {table.name} WHERE {column} IS NOT NULL")
            assert rows, f"{table.name}.{column} is not tested"
            counts[f"{table.name}.{column}"] = sum(row[0][:3] != header for row in rows)
    return counts


async def test_rotation_seals_every_column_anew(database: Database, database_url: str) -> None:
    address = await everything(database)
    assert set(stale(database_url, database.vault.header).values()) == {0}
    hashes = look(database_url, HASHES)
    await database.add_data_key(NOW)
    assert 0 not in stale(database_url, database.vault.header).values()
    assert await rotation.reseal(database, batch=1) == 25
    assert set(stale(database_url, database.vault.header).values()) == {0}
    assert await rotation.reseal(database) == 0
    # The lookup key is another key: no hash has changed, and everything still opens.
    assert look(database_url, HASHES) == hashes
    async with database.unit() as unit:
        again = await somebody(unit, EXTERNAL)
        assert (again.id, again.external, again.phone) == (address.id, EXTERNAL, PHONE)
        found = await applications.by_identity(unit, applications.identify(unit.vault, IDENTITY))
        assert [application.answers["name"] for application in found] == [NAME]
        assert [row.raw for row in await inbox.unfinished(unit, "failed")] == [TEXT.encode()]
        assert (await conversations.load_many(unit, [address.id]))[address.id].revision == 2
        assert [sent.recipient for sent in await outbox.claim(unit, NOW, 9)] == [EXTERNAL]
    assert leaks(database_url) == set()


class Stop(Exception):  # noqa: N818 -- stands for the end of the process
    pass


async def test_rotation_can_be_stopped_anywhere_and_resumed(
    database: Database, database_url: str
) -> None:
    await everything(database)
    await database.add_data_key(NOW)
    left = [sum(stale(database_url, database.vault.header).values())]
    for _ in range(40):
        seen = 0

        def stop(statement: str) -> None:
            nonlocal seen
            seen += statement == "COMMIT"
            if seen > len(SEALED):  # a whole pass over empty tables must get through
                raise Stop

        database.trace = stop
        try:
            await rotation.reseal(database, batch=1)
        except Stop:
            left.append(sum(stale(database_url, database.vault.header).values()))
        else:
            break
    assert left == sorted(left, reverse=True)
    assert len(set(left)) > 3
    assert set(stale(database_url, database.vault.header).values()) == {0}


async def test_rotation_knows_every_sealed_column(database: Database, database_url: str) -> None:
    columns = look(
        database_url,
        "SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c "
        "WHERE t.type = 'table' AND c.type = 'BLOB' AND t.name <> 'keys'"
        if is_sqlite(database_url)
        else "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND data_type = 'bytea' AND table_name <> 'keys'",
    )
    known = [(table.name, column) for table in SEALED for column in table.sealed]
    assert sorted(columns) == sorted(known)
