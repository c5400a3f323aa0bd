"""Cases that go back to the queue by themselves, because whoever had them cannot have them now.

Each is a turn of its own, so that nobody else's turn about the same person is in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.kit import Kit
from bot.update import Returned
from flows.cases import MOVES
from flows.text import Text
from storage import audit, cases, schedule
from storage.audit import Entry
from storage.schedule import Due
from storage.unit import Unit

KIND = "case_returned"
MOVE = "release"


def schedule_all(
    unit: Unit, held: Mapping[str, str | None], owner: str, why: str, now: datetime
) -> None:
    """Let these cases of the officer, each with its address, go back at once."""
    for reference, address in held.items():
        payload = {"case": reference, "owner": owner, "why": why}
        key = f"{KIND}:{reference}:{owner}:{now.isoformat()}"
        schedule.add(unit, Due(address or f"case:{reference}", KIND, payload, now, key))


async def act(unit: Unit, kit: Kit, now: datetime, what: Returned) -> None:
    """Nobody has the case; the room is told why (`staff.returned.<why>`), the person is not."""
    schedule.done(unit, what.row)
    case = await cases.by_reference(unit, what.case)
    state = MOVES.after(case.state, MOVE) if case else None
    if case is None or state is None or case.owner != what.owner:
        return
    after = replace(case, state=state, owner=None, updated_at=now)
    cases.move(unit, after)
    audit.record(unit, Entry(now, "bot", case.reference, MOVE, case.reference, what.why))
    kit.room.redraw(unit, after, now)
    said = Text(f"staff.returned.{what.why}", {"officer": Text(f"book.officer.{what.owner}")})
    kit.room.note(unit, after, said, now)
