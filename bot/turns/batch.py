"""A batch of turns in one transaction, on what is read for all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import answers_due
from bot.kit import Kit
from bot.staff import digest, telegram_rights
from bot.turns import (
    alarm,
    appointing,
    dossier,
    logbook,
    needing,
    officer,
    orders,
    person,
    proposing,
    quoting,
    raw,
    readout,
    refusing,
    report,
    returning,
    taking_back,
    tellings,
    unclaimed,
)
from bot.turns.dossier import Dossier
from bot.turns.effects import apply
from bot.turns.outcome import Outcome
from bot.turns.scene import Scene
from bot.turns.waiting import Waiting
from bot.update import (
    Correction,
    Departed,
    Due,
    FromOfficer,
    FromPerson,
    Logged,
    Order,
    Reach,
    ReadOut,
    Refusal,
    Report,
    Returned,
    Ring,
    RoomMoved,
    Telling,
    Update,
    Upkeep,
)
from flows import codec
from flows.cases import Refused
from flows.effects import Say
from flows.events import Sent
from flows.lanes import is_kept_from
from flows.text import Text
from storage import cases, conversations, inbox, outbox, people, schedule, shelf
from storage.people import Address
from storage.unit import Unit


async def play(unit: Unit, kit: Kit, now: datetime, batch: Sequence[Waiting]) -> list[Outcome]:
    """One turn each; no two are of the same subject. A second delivery changes nothing."""
    fresh = await _fresh(unit, batch, now)
    new = [waiting for waiting in batch if waiting.arrival in fresh]
    known = await people.load_many(unit, {waiting.subject for waiting in new})
    for waiting in new:
        if waiting.subject not in known and (origin := waiting.update.origin):
            known[waiting.subject] = people.add(unit, waiting.subject, origin, now)
    kept = await dossier.load(unit, kit, known.values())
    return [
        refusing.keep(
            unit,
            waiting,
            await _turn(unit, kit, now, waiting.update, kept.get(waiting.subject)),
            now,
        )
        if waiting.arrival in fresh
        else await refusing.again(unit, waiting)
        for waiting in batch
    ]


async def fail(unit: Unit, kit: Kit, now: datetime, waiting: Waiting, reason: str) -> str | None:
    """Keep an update that raised, apologise, alert; the address that heard of it."""
    update = waiting.update
    await unit.lock_one(waiting.subject)
    secret = _has_file(update) or await _is_sealed(unit, kit, waiting.subject)
    kept = b"" if secret else raw.cleared(update.raw, kit.book.words)
    inbox.fail(unit, waiting.arrival, kept, reason, now)
    kit.room.report(unit, Text("staff.failed"), now)
    if update.origin is None or not isinstance(update.what, FromPerson):
        return None
    address = await people.resolve(unit, *update.origin, now)
    await _apologise(unit, kit, now, address)
    return address.id


def _has_file(update: Update) -> bool:
    """Whether its raw body leads to a file, which might be of an identity card."""
    return isinstance(update.what, FromPerson) and isinstance(update.what.event, Sent)


async def _is_sealed(unit: Unit, kit: Kit, address: str) -> bool:
    """Whether its raw body may hold an answer without a name."""
    found = (await conversations.load_many(unit, [address])).get(address)
    return found is not None and kit.engine.seals(codec.load(found.state, found.format))


async def _fresh(unit: Unit, batch: Sequence[Waiting], now: datetime) -> set[inbox.Arrival]:
    """What comes for the first time, or was put aside when it did."""
    coming = [waiting.arrival for waiting in batch if not waiting.shelved]
    new = await inbox.receive_many(unit, coming, now)
    fresh = {arrival for arrival, is_new in zip(coming, new, strict=True) if is_new}
    shelved = [waiting.arrival for waiting in batch if waiting.shelved]
    return fresh | {arrival for arrival in shelved if await shelf.take(unit, arrival)}


async def _turn(
    unit: Unit, kit: Kit, now: datetime, update: Update, kept: Dossier | None
) -> Outcome:
    """Everything one update causes."""
    address = kept.address.id if kept else None
    match update.what:
        case FromPerson() as what:
            assert kept is not None
            await person.hear(unit, kit, now, kept, what)
        case Reach(_, reachable):
            people.set_reachable(unit, str(address), reachable=reachable)
        case FromOfficer() as what:
            return await _move(unit, kit, now, kept, what)
        case Order() | Logged() | ReadOut() | Departed() | Returned() as what:
            return await _of_staff(unit, kit, now, kept, what)
        case Report() as what:
            return Outcome(address=await report.note(unit, kit, now, update, what))
        case RoomMoved(old, new):
            cases.move_room(unit, old, new)
            outbox.move_room(unit, old, new)
        case Refusal(_, who):
            kit.room.warn(unit, Text("staff.stranger", {"who": who}), now)
        case what:
            await _fallen_due(unit, kit, now, kept, what)
    return Outcome(address=address)


async def _fallen_due(
    unit: Unit,
    kit: Kit,
    now: datetime,
    kept: Dossier | None,
    what: Due | Ring | Telling | Upkeep | Correction,
) -> None:
    """What was foreseen for this time."""
    match what:
        case Due():
            await person.remind(unit, kit, now, kept, what)
        case Ring():
            await alarm.ring(unit, kit, now, what)
        case Upkeep(row, digest.KIND, payload):
            schedule.done(unit, row)
            await digest.hang(unit, kit, now, payload["day"])
        case Upkeep(row, telegram_rights.KIND, payload):
            schedule.done(unit, row)
            kit.room.explain(unit, payload["chat"], payload["lacks"], now)
        case Telling():
            await tellings.tell(unit, kit, now, kept, what)
        case _:
            await answers_due.act(unit, kit, now, kept, what)


async def _of_staff(
    unit: Unit,
    kit: Kit,
    now: datetime,
    kept: Dossier | None,
    what: Order | Logged | ReadOut | Departed | Returned,
) -> Outcome:
    """What officers do that is no move on a case, and what becomes of those who left."""
    match what:
        case Order():
            return await orders.obey(unit, kit, now, what)
        case Logged():
            return await logbook.log(unit, kit, now, what)
        case ReadOut():
            return await readout.answer(unit, kit, now, kept, what)
        case Departed():
            await appointing.depart(unit, kit, now, what)
        case Returned():
            await returning.act(unit, kit, now, what)
    return Outcome()


async def _move(
    unit: Unit, kit: Kit, now: datetime, kept: Dossier | None, what: FromOfficer
) -> Outcome:
    """What an officer does about a case, or with what was said in it."""
    case = await cases.by_reference(unit, what.case)
    if case and is_kept_from(kit.book.officers[what.officer], case):
        return Outcome(Refused(Text("case.refused.unknown")))
    if what.move in proposing.MOVES:
        return await proposing.propose(unit, kit, now, what)
    if what.move in taking_back.MOVES:
        return await taking_back.act(unit, kit, now, kept, what)
    if what.move in quoting.MOVES:
        return await quoting.act(unit, kit, now, kept, what)
    if what.move == needing.MOVE:
        return await needing.act(unit, kit, now, kept, what)
    if what.move in unclaimed.MOVES:
        return await unclaimed.act(unit, kit, now, kept, what)
    outcome = await officer.move(unit, kit, now, kept, what)
    if what.move == "close":
        await proposing.offer(unit, kit, now, what.case)
    return outcome


async def _apologise(unit: Unit, kit: Kit, now: datetime, address: Address) -> None:
    kept = await dossier.load(unit, kit, [address])
    scene = Scene.enter(unit, kit, now, kept[address.id], apply)
    phone = kit.book.association.contact.phone
    scene.says.append(Say(Text("common.failed", {"phone": phone})))
    scene.speak()
