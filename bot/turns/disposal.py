"""Pictures of identity documents that officers find: destroyed here, and where they were sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot import body
from bot.body import File
from bot.kit import Kit
from bot.staff import paper
from bot.staff.room import CHANNEL
from bot.turns.drafts import BLANK
from bot.turns.papers import erase_message
from bot.turns.scene import Scene
from bot.update import FromOfficer
from flows import disposal
from flows.cases import Moved
from flows.disposal import MOVE
from flows.text import Text
from storage import applications, documents, messages, retention
from storage.cases import Case
from storage.documents import Document
from storage.messages import Message
from storage.unit import Unit, View

LINE = "line:"
"""Before the room's id of a line: the file that is shown there."""


async def named(view: View, kit: Kit, case: Case, what: FromOfficer) -> FromOfficer:
    """The move with the file it is about; with none where this case has no such file."""
    if what.move != MOVE:
        return what
    if await _document(view, case, what.about) or await _shown(view, kit, case, what):
        return what
    return replace(what, about="")


async def ask(unit: Unit, kit: Kit, case: Case, why: Text, now: datetime) -> None:
    """Which of the documents it is; `why` where there is none to choose from."""
    room = kit.room
    found = [one for one in await _documents(unit, case) if one.state == "submitted"]
    if not found:
        room.note(unit, case, why, now)
        return
    data = tuple(
        (
            room.renderer.render(paper.numbered(number, one, case, kit), room.language),
            f"c:{case.reference}:{MOVE}:{one.id}",
        )
        for number, one in enumerate(found, 1)
    )
    room.ask(unit, case, Text("staff.which_document"), now, data=data)


async def destroy(scene: Scene, case: Case, made: Moved, what: FromOfficer) -> None:
    """The content goes, here and at the provider; that there was such a file stays on record."""
    if document := await _document(scene.unit, case, what.about):
        documents.destroy(scene.unit, document.id)
        if document.message:
            await erase_message(scene, document.message)
        if not made.marked:
            await _forget(scene, str(case.application), document.id)
    elif line := await _shown(scene.unit, scene.kit, case, what):
        await _take_back(scene, case, line)
    scene.kit.room.note(scene.unit, case, Text("staff.destroyed"), scene.now)


async def _forget(scene: Scene, application: str, file: str) -> None:
    """Take the file out of the answers; what is asked again is answered anew instead."""
    row = await applications.by_reference(scene.unit, application)
    assert row is not None
    answers = dict(disposal.without(row.answers, file))
    applications.move(scene.unit, replace(row, answers=answers, updated_at=scene.now))


async def _take_back(scene: Scene, case: Case, line: Message) -> None:
    """A file that was passed on to the room: deleted there and in the person's own chat."""
    file = body.read(line.body).file
    scene.kit.room.remove(scene.unit, line, scene.now)
    retention.erase_line(scene.unit, line.id, BLANK)
    for said in await messages.transcript_of_case(scene.unit, case.reference):
        if said.direction == "in" and said.external and body.read(said.body).file == file:
            await erase_message(scene, said.external)
            retention.erase_line(scene.unit, said.id, BLANK)


async def _documents(view: View, case: Case) -> list[Document]:
    return await documents.of_application(view, case.application) if case.application else []


async def _document(view: View, case: Case, id_: str) -> Document | None:
    found = (one for one in await _documents(view, case) if one.id == id_)
    return next((one for one in found if one.state == "submitted"), None)


async def _shown(view: View, kit: Kit, case: Case, what: FromOfficer) -> Message | None:
    """The line of the room that shows a file of this case's beneficiary."""
    if not what.about.startswith(LINE) or what.room is None:
        return None
    id_ = what.about.removeprefix(LINE)
    line = await messages.in_room(view, CHANNEL, kit.room.account, what.room, id_)
    if line is None or line.case != case.reference or line.direction != "out":
        return None
    return line if isinstance(body.read(line.body).file, File) else None
