"""Whose applications there may be something to remind of."""

from __future__ import annotations

from collections.abc import Collection

from storage.applications import APPLICATION, Application
from storage.unit import View


async def remindable(
    view: View, over: Collection[str], after: str, limit: int
) -> list[Application]:
    """By reference, those after this one that are not `over`, of people who want notices.

    And those that wait for a correction: that is an answer to what was asked for.
    """
    rows = await view.read_all(
        "applications_remindable", over=list(over), reference=after, limit=limit
    )
    return [APPLICATION.load(view.vault, row) for row in rows]
