"""What an officer's move in the room still lacks is asked for, or it is told why it is not made."""

from __future__ import annotations

from datetime import datetime

from bot.kit import Kit
from bot.staff import card
from bot.turns import disposal, handover, verification
from bot.turns.outcome import Outcome
from bot.update import FromOfficer
from flows import ending
from flows.cases import Refused
from flows.disposal import MOVE
from flows.text import Text
from storage.cases import Case
from storage.unit import Unit

ASKED = frozenset(
    {
        "case.refused.no_text",
        "case.refused.no_outcome",
        "case.refused.no_clause",
        "case.refused.no_target",
    }
)
"""What a button in the room cannot say: it is asked for."""


async def stop(  # noqa: PLR0917 -- all that a move has in hand
    unit: Unit, kit: Kit, now: datetime, case: Case, what: FromOfficer, made: Refused
) -> Outcome:
    """Ask for what a button in the room could not say, or tell why the move is not made."""
    if what.move == MOVE and what.room and made.reason.id == "case.refused.no_file":
        await disposal.ask(unit, kit, case, made.reason, now)
        return Outcome()
    if made.reason.id in ASKED and what.room and what.move != "say":
        await _ask(unit, kit, case, what, now)
        return Outcome()
    if made.lapsed:
        await verification.lapse(unit, case, made.lapsed, what, now)
        await verification.show(unit, kit, case, now)
    return refuse(unit, kit, now, case, what, made.reason)


async def _ask(unit: Unit, kit: Kit, case: Case, what: FromOfficer, now: datetime) -> None:
    """A button was pressed: ask for the outcome, the clause or the name, then for the words."""
    room = kit.room
    match what.move, what.outcome:
        case "close", "":
            data = card.outcomes(case, room.renderer, room.language)
            room.ask(unit, case, Text("staff.which_outcome"), now, data=data)
        case "reject", "":
            data = card.clauses(case, kit.book.clauses, room.renderer, room.language)
            room.ask(unit, case, Text("staff.which_clause"), now, data=data)
        case "assign" | "transfer", "":
            found = await handover.targets(unit, kit, case, kit.book.officers[what.officer])
            data = card.targets(case, found, room.renderer, room.language)
            room.ask(unit, case, Text("staff.which_target"), now, data=data)
        case "close", outcome:
            why = outcome in ending.UNDONE
            given = {"outcome": Text(f"case.outcome.{outcome}")}
            asked = Text("staff.one_sentence.why" if why else "staff.one_sentence", given)
            room.ask(unit, case, asked, now, expects=("close", outcome))
        case move, outcome:
            asked = Text(f"staff.words.{move}")
            room.ask(unit, case, asked, now, expects=(move, outcome))


def refuse(  # noqa: PLR0917 -- all that a move has in hand
    unit: Unit, kit: Kit, now: datetime, case: Case, what: FromOfficer, reason: Text
) -> Outcome:
    if what.room:
        kit.room.note(unit, case, reason, now)
    return Outcome(Refused(reason))
