"""The table of wrapped keys: made on first use, re-wrapped when SECRET_KEY changes."""

from __future__ import annotations

import os
from datetime import datetime

from storage import dictionaries
from storage.connection import Row
from storage.unit import Unit, View
from storage.vault import Vault, Wrapping

KEY = 32  # bytes: AES-256, and the block HMAC-SHA256 likes
SUBJECT = "keys"  # what is locked while they are read and made


class WrongSecret(Exception):  # noqa: N818 -- a fact about a setting, not an error of ours
    """No SECRET_KEY that was given opens this database."""


async def unlock(unit: Unit, secret_key: str, at: datetime) -> Vault:
    """Open the keys with SECRET_KEY: one secret, or several with commas between, newest first.

    An empty database gets its keys. Keys wrapped by an older secret are wrapped anew by the
    newest. `WrongSecret` if a key opens with none; ValueError if there is no secret at all.
    """
    secrets = [secret for secret in map(str.strip, secret_key.split(",")) if secret]
    if not secrets:
        raise ValueError("SECRET_KEY is empty")
    await unit.lock_one(SUBJECT)  # two processes may start on an empty database
    rows = await unit.read_all("keys_all")
    if not rows:
        wrapping = Wrapping.make(secrets[0])
        _make(unit, wrapping, "lookup", 1, at)
        _make(unit, wrapping, "data", 2, at)
        rows = await unit.read_all("keys_all")
    # All rows share the salt of the first one.
    wrappings = [Wrapping.derive(secret, rows[0]["salt"]) for secret in secrets]
    newest = wrappings[0]
    by_fingerprint = {wrapping.fingerprint: wrapping for wrapping in wrappings}
    for row in rows:
        holder = by_fingerprint.get(row["fingerprint"])
        if holder is None:
            raise WrongSecret("this database was locked with another SECRET_KEY")
        if holder is not newest:
            key = holder.unwrap(row["wrapped"], row["purpose"])
            unit.write(
                "key_rewrap",
                id=row["id"],
                fingerprint=newest.fingerprint,
                wrapped=newest.wrap(key, row["purpose"]),
            )
    rows = await unit.read_all("keys_all")
    lookup = next(row for row in rows if row["purpose"] == "lookup")
    return Vault(newest, newest.unwrap(lookup["wrapped"], "lookup"), _data_keys(rows, newest))


async def learn(view: View, vault: Vault) -> None:
    """Read data keys and dictionaries that were made since, perhaps by another process."""
    vault.learn(_data_keys(await view.read_all("keys_all"), vault.wrapping))
    await dictionaries.learn(view, vault)


async def make_data_key(unit: Unit, at: datetime) -> None:
    """Store one more data key. It seals once it is committed and learnt."""
    await unit.lock_one(SUBJECT)
    rows = await unit.read_all("keys_all")
    _make(unit, unit.vault.wrapping, "data", max(row["id"] for row in rows) + 1, at)


def _make(unit: Unit, wrapping: Wrapping, purpose: str, number: int, at: datetime) -> None:
    unit.write(
        "key_add",
        id=number,
        purpose=purpose,
        fingerprint=wrapping.fingerprint,
        salt=wrapping.salt,
        wrapped=wrapping.wrap(os.urandom(KEY), purpose),
        made_at=at,
    )


def _data_keys(rows: list[Row], wrapping: Wrapping) -> dict[int, bytes]:
    # A key wrapped by a secret this process was not started with stays unknown here.
    return {
        row["id"]: wrapping.unwrap(row["wrapped"], "data")
        for row in rows
        if row["purpose"] == "data" and row["fingerprint"] == wrapping.fingerprint
    }
