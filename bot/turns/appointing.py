"""Administrators' orders about officers: somebody is taken in, changed, let go; somebody left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.kit import Kit
from bot.roster import OFFICERS, ROLES, content, described, digest, files_of, known, overlaid
from bot.staff import appointment
from bot.turns import returning
from bot.turns.ordered import tell
from bot.turns.outcome import Outcome
from bot.update import Departed, Order
from flows.book import Officer, Wording
from flows.cases import TALKING, Refused
from flows.lanes import sees
from flows.text import Text
from storage import audit, officers
from storage.audit import Entry
from storage.officers import Change, Standing
from storage.unit import Unit

ADMIN = frozenset({"admin"})


@dataclass(frozen=True, slots=True)
class Office:
    """The officers as the transaction sees them; `changes` are the last of each."""

    unit: Unit
    kit: Kit
    now: datetime
    changes: dict[str, Change]

    @classmethod
    async def enter(cls, unit: Unit, kit: Kit, now: datetime) -> Office:
        await unit.lock_one(OFFICERS)
        return cls(unit, kit, now, await officers.latest(unit))

    @property
    def people(self) -> dict[str, Officer]:
        return overlaid(files_of(self.kit.book), self.changes)

    def former(self, telegram: int) -> Officer | None:
        """Somebody who left, by the account they had."""
        made = [described(one) for one in self.changes.values() if not known(one).roles]
        return next((one for one in made if one.telegram == telegram), None)

    def write(self, officer: Officer, standing: Standing, by: str, move: str) -> None:
        """Keep the change; every process hears of it."""
        latest = self.changes.get(officer.id)
        made = Change(
            officer=officer.id,
            number=latest.number + 1 if latest else 1,
            standing=standing,
            content=content(officer),
            file=digest(files_of(self.kit.book).get(officer.id)),
            made_by=by,
            made_at=self.now,
        )
        officers.change(self.unit, made)
        self.changes[officer.id] = made
        who, subject = f"officer:{by}", f"officer:{officer.id}"
        audit.record(self.unit, Entry(self.now, who, subject, move, details=made.content))
        self.unit.tell(OFFICERS)

    async def take_cases(self, officer: str, why: str) -> int:
        """What they may not have now goes back to the queue; how many cases that is."""
        held = await officers.cases_of(self.unit, officer, TALKING)
        now = self.people[officer]
        lost = [case for case in held if not sees(now, case)]
        returning.schedule_all(self.unit, lost, why, self.now)
        return len(lost)

    def show(self, order: Order, officer: Officer, *, leaving: bool = False) -> Outcome:
        """The card, in place of the one that was tapped."""
        room = self.kit.room
        card = appointment.card(officer, self.kit.book)
        data = appointment.buttons(
            officer,
            self.kit.book,
            lambda text: room.renderer.render(text, room.language),
            leaving=leaving,
        )
        tell(self.unit, self.kit, self.now, order, card, data)
        return Outcome()

    def refuse(self, order: Order, why: Text) -> Outcome:
        """Whoever tapped is told over the button, whoever wrote below the line."""
        if not order.tapped:
            tell(self.unit, self.kit, self.now, order, why)
        return Outcome(Refused(why))

    def hindrance(self, order: Order) -> Text | None:
        """Administrators of this moment alone: the order may have waited."""
        by = self.people.get(order.officer)
        return None if by and by.roles & ADMIN else Text("staff.officer.admins_only")


async def add(unit: Unit, kit: Kit, now: datetime, order: Order) -> Outcome:
    """Somebody new, by the number of their account or in answer to a line of theirs."""
    office = await Office.enter(unit, kit, now)
    if why := office.hindrance(order):
        return office.refuse(order, why)
    wish = appointment.read(order.text, kit.book, kit.renderer)
    telegram, name = order.about or (None, "")
    telegram = wish.telegram or telegram
    if telegram is None or wish.strange:
        return office.refuse(order, Text("staff.officer.how"))
    there = next((one for one in office.people.values() if one.telegram == telegram), None)
    if there:
        return office.show(order, there)
    alias = wish.alias or appointment.wording(wish.name or name)
    made = office.former(telegram) or (alias and _new(office, telegram, alias))
    if not made:
        return office.refuse(order, Text("staff.officer.how"))
    added = _as_wished(made, wish)
    office.write(added, "listed", order.officer, "officer_listed")
    return office.show(order, added)


async def change(unit: Unit, kit: Kit, now: datetime, order: Order) -> Outcome:
    """An officer's card: shown, changed by what the line says, or by a tap on it."""
    office = await Office.enter(unit, kit, now)
    if why := office.hindrance(order):
        return office.refuse(order, why)
    if order.tapped:
        id_, _, verb = order.text.partition(".")
        officer = office.people.get(id_)
        if officer is None:
            return office.refuse(order, Text("case.refused.unknown"))
        return await _tapped(office, order, officer, verb)
    wish = appointment.read(order.text, kit.book, kit.renderer)
    account = order.about[0] if order.about and not wish.name else wish.telegram
    people = office.people.values()
    listed = next((one for one in people if account and one.telegram == account), None)
    officer = listed or appointment.named(wish.name, people)
    if officer is None or wish.strange:
        return office.refuse(order, Text("staff.officer.how_to_change"))
    return await _changed(office, order, officer, _as_wished(officer, wish))


async def depart(unit: Unit, kit: Kit, now: datetime, what: Departed) -> None:
    """Whoever is out of the group has no rights and no cases until an administrator says so."""
    office = await Office.enter(unit, kit, now)
    officer = office.people.get(what.officer)
    if officer is None or not officer.roles:
        return
    office.write(officer, "left", officer.id, "officer_left")
    count = await office.take_cases(officer.id, "left")
    alias = Text(f"book.officer.{officer.id}")
    kit.room.warn(unit, Text("staff.officer.left", {"officer": alias}, count), now)


async def _tapped(office: Office, order: Order, officer: Officer, verb: str) -> Outcome:
    verb, _, key = verb.partition(".")
    department = appointment.department(key, office.kit.book)
    match verb:
        case "role" if key in ROLES:
            after = replace(officer, roles=officer.roles ^ {key})
            return await _changed(office, order, officer, after)
        case "in" if department:
            after = replace(officer, departments=officer.departments ^ {department})
            return await _changed(office, order, officer, after)
        case "removed" if officer.roles:
            return await _remove(office, order, officer)
        case "relist" if not officer.roles:
            back = described(office.changes[officer.id])
            office.write(back, "listed", order.officer, "officer_listed")
            return office.show(order, back)
    return office.show(order, officer, leaving=verb == "remove")


async def _changed(office: Office, order: Order, before: Officer, after: Officer) -> Outcome:
    """Somebody who is listed. Nobody gives up being an administrator by themselves."""
    if before.roles and (after != before):
        if not after.roles or (after.id == order.officer and not after.roles & ADMIN):
            return office.refuse(order, Text("staff.officer.needs_role"))
        office.write(after, "listed", order.officer, "officer_changed")
        await office.take_cases(after.id, "changed")
        return office.show(order, after)
    return office.show(order, before)


async def _remove(office: Office, order: Order, officer: Officer) -> Outcome:
    if officer.id == order.officer:
        return office.refuse(order, Text("staff.officer.not_oneself"))
    office.write(officer, "removed", order.officer, "officer_removed")
    count = await office.take_cases(officer.id, "left")
    alias = Text(f"book.officer.{officer.id}")
    said = Text("staff.officer.removed", {"officer": alias}, count)
    office.kit.room.warn(office.unit, said, office.now)
    return office.show(order, known(office.changes[officer.id]))


def _new(office: Office, telegram: int, alias: Wording) -> Officer:
    id_ = appointment.identify(alias, {*office.people, *office.changes})
    return Officer(id_, telegram, alias, frozenset({"officer"}), frozenset())


def _as_wished(officer: Officer, wish: appointment.Wish) -> Officer:
    return replace(
        officer,
        alias=wish.alias or officer.alias,
        roles=officer.roles if wish.roles is None else wish.roles,
        departments=officer.departments if wish.departments is None else wish.departments,
    )
