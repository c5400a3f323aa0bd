"""Files that officers send from the desk: kept in sealed pieces as long as what was said there."""

from __future__ import annotations

from datetime import datetime

from storage.documents import sealed_chunks
from storage.unit import Unit, View

CONTENT = "attachments.content"


def keep(unit: Unit, id_: str, case: str, content: bytes, at: datetime) -> None:
    """Keep a file of a case. One with the same id is there already, and stays as it is."""
    for number, sealed in sealed_chunks(unit.vault, content, CONTENT):
        unit.write("attachment_keep", id=id_, number=number, case=case, content=sealed, at=at)


def discard(unit: Unit, id_: str) -> None:
    """It was not sent."""
    unit.write("attachment_discard", id=id_)


async def content(view: View, id_: str) -> bytes:
    """All of it; empty where there is none, or none any more."""
    rows = await view.read_all("attachment_content", id=id_)
    return b"".join(view.vault.open(row["content"], CONTENT) for row in rows)
