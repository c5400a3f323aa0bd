"""The clocks of a case ring: whoever is to hear of it hears it once, and while they work."""

from __future__ import annotations

from datetime import datetime

from bot.clock import riyadh
from bot.kit import Kit
from bot.staff import alerts
from bot.turns import clock, returning, tellings
from bot.update import Ring
from flows import calendar, clocks, quiet
from flows.clocks import BREACH, Alert
from storage import audit, cases, schedule
from storage.audit import Entry
from storage.cases import Case
from storage.unit import Unit


async def ring(unit: Unit, kit: Kit, now: datetime, what: Ring) -> None:
    """A moment came for which an alert was foreseen; where all was done in time, nothing is said.

    It waits again where the time is turned back meanwhile, or nobody works; only a sensitive case
    calls its people at night.
    """
    schedule.done(unit, what.row)
    case = await cases.by_reference(unit, what.case)
    if case is None:
        return
    association = kit.book.association
    again = max(now, what.at)
    if case.lane != "focal":
        again = calendar.next_opening(again, association.hours)
    if now < again:
        schedule.repeat(unit, what.row, again)
        return
    before = await clock.kept(unit, case)
    after, told = clocks.ring(before, riyadh(now), association)
    if not told:
        return
    case = clock.keep(unit, kit, case, before, after)
    cases.move(unit, case)
    for one in told:
        reason = alerts.reason(one)
        audit.record(unit, Entry(now, "bot", case.reference, alerts.MOVE, case.reference, reason))
        alerts.tell(unit, kit, case, one, now)
        _owe_apology(unit, kit, case, one, now)
    if any(one.clock == "lease" and one.level == BREACH for one in told):
        await returning.give_back(unit, kit, now, case, "lease")
    else:
        kit.room.redraw(unit, case, now)


def _owe_apology(unit: Unit, kit: Kit, case: Case, one: Alert, now: datetime) -> None:
    """A promise to the person was not kept: outside quiet hours they hear of it, once for each."""
    hours = kit.book.association.hours
    is_broken = one.level == BREACH and one.clock in clock.promised(kit, case)
    if not is_broken or case.address is None:
        return
    whole_day = one.clock == "resolution" and case.lane != "focal"
    at = calendar.next_day(now, hours) if whole_day else now
    tellings.owe_apology(unit, case, one.due, quiet.allowed(at, hours))
