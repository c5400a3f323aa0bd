"""Cases that go back to the queue by themselves, because whoever had them cannot have them now.

Each is a turn of its own, so that nobody else's turn about the same person is in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.kit import Kit
from bot.turns import clock
from bot.update import Returned
from flows.cases import MOVES
from flows.text import Text
from storage import audit, cases, schedule
from storage.audit import Entry
from storage.cases import Case
from storage.schedule import Due
from storage.unit import Unit

KIND = "case_returned"
MOVE = "release"


def schedule_all(unit: Unit, held: Iterable[Case], why: str, now: datetime) -> None:
    """Let these cases, each with an owner, go back at once."""
    for case in held:
        payload = {"case": case.reference, "owner": case.owner, "why": why}
        key = f"{KIND}:{case.reference}:{case.owner}:{now.isoformat()}"
        schedule.add(unit, Due(case.address or f"case:{case.reference}", KIND, payload, now, key))


async def act(unit: Unit, kit: Kit, now: datetime, what: Returned) -> None:
    """Nobody has the case; the room is told why (`staff.returned.<why>`), the person is not."""
    schedule.done(unit, what.row)
    case = await cases.by_reference(unit, what.case)
    if case and case.owner == what.owner:
        await give_back(unit, kit, now, case, what.why)


async def give_back(unit: Unit, kit: Kit, now: datetime, case: Case, why: str) -> None:
    """To the queue, unless it is not worked on any more."""
    state = MOVES.after(case.state, MOVE)
    if state is None:
        return
    after = replace(case, state=state, owner=None, updated_at=now)
    after = await clock.turn(unit, kit, after, MOVE, now)
    cases.move(unit, after)
    audit.record(unit, Entry(now, "bot", case.reference, MOVE, case.reference, why))
    kit.room.redraw(unit, after, now)
    said = Text(f"staff.returned.{why}", {"officer": Text(f"book.officer.{case.owner}")})
    kit.room.note(unit, after, said, now)
