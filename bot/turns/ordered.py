"""What an officer who gave an order is told, where it was given."""

from __future__ import annotations

from datetime import datetime

from bot.body import Body
from bot.kit import Kit
from bot.staff.room import CHANNEL, EDIT
from bot.update import Order
from flows.text import Text
from storage import messages
from storage.messages import Outgoing
from storage.unit import Unit


def tell(  # noqa: PLR0917 -- what every handler of an order has in hand
    unit: Unit,
    kit: Kit,
    now: datetime,
    order: Order,
    text: Text,
    data: tuple[tuple[str, str], ...] = (),
) -> None:
    """Say it below the order; in answer to a tap, in place of what was tapped. `data`: buttons."""
    said = Body(text=kit.room.renderer.render(text, kit.room.language), data=data)
    row = Outgoing(
        CHANNEL,
        kit.room.account,
        said.plain(),
        room=order.room,
        case=order.case,
        act="edit" if order.tapped else "post",
        rank=EDIT if order.tapped else 0,
        target=order.tapped,
        slot=f"order:{order.tapped}" if order.tapped else None,
    )
    messages.queue(unit, row, now)
