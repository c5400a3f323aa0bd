"""Files in a turn: kept with their answer, let go with it, erased where they came from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from flows.conversation import Conversation
from flows.effects import Corrected, Erase, Gather, Keep, Submit, Turn
from flows.steps.upload import sound
from flows.text import Value
from storage import documents, messages, schedule
from storage.documents import Document
from storage.messages import Outgoing
from storage.schedule import Due
from storage.unit import Unit

if TYPE_CHECKING:
    from bot.turns.scene import Scene

A_MOMENT = timedelta(seconds=2)  # between the files of one album
GATHERED = "files"  # the kind of what falls due


async def keep(scene: Scene, effect: Keep) -> None:
    """The file of this update, as a draft until its form is handed in."""
    what, file = scene.arrived, effect.file
    assert what is not None
    assert what.content is not None
    document = Document(
        id=file.id,
        address=scene.address.id,
        key=effect.key.partition(".")[2],
        type=file.type,
        size=file.size,
        at=scene.now,
        digest=documents.digest(scene.unit.vault, what.content),
        name=what.name,
        message=what.message,
    )
    documents.add(scene.unit, document, what.content)


async def gather(scene: Scene, effect: Gather) -> None:
    """Look in a moment whether more has come."""
    message = scene.arrived.message if scene.arrived else None
    due = Due(
        subject=scene.address.id,
        kind=GATHERED,
        payload={"last": effect.last},
        at=scene.now + A_MOMENT,
        dedupe=f"{GATHERED}:{scene.address.id}:{message or effect.last}",
    )
    schedule.add(scene.unit, due)


async def erase(scene: Scene, _: Erase) -> None:
    """An act of the log: whatever happens to this process, it is carried out."""
    message = scene.arrived.message if scene.arrived else None
    if message is not None:
        await erase_message(scene, message)


async def erase_message(scene: Scene, message: str) -> None:
    """Delete what a person sent, by the channel's id of it, where it lies."""
    line = await messages.in_address(scene.unit, scene.address.id, message)
    if line is None:
        return
    act = Outgoing(
        scene.address.channel,
        scene.address.account,
        {},
        address=scene.address.id,
        act="delete",
        target=line.id,
        dedupe=f"erase:{line.id}",
    )
    messages.queue(scene.unit, act, scene.now)


def settle(unit: Unit, before: Conversation, turn: Turn) -> None:
    """Documents live as long as a form refers to them, or the application it became."""
    gone = held(before) - held(turn.conversation)
    for effect in turn.effects:
        match effect:
            case Submit(reference, answers=answers) | Corrected(reference, answers):
                documents.submit(unit, reference, ids := sorted(_ids(answers)))
                gone -= set(ids)
    if gone:
        documents.discard(unit, sorted(gone))


def held(conversation: Conversation) -> set[str]:
    """The files that a conversation's forms refer to."""
    found: set[str] = set()
    for form in conversation.forms:
        found.update(_ids(form.answers))
        found.update(file.id for file in sound(form.files))
    return found


def _ids(answers: Mapping[str, Value]) -> list[str]:
    return [id_ for value in answers.values() if isinstance(value, tuple) for id_ in value]
