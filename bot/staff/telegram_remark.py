"""What the room says to an officer's line that did not go out as it seems to: once a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.body import Body
from bot.staff.room import CHANNEL, Room
from flows.text import Text
from storage import messages
from storage.messages import Outgoing
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Remark:
    text: Text
    case: str

    def queue(self, unit: Unit, room: Room, now: datetime) -> None:
        said = Body(text=room.renderer.render(self.text, room.language))
        row = Outgoing(
            CHANNEL,
            room.account,
            said.plain(),
            room=str(room.chat),
            case=self.case,
            dedupe=f"remark:{self.text.id}:{self.case}",
        )
        messages.queue(unit, row, now)
