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

from bot.clock import Clock
from bot.kit import Kit
from bot.staff.known import known
from bot.turns.loop import Turns
from bot.update import FromOfficer, Update
from bot.web import documents
from bot.web.answers import problem
from bot.web.case_page import CasePage
from bot.web.checklist import Section
from bot.web.demo import at_this_machine
from bot.web.passes import BROWSER, Passes
from bot.web.streams import COMMENT, Streams, heartbeat, streamed, written
from flows.book import Language, Officer
from flows.cases import OFFICERS_MOVES, OPEN, OUTCOMES
from flows.checklist import HOWS, WRONG
from flows.text import Text
from storage import cases
from storage.database import Database

STATIC = Path(__file__).parent / "static"
COOKIE = "sila_desk"
CLOSED = ("resolved", "closed", "withdrawn")
MOVES = OFFICERS_MOVES | {"note", "answer"}
ENDED = frozenset({"close", "mark", "reject"})  # moves that have an outcome
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


@dataclass(slots=True)
class Desk:
    """`demo`: whoever is at this machine plays any officer, without a pass."""

    database: Database
    turns: Turns
    streams: Streams
    kit: Kit
    passes: Passes
    clock: Clock
    demo: bool

    def routes(self) -> list[Route]:
        return [
            Route("/desk", self.page),
            Route("/desk/strings", self.strings),
            Route("/desk/me", self.me),
            Route("/desk/officer", self.become, methods=["POST"]),
            Route("/desk/cases", self.list),
            Route("/desk/cases/{reference}", self.case),
            Route("/desk/cases/{reference}/moves", self.move, methods=["POST"]),
            Route("/desk/cases/{reference}/reveal", self.reveal, methods=["POST"]),
            Route("/desk/cases/{reference}/documents", self.documents),
            Route("/desk/documents/{id}/link", self.link, methods=["POST"]),
            Route("/desk/documents/{id}", self.document),
            Route("/desk/events", self.events),
        ]

    async def page(self, request: Request) -> Response:
        """The page; with a link's pass, first the cookie, and an address without the pass."""
        key = request.query_params.get("key")
        if key is None:
            return FileResponse(STATIC / "desk.html")
        now = self.clock.now()
        officer = self.passes.officer_of("link", key, now)
        answer = RedirectResponse("/desk", 303)
        if officer in self.kit.book.officers:
            self._remember(request, answer, str(officer))
        return answer

    async def strings(self, request: Request) -> Response:
        catalog = self.kit.renderer.catalogs[language_of(request)]
        return JSONResponse(catalog.page("desk.") | catalog.page("demo."))

    async def me(self, request: Request) -> Response:
        officer = self.who(request)
        if officer is None:
            return problem(401)
        language, demo = language_of(request), self._is_demo(request)
        others = self.kit.book.officers.values() if demo else ()
        return JSONResponse(
            {
                "id": officer.id,
                "name": officer.alias.in_(language),
                "roles": sorted(officer.roles),
                "demo": demo,
                "officers": [{"id": o.id, "name": o.alias.in_(language)} for o in others],
                "language": language,
            }
        )

    async def become(self, request: Request) -> Response:
        """In the demo one person plays every officer."""
        if not self._is_demo(request) or not _ours(request):
            return problem(403)
        wanted = msgspec.json.decode(await request.body(), type=Become)
        if wanted.id not in self.kit.book.officers:
            return problem(403)
        answer = JSONResponse({"ok": True})
        self._remember(request, answer, wanted.id)
        return answer

    async def list(self, request: Request) -> Response:
        officer = self.who(request)
        if officer is None:
            return problem(401)
        wanted = request.query_params.get("state", "open")
        states = CLOSED if wanted == "closed" else OPEN
        owner = officer.id if wanted == "mine" else None
        page = CasePage(self.kit, officer, language_of(request))
        async with self.database.view() as view:
            found = await cases.desk(view, states, owner=owner, limit=100)
            rows = [page.row(case, await page.last_words(view, case)) for case in found]
        return JSONResponse({"cases": rows})

    async def case(self, request: Request) -> Response:
        officer = self.who(request)
        if officer is None:
            return problem(401)
        page = CasePage(self.kit, officer, language_of(request))
        async with self.database.view() as view:
            case = await cases.by_reference(view, request.path_params["reference"])
            if case is None:
                return problem(404)
            return JSONResponse(await page.whole(view, case, self.clock.now()))

    async def move(self, request: Request) -> Response:
        officer = self.who(request)
        if officer is None:
            return problem(401)
        if not _ours(request):
            return problem(403)
        raw = await request.body()
        wish = msgspec.json.decode(raw, type=Wish)
        if wish.move not in MOVES or wish.outcome not in self._outcomes():
            return problem(400)
        if not 1 <= len(wish.id) <= 64:
            return problem(400)
        if (n := len(wish.text)) > LONGEST:
            return self._refuse(
                413, Text("check.text.too_long", {"n": n, "high": LONGEST}), request
            )
        what = _asked(wish, officer.id, request.path_params["reference"])
        refused = await self.turns.take(Update("desk", officer.id, wish.id, what, raw))
        return self._refuse(409, refused.reason, request) if refused else JSONResponse({"ok": True})

    async def reveal(self, request: Request) -> Response:
        """One answer of an application in full: to its case's owner alone, and recorded first."""
        officer = self.who(request)
        if officer is None:
            return problem(401)
        if not _ours(request):
            return problem(403)
        raw = await request.body()
        wish = msgspec.json.decode(raw, type=Look)
        if not 1 <= len(wish.id) <= 64:
            return problem(400)
        reference = request.path_params["reference"]
        what = FromOfficer(officer.id, reference, "reveal", about=wish.about)
        if refused := await self.turns.take(Update("desk", officer.id, wish.id, what, raw)):
            return self._refuse(409, refused.reason, request)
        section = Section(self.kit, officer, language_of(request))
        async with self.database.view() as view:
            case = await cases.by_reference(view, reference)
            seen = await known(view, case, self.kit, self.clock.now()) if case else None
        value = section.whole(seen, wish.about) if seen and seen.owner == officer.id else None
        return problem(404) if value is None else JSONResponse({"value": value})

    def _outcomes(self) -> tuple[str, ...]:
        """What a case may be closed with, a field marked with, a rejection based on."""
        return ("", *OUTCOMES, *HOWS, WRONG, *self.kit.book.clauses)

    async def documents(self, request: Request) -> Response:
        if self.who(request) is None:
            return problem(401)
        async with self.database.view() as view:
            case = await cases.by_reference(view, request.path_params["reference"])
            if case is None:
                return problem(404)
            found = await documents.listed(view, self.kit, case, language_of(request))
        return JSONResponse({"documents": found})

    async def link(self, request: Request) -> Response:
        officer = self.who(request)
        if officer is None:
            return problem(401)
        if not _ours(request):
            return problem(403)
        id_, now = request.path_params["id"], self.clock.now()
        return JSONResponse({"url": documents.link(self.passes, officer, id_, now)})

    async def document(self, request: Request) -> Response:
        officer = self.who(request)
        if officer is None:
            return problem(401)
        id_, key = request.path_params["id"], request.query_params.get("key", "")
        return await documents.opened(
            self.database, self.passes, officer, id_, key, now=self.clock.now()
        )

    def _refuse(self, status: int, reason: Text, request: Request) -> Response:
        words = self.kit.renderer.render(reason, language_of(request))
        return problem(status, error=words)

    async def events(self, request: Request) -> Response:
        if self.who(request) is None:
            return problem(401)
        return streamed(request, self._feed())

    async def _feed(self) -> AsyncIterator[bytes]:
        with self.streams.watch("desk") as event:
            yield COMMENT
            while not self.streams.closing:
                yield written("changed", {"case": None}) if await heartbeat(event) else COMMENT

    def who(self, request: Request) -> Officer | None:
        """Who asks; somebody taken off the list is nobody, whatever their browser keeps."""
        now = self.clock.now()
        known = self.passes.officer_of("browser", request.cookies.get(COOKIE, ""), now)
        if known is None and self._is_demo(request):
            known = next(iter(self.kit.book.officers), None)
        return self.kit.book.officers.get(str(known))

    def _is_demo(self, request: Request) -> bool:
        return self.demo and at_this_machine(request)

    def _remember(self, request: Request, answer: Response, officer: str) -> None:
        answer.set_cookie(
            COOKIE,
            self.passes.browser(officer, self.clock.now()),
            max_age=int(BROWSER.total_seconds()),
            path="/desk",
            secure=request.scope["scheme"] == "https",
            httponly=True,
            samesite="strict",
        )


def _asked(wish: Wish, officer: str, case: str) -> FromOfficer:
    """The move that is wished for; few have an outcome."""
    text = _CONTROLS.sub("", wish.text)
    is_note = wish.move == "say" and text.lstrip().startswith(INTERNAL)
    move, outcome = "note" if is_note else wish.move, wish.outcome if wish.move in ENDED else ""
    return FromOfficer(officer, case, move, text, outcome, about=wish.about)


def language_of(request: Request) -> Language:
    asked = request.query_params.get("language") or request.headers.get("Accept-Language", "ar")
    return "en" if asked.startswith("en") else "ar"


def _ours(request: Request) -> bool:
    """A header that no form of another site can send."""
    return request.headers.get("X-Sila") == "desk"
