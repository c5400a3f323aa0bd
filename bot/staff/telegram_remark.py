"""What the room says to an officer's line that did not go out as it seems to: once a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.staff.room import Room
from flows.text import Text
from storage.cases import Case
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Remark:
    text: Text
    case: Case

    def queue(self, unit: Unit, room: Room, now: datetime) -> None:
        key = f"remark:{self.text.id}:{self.case.reference}"
        room.note(unit, self.case, self.text, now, dedupe=key)
