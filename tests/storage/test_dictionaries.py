"""Dictionaries in the database: kept once, used when newest, met by every process."""

from __future__ import annotations

import asyncio

import pytest

from storage import messages
from storage.database import Database
from storage.messages import BODY, Incoming
from storage.press import MARK
from storage.vault import UnknownKey
from tests.databases import look
from tests.storage.rows import NOW, reopened, somebody

TEXT = "هل المطلوب التسجيل في خدمة الاستشارة الفردية؟ " * 3
FIRST, SECOND = TEXT.encode(), f"شيء آخر\n{TEXT}".encode()
COUNT = "SELECT count(*) FROM dictionaries"
BODIES = "SELECT body FROM messages ORDER BY id"


async def write(database: Database, text: str = TEXT) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
        line = Incoming("telegram", "bot", {"text": text}, "beneficiary", address=address.id)
        messages.record(unit, line, NOW)


async def read(database: Database) -> list[str]:
    async with database.unit() as unit:
        address = await somebody(unit)
    async with database.view() as view:
        return [line.body["text"] for line in await messages.transcript(view, address.id)]


def heads(database: Database, url: str) -> list[bytes]:
    """How each line lies there: the first byte of JSON, or the dictionary it was pressed with."""
    found = [database.vault.open(bytes(body), BODY) for [body] in look(url, BODIES)]
    return [kept[:3] if kept.startswith(MARK) else kept[:1] for kept in found]


async def test_what_is_written_is_pressed_with_the_newest_and_all_stays_readable(
    database: Database, database_url: str
) -> None:
    await write(database)
    await database.add_dictionary(FIRST, NOW)
    await write(database)
    await database.add_dictionary(SECOND, NOW)
    await write(database)
    await write(database, "نعم")  # too small
    assert heads(database, database_url) == [b"{", b"\0\0\1", b"\0\0\2", b"{"]
    assert await read(database) == [TEXT, TEXT, TEXT, "نعم"]
    again = await reopened(database_url)
    try:
        assert await read(again) == [TEXT, TEXT, TEXT, "نعم"]
        await write(again)
        assert heads(again, database_url)[-1] == b"\0\0\2"
    finally:
        await again.close()


async def test_the_same_words_again_add_nothing(database: Database, database_url: str) -> None:
    other = await reopened(database_url)
    try:
        await asyncio.gather(*(each.add_dictionary(FIRST, NOW) for each in (database, other) * 3))
        assert look(database_url, COUNT) == [(1,)]
        await other.add_dictionary(SECOND, NOW)
        await database.add_dictionary(FIRST, NOW)
        assert look(database_url, COUNT) == [(2,)]
    finally:
        await other.close()


async def test_what_another_process_pressed_is_read_at_the_second_try(
    database: Database, database_url: str
) -> None:
    await database.add_dictionary(FIRST, NOW)
    other = await reopened(database_url)
    try:
        await other.add_dictionary(SECOND, NOW)
        await write(other)
    finally:
        await other.close()
    with pytest.raises(UnknownKey, match="dictionary 2"):
        await read(database)
    assert await read(database) == [TEXT]
    await write(database)
    assert heads(database, database_url) == [b"\0\0\2"] * 2


async def test_a_dictionary_sealed_with_a_key_of_another_process_is_read_too(
    database: Database, database_url: str
) -> None:
    other = await reopened(database_url)
    try:
        await other.add_data_key(NOW)
        await other.add_dictionary(FIRST, NOW)
        await write(other)
    finally:
        await other.close()
    with pytest.raises(UnknownKey):
        await read(database)
    assert await read(database) == [TEXT]


async def test_one_that_was_rolled_back_is_not_used(database: Database, database_url: str) -> None:
    def fail(statement: str) -> None:
        if statement == "COMMIT":
            raise ZeroDivisionError

    database.trace = fail
    with pytest.raises(ZeroDivisionError):
        await database.add_dictionary(FIRST, NOW)
    database.trace = None
    await write(database)
    assert heads(database, database_url) == [b"{"]
    assert look(database_url, COUNT) == [(0,)]
