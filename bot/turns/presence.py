"""Officers go on leave and come back: «إجازة» and «مناوب», in the staff room or at the desk."""

from __future__ import annotations

from datetime import datetime

from bot.kit import Kit
from bot.turns import returning
from bot.turns.outcome import Outcome
from bot.update import Order
from flows.moves import TALKING
from flows.text import Text
from storage import audit, duty, officers
from storage.audit import Entry
from storage.unit import Unit

OFF, ON = "off", "on"


async def leave(unit: Unit, kit: Kit, now: datetime, order: Order) -> Outcome:
    """Nothing new reaches the officer; each open case of theirs goes to the others, in a turn."""
    if await duty.on_duty(unit, order.officer):
        duty.leave(unit, order.officer, now)
        _record(unit, order, now)
    held = await officers.cases_of(unit, order.officer, TALKING)
    returning.schedule_all(unit, held, "leave", now)
    values = {"officer": Text(f"book.officer.{order.officer}")}
    kit.room.report(unit, Text("staff.off", values), now)
    return Outcome()


async def come_back(unit: Unit, kit: Kit, now: datetime, order: Order) -> Outcome:
    """The officer may be given something again."""
    if not await duty.on_duty(unit, order.officer):
        duty.come_back(unit, order.officer)
        _record(unit, order, now)
    values = {"officer": Text(f"book.officer.{order.officer}")}
    kit.room.report(unit, Text("staff.on", values), now)
    return Outcome()


def _record(unit: Unit, order: Order, now: datetime) -> None:
    who = f"officer:{order.officer}"
    audit.record(unit, Entry(now, who, who, order.does))
