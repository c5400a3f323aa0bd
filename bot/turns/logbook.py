"""The logbook in the shell: a call, a visit or a letter becomes a case, and is told where it can.

Who is known by the number hears of it on their own channel. Anybody else has an address on no
channel, where nothing is ever sent: the officer tells them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from bot.clock import riyadh
from bot.kit import Kit
from bot.staff import card
from bot.turns import dossier
from bot.turns.casework import case_of, open_case
from bot.turns.effects import apply
from bot.turns.outcome import Outcome
from bot.turns.scene import Scene
from bot.update import Logged, Order
from flows import calendar, logbook, mask, reference
from flows.cases import Refused
from flows.effects import Fields, Say
from flows.lanes import sees
from flows.logbook import CHANNEL, THROUGH, Line, Way
from flows.text import Shown, Text
from storage import applications, audit, cases, people, references
from storage.applications import Application
from storage.audit import Entry
from storage.people import Address
from storage.unit import Unit

ORDERS: dict[str, Way] = {"call": "call", "visit": "visit", "letter": "letter"}
"""What officers type in the room, and how whoever it is about came."""


async def obey(unit: Unit, kit: Kit, now: datetime, order: Order) -> Outcome:
    """A line typed in the room. A visit may also be about a case that is there."""
    way = ORDERS[order.does]
    first, _, rest = order.text.strip().partition(" ")
    if way == "visit" and (named := reference.well_formed(first)):
        return await _attend(unit, kit, now, order, named, rest.strip())
    line = logbook.read(way, order.text, riyadh(now).date())
    if line is None:
        kit.room.report(unit, Text(f"staff.logbook.how.{way}"), now)
        return Outcome()
    return await log(unit, kit, now, Logged(order.officer, line, order.room))


async def log(unit: Unit, kit: Kit, now: datetime, what: Logged) -> Outcome:
    """Give it a number, a case, and an application where a service was agreed upon."""
    line, number = what.line, await _unused(unit, kit)
    known = await people.by_phone(unit, line.phone) if line.phone else None
    if known is None:
        external = line.phone or f"{line.way}:{number}"
        address = await people.resolve(unit, CHANNEL, CHANNEL, external, now)
        people.set_reachable(unit, address.id, reachable=False)
        if line.phone:
            people.set_phone(unit, address.id, line.phone)
    else:
        await unit.lock_one(known)
        [address] = (await people.load_many(unit, [known])).values()
    await _open(unit, kit, now, what, address, number)
    if what.room:
        kit.room.report(unit, Text(f"staff.logbook.logged.{line.way}", {"reference": number}), now)
    return Outcome(address=address.id)


async def _open(  # noqa: PLR0917 -- what is written down, of whom, and under which number
    unit: Unit, kit: Kit, now: datetime, what: Logged, address: Address, number: str
) -> None:
    kept = await dossier.load(unit, kit, [address])
    scene = Scene.enter(unit, kit, now, kept[address.id], apply)
    line, programme = what.line, kit.book.programmes.get(what.line.programme or "")
    references.reserve(unit, number, "application" if programme else "case", now)
    details = card.details(line.summary, _fields(line), kit.renderer, THROUGH[line.way])
    case = replace(
        case_of(scene, number, "hand_off", line.way, "logbook"),
        details=details,
        due_at=_due(kit, now) if line.way == "letter" else None,
    )
    if programme:
        application = Application(
            reference=number,
            programme=programme.id,
            applicant=min(programme.audience),
            state="approved",
            answers={"name": line.name, "mobile": line.phone or ""},
            terms=programme.terms,
            submitted_at=now,
            updated_at=now,
            address=address.id,
            person=address.person.id,
            officer=what.officer,
            department=programme.department,
        )
        applications.submit(unit, application)
        case = replace(
            case,
            kind="application",
            application=number,
            programme=programme.id,
            department=programme.department,
        )
    open_case(scene, case)
    audit.record(unit, Entry(now, f"officer:{what.officer}", number, "log", number, line.way))
    scene.says.append(Say(Text(f"logbook.told.{line.way}", {"reference": number})))
    scene.speak()


def _fields(line: Line) -> Fields:
    found: list[tuple[Text, Shown]] = []
    if line.name:
        shown = line.name if line.way == "letter" else mask.name(line.name)
        found.append((Text(f"staff.logbook.name.{line.way}"), shown))
    if line.phone:
        found.append((Text("staff.logbook.phone"), mask.mobile(line.phone)))
    return tuple(found)


def _due(kit: Kit, now: datetime) -> datetime:
    """By when a letter is answered."""
    association = kit.book.association
    days = association.numbers.letter_days
    day = calendar.add_working_days(riyadh(now).date(), days, association.hours)
    return calendar.next_opening(datetime.combine(day, time(), calendar.RIYADH), association.hours)


async def _attend(  # noqa: PLR0917 -- what was typed, and about which case
    unit: Unit, kit: Kit, now: datetime, order: Order, number: str, result: str
) -> Outcome:
    """What came of an interview stands with the case it was about."""
    case = await cases.by_reference(unit, number)
    if case is None or not sees(kit.book.officers[order.officer], case):
        return Outcome(Refused(Text("case.refused.unknown")))
    if not result:
        kit.room.report(unit, Text("staff.logbook.how.visit"), now)
        return Outcome()
    details = {"text": result}
    who = f"officer:{order.officer}"
    audit.record(unit, Entry(now, who, number, "visit", number, details=details))
    officer = Text(f"book.officer.{order.officer}")
    noted = Text("staff.logbook.visited", {"officer": officer, "result": mask.redact(result)})
    kit.room.note(unit, case, noted, now)
    return Outcome()


async def _unused(unit: Unit, kit: Kit) -> str:
    """A reference number that nobody has."""
    while True:
        candidates = kit.candidates()
        taken = await references.taken(unit, candidates)
        if free := [number for number in candidates if number not in taken]:
            return free[0]
