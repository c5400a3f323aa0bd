"""The door of the desk: which officer asks, in which language, and whether they may.

Every page of officers is served through it, so that each is told the same way who asks, and has
the book and the words of the moment, which change while the process runs.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import TypeAlias, get_args

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.kit import Kit
from bot.reports.frame import notice
from bot.reports.words import Words
from bot.web.answers import problem
from bot.web.demo import at_this_machine
from bot.web.passes import BROWSER, Passes
from flows.book import Language, Officer, Role
from flows.text import Text

COOKIE = "sila_desk"
LANGUAGE = "sila_language"  # the cookie of the language that was chosen last
KEPT = timedelta(days=365)
HEADER, OURS = "X-Sila", "desk"
"""What scripts of the desk send with whatever changes something: no form of another site can."""
EVERYBODY: frozenset[Role] = frozenset(get_args(Role))


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of an officer who may make it. `kit` is what is spoken from at that moment."""

    request: Request
    officer: Officer
    kit: Kit
    language: Language
    now: datetime

    def say(self, line: str) -> str:
        return self.kit.renderer.render(Text(line), self.language)

    def refuse(self, status: int, reason: Text) -> Response:
        """Why not, in the officer's words."""
        return problem(status, error=self.kit.renderer.render(reason, self.language))


Served: TypeAlias = Callable[[Visit], Awaitable[Response]]
Refuse: TypeAlias = Callable[[Request, int], Response]
WHY = {401: "stranger", 403: "forbidden"}


@dataclass(frozen=True, slots=True)
class Door:
    """`kit` gives the kit of the moment. `demo`: who is at this machine plays any officer."""

    kit: Callable[[], Kit]
    passes: Passes
    clock: Clock
    demo: bool

    def route(
        self,
        path: str,
        serve: Served,
        *,
        roles: frozenset[Role] = EVERYBODY,
        method: str = "GET",
        refuse: Refuse | None = None,
    ) -> Route:
        """What officers ask for. `refuse` answers 401 to who is none, 403 to who may not; without
        it they hear why in words.
        """
        refuse = refuse or self._problem

        @wraps(serve)
        async def served(request: Request) -> Response:
            officer = self.who(request)
            if officer is None:
                return refuse(request, 401)
            if not officer.roles & roles or (method != "GET" and not is_ours(request)):
                return refuse(request, 403)
            language = language_of(request)
            return await serve(Visit(request, officer, self.kit(), language, self.clock.now()))

        return Route(path, served, methods=[method])

    def page(self, path: str, serve: Served, *, roles: frozenset[Role], instead: str) -> Route:
        """A page that says in words whom it is not for, and where they may go: strangers to the
        desk's entry, officers without the role to `instead`.
        """

        def refuse(request: Request, status: int) -> Response:
            words = Words(self.kit().renderer, language_of(request))
            line, there = ("stranger", "/desk") if status == 401 else ("refused", instead)
            return HTMLResponse(notice(words, line, there), status)

        return self.route(path, serve, roles=roles, refuse=refuse)

    def _problem(self, request: Request, status: int) -> Response:
        why = Text(f"desk.error.{WHY[status]}")
        return problem(status, error=self.kit().renderer.render(why, language_of(request)))

    def who(self, request: Request) -> Officer | None:
        """Who asks; somebody taken off the list is nobody, whatever their browser keeps."""
        now, officers = self.clock.now(), self.kit().book.officers
        known = self.passes.officer_of("browser", request.cookies.get(COOKIE, ""), now)
        if known is None and self.is_demo(request):
            known = next(iter(officers), None)
        officer = officers.get(str(known))
        return officer if officer and officer.roles else None

    def is_demo(self, request: Request) -> bool:
        return self.demo and at_this_machine(request)

    def remember(self, request: Request, answer: Response, officer: str) -> None:
        """Have the browser keep who came in."""
        answer.set_cookie(
            COOKIE,
            self.passes.browser(officer, self.clock.now()),
            max_age=int(BROWSER.total_seconds()),
            path="/desk",
            secure=request.scope["scheme"] == "https",
            httponly=True,
            samesite="strict",
        )


def language_of(request: Request) -> Language:
    """Asked for in the address, else chosen before, else what the browser is set to."""
    chosen = request.query_params.get("language") or request.cookies.get(LANGUAGE)
    asked = chosen or request.headers.get("Accept-Language", "ar")
    return "en" if asked.startswith("en") else "ar"


def remember_language(request: Request, answer: Response) -> None:
    """Have the browser keep the language that is asked for."""
    answer.set_cookie(
        LANGUAGE,
        language_of(request),
        max_age=int(KEPT.total_seconds()),
        path="/desk",
        secure=request.scope["scheme"] == "https",
        samesite="lax",
    )


def is_ours(request: Request) -> bool:
    return request.headers.get(HEADER) == OURS
