"""The desk: the staff room as web pages. One room, not two: the same cases, moves and rules."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from bot.clock import Clock
from bot.kit import Kit
from bot.turns.loop import Turns
from bot.update import FromOfficer, Update
from bot.web.answers import problem
from bot.web.case_page import CasePage
from bot.web.passes import BROWSER, Passes
from bot.web.streams import COMMENT, HEADERS, Streams, heartbeat, written
from flows.book import Language, Officer
from flows.cases import OPEN
from storage import cases
from storage.database import Database

STATIC = Path(__file__).parent / "static"
COOKIE = "sila_desk"
CLOSED = ("resolved", "closed", "withdrawn")
MOVES = frozenset({"claim", "say", "note", "deliver", "hand_back", "release", "close"})


class Wish(msgspec.Struct):
    """What the desk posts: one move on a case."""

    id: str
    move: str
    text: str = ""
    outcome: str = ""


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
        catalog = self.kit.renderer.catalogs[_language(request)]
        return JSONResponse(catalog.page("desk.") | catalog.page("demo."))

    async def me(self, request: Request) -> Response:
        officer = self._officer(request)
        if officer is None:
            return problem(401)
        language = _language(request)
        others = self.kit.book.officers.values() if self.demo else ()
        return JSONResponse(
            {
                "id": officer.id,
                "name": officer.alias.in_(language),
                "roles": sorted(officer.roles),
                "demo": self.demo,
                "officers": [{"id": o.id, "name": o.alias.in_(language)} for o in others],
                "language": language,
            }
        )

    async def become(self, request: Request) -> Response:
        """In the demo one person plays every officer."""
        wanted = msgspec.json.decode(await request.body(), type=Become)
        if not self.demo or wanted.id not in self.kit.book.officers or not _ours(request):
            return problem(403)
        answer = JSONResponse({"ok": True})
        self._remember(request, answer, wanted.id)
        return answer

    async def list(self, request: Request) -> Response:
        officer = self._officer(request)
        if officer is None:
            return problem(401)
        wanted = request.query_params.get("state", "open")
        states = CLOSED if wanted == "closed" else OPEN
        owner = officer.id if wanted == "mine" else None
        page = CasePage(self.kit, officer, _language(request))
        async with self.database.view() as view:
            found = await cases.desk(view, states, owner=owner, limit=100)
            rows = [page.row(case, await page.last_words(view, case)) for case in found]
        return JSONResponse({"cases": rows})

    async def case(self, request: Request) -> Response:
        officer = self._officer(request)
        if officer is None:
            return problem(401)
        page = CasePage(self.kit, officer, _language(request))
        async with self.database.view() as view:
            case = await cases.by_reference(view, request.path_params["reference"])
            if case is None:
                return problem(404)
            return JSONResponse(await page.whole(view, case))

    async def move(self, request: Request) -> Response:
        officer = self._officer(request)
        if officer is None:
            return problem(401)
        raw = await request.body()
        wish = msgspec.json.decode(raw, type=Wish)
        if not _ours(request):
            return problem(403)
        if wish.move not in MOVES or not 1 <= len(wish.id) <= 64:
            return problem(400)
        reference = request.path_params["reference"]
        internal = wish.move == "say" and wish.text.lstrip().startswith("//")
        what = FromOfficer(
            officer.id, reference, "note" if internal else wish.move, wish.text, wish.outcome
        )
        refused = await self.turns.take(Update("desk", officer.id, wish.id, what, raw))
        if refused:
            return problem(409, error=self.kit.renderer.render(refused.reason, _language(request)))
        return JSONResponse({"ok": True})

    async def events(self, request: Request) -> Response:
        if self._officer(request) is None:
            return problem(401)
        return StreamingResponse(self._feed(), media_type="text/event-stream", headers=HEADERS)

    async def _feed(self) -> AsyncIterator[bytes]:
        with self.streams.watch("desk") as event:
            yield COMMENT
            while not self.streams.closing:
                yield written("changed", {"case": None}) if await heartbeat(event) else COMMENT

    def _officer(self, request: Request) -> Officer | None:
        """Who asks; somebody taken off the list is nobody, whatever their browser keeps."""
        now = self.clock.now()
        known = self.passes.officer_of("browser", request.cookies.get(COOKIE, ""), now)
        if known is None and self.demo:
            known = next(iter(self.kit.book.officers))
        return self.kit.book.officers.get(str(known))

    def _remember(self, request: Request, answer: Response, officer: str) -> None:
        answer.set_cookie(
            COOKIE,
            self.passes.browser(officer, self.clock.now()),
            max_age=int(BROWSER.total_seconds()),
            path="/desk",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )


def _language(request: Request) -> Language:
    asked = request.query_params.get("language") or request.headers.get("Accept-Language", "ar")
    return "en" if asked.startswith("en") else "ar"


def _ours(request: Request) -> bool:
    """A header that no form of another site can send."""
    return request.headers.get("X-Sila") == "desk"
