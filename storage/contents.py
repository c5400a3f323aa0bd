"""The templates made at a provider to show buttons and lists, so that each is made once."""

from __future__ import annotations

from datetime import datetime

from storage.unit import Unit, View


async def sid(view: View, key: str) -> str | None:
    """The provider's id of the content with this key."""
    row = await view.read_one("content_sid", key=key)
    return None if row is None else row["sid"]


def keep(unit: Unit, key: str, sid: str, at: datetime) -> None:
    """Remember the content that was made for a key; a newer one takes the place of an older."""
    unit.write("content_keep", key=key, sid=sid, made_at=at)


def forget(unit: Unit, key: str, sid: str) -> None:
    """The provider no longer knows this content. One made meanwhile for the key is kept."""
    unit.write("content_forget", key=key, sid=sid)
