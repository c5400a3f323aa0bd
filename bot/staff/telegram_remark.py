"""What the room says to an officer's line that did not do what it seems to: once is enough."""

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
    """`key` is what it is said about: never twice about the same. No case: in General."""

    text: Text
    key: str
    case: str | None = None

    @classmethod
    def once(cls, line: str, case: str) -> Remark:
        """One in the whole life of a case."""
        return cls(Text(line), case, case)

    def queue(self, unit: Unit, room: Room, now: datetime) -> None:
        said = Body(text=room.renderer.render(self.text, room.language))
        row = Outgoing(
            CHANNEL,
            room.account,
            said.plain(),
            room=str(room.chat),
            case=self.case,
            dedupe=f"remark:{self.text.id}:{self.key}",
        )
        messages.queue(unit, row, now)
