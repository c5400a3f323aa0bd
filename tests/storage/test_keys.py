from __future__ import annotations

import asyncio

import pytest

from storage import people
from storage.database import Database
from storage.keys import WrongSecret
from storage.vault import UnknownKey
from tests.conftest import Fresh
from tests.databases import look
from tests.storage.rows import NOW, SECRET, reopened, somebody

KEYS = "SELECT id, purpose, fingerprint, salt, wrapped FROM keys ORDER BY id"


async def test_keys_are_made_once_and_stored_wrapped(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
    before = look(database_url, KEYS)
    assert [row[1] for row in before] == ["lookup", "data"]
    other = await reopened(database_url)
    try:
        assert look(database_url, KEYS) == before
        async with other.view() as view:
            assert await people.load_many(view, [address.id]) == {address.id: address}
        assert other.vault.lookup("x") == database.vault.lookup("x")
    finally:
        await other.close()


async def test_two_databases_have_different_keys(database: Database, fresh: Fresh) -> None:
    with fresh() as url:
        other = await reopened(url)
        try:
            assert other.vault.lookup("x") != database.vault.lookup("x")
        finally:
            await other.close()


async def test_processes_that_start_together_make_keys_once(
    database: Database, fresh: Fresh
) -> None:
    with fresh() as url:
        several = await asyncio.gather(*(reopened(url) for _ in range(4)))
        try:
            assert len({other.vault.lookup("x") for other in several}) == 1
            assert [row[1] for row in look(url, KEYS)] == ["lookup", "data"]
            await asyncio.gather(*(other.add_data_key(NOW) for other in several))
            assert [row[0] for row in look(url, KEYS)] == [1, 2, 3, 4, 5, 6]
        finally:
            for other in several:
                await other.close()


@pytest.mark.parametrize("secret", ["another", f"{SECRET}x", "another,a third"])
async def test_a_wrong_secret_is_refused(
    database: Database, database_url: str, secret: str
) -> None:
    before = look(database_url, KEYS)
    with pytest.raises(WrongSecret, match="another SECRET_KEY"):
        await reopened(database_url, secret)
    assert look(database_url, KEYS) == before


@pytest.mark.parametrize("secret", ["", " ", ",", " , "])
async def test_no_secret_is_refused(database: Database, secret: str) -> None:
    with pytest.raises(ValueError, match="SECRET_KEY is empty"):
        await database.unlock(secret, NOW)


async def test_a_new_secret_wraps_the_same_keys_anew(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
    await database.add_data_key(NOW)
    old = {row[2] for row in look(database_url, KEYS)}
    both = await reopened(database_url, f" new one , {SECRET}")
    await both.close()
    new = {row[2] for row in look(database_url, KEYS)}
    assert len(old) == len(new) == 1
    assert old != new
    with pytest.raises(WrongSecret):
        await reopened(database_url, SECRET)
    only_new = await reopened(database_url, "new one")
    try:
        assert only_new.vault.lookup("x") == database.vault.lookup("x")
        async with only_new.view() as view:
            assert await people.load_many(view, [address.id]) == {address.id: address}
    finally:
        await only_new.close()


@pytest.mark.parametrize("kind", ["unit", "view"])
async def test_keys_that_another_process_made_are_learnt(
    database: Database, database_url: str, kind: str
) -> None:
    opened = database.unit if kind == "unit" else database.view
    other = await reopened(database_url)
    try:
        await other.add_data_key(NOW)
        async with other.unit() as unit:
            address = await somebody(unit)
    finally:
        await other.close()
    with pytest.raises(UnknownKey):
        async with opened() as there:
            await people.load_many(there, [address.id])
    async with opened() as there:
        assert await people.load_many(there, [address.id]) == {address.id: address}


async def test_a_key_of_a_later_secret_stays_unknown(database: Database, database_url: str) -> None:
    other = await reopened(database_url, f"new one,{SECRET}")
    try:
        await other.add_data_key(NOW)
        async with other.unit() as unit:
            address = await somebody(unit)
    finally:
        await other.close()
    for _ in range(2):
        with pytest.raises(UnknownKey):
            async with database.view() as view:
                await people.load_many(view, [address.id])
    async with database.unit() as unit:  # what it knows it still can
        await somebody(unit, "700000002")
