"""The dictionaries that JSON is pressed with, kept for as long as anything needs them."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from storage.unit import Unit, View
from storage.vault import Vault

WORDS = "dictionaries.words"
SUBJECT = "dictionaries"  # what is locked while one is added


async def add(unit: Unit, words: bytes, at: datetime) -> None:
    """Keep a dictionary as the newest, unless it is kept already. It is used once it is learnt."""
    await unit.lock_one(SUBJECT)
    digest = sha256(words).hexdigest()
    if await unit.read_one("dictionary_by_digest", digest=digest) is None:
        sealed = unit.vault.seal(words, WORDS)
        unit.write("dictionary_add", digest=digest, words=sealed, made_at=at)


async def learn(view: View, vault: Vault) -> None:
    """Read what this process does not know yet."""
    rows = await view.read_all("dictionaries_all")
    vault.press.learn({row["id"]: vault.open(row["words"], WORDS) for row in rows})
