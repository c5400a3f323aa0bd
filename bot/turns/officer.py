"""An officer's move on a case: first the lifecycle, then the conversation, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.body import Body, File
from bot.kit import Kit
from bot.staff.known import known
from bot.turns import (
    answering,
    attached,
    clock,
    closing,
    disposal,
    enquiries,
    handover,
    keeping,
    readout,
    recovery,
    succession,
    surveys,
    tellings,
    verification,
    voicing,
)
from bot.turns.dossier import Dossier
from bot.turns.effects import apply
from bot.turns.outcome import Outcome
from bot.turns.prompts import refuse, stop
from bot.turns.scene import Scene
from bot.update import FromOfficer
from flows import calendar, clocks, handoff, secrets
from flows import cases as lifecycle
from flows.book import Officer
from flows.cases import Moved, Refused, Tell, Words
from flows.clocks import CLAIMS, GIVEN
from flows.disposal import MOVE
from flows.effects import Say
from flows.logbook import CHANNEL as PHONE
from flows.moves import ENDED, OPEN, OPEN_AGAIN
from flows.text import Text
from storage import audit, cases, duty, messages, schedule
from storage.audit import Entry
from storage.cases import Case
from storage.messages import Incoming
from storage.schedule import Due
from storage.unit import Unit

A_FILE = "📎"  # what stands for a file without words
REMINDER = timedelta(hours=48)  # after a delivery nobody confirmed yet
SUMMED = frozenset({"close", "reject", "grant", "uphold"})
"""Moves whose words are what remains of the case."""
TOLD = SUMMED | {"deliver", "ask_correction", "assign", "transfer"}
BEGUN = frozenset({"claim", "assign", OPEN_AGAIN})
"""Moves with which an officer begins."""
SHOWN = frozenset({"claim", "verify", "mark", "ask_correction", "approve", "deliver", MOVE})
"""Moves after which the checklist looks otherwise."""
PASSED_ON = frozenset({"assign", "transfer", "release", "not_sensitive"})
"""Moves after which somebody else answers."""


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
        return refuse(unit, kit, now, case, what, Text("case.refused.card"))
    _log(unit, kit, case, what, now)
    if what.move == "note":
        return Outcome()
    if what.move == "say" and dossier.address.channel == PHONE:
        return refuse(unit, kit, now, case, what, Text("staff.by_phone"))
    if what.move in CLAIMS and not await duty.on_duty(unit, what.officer):
        return refuse(unit, kit, now, case, what, Text("case.refused.on_leave"))
    if what.file and (barred := attached.refusal(kit, dossier, what.file)):
        return refuse(unit, kit, now, case, what, barred)
    what = await disposal.named(unit, kit, case, what)
    what, to = await _target(unit, kit, dossier, case, what)
    seen = await known(unit, case, kit, now)
    made = lifecycle.make(
        replace(seen, nudges=await closing.nudges(unit, case, what.move)),
        what.move,
        officer,
        text=what.text or (A_FILE if what.file else ""),
        outcome=what.outcome,
        about=what.about,
        clauses=kit.book.clauses,
        to=to,
    )
    if isinstance(made, Refused):
        return await stop(unit, kit, now, case, what, made)
    if what.move == "verify" and not made.steps:
        await verification.show(unit, kit, case, now, what.about)
        return Outcome()
    scene = Scene.enter(unit, kit, now, dossier, apply)
    after = await _store(scene, case, made, what)
    await _go_on(scene, case, after, what, to)
    scene.refresh()
    scene.typing = what.move in CLAIMS
    await _tell(scene, case, made, what)
    await _add(scene, after, what)
    scene.leave()
    return Outcome(address=dossier.address.id)


async def _target(
    unit: Unit, kit: Kit, dossier: Dossier, case: Case, what: FromOfficer
) -> tuple[FromOfficer, handover.Target]:
    """Whom or what the case is given to, or in which one it goes on."""
    if what.move == OPEN_AGAIN:
        return what, succession.foreseen(case, dossier)
    return await handover.named(unit, kit, case, what)


async def _go_on(
    scene: Scene, before: Case, after: Case, what: FromOfficer, to: handover.Target
) -> None:
    """With somebody else, or in another case."""
    merges = what.move == "merge"
    into = await cases.by_reference(scene.unit, str(after.follows)) if merges else None
    handover.tell(scene, after, what, into)
    if what.move == OPEN_AGAIN and isinstance(to, lifecycle.Case):
        await succession.begin(scene, before, to, what.officer)


async def _tell(scene: Scene, case: Case, made: Moved, what: FromOfficer) -> None:
    """What the move says to the person, and what it does to the conversation."""
    for effect in made.effects:
        match effect:
            case Tell(text):
                scene.says.append(Say(text))
            case Words(text):
                line = (what.room, what.line) if what.room and what.line else None
                if what.file:
                    text = what.text
                quote = await answering.quoted(scene, what)
                scene.say_words(
                    text, what.officer, case.reference, line, what.file, quote, what.album
                )
                if not what.room:
                    officer = scene.kit.book.officers[what.officer]
                    _show_in_room(scene, case, officer, text, what.file)
            case _:
                await scene.advance(effect)


async def _add(scene: Scene, case: Case, what: FromOfficer) -> None:
    """What the person also hears, and what is done about them, now that this was told."""
    if what.move in PASSED_ON and case.kind == "hand_off":
        await _promise_anew(scene, case, what.move)
    if what.move == "close":
        await recovery.closed(scene, case)
        voicing.closed(scene, case)


async def _store(scene: Scene, before: Case, made: Moved, what: FromOfficer) -> Case:
    """The case as the move left it, its audit row, its application, and what the room shows."""
    state = made.case.state
    is_open, ends = state in OPEN, state in ENDED
    after = replace(
        before,
        state=state,
        owner=made.case.owner,
        department=made.case.department,
        follows=made.case.follows,
        outcome=made.case.outcome,
        lane=made.case.lane,
        summary=what.text if what.move in SUMMED else before.summary,
        claimed_at=scene.now if what.move in BEGUN and is_open else before.claimed_at,
        closed_at=before.closed_at or scene.now if ends else None,
        resolved_at=scene.now if what.move == "close" else None if is_open else before.resolved_at,
        updated_at=scene.now,
    )
    application = made.case.application_state
    after = await clock.turn(scene.unit, scene.kit, after, what.move, scene.now, application)
    if after.lane != before.lane:
        after = keeping.ranked(scene, after)
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
            _details(made, what),
        ),
    )
    if what.move == MOVE:
        await disposal.destroy(scene, before, made, what)
    await verification.advance(scene, made, what)
    if what.move == "close":
        enquiries.close(scene, after)
    if what.move == "deliver":
        await _remind(scene, str(made.case.application))
    await _show(scene, before, after, what.move)
    closing.watch(scene, after, what.move)
    if what.move in SHOWN:
        await verification.show(scene.unit, scene.kit, after, scene.now)
    return after


async def _show(scene: Scene, before: Case, after: Case, move: str) -> None:
    """The room of the case: its topic is open as long as somebody works on it."""
    room, is_open = scene.kit.room, after.state in OPEN
    if after.lane != before.lane:
        await keeping.hand_over(scene, before, after)
    elif is_open and before.state not in OPEN:
        await room.reopen(scene.unit, after, scene.now)
    elif is_open and move not in lifecycle.MATCHING:
        room.redraw(scene.unit, after, scene.now)
    elif not is_open and after.state != before.state:
        room.close(scene.unit, after, scene.now)


def _details(made: Moved, what: FromOfficer) -> dict[str, object] | None:
    """What of the move is kept sealed: words that decided something, and the fields meant."""
    text = {"text": what.text} if what.text and what.move in TOLD else {}
    if what.move == MOVE:
        return {"file": what.about, **({"fields": list(made.marked)} if made.marked else {})}
    fields = made.marked or ((what.about,) if what.about else ())
    return {**text, **({"fields": list(fields)} if fields else {})} or None


async def _promise_anew(scene: Scene, case: Case, move: str) -> None:
    """By when whoever has it now answers, where that is another time than was promised."""
    owed = clocks.reply(await clock.kept(scene.unit, case))
    hours = scene.kit.book.association.hours
    due = owed.due(hours) if owed else None
    if due and (move in GIVEN or not calendar.open_at(scene.now, hours)):
        scene.says.append(Say(handoff.renewed(case.reference, due, await scene.context())))
        tellings.watch_promise(scene.unit, case, due)


async def _remind(scene: Scene, application: str) -> None:
    """Ask once more if nobody confirms the delivery; in the end it is rated all the same."""
    if scene.address.channel == PHONE:
        await readout.owe(scene, application)
        return
    reminder = Due(
        subject=scene.address.id,
        kind="delivery_reminder",
        payload={"application": application},
        at=scene.now + REMINDER,
        dedupe=f"delivery:{application}:{scene.now:%Y%m%d%H%M}",
    )
    schedule.add(scene.unit, reminder)
    surveys.expect(scene, application)


def _show_in_room(
    scene: Scene, case: Case, officer: Officer, words: str, file: File | None
) -> None:
    """What was sent from the desk is seen in the topic too."""
    alias = Text(f"book.officer.{officer.id}")
    said = Text("staff.from_desk", {"officer": alias, "words": words or A_FILE})
    scene.kit.room.note(scene.unit, case, said, scene.now, file=file)


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
