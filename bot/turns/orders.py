"""Officers' commands that are about no case, each carried out in a turn of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from bot.kit import Kit
from bot.turns import logbook
from bot.turns.outcome import Outcome
from bot.update import Order
from storage.unit import Unit

Handler: TypeAlias = Callable[[Unit, Kit, datetime, Order], Awaitable[Outcome]]

HANDLERS: Mapping[str, Handler] = {**dict.fromkeys(logbook.ORDERS, logbook.obey)}
"""By what the command does. The room is told by the handler: `kit.room.report`, or `note`."""


async def obey(unit: Unit, kit: Kit, now: datetime, order: Order) -> Outcome:
    return await HANDLERS[order.does](unit, kit, now, order)
