"""An officer's move on a case: first the lifecycle, then the conversation, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.body import Body
from bot.kit import Kit
from bot.staff.known import known
from bot.turns.dossier import Dossier
from bot.turns.effects import apply
from bot.turns.outcome import Outcome
from bot.turns.scene import Scene
from bot.update import FromOfficer
from flows import applications as application_moves
from flows import cases as lifecycle
from flows import secrets
from flows.book import Officer
from flows.cases import OPEN, Refused, Tell, Words
from flows.effects import Say
from flows.text import Text
from storage import applications, audit, cases, messages, schedule
from storage.audit import Entry
from storage.cases import Case
from storage.messages import Incoming
from storage.schedule import Due
from storage.unit import Unit

REMINDER = timedelta(hours=48)  # after a delivery nobody confirmed yet


async def move(
    unit: Unit, kit: Kit, now: datetime, dossier: Dossier | None, what: FromOfficer
) -> Outcome:
    """Carry the move out, or say why not. A note stays inside and is only logged.

    `dossier` is of the person whose case it is.
    """
    officer = kit.book.officers[what.officer]
    case = await cases.by_reference(unit, what.case)
    if case is None or dossier is None:
        return Outcome(Refused(Text("case.refused.unknown")))
    if "card" in secrets.clear(what.text, kit.book.words).kinds:
        return _refuse(unit, kit, now, what, Text("case.refused.card"))
    _log(unit, kit, case, what, now)
    if what.move == "note":
        return Outcome()
    if what.move == "close" and what.room and not what.text:
        _ask_how(unit, kit, case, what, now)
        return Outcome()
    made = lifecycle.make(
        await known(unit, case, kit.book), what.move, officer, text=what.text, outcome=what.outcome
    )
    if isinstance(made, Refused):
        return _refuse(unit, kit, now, what, made.reason)
    scene = Scene.enter(unit, kit, now, dossier, apply)
    await _store(scene, case, made.case, what)
    for effect in made.effects:
        match effect:
            case Tell(text):
                scene.says.append(Say(text))
            case Words(text):
                line = (what.room, what.line) if what.room and what.line else None
                scene.say_words(text, officer.id, case.reference, line)
                if not what.room:
                    _show_in_room(scene, case, officer, text)
            case _:
                await scene.advance(effect)
    scene.leave()
    return Outcome(address=dossier.address.id)


async def _store(scene: Scene, before: Case, made: lifecycle.Case, what: FromOfficer) -> None:
    """The case as the move left it, its audit row, and its card."""
    is_open = made.state in OPEN
    after = replace(
        before,
        state=made.state,
        owner=made.owner,
        outcome=made.outcome,
        summary=what.text if what.move == "close" else before.summary,
        claimed_at=scene.now if what.move == "claim" else before.claimed_at,
        closed_at=None if is_open else scene.now,
        updated_at=scene.now,
    )
    cases.move(scene.unit, after)
    audit.record(
        scene.unit,
        Entry(
            scene.now,
            f"officer:{what.officer}",
            before.reference,
            what.move,
            before.reference,
            what.outcome or None,
            {"text": what.text} if what.text and what.move in {"deliver", "close"} else None,
        ),
    )
    if what.move == "deliver":
        await _deliver(scene, after, what)
    elif what.move == "close":
        await _close(scene, after)
    if is_open:
        scene.kit.room.redraw(scene.unit, after, scene.now)
    else:
        scene.kit.room.close(scene.unit, after, scene.now)


async def _deliver(scene: Scene, case: Case, what: FromOfficer) -> None:
    """Record that the service was given, and remind once if nobody confirms it."""
    application = await applications.by_reference(scene.unit, str(case.application))
    assert application is not None
    state = application_moves.MOVES.after(application.state, "deliver")
    assert state is not None
    delivered = replace(
        application,
        state=state,
        officer=what.officer,
        delivered_at=scene.now,
        updated_at=scene.now,
    )
    applications.move(scene.unit, delivered)
    reminder = Due(
        subject=scene.address.id,
        kind="delivery_reminder",
        payload={"application": application.reference},
        at=scene.now + REMINDER,
        dedupe=f"delivery:{application.reference}:{scene.now:%Y%m%d%H%M}",
    )
    schedule.add(scene.unit, reminder)


async def _close(scene: Scene, case: Case) -> None:
    """What was applied for ends with its case, unless it was delivered."""
    application = (
        await applications.by_reference(scene.unit, case.application) if case.application else None
    )
    state = application and application_moves.MOVES.after(application.state, "close")
    if application and state:
        closed = replace(application, state=state, updated_at=scene.now)
        applications.move(scene.unit, closed)


def _show_in_room(scene: Scene, case: Case, officer: Officer, words: str) -> None:
    """What was written at the desk is seen in the topic too."""
    alias = Text(f"book.officer.{officer.id}")
    said = Text("staff.from_desk", {"officer": alias, "words": words})
    scene.kit.room.note(scene.unit, case.reference, said, scene.now)


def _log(unit: Unit, kit: Kit, case: Case, what: FromOfficer, now: datetime) -> None:
    """What an officer typed inside, so that the desk shows the room's talk as well."""
    if what.move != "note":
        return
    line = Incoming(
        "desk" if what.room is None else "telegram",
        kit.room.account,
        Body(text=what.text, internal=True).plain(),
        f"officer:{what.officer}",
        external=what.line,
        address=case.address if what.room is None else None,
        room=what.room,
        case=case.reference,
    )
    messages.record(unit, line, now)


def _ask_how(unit: Unit, kit: Kit, case: Case, what: FromOfficer, now: datetime) -> None:
    """A button was pressed in the room: ask for the outcome, then for one sentence."""
    if what.outcome:
        kit.room.ask_summary(unit, case.reference, what.outcome, now)
    else:
        kit.room.ask_outcome(unit, case, now)


def _refuse(unit: Unit, kit: Kit, now: datetime, what: FromOfficer, reason: Text) -> Outcome:
    if what.room:
        kit.room.note(unit, what.case, reason, now)
    return Outcome(Refused(reason))
