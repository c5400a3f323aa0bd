"""An application verified and decided: by its officer's moves, and by what the applicant does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.clock import riyadh
from bot.kit import Kit
from bot.staff import card, checklist
from bot.staff.known import known
from bot.turns import casework
from bot.turns.casework import case_of, open_case, record
from bot.turns.scene import Scene
from bot.update import FromOfficer
from flows import working_days
from flows.applications import MOVES
from flows.cases import Moved, available
from flows.checklist import LAPSED, WRONG
from flows.effects import Corrected, Objected, Withdrawn
from flows.text import Text
from storage import applications, audit, cases, references, verifications
from storage.applications import Application
from storage.audit import Entry
from storage.cases import Case
from storage.unit import Unit
from storage.verifications import Verification

DECISIONS = frozenset({"approve", "reject", "grant", "uphold", "deliver"})
"""Moves whose officer answers for them: the next one who decides is known by it."""


# ------------------------------------------------------------------ an officer's moves
async def advance(scene: Scene, made: Moved, what: FromOfficer) -> None:
    """The application as a move on its case left it: its marks, its row, its audit."""
    reference = str(made.case.application)
    for key in made.marked:
        note = what.text or None
        found = Verification(reference, key, what.outcome or WRONG, what.officer, scene.now, note)
        verifications.mark(scene.unit, found)
    if what.move == "ask_correction":
        await _note(scene.unit, reference, what.text)
    if not made.steps:
        return
    row = await applications.by_reference(scene.unit, reference)
    assert row is not None
    after = replace(
        row,
        state=str(made.case.application_state),
        officer=what.officer if what.move in DECISIONS else row.officer,
        delivered_at=scene.now if what.move == "deliver" else row.delivered_at,
        updated_at=scene.now,
    )
    applications.move(scene.unit, after)
    for step in made.steps:
        if step != what.move or what.case != reference:
            entry = Entry(scene.now, f"officer:{what.officer}", reference, step, what.case)
            audit.record(scene.unit, entry)
    if what.move == "grant":
        await casework.follow(scene, reference, "reopen", f"officer:{what.officer}")
    scene.refresh()


async def lapse(
    unit: Unit, case: Case, keys: Sequence[str], what: FromOfficer, now: datetime
) -> None:
    """What is no longer valid stands in the way of an approval, and may be asked for again."""
    reference = str(case.application)
    for key in keys:
        verifications.mark(unit, Verification(reference, key, LAPSED, what.officer, now))
    row = await applications.by_reference(unit, reference)
    assert row is not None
    state = MOVES.after(row.state, "doubt")
    assert state is not None
    applications.move(unit, replace(row, state=state, updated_at=now))
    details = {"fields": list(keys)}
    actor = f"officer:{what.officer}"
    audit.record(unit, Entry(now, actor, reference, "doubt", what.case, LAPSED, details))


async def show(unit: Unit, kit: Kit, case: Case, now: datetime, about: str = "") -> None:
    """The checklist in the case's topic as it is now."""
    if case.kind != "application" or kit.room.chat_of(case) is None:
        return
    seen = await known(unit, case, kit, now)
    owner = kit.book.officers.get(seen.owner or "")
    moves = available(seen, owner) if owner else ()
    body = checklist.body(seen, moves, kit.renderer, kit.room.language, about)
    await kit.room.keep(unit, case, "checklist", body, now)


async def _note(unit: Unit, reference: str, words: str) -> None:
    """What the applicant is told of the fields that are asked for again."""
    for row in await verifications.of(unit, reference):
        if row.mark in {WRONG, LAPSED}:
            verifications.mark(unit, replace(row, note=words))


# ------------------------------------------------------------------ what the applicant does
async def corrected(scene: Scene, effect: Corrected) -> None:
    """The answers in place of those an officer could not confirm; nobody has looked at them."""
    row = await _moved(scene, effect.application, "correct")
    if row is None:
        return
    answers = dict(effect.answers)
    number = str(answers.get("national_id", ""))
    identity = applications.identify(scene.unit.vault, number)
    applications.move(scene.unit, replace(row, answers=answers, identity=identity))
    changed = {
        k for k in answers.keys() | row.answers.keys() if answers.get(k) != row.answers.get(k)
    }
    marks = await verifications.of(scene.unit, row.reference)
    doubted = {mark.field for mark in marks if mark.mark in {WRONG, LAPSED}}
    verifications.clear(scene.unit, row.reference, sorted(changed | doubted))
    case = await cases.by_reference(scene.unit, row.reference)
    if case is None:
        return
    through = card.channel(case)
    details = card.details(card.question(case), effect.fields, scene.kit.renderer, through)
    programme = scene.kit.book.programmes.get(row.programme)
    due = _due(scene, programme.verify_days) if programme else case.due_at
    cases.move(scene.unit, replace(case, details=details, due_at=due))
    await casework.follow(scene, row.reference, "correct")
    scene.kit.room.note(scene.unit, case, Text("staff.corrected"), scene.now)
    await show(scene.unit, scene.kit, case, scene.now)


async def withdrawn(scene: Scene, effect: Withdrawn) -> None:
    """The application and every open case about it end."""
    row = await _moved(scene, effect.application, "withdraw")
    if row is None:
        return
    for case in scene.dossier.cases:
        if case.application == row.reference:
            scene.kit.room.note(scene.unit, case, Text("staff.withdrawn"), scene.now)
            await casework.follow(scene, case.reference, "leave")


async def objected(scene: Scene, effect: Objected) -> None:
    """A case of its own, which whoever decided can neither claim nor decide."""
    row = await _moved(scene, effect.application, "object")
    if row is None:
        return
    references.reserve(scene.unit, effect.reference, "case", scene.now)
    first = await cases.by_reference(scene.unit, row.reference)
    kept = card.fields_of(first) if first else {}
    about = card.details(effect.why, (), scene.kit.renderer, scene.address.channel)
    decision = first.summary if first else None
    days = scene.kit.book.association.numbers.objection_days
    case = case_of(scene, effect.reference, "objection", "objection", "objection")
    case = replace(
        case,
        details={**about, "fields": kept, "decision": decision},
        application=row.reference,
        programme=row.programme,
        department=row.department,
        due_at=_due(scene, days),
    )
    open_case(scene, case)
    scene.kit.room.hear(scene.unit, case, effect.why, scene.now)


async def rated(scene: Scene, reference: str) -> None:
    """A service that was delivered and rated is done with."""
    row = await applications.by_reference(scene.unit, reference)
    if row and (state := MOVES.after(row.state, "rate")):
        applications.move(scene.unit, replace(row, state=state, updated_at=scene.now))


async def _moved(scene: Scene, reference: str, move: str) -> Application | None:
    """This person's application after the move, None where it is not theirs to make."""
    row = await applications.by_reference(scene.unit, reference)
    state = row and MOVES.after(row.state, move)
    if not row or not state or row.person != scene.address.person.id:
        return None
    after = replace(row, state=state, updated_at=scene.now)
    applications.move(scene.unit, after)
    record(scene, move, reference, reference)
    return after


def _due(scene: Scene, days: int) -> datetime:
    """The opening of the last of so many working days from today."""
    hours = scene.kit.book.association.hours
    return working_days.opening(days, riyadh(scene.now), hours)
