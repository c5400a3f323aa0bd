"""Sealing: AES-256-GCM for columns, keyed hashes for lookups, and the keys of both."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.press import Press, UnknownDictionary

Json: TypeAlias = Mapping[str, Any]
"""What a sealed JSON column holds."""

VERSION = 1
NONCE = 12
SALT = 16
HEADER = 3  # version, key id
TAG = 16
LOOKUP_BYTES = 18  # 144 bits: no collision to be feared, and 24 characters without padding


class Unsealed(Exception):  # noqa: N818 -- a fact about a blob, not an error of ours
    """The blob was changed, cut, or sealed for another column."""


class UnknownKey(Unsealed):
    """It is sealed with a data key, or pressed with a dictionary, not read by this process yet."""


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The key-encrypting key that follows from one SECRET_KEY and the database's salt."""

    fingerprint: str
    salt: bytes
    _cipher: AESGCM

    @classmethod
    def make(cls, secret: str) -> Wrapping:
        """With a salt of its own."""
        return cls.derive(secret, os.urandom(SALT))

    @classmethod
    def derive(cls, secret: str, salt: bytes) -> Wrapping:
        """By scrypt (16 MiB, some 50 ms), because people also choose words as secrets."""
        derived = hashlib.scrypt(secret.encode(), salt=salt, n=2**14, r=8, p=1, dklen=48)
        return cls(derived[32:].hex(), salt, AESGCM(derived[:32]))

    def wrap(self, key: bytes, purpose: str) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, key, purpose.encode())

    def unwrap(self, wrapped: bytes, purpose: str) -> bytes:
        """The key. `Unsealed` if the wrapped bytes were changed."""
        try:
            return self._cipher.decrypt(wrapped[:NONCE], wrapped[NONCE:], purpose.encode())
        except (InvalidTag, ValueError) as error:
            raise Unsealed(f"a wrapped {purpose} key does not open") from error


class Vault:
    """Seals with the newest data key, opens with any. It never touches the database.

    A sealed blob is: version (1 byte), key id (2), nonce (12), ciphertext and tag (16). `header`
    is the first three bytes of everything the newest data key seals.
    """

    def __init__(
        self, wrapping: Wrapping, lookup_key: bytes, data_keys: Mapping[int, bytes]
    ) -> None:
        self.wrapping = wrapping
        self.press = Press()
        self._lookup_key = lookup_key
        self._ciphers: dict[int, AESGCM] = {}
        self.learn(data_keys)

    def learn(self, data_keys: Mapping[int, bytes]) -> None:
        """Add data keys by their ids; the greatest id seals from now on."""
        self._ciphers.update({key: AESGCM(data) for key, data in data_keys.items()})
        newest = max(self._ciphers)
        self._newest = self._ciphers[newest]
        self.header = bytes([VERSION]) + newest.to_bytes(2)

    def seal(self, data: bytes, context: str) -> bytes:
        """Encrypt for one column, named ``table.column``; it opens nowhere else."""
        nonce = os.urandom(NONCE)
        return self.header + nonce + self._newest.encrypt(nonce, data, context.encode())

    def open(self, blob: bytes, context: str) -> bytes:
        """What was sealed for this column. `Unsealed` on any change, `UnknownKey` if so."""
        if len(blob) < HEADER + NONCE + TAG or blob[0] != VERSION:
            raise Unsealed(f"{context}: not a sealed value")
        key = int.from_bytes(blob[1:HEADER])
        cipher = self._ciphers.get(key)
        if cipher is None:
            raise UnknownKey(f"data key {key} is not known here")
        nonce, sealed = blob[HEADER : HEADER + NONCE], blob[HEADER + NONCE :]
        try:
            return cipher.decrypt(nonce, sealed, context.encode())
        except InvalidTag as error:
            raise Unsealed(f"{context}: changed, or sealed for another column") from error

    def seal_json(self, value: Any, context: str) -> bytes | None:
        """A JSON-able value pressed and sealed; None stays null."""
        if value is None:
            return None
        return self.seal(self.press.press(msgspec.json.encode(value)), context)

    def open_json(self, blob: bytes | None, context: str) -> Any:
        if blob is None:
            return None
        try:
            return msgspec.json.decode(self.press.unpress(self.open(blob, context)))
        except UnknownDictionary as error:
            raise UnknownKey(f"{context}: {error}") from error

    def lookup(self, *parts: str) -> str:
        """A keyed hash to find a row by what must not be stored: HMAC-SHA256, base64url.

        The first part names the domain (``address``, ``identity``): equal values of different
        domains have different hashes. Every part's length is hashed with it.
        """
        framed = b"".join(len(part).to_bytes(4) + part for part in map(str.encode, parts))
        digest = hmac.digest(self._lookup_key, framed, "sha256")
        return base64.urlsafe_b64encode(digest[:LOOKUP_BYTES]).decode()
