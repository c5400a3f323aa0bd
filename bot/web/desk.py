"""The desk: the staff room as web pages. One room, not two: the same cases, moves and rules."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.catalog import LANGUAGES
from bot.kit import Kit
from bot.staff.known import known
from bot.turns import quoting, taking_back
from bot.turns.loop import Turns
from bot.update import FromOfficer, Update
from bot.web import documents
from bot.web.answers import problem
from bot.web.case_list import CaseList
from bot.web.case_page import CasePage
from bot.web.checklist import Section
from bot.web.door import Door, Visit, is_ours, language_of, remember_language
from bot.web.streams import COMMENT, Streams, heartbeat, streamed, written
from bot.web.talk import LINES
from bot.web.transcript import Transcripts
from flows import moves
from flows.cases import OFFICERS_MOVES
from flows.checklist import HOWS, WRONG
from flows.ending import OUTCOMES
from flows.lanes import CASE_ROLES, sees
from flows.text import Text
from storage import cases
from storage.database import Database

STATIC = Path(__file__).parent / "static"
CLOSED = (moves.RESOLVED, *moves.ENDED)
MOVES = OFFICERS_MOVES | taking_back.MOVES | quoting.MOVES | {"note", "answer"}
ENDED = frozenset({"close", "mark", "reject", *quoting.MOVES})  # moves that have an outcome
INTERNAL = "//"  # a line that begins so stays in the room
LONGEST = 4000  # characters of one line

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # which a channel may refuse


class Wish(msgspec.Struct):
    """What the desk posts: one move on a case."""

    id: str
    move: str
    text: str = ""
    outcome: str = ""
    about: str = ""


class Look(msgspec.Struct):
    """What the desk posts to see one answer: which field."""

    id: str
    about: str


class Become(msgspec.Struct):
    id: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Its pages, each behind the door."""

    database: Database
    turns: Turns
    streams: Streams
    door: Door

    def routes(self) -> list[Route]:
        case, route = "/desk/cases/{reference}", self.door.route
        return [
            Route("/desk", self.page),
            Route("/desk/strings", self.strings),
            Route("/desk/officer", self.become, methods=["POST"]),
            route("/desk/me", self.me),
            route(case, self.case),
            route(f"{case}/moves", self.move, method="POST"),
            route(f"{case}/reveal", self.reveal, method="POST"),
            route(f"{case}/documents", self.documents),
            route("/desk/documents/{id}/link", self.link, method="POST"),
            route("/desk/documents/{id}", self.document, roles=CASE_ROLES),
            route("/desk/events", self.events),
            *CaseList(self.database, self.door).routes(),
            *Transcripts(self.database, self.door).routes(),
        ]

    async def page(self, request: Request) -> Response:
        """The page; with a link's pass, first the cookie, and an address without the pass."""
        key = request.query_params.get("key")
        if key is None:
            answer: Response = FileResponse(STATIC / "desk.html")
            if request.query_params.get("language") in LANGUAGES:
                remember_language(request, answer)
            return answer
        officer = self.door.passes.officer_of("link", key, self.door.clock.now())
        answer = RedirectResponse("/desk", 303)
        if officer in self.turns.kit.book.officers:
            self.door.remember(request, answer, str(officer))
        return answer

    async def strings(self, request: Request) -> Response:
        catalog = self.turns.kit.renderer.catalogs[language_of(request)]
        return JSONResponse(catalog.page("desk.") | catalog.page("demo."))

    async def me(self, visit: Visit) -> Response:
        officer, language = visit.officer, visit.language
        demo = self.door.is_demo(visit.request)
        others = visit.kit.book.officers.values() if demo else ()
        return JSONResponse(
            {
                "id": officer.id,
                "name": officer.alias.in_(language),
                "roles": sorted(officer.roles),
                "demo": demo,
                "departments": [
                    {"id": one.id, "name": one.name.in_(language)}
                    for one in visit.kit.book.departments.values()
                ],
                "officers": [{"id": o.id, "name": o.alias.in_(language)} for o in others],
                "language": language,
            }
        )

    async def become(self, request: Request) -> Response:
        """In the demo one person plays every officer."""
        if not self.door.is_demo(request) or not is_ours(request):
            return problem(403)
        wanted = msgspec.json.decode(await request.body(), type=Become)
        if wanted.id not in self.turns.kit.book.officers:
            return problem(403)
        answer = JSONResponse({"ok": True})
        self.door.remember(request, answer, wanted.id)
        return answer

    async def case(self, visit: Visit) -> Response:
        page = CasePage(visit.kit, visit.officer, visit.language)
        async with self.database.view() as view:
            case = await cases.by_reference(view, _named(visit))
            if case is None or not sees(visit.officer, case):
                return problem(404)
            return JSONResponse(await page.whole(view, case, visit.now, _lines(visit)))

    async def move(self, visit: Visit) -> Response:
        raw = await visit.request.body()
        wish = msgspec.json.decode(raw, type=Wish)
        if wish.move not in MOVES or wish.outcome not in _outcomes(visit.kit):
            return problem(400)
        if not 1 <= len(wish.id) <= 64:
            return problem(400)
        if (n := len(wish.text)) > LONGEST:
            return visit.refuse(413, Text("check.text.too_long", {"n": n, "high": LONGEST}))
        officer = visit.officer.id
        what = _asked(wish, officer, _named(visit))
        refused = await self.turns.take(Update("desk", officer, wish.id, what, raw))
        return visit.refuse(409, refused.reason) if refused else JSONResponse({"ok": True})

    async def reveal(self, visit: Visit) -> Response:
        """One answer of an application in full: to its case's owner alone, and recorded first."""
        raw = await visit.request.body()
        wish = msgspec.json.decode(raw, type=Look)
        if not 1 <= len(wish.id) <= 64:
            return problem(400)
        officer, reference = visit.officer, _named(visit)
        what = FromOfficer(officer.id, reference, "reveal", about=wish.about)
        if refused := await self.turns.take(Update("desk", officer.id, wish.id, what, raw)):
            return visit.refuse(409, refused.reason)
        section = Section(visit.kit, officer, visit.language)
        async with self.database.view() as view:
            case = await cases.by_reference(view, reference)
            seen = await known(view, case, visit.kit, visit.now) if case else None
        is_owner = seen and seen.owner == officer.id and sees(officer, seen)
        value = section.whole(seen, wish.about) if seen and is_owner else None
        return problem(404) if value is None else JSONResponse({"value": value})

    async def documents(self, visit: Visit) -> Response:
        async with self.database.view() as view:
            case = await cases.by_reference(view, _named(visit))
            if case is None or not sees(visit.officer, case):
                return problem(404)
            found = await documents.listed(view, visit.kit, case, visit.language)
        return JSONResponse({"documents": found})

    async def link(self, visit: Visit) -> Response:
        id_ = visit.request.path_params["id"]
        url = documents.link(self.door.passes, visit.officer, id_, visit.now)
        return JSONResponse({"url": url})

    async def document(self, visit: Visit) -> Response:
        return await documents.opened(self.database, self.door.passes, visit)

    async def events(self, visit: Visit) -> Response:
        return streamed(visit.request, self._feed())

    async def _feed(self) -> AsyncIterator[bytes]:
        with self.streams.watch("desk") as event:
            yield COMMENT
            while not self.streams.closing:
                yield written("changed", {"case": None}) if await heartbeat(event) else COMMENT


def _named(visit: Visit) -> str:
    """The case that the address names."""
    return str(visit.request.path_params["reference"])


def _lines(visit: Visit) -> int:
    """How much of the talk is asked for."""
    asked = visit.request.query_params.get("lines", "")
    return int(asked) if asked.isdecimal() else LINES


def _outcomes(kit: Kit) -> tuple[str, ...]:
    """What a case may be closed with, a field marked with, a rejection based on, a reply be."""
    return ("", *OUTCOMES, *HOWS, WRONG, *kit.book.clauses, *kit.book.replies)


def _asked(wish: Wish, officer: str, case: str) -> FromOfficer:
    """The move that is wished for; few have an outcome."""
    text = _CONTROLS.sub("", wish.text)
    is_note = wish.move == "say" and text.lstrip().startswith(INTERNAL)
    move, outcome = "note" if is_note else wish.move, wish.outcome if wish.move in ENDED else ""
    return FromOfficer(officer, case, move, text, outcome, about=wish.about)
