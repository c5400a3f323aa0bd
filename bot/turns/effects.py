"""What each effect of a turn becomes: rows of the same transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from bot import body
from bot.clock import riyadh
from bot.staff import card
from bot.turns import (
    answering,
    closing,
    discretion,
    drafts,
    duplicates,
    enquiries,
    papers,
    praising,
    prelude,
    recommending,
    recovery,
    renewal,
    surveys,
    verification,
    voicing,
)
from bot.turns.casework import (
    case_of,
    earlier,
    follow,
    open_case,
    record,
    survivor,
)
from bot.turns.gap import unanswered
from bot.turns.keeping import grave
from bot.turns.scene import Scene
from flows import applications as application_moves
from flows import priority, sensitive, working_days
from flows.effects import (
    Consented,
    Corrected,
    Debunked,
    Declined,
    Discarded,
    Effect,
    Erase,
    Escalate,
    Gather,
    Keep,
    Left,
    Objected,
    Praised,
    Public,
    Rated,
    Received,
    Recommended,
    Relay,
    Renewed,
    Reopened,
    Rerated,
    Settled,
    Submit,
    Subscribed,
    Surveyed,
    Unanswered,
    Unsigned,
    Withdrawn,
)
from flows.events import Edited, Event, Located, Said, Sent, Shared, Unread
from flows.objection import AGAIN
from flows.recovery import CALL_ME
from flows.text import Text
from storage import applications, cases, people, references
from storage.applications import Application
from storage.people import Consent

Handler: TypeAlias = Callable[[Scene, Any], Awaitable[None]]


async def apply(scene: Scene, effect: Effect) -> None:
    await HANDLERS[type(effect)](scene, effect)


async def consented(scene: Scene, effect: Consented) -> None:
    person = scene.address.person.id
    given = Consent(person, effect.version, effect.given, scene.address.channel, scene.now)
    people.add_consent(scene.unit, given)


async def subscribed(scene: Scene, effect: Subscribed) -> None:
    people.set_notices(scene.unit, scene.address.person.id, effect.on)
    record(scene, "notices_on" if effect.on else "notices_off", scene.address.person.id)


async def submitted(scene: Scene, effect: Submit) -> None:
    """The application, and the case in which an officer works on it, under one number."""
    programme = scene.kit.book.programmes[effect.programme]
    number = str(effect.answers.get("national_id", ""))
    references.reserve(scene.unit, effect.reference, "application", scene.now)
    application = Application(
        reference=effect.reference,
        programme=programme.id,
        applicant=effect.applicant,
        state="submitted",
        answers=dict(effect.answers),
        terms=programme.terms,
        submitted_at=scene.now,
        updated_at=scene.now,
        address=scene.address.id,
        person=scene.address.person.id,
        identity=applications.identify(scene.unit.vault, number),
        department=programme.department,
    )
    applications.submit(scene.unit, application)
    record(scene, "submit", effect.reference)
    hours = scene.kit.book.association.hours
    due = working_days.opening(programme.verify_days, riyadh(scene.now), hours)
    others = await duplicates.of(scene.unit, application)
    reason = duplicates.REASON if others else "submitted"
    case = case_of(scene, effect.reference, "application", reason, "registration")
    shown = (*duplicates.fields(others), *effect.fields)
    details = card.details("", shown, scene.kit.renderer, scene.address.channel)
    open_case(
        scene,
        replace(
            case,
            details=details,
            application=effect.reference,
            programme=programme.id,
            department=programme.department,
            priority=priority.of_application(effect.applicant, effect.answers, programme),
            due_at=due,
        ),
    )


async def escalated(scene: Scene, effect: Escalate) -> None:
    if handler := APART.get(effect.reason):
        await handler(scene, effect)
        scene.kit.meter.escalated(effect.reason)
        return
    references.reserve(scene.unit, effect.reference, "case", scene.now)
    case = case_of(scene, effect.reference, "hand_off", effect.reason, effect.flow)
    details = card.details(
        effect.question, effect.fields, scene.kit.renderer, scene.address.channel
    )
    case = replace(
        case,
        details=details,
        follows=await earlier(scene, effect.lane),
        lane=effect.lane,
        concerns=effect.concerns,
    )
    if effect.reason == sensitive.REASON:
        case = grave(case)
    if case.lane == "general":
        case = replace(case, details={**details, "turns": await prelude.prelude(scene, case)})
    if voice := scene.kit.book.voices.get(effect.reason):
        case = replace(
            case,
            department=voice.department,
            priority=max(case.priority, priority.of_reason(effect.reason, urgent=voice.urgent)),
            due_at=working_days.due(voice, riyadh(scene.now), scene.kit.book.association.hours),
        )
        voicing.expect(scene, effect.reference, voice)
    open_case(scene, case)
    if case.lane == "general":
        scene.kit.meter.escalated(effect.reason)
    if effect.question:
        scene.kit.room.hear(scene.unit, case, effect.question, scene.now)


APART: Mapping[str, Handler] = {CALL_ME: recovery.called, AGAIN: voicing.again}
"""Reasons whose cases are made in ways of their own."""


async def debunked(scene: Scene, effect: Debunked) -> None:
    """Counted where the weekly board finds it, without whom it reached."""
    record(scene, "debunk", effect.misconception, actor="bot")
    scene.kit.meter.debunked(effect.misconception)


async def relayed(scene: Scene, effect: Relay) -> None:
    words, file = _content(effect.event, scene.address.channel)
    if case := await survivor(scene, effect.case):
        said = await answering.heard(scene, case, file, edited=isinstance(effect.event, Edited))
        scene.kit.room.hear(scene.unit, case, words, scene.now, said)
        await follow(scene, case.reference, "hear")


async def left(scene: Scene, effect: Left) -> None:
    """The talk is over, and its case; an objection is not given up with the talk about it."""
    case = await cases.by_reference(scene.unit, effect.case)
    if case is None:
        return
    scene.kit.room.note(scene.unit, case, Text("staff.left"), scene.now)
    await follow(scene, effect.case, "leave" if case.kind == "hand_off" else "hear")


async def received(scene: Scene, effect: Received) -> None:
    """The beneficiary's word on a delivery: it ends the case, or brings it back as urgent."""
    application = await applications.by_reference(scene.unit, effect.application)
    state = application and application_moves.MOVES.after(
        application.state, f"receive_{effect.how}"
    )
    if not application or not state:
        return  # said before: the first word counts
    applications.move(scene.unit, replace(application, state=state, updated_at=scene.now))
    record(scene, f"receive_{effect.how}", effect.application)
    surveys.settle(scene, application)
    if effect.how != "no":
        await surveys.owe(scene, application)
    if case := await cases.by_reference(scene.unit, effect.application):
        scene.kit.room.note(scene.unit, case, Text(f"staff.received.{effect.how}"), scene.now)
    await follow(scene, effect.application, "receive" if effect.how == "full" else "dispute")


def _content(event: Event, channel: str) -> tuple[str, body.File | None]:
    """What is relayed of an event: words, and the file by its handle."""
    match event:
        case Said(text) | Edited(text):
            return text, None
        case Sent(kind, file, caption):
            return caption, body.File(kind, file, channel)
        case Shared(phone):
            return phone, None
        case Located(latitude, longitude):
            return f"https://maps.google.com/?q={latitude:.4f},{longitude:.4f}", None
        case Unread(kind):
            return f"[{kind}]", None
        case _:
            return "", None


HANDLERS: Mapping[type, Handler] = {
    Consented: consented,
    Subscribed: subscribed,
    Discarded: drafts.discarded,
    Renewed: renewal.renewed,
    Submit: submitted,
    Corrected: verification.corrected,
    Withdrawn: verification.withdrawn,
    Objected: verification.objected,
    Escalate: escalated,
    Public: discretion.released,
    Debunked: debunked,
    Unanswered: unanswered,
    Keep: papers.keep,
    Gather: papers.gather,
    Erase: papers.erase,
    Relay: relayed,
    Left: left,
    Settled: closing.settled,
    Reopened: closing.reopened,
    Received: received,
    Rated: surveys.rated,
    Unsigned: surveys.unsigned,
    Surveyed: enquiries.surveyed,
    Declined: enquiries.declined,
    Recommended: recommending.recommended,
    Rerated: recovery.rerated,
    Praised: praising.praised,
}
"""One for each effect that is not words."""
