"""Nothing personal lies readable in any file of the database, and rotation keeps it so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from storage import (
    applications,
    audit,
    cases,
    conversations,
    inbox,
    messages,
    outbox,
    people,
    ratings,
    references,
    rotation,
    schedule,
)
from storage.audit import Entry
from storage.cases import Case
from storage.database import Database
from storage.inbox import Arrival
from storage.messages import Incoming
from storage.people import Address
from storage.ratings import Rating
from storage.rotation import SEALED
from storage.schedule import Due
from tests.storage.rows import NOW, applied, look, said, somebody

NAME = "نورة سعد محمد العتيبي"
PHONE = "+966551234567"
IDENTITY = "1109876543"
EXTERNAL = "7000123456"
TEXT = "أحتاج مساعدة عاجلة في السكن"
SECRETS = (NAME, PHONE, IDENTITY, EXTERNAL, TEXT)


async def everything(database: Database) -> Address:
    """Personal data in every sealed column, twice over so that rows are updated as well."""
    async with database.unit() as unit:
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
        schedule.add(unit, Due(address.id, "nudge", {"name": NAME}, NOW, "nudge:1"))
        audit.record(unit, Entry(NOW, "bot", address.id, "told", details={"text": TEXT}))
        messages.record(
            unit,
            Incoming("telegram", "bot", {"text": TEXT}, "beneficiary", "9", address.id),
            NOW,
        )
        messages.queue(unit, said(address.id, f"{NAME} {IDENTITY} {PHONE}"), NOW)
    return address


def leaks(folder: Path) -> list[tuple[str, str, str]]:
    """Where in the files any of the secrets stands readable."""
    files = {path.name: path for path in folder.iterdir() if path.name.startswith("sila.db")}
    assert files.keys() >= {"sila.db", "sila.db-wal", "sila.db-shm"}
    return [
        (name, secret, encoding)
        for name, path in files.items()
        for secret in SECRETS
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "unicode-escape")
        if secret.encode(encoding) in path.read_bytes()
    ]


@pytest.mark.parametrize("checkpoint", [False, True])
async def test_no_file_holds_anything_personal(
    database: Database, tmp_path: Path, checkpoint: bool
) -> None:
    await everything(database)
    if checkpoint:
        await database._writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
    assert leaks(tmp_path) == []


async def test_the_search_would_find_a_leak(database: Database, tmp_path: Path) -> None:
    async with database.unit() as unit:
        references.reserve(unit, "26000001", f"{NAME} {PHONE}", NOW)
    assert {secret for _, secret, _ in leaks(tmp_path)} == {NAME, PHONE}


def stale(path: Path, header: bytes) -> dict[str, int]:
    """How many sealed values of each column have another header."""
    counts = {}
    for sealed in SEALED:
        for column in sealed.columns:
            rows = look(path, f"SELECT {column} FROM {sealed.table} WHERE {column} IS NOT NULL")
            assert rows, f"{sealed.table}.{column} is not tested"
            counts[f"{sealed.table}.{column}"] = sum(row[0][:3] != header for row in rows)
    return counts


async def test_rotation_seals_every_column_anew(database: Database, tmp_path: Path) -> None:
    address = await everything(database)
    path = tmp_path / "sila.db"
    assert set(stale(path, database.vault.header).values()) == {0}
    hashes = look(path, "SELECT id, (SELECT identity FROM applications) FROM addresses")
    await database.add_data_key(NOW)
    assert 0 not in stale(path, database.vault.header).values()
    assert await rotation.reseal(database, batch=1) == 12
    assert set(stale(path, database.vault.header).values()) == {0}
    assert await rotation.reseal(database) == 0
    # The lookup key is another key: no hash has changed, and everything still opens.
    assert look(path, "SELECT id, (SELECT identity FROM applications) FROM addresses") == hashes
    async with database.unit() as unit:
        again = await somebody(unit, EXTERNAL)
        assert (again.id, again.external, again.phone) == (address.id, EXTERNAL, PHONE)
        found = await applications.by_identity(unit, applications.identify(unit.vault, IDENTITY))
        assert [application.answers["name"] for application in found] == [NAME]
        assert [row.raw.decode() for row in await inbox.unfinished(unit, "failed")] == [TEXT]
        assert (await conversations.load_many(unit, [address.id]))[address.id].revision == 2
        assert [sent.recipient for sent in await outbox.claim(unit, NOW, 9)] == [EXTERNAL]
    assert leaks(tmp_path) == []


class Stop(Exception):  # noqa: N818 -- stands for the end of the process
    pass


async def test_rotation_can_be_stopped_anywhere_and_resumed(
    database: Database, tmp_path: Path
) -> None:
    await everything(database)
    await database.add_data_key(NOW)
    left = [sum(stale(tmp_path / "sila.db", database.vault.header).values())]
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
            left.append(sum(stale(tmp_path / "sila.db", database.vault.header).values()))
        else:
            break
    assert left == sorted(left, reverse=True)
    assert len(set(left)) > 3
    assert set(stale(tmp_path / "sila.db", database.vault.header).values()) == {0}


async def test_rotation_knows_every_sealed_column(database: Database, tmp_path: Path) -> None:
    columns = look(
        tmp_path / "sila.db",
        "SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c "
        "WHERE t.type = 'table' AND c.type = 'BLOB' AND t.name <> 'keys'",
    )
    known = [(sealed.table, column) for sealed in SEALED for column in sealed.columns]
    assert sorted(columns) == sorted(known)
