from __future__ import annotations

from pathlib import Path

import pytest

from storage import people
from storage.database import Database
from storage.keys import WrongSecret
from storage.vault import UnknownKey
from tests.storage.rows import NOW, SECRET, look, reopened, somebody

KEYS = "SELECT id, purpose, fingerprint, salt, wrapped FROM keys ORDER BY id"


async def test_keys_are_made_once_and_stored_wrapped(database: Database, tmp_path: Path) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
    before = look(tmp_path / "sila.db", KEYS)
    assert [row[1] for row in before] == ["lookup", "data"]
    other = await reopened(tmp_path / "sila.db")
    try:
        assert look(tmp_path / "sila.db", KEYS) == before
        async with other.view() as view:
            assert await people.load_many(view, [address.id]) == {address.id: address}
        assert other.vault.lookup("x") == database.vault.lookup("x")
    finally:
        await other.close()


async def test_two_databases_have_different_keys(database: Database, tmp_path: Path) -> None:
    other = await reopened(tmp_path / "other.db")
    try:
        assert other.vault.lookup("x") != database.vault.lookup("x")
    finally:
        await other.close()


@pytest.mark.parametrize("secret", ["another", f"{SECRET}x", "another,a third"])
async def test_a_wrong_secret_is_refused(database: Database, tmp_path: Path, secret: str) -> None:
    before = look(tmp_path / "sila.db", KEYS)
    with pytest.raises(WrongSecret, match="another SECRET_KEY"):
        await reopened(tmp_path / "sila.db", secret)
    assert look(tmp_path / "sila.db", KEYS) == before


@pytest.mark.parametrize("secret", ["", " ", ",", " , "])
async def test_no_secret_is_refused(database: Database, secret: str) -> None:
    with pytest.raises(ValueError, match="SECRET_KEY is empty"):
        await database.unlock(secret, NOW)


async def test_a_new_secret_wraps_the_same_keys_anew(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "sila.db"
    async with database.unit() as unit:
        address = await somebody(unit)
    await database.add_data_key(NOW)
    old = {row[2] for row in look(path, KEYS)}
    both = await reopened(path, f" new one , {SECRET}")
    await both.close()
    new = {row[2] for row in look(path, KEYS)}
    assert len(old) == len(new) == 1
    assert old != new
    with pytest.raises(WrongSecret):
        await reopened(path, SECRET)
    only_new = await reopened(path, "new one")
    try:
        assert only_new.vault.lookup("x") == database.vault.lookup("x")
        async with only_new.view() as view:
            assert await people.load_many(view, [address.id]) == {address.id: address}
    finally:
        await only_new.close()


async def test_keys_that_another_process_made_are_learnt(
    database: Database, tmp_path: Path
) -> None:
    other = await reopened(tmp_path / "sila.db")
    try:
        await other.add_data_key(NOW)
        async with other.unit() as unit:
            address = await somebody(unit)
    finally:
        await other.close()
    with pytest.raises(UnknownKey):
        async with database.unit() as unit:
            await people.load_many(unit, [address.id])
    async with database.unit() as unit:
        assert await people.load_many(unit, [address.id]) == {address.id: address}


async def test_a_view_learns_keys_too(database: Database, tmp_path: Path) -> None:
    other = await reopened(tmp_path / "sila.db")
    try:
        await other.add_data_key(NOW)
        async with other.unit() as unit:
            address = await somebody(unit)
    finally:
        await other.close()
    with pytest.raises(UnknownKey):
        async with database.view() as view:
            await people.load_many(view, [address.id])
    async with database.view() as view:
        assert await people.load_many(view, [address.id]) == {address.id: address}


async def test_a_key_of_a_later_secret_stays_unknown(database: Database, tmp_path: Path) -> None:
    other = await reopened(tmp_path / "sila.db", f"new one,{SECRET}")
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
