"""What each effect of a turn becomes: rows of the same transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any, TypeAlias

from bot import body
from bot.clock import riyadh
from bot.staff import card
from bot.turns import drafts, duplicates, papers, renewal
from bot.turns.gap import unanswered
from bot.turns.scene import Scene
from flows import applications as application_moves
from flows import calendar
from flows.cases import MOVES as CASE_MOVES
from flows.cases import OPEN
from flows.effects import (
    Consented,
    Discarded,
    Effect,
    Erase,
    Escalate,
    Gather,
    Keep,
    Left,
    Rated,
    Received,
    Relay,
    Renewed,
    Submit,
    Subscribed,
    Unanswered,
)
from flows.events import Edited, Event, Said, Sent, Shared, Unread
from flows.text import Text
from storage import applications, audit, cases, people, ratings, references
from storage.applications import Application
from storage.audit import Entry
from storage.cases import Case
from storage.people import Consent
from storage.ratings import Rating

URGENT = 2
BENEFICIARY = "beneficiary"

Handler: TypeAlias = Callable[[Scene, Any], Awaitable[None]]


async def apply(scene: Scene, effect: Effect) -> None:
    await HANDLERS[type(effect)](scene, effect)


async def consented(scene: Scene, effect: Consented) -> None:
    person = scene.address.person.id
    given = Consent(person, effect.version, effect.given, scene.address.channel, scene.now)
    people.add_consent(scene.unit, given)


async def subscribed(scene: Scene, effect: Subscribed) -> None:
    people.set_notices(scene.unit, scene.address.person.id, effect.on)
    _record(scene, "notices_on" if effect.on else "notices_off", scene.address.person.id)


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
    _record(scene, "submit", effect.reference)
    hours = scene.kit.book.association.hours
    by = calendar.add_working_days(riyadh(scene.now).date(), programme.verify_days, hours)
    due = calendar.next_opening(datetime.combine(by, time(), calendar.RIYADH), hours)
    others = await duplicates.of(scene.unit, application)
    reason = duplicates.REASON if others else "submitted"
    case = _case(scene, effect.reference, "application", reason, "registration")
    shown = (*duplicates.fields(others), *effect.fields)
    details = card.details("", shown, scene.kit.renderer, scene.address.channel)
    _open(
        scene,
        replace(
            case,
            details=details,
            application=effect.reference,
            programme=programme.id,
            department=programme.department,
            due_at=due,
        ),
    )


async def escalated(scene: Scene, effect: Escalate) -> None:
    references.reserve(scene.unit, effect.reference, "case", scene.now)
    association = scene.kit.book.association
    minutes = association.numbers.first_reply_minutes
    due = calendar.add_working_minutes(riyadh(scene.now), minutes, association.hours)
    case = _case(scene, effect.reference, "hand_off", effect.reason, effect.flow)
    details = card.details(
        effect.question, effect.fields, scene.kit.renderer, scene.address.channel
    )
    _open(scene, replace(case, details=details, due_at=due))
    scene.kit.meter.escalated(effect.reason)
    if effect.question:
        scene.kit.room.hear(scene.unit, effect.reference, effect.question, scene.now)


async def relayed(scene: Scene, effect: Relay) -> None:
    words, file = _content(effect.event, scene.address.channel)
    scene.kit.room.hear(scene.unit, effect.case, words, scene.now, file)
    await follow(scene, effect.case, "hear")


async def left(scene: Scene, effect: Left) -> None:
    scene.kit.room.note(scene.unit, effect.case, Text("staff.left"), scene.now)
    await follow(scene, effect.case, "leave")


async def received(scene: Scene, effect: Received) -> None:
    """The beneficiary's word on a delivery: it ends the case, or brings it back as urgent."""
    application = await applications.by_reference(scene.unit, effect.application)
    state = application and application_moves.MOVES.after(
        application.state, f"receive_{effect.how}"
    )
    if not application or not state:
        return  # said before: the first word counts
    applications.move(scene.unit, replace(application, state=state, updated_at=scene.now))
    _record(scene, f"receive_{effect.how}", effect.application)
    if effect.how != "no":
        _due(scene, application)
    note = Text(f"staff.received.{effect.how}")
    scene.kit.room.note(scene.unit, effect.application, note, scene.now)
    await follow(scene, effect.application, "receive" if effect.how == "full" else "dispute")


def _due(scene: Scene, application: Application) -> None:
    """The rating, with who and what is rated as they are now."""
    ratings.create(
        scene.unit,
        Rating(
            application=application.reference,
            programme=application.programme,
            channel=scene.address.channel,
            policy=scene.kit.book.association.policy.version,
            due_at=scene.now,
            address=scene.address.id,
            person=scene.address.person.id,
            department=application.department,
            officer=application.officer,
        ),
    )


async def rated(scene: Scene, effect: Rated) -> None:
    rating = await ratings.by_application(scene.unit, effect.application)
    if rating is None or rating.person != scene.address.person.id:
        return
    answered = replace(
        rating,
        state="answered",
        score=effect.score,
        reason=effect.reason,
        comment=effect.comment,
        answered_at=scene.now,
    )
    ratings.move(scene.unit, answered)
    _record(scene, "rate", effect.application)


async def follow(scene: Scene, reference: str, move: str) -> None:
    """What the beneficiary's own move makes of a case, its row and its place in the room."""
    case = await cases.by_reference(scene.unit, reference)
    state = case and CASE_MOVES.after(case.state, move)
    if not case or not state:
        return
    was_open, is_open = case.state in OPEN, state in OPEN
    after = replace(
        case,
        state=state,
        owner=case.owner if was_open else None,
        priority=URGENT if move == "dispute" else case.priority,
        closed_at=None if is_open else scene.now,
        updated_at=scene.now,
    )
    if after == replace(case, updated_at=scene.now):
        return
    cases.move(scene.unit, after)
    _record(scene, move, reference, reference)
    if is_open and not was_open:
        scene.kit.room.reopen(scene.unit, after, scene.now)
    elif is_open:
        scene.kit.room.redraw(scene.unit, after, scene.now)
    else:
        scene.kit.room.close(scene.unit, after, scene.now)


def _case(scene: Scene, reference: str, kind: str, reason: str, flow: str) -> Case:
    return Case(
        reference=reference,
        kind=kind,
        reason=reason,
        flow=flow,
        state="queued",
        opened_at=scene.now,
        updated_at=scene.now,
        address=scene.address.id,
        person=scene.address.person.id,
    )


def _open(scene: Scene, case: Case) -> None:
    cases.open(scene.unit, case)
    _record(scene, "open", case.reference, case.reference, case.reason)
    scene.kit.room.open(scene.unit, case, scene.now)


def _record(
    scene: Scene, move: str, subject: str, case: str | None = None, reason: str | None = None
) -> None:
    audit.record(scene.unit, Entry(scene.now, BENEFICIARY, subject, move, case, reason))


def _content(event: Event, channel: str) -> tuple[str, body.File | None]:
    """What is relayed of an event: words, and the file by its handle."""
    match event:
        case Said(text) | Edited(text):
            return text, None
        case Sent(kind, file, caption):
            return caption, body.File(kind, file, channel)
        case Shared(phone):
            return phone, None
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
    Escalate: escalated,
    Unanswered: unanswered,
    Keep: papers.keep,
    Gather: papers.gather,
    Erase: papers.erase,
    Relay: relayed,
    Left: left,
    Received: received,
    Rated: rated,
}
"""One for each effect that is not words."""
