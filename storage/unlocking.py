"""Whether SECRET_KEY opens a database, found out without writing to it."""

from __future__ import annotations

from collections.abc import Sequence

from storage.connection import Row
from storage.keys import WrongSecret
from storage.vault import Vault, Wrapping


def open_keys(rows: Sequence[Row], secret_key: str) -> Vault:
    """What seals and opens with these rows, which may be wrapped by any of several secrets.

    `WrongSecret` if a key opens with none of them, or there is no key; `Unsealed` for a damaged
    one.
    """
    if not rows:
        raise WrongSecret("this database has no keys: nothing was ever kept in it")
    secrets = [secret for secret in map(str.strip, secret_key.split(",")) if secret]
    wrappings = [Wrapping.derive(secret, rows[0]["salt"]) for secret in secrets]
    by_fingerprint = {wrapping.fingerprint: wrapping for wrapping in wrappings}
    if not all(row["fingerprint"] in by_fingerprint for row in rows):
        raise WrongSecret("this database was locked with another SECRET_KEY")
    opened = {
        (row["purpose"], row["id"]): by_fingerprint[row["fingerprint"]].unwrap(
            row["wrapped"], row["purpose"]
        )
        for row in rows
    }
    [lookup] = (key for (purpose, _), key in opened.items() if purpose == "lookup")
    data = {number: key for (purpose, number), key in opened.items() if purpose == "data"}
    return Vault(wrappings[0], lookup, data)
