"""A delivery report: the message's status moves forward, and the officer sees what matters."""

from __future__ import annotations

from datetime import datetime

from bot.kit import Kit
from bot.update import Report, Update
from storage import outbox, people
from storage.unit import Unit


async def note(unit: Unit, kit: Kit, now: datetime, update: Update) -> None:
    """Apply it; one about a message nobody knows changes nothing.

    A report that a message was refused because the window had closed parks the message.
    """
    what = update.what
    assert isinstance(what, Report)
    if what.status == "parked":
        found = await outbox.find(unit, update.channel, update.account, what.message)
        if found:
            outbox.park(unit, found.id, what.reason or "window")
            kit.room.fate(unit, found, "parked", what.reason, now)
        return
    line = await outbox.report(
        unit,
        update.channel,
        update.account,
        what.message,
        status=what.status,
        at=now,
        reason=what.reason,
    )
    if line is None:
        return
    if what.status == "failed":
        kit.room.fate(unit, line, "failed", what.reason, now)
        if what.unreachable and line.address:
            people.set_reachable(unit, line.address, reachable=False)
