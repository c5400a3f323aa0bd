"""A delivery report: the message's status moves forward, and the officer sees what matters."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from bot.kit import Kit
from bot.update import Report, Update
from storage import outbox, people, schedule
from storage.messages import Message
from storage.schedule import Due
from storage.unit import Unit

AGAIN = timedelta(seconds=5)
NEWS = frozenset({"delivered", "read", "failed"})
"""What an officer is shown; that it was sent they know from us."""


async def note(unit: Unit, kit: Kit, now: datetime, update: Update, what: Report) -> str | None:
    """Apply it; the address whose message it was.

    A report may be faster than our own record of the send: it is kept and tried once more. One
    about a message that nobody knows even then changes nothing. "parked" is a refusal because the
    window had closed.
    """
    if what.due is not None:
        schedule.done(unit, what.due)
    line = await _apply(unit, kit, now, update, what)
    if line is None:
        if what.due is None:
            _keep(unit, now, update, what)
        return None
    await _tell(unit, kit, now, line, what)
    return line.address


async def _apply(
    unit: Unit, kit: Kit, now: datetime, update: Update, what: Report
) -> Message | None:
    message = (update.channel, update.account, what.message)
    if what.status != "parked":
        return await outbox.report(unit, *message, status=what.status, at=now, reason=what.reason)
    line = await outbox.find(unit, *message)
    if line is not None:
        outbox.park(unit, line.id, what.reason or "window")
        await kit.parking.ask(unit, line, now)
    return line


async def _tell(unit: Unit, kit: Kit, now: datetime, line: Message, what: Report) -> None:
    is_news = what.status in NEWS and what.status == line.status  # else it was further already
    if is_news or what.status == "parked":
        await kit.room.fate(unit, line, what.status, what.reason, now)
    if what.unreachable and line.address:
        people.set_reachable(unit, line.address, reachable=False)


def _keep(unit: Unit, now: datetime, update: Update, what: Report) -> None:
    kept = {key: value for key, value in asdict(what).items() if key != "due"}
    payload = {"channel": update.channel, "account": update.account, "report": kept}
    key = f"report:{update.channel}:{update.id}"
    schedule.add(unit, Due(update.channel, "report", payload, now + AGAIN, key))
