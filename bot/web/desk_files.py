"""Files at the desk: one is sent to the person, and what either end sent is opened, on record."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import body
from bot.attachments import ready
from bot.channels.channel import Fetch, LostFile
from bot.turns.loop import Turns
from bot.update import FromOfficer, Update
from bot.web import media
from bot.web.answers import problem
from bot.web.door import Door, Visit
from flows.lanes import CASE_ROLES, sees
from flows.text import Text
from storage import attachments, audit, cases, messages
from storage.audit import Entry
from storage.database import Database

PATH = "/desk/files"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DeskFiles:
    """`fetch` gives the files of each channel."""

    database: Database
    turns: Turns
    door: Door
    fetch: Mapping[str, Fetch]

    def routes(self) -> list[Route]:
        return [
            self.door.route(PATH, self.send, roles=CASE_ROLES, method="POST"),
            self.door.route(f"{PATH}/{{line:int}}", self.open, roles=CASE_ROLES),
        ]

    async def send(self, visit: Visit) -> Response:
        """A file, as the body, goes out as the owner's words do: of a case, once by its id."""
        asked, officer = visit.request.query_params, visit.officer
        reference, id_ = asked.get("case", ""), asked.get("id", "")
        content = await visit.request.body()
        if not 1 <= len(id_) <= 64:
            return problem(400)
        handle = self.database.vault.lookup("attachment", officer.id, id_)
        made = await asyncio.to_thread(ready, content, handle)
        if made is None:
            return visit.refuse(409, Text("staff.file.type"))
        file, content = made
        async with self.database.unit() as unit:
            case = await cases.by_reference(unit, reference)
            if case is None or not sees(officer, case):
                return problem(404)
            attachments.keep(unit, handle, reference, content, visit.now)
        what = FromOfficer(officer.id, reference, "say", file=file)
        refused = await self.turns.take(Update("desk", officer.id, id_, what))
        if refused is None:
            return JSONResponse({"ok": True})
        async with self.database.unit() as unit:
            attachments.discard(unit, handle)
        return visit.refuse(409, refused.reason)

    async def open(self, visit: Visit) -> Response:
        """The file of a line that was said in a case; that it was opened is written down first."""
        number = visit.request.path_params["line"]
        async with self.database.unit() as unit:
            line = await messages.by_id(unit, number)
            case = await cases.by_reference(unit, line.case or "") if line else None
            said = body.read(line.body) if line and line.room is None else None
            if said is None or said.file is None or said.held or case is None:
                return problem(404)
            if not sees(visit.officer, case):
                return problem(404)
            actor = f"officer:{visit.officer.id}"
            audit.record(unit, Entry(visit.now, actor, str(number), "open_file", case.reference))
        try:
            content = await self.fetch[said.file.channel](said.file.handle)
        except (KeyError, LostFile) as lost:
            log.warning("file_lost", reason=str(lost))
            return problem(404)
        return media.answer(content, said.file)
