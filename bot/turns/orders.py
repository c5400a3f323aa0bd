"""Officers' commands that are about no case, each carried out in a turn of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from bot.kit import Kit
from bot.turns import appointing, logbook, presence
from bot.turns.outcome import Outcome
from bot.update import Order
from storage.unit import Unit

Handler: TypeAlias = Callable[[Unit, Kit, datetime, Order], Awaitable[Outcome]]

HANDLERS: Mapping[str, Handler] = {
    "officer_add": appointing.add,
    "officer": appointing.change,
    presence.OFF: presence.leave,
    presence.ON: presence.come_back,
    **dict.fromkeys(logbook.ORDERS, logbook.obey),
}
"""By what the command does; a tap on a button with ``o:<does>:<text>`` comes here too. The room is
told by the handler: `ordered.tell`, or `kit.room.report`.
"""


async def obey(unit: Unit, kit: Kit, now: datetime, order: Order) -> Outcome:
    return await HANDLERS[order.does](unit, kit, now, order)
