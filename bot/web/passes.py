"""Passes: signed proof that somebody is an officer, for a link or for a browser."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.vault import Vault

LINK = timedelta(minutes=10)
BROWSER = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Passes:
    """Passes name an officer and end; nothing about them is stored."""

    vault: Vault

    def link(self, officer: str, now: datetime) -> str:
        """To enter the desk with, within ten minutes."""
        return self._make("link", officer, now + LINK)

    def browser(self, officer: str, now: datetime) -> str:
        """What an entered browser keeps as its cookie."""
        return self._make("browser", officer, now + BROWSER)

    def document(self, officer: str, kind: str, now: datetime) -> str:
        """To open one document with, within ten minutes; `kind` names it."""
        return self._make(kind, officer, now + LINK)

    def officer_of(self, kind: str, pass_: str, now: datetime) -> str | None:
        """Whose pass it is, if it is ours and has not ended."""
        officer, _, rest = pass_.partition(".")
        ends, _, signature = rest.partition(".")
        expected = self.vault.lookup("pass", kind, officer, ends)
        if not hmac.compare_digest(signature.encode(), expected.encode()):
            return None
        return officer if now.timestamp() < int(ends) else None

    def _make(self, kind: str, officer: str, until: datetime) -> str:
        ends = str(int(until.timestamp()))
        return f"{officer}.{ends}.{self.vault.lookup('pass', kind, officer, ends)}"
