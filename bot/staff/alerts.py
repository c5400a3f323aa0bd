"""What officers, supervisors and the management hear of a clock, each where they are."""

from __future__ import annotations

from datetime import datetime

from bot.clock import riyadh
from bot.kit import Kit
from flows.book import Officer, Role
from flows.clocks import BREACH, Alert
from flows.text import Shown, Text
from storage.cases import Case
from storage.unit import Unit


def tell(unit: Unit, kit: Kit, case: Case, alert: Alert, now: datetime) -> None:
    """The claimer in the case's topic; from the end of its time on the supervisors; then admins."""
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
        supervisors = _with_role(kit, case, "supervisor")
        kit.room.supervise(unit, case, Text("staff.clock.breach", values), now, supervisors)
    else:
        admins = _with_role(kit, case, "admin")
        kit.room.supervise(unit, case, Text("staff.clock.management", values), now, admins)


def _tell_of_lease(unit: Unit, kit: Kit, case: Case, alert: Alert, now: datetime) -> None:
    """The claimer is reminded; that the case goes back the supervisors hear, not the person."""
    if alert.level < BREACH:
        numbers = kit.book.association.numbers
        words = Text("staff.lease.reminder", count=numbers.lease_minutes - numbers.lease_reminder)
        kit.room.note(unit, case, words, now, mentions=_owner(kit, case))
        return
    officer = Text(f"book.officer.{case.owner}")
    over = Text("staff.lease.over", {"reference": case.reference, "officer": officer})
    kit.room.supervise(unit, case, over, now, _with_role(kit, case, "supervisor"))


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
