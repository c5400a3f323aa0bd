"""Drafts in the shell: looked at by the timer, and destroyed with all that was said for them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.body import Body
from bot.clock import riyadh
from bot.kit import Kit
from flows import drafts
from flows.context import Context, Person
from flows.conversation import Form
from flows.effects import Discarded
from flows.events import Waited
from storage import audit, documents, retention, schedule
from storage.audit import Entry
from storage.people import Address
from storage.schedule import Due
from storage.unit import Unit

if TYPE_CHECKING:
    from bot.turns.scene import Scene

KIND = "draft"
BLANK = Body(hidden=True).plain()


def fell_due(row: Due) -> Waited:
    """The event of a due row; when the person was heard is known in its turn."""
    return Waited(datetime.fromisoformat(row.payload["begun"]), row.at)


def watch(scene: Scene) -> None:
    """Have every draft looked at that was begun in this scene."""
    known = {form.begun for form in drafts.left(scene.before)}
    for form in drafts.left(scene.conversation):
        if form.begun not in known:
            _look_again(scene, form, _waited(scene.kit, scene.address, form, scene.now, scene.now))


async def look(scene: Scene, event: Waited) -> None:
    """Let the conversation say what becomes of a draft now, and when to look again."""
    kept, before = scene.dossier.conversation, scene.conversation
    form = next((f for f in drafts.left(before) if f.begun == event.draft), None)
    if form is None or kept is None:
        return
    event = _waited(scene.kit, scene.address, form, kept.updated_at, scene.now)
    await scene.advance(event)
    form = next((f for f in drafts.left(scene.conversation) if f.begun == event.draft), None)
    if form is not None:
        _look_again(scene, form, event)
    if scene.conversation != before:
        scene.leave()


async def discarded(scene: Scene, effect: Discarded) -> None:
    """Nothing stays of it but that there was one."""
    retention.erase_talk(scene.unit, scene.address.id, effect.begun, BLANK)
    files = [
        file for value in effect.answers.values() if isinstance(value, tuple) for file in value
    ]
    if files:
        documents.discard(scene.unit, files)
    actor = "beneficiary" if effect.why == "given_up" else "bot"
    move, whose = f"draft_{effect.why}", scene.address.person.id
    audit.record(scene.unit, Entry(scene.now, actor, whose, move))


def _waited(kit: Kit, address: Address, form: Form, heard: datetime, now: datetime) -> Waited:
    """To whoever cannot be reached nothing is open."""
    assert form.begun is not None
    until = None
    if kit.capabilities[address.channel].window:
        until = address.window_until or now
    return Waited(form.begun, heard, until if address.reachable else now)


def _look_again(scene: Scene, form: Form, event: Waited) -> None:
    person = Person(notices=scene.address.person.notices)
    ctx = Context(riyadh(scene.now), scene.kit.book, scene.kit.matcher, person=person)
    at = drafts.next_look(form, event, ctx)
    _schedule(scene.unit, scene.address, event.draft, at)


def _schedule(unit: Unit, address: Address, begun: datetime, at: datetime) -> None:
    key = f"{KIND}:{address.id}:{begun:%Y%m%d%H%M%S%f}:{at:%Y%m%d%H%M}"
    schedule.add(unit, Due(address.id, KIND, {"begun": begun.isoformat()}, at, key))
