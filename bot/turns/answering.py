"""Replies to a particular message: what it was goes along, to the room and to the person."""

from __future__ import annotations

import textwrap

from bot.body import File, Quote, read
from bot.staff.room import Heard
from bot.turns.scene import Scene
from bot.update import FromOfficer
from flows.text import Text
from storage import messages
from storage.cases import Case
from storage.messages import Message

SHOWN = 60  # characters of a message that is quoted


async def heard(scene: Scene, case: Case, file: File | None, *, edited: bool) -> Heard:
    """What goes to the room with a person's words in this case.

    What was said in another case is not quoted in this one.
    """
    arrived = scene.arrived
    if arrived is None:
        return Heard(file, edited=edited)
    line = await _line(scene, arrived.answers)
    is_of_case = line is not None and line.case in {None, case.reference}
    if line is None or not is_of_case:
        return Heard(file, arrived.message, edited, album=arrived.album)
    kept = read(line.body)
    is_there = kept.line and kept.line[0] == str(scene.kit.room.chat_of(case))
    return Heard(
        file,
        arrived.message,
        edited,
        line=kept.line if is_there else None,
        quoted="" if is_there else _beginning(kept.text),
        album=arrived.album,
    )


async def quoted(scene: Scene, what: FromOfficer) -> Quote | None:
    """What of the person's an officer's words answer, in the person's language."""
    line = await _line(scene, what.answers)
    if line is None or what.answers is None:
        return None
    words = _beginning(read(line.body).text)
    text = Text("handoff.quoted", {"words": words}) if words else Text("handoff.quoted.file")
    rendered = scene.kit.renderer.render(text, scene.conversation.language)
    return Quote(what.answers, rendered)


async def _line(scene: Scene, external: str | None) -> Message | None:
    if external is None:
        return None
    return await messages.in_address(scene.unit, scene.address.id, external)


def _beginning(words: str) -> str:
    return textwrap.shorten(words, SHOWN, placeholder="…")
