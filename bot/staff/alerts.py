"""What officers, supervisors and the management hear of a clock, each where they are."""

from __future__ import annotations

from datetime import datetime

from bot.clock import riyadh
from bot.kit import Kit
from flows.book import Officer, Role
from flows.clocks import BREACH, Alert
from flows.text import Shown, Text
from storage import audit, messages
from storage.cases import Case
from storage.times import stamp
from storage.unit import Unit

MOVE = "alert"
"""As which each is recorded."""


def reason(alert: Alert) -> str:
    return f"{alert.clock}:{alert.level}"


async def take_away(unit: Unit, kit: Kit, case: Case, now: datetime) -> None:
    """What was said of a case outside of its topic, to those who lead: it goes with the case."""
    for entry in await audit.of_case(unit, case.reference):
        key = _key(case, str(entry.reason), entry.at)
        if entry.move == MOVE and (line := await messages.by_dedupe(unit, key)):
            kit.room.remove(unit, line, now)


def tell(unit: Unit, kit: Kit, case: Case, alert: Alert, now: datetime) -> None:
    """The claimer in the case's topic; from the end of its time on the supervisors; then admins.

    Of a sensitive case nobody but the focal points.
    """
    if alert.clock == "lease":
        _tell_of_lease(unit, kit, case, alert, now)
        return
    values = _values(case, alert)
    if alert.level == 1:
        words = Text("staff.clock.warning", values)
        kit.room.note(unit, case, words, now, mentions=_owner(kit, case))
    elif alert.level == BREACH:
        words = Text("staff.clock.late", values)
        kit.room.note(unit, case, words, now, mentions=_owner(kit, case))
        _tell_leaders(unit, kit, case, alert, now, Text("staff.clock.breach", values))
    else:
        above = Text("staff.clock.management", values)
        _tell_leaders(unit, kit, case, alert, now, above, "admin")


def _tell_of_lease(unit: Unit, kit: Kit, case: Case, alert: Alert, now: datetime) -> None:
    """The claimer is reminded; that the case goes back the supervisors hear, not the person."""
    if alert.level < BREACH:
        numbers = kit.book.association.numbers
        words = Text("staff.lease.reminder", count=numbers.lease_minutes - numbers.lease_reminder)
        kit.room.note(unit, case, words, now, mentions=_owner(kit, case))
        return
    officer = Text(f"book.officer.{case.owner}")
    over = Text("staff.lease.over", {"reference": case.reference, "officer": officer})
    _tell_leaders(unit, kit, case, alert, now, over)


def _tell_leaders(  # noqa: PLR0917 -- of which alert of which case, what and to whom
    unit: Unit,
    kit: Kit,
    case: Case,
    alert: Alert,
    now: datetime,
    words: Text,
    role: Role = "supervisor",
) -> None:
    called = _with_role(kit, case, "focal" if case.lane == "focal" else role)
    key = _key(case, reason(alert), now)
    kit.room.supervise(unit, case, words, now, dedupe=key, mentions=called)


def _key(case: Case, reason: str, at: datetime) -> str:
    return f"{MOVE}:{case.reference}:{reason}:{stamp(at)}"


def _values(case: Case, alert: Alert) -> dict[str, Shown]:
    holder = (
        Text("staff.clock.held", {"officer": Text(f"book.officer.{case.owner}")})
        if case.owner
        else Text("staff.clock.unheld")
    )
    return {
        "reference": case.reference,
        "what": Text(f"staff.clock.{alert.clock}"),
        "due": riyadh(alert.due),
        "holder": holder,
    }


def _owner(kit: Kit, case: Case) -> tuple[Officer, ...]:
    owner = kit.book.officers.get(case.owner or "")
    return (owner,) if owner else ()


def _with_role(kit: Kit, case: Case, role: Role) -> tuple[Officer, ...]:
    """Those of the case's department, or of any where it has none; never whom it is about."""
    officers = kit.book.officers.values()
    every = [one for one in officers if role in one.roles and one.id != case.concerns]
    return tuple([one for one in every if case.department in one.departments] or every)
