"""Report pages over HTTP: for supervisors and administrators, and each officer's own figure."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.kit import Kit
from bot.reports.archive import Archive
from bot.reports.dashboard import Dashboard
from bot.reports.exports import FORMATS, WHATS, sheets
from bot.reports.files import written
from bot.reports.frame import Choice, notice
from bot.reports.indicators_page import IndicatorsPage
from bot.reports.own_page import own_page
from bot.reports.words import Words
from bot.web.answers import problem
from flows.book import Language, Officer, Role
from flows.disclosure import Place
from flows.period import Period
from storage import audit
from storage.audit import Entry
from storage.database import Database

READERS: frozenset[Role] = frozenset({"supervisor", "admin"})
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(slots=True)
class ReportPages:
    """`who` is the desk's own: whose pass a request carries."""

    database: Database
    archive: Archive
    kit: Kit
    clock: Clock
    who: Callable[[Request], Officer | None]

    def routes(self) -> list[Route]:
        return [
            Route("/desk/reports", self.dashboard),
            Route("/desk/reports/own", self.own),
            Route("/desk/reports/{what:str}.{format:str}", self.file),
            Route("/desk/indicators", self.indicators),
        ]

    async def dashboard(self, request: Request) -> Response:
        refused = self._refused(request)
        if refused:
            return refused
        choice, words = self._choice(request), self._words(request)
        ledger = await self.archive.ledger(choice.place.period)
        page = Dashboard(words, ledger, choice, self.archive.this_month).page()
        return HTMLResponse(page)

    async def indicators(self, request: Request) -> Response:
        refused = self._refused(request)
        if refused:
            return refused
        choice, words = self._choice(request), self._words(request)
        ledger = await self.archive.ledger(choice.place.period)
        page = IndicatorsPage(words, ledger, choice, self.archive.this_month).page()
        return HTMLResponse(page)

    async def own(self, request: Request) -> Response:
        """What an officer may see: their own figure of the year."""
        officer = self.who(request)
        if officer is None:
            return RedirectResponse("/desk", 303)
        choice, words = self._choice(request), self._words(request)
        year = self.archive.this_month.year
        ledger = await self.archive.ledger(year)
        return HTMLResponse(own_page(words, ledger, choice, officer.id, year))

    async def file(self, request: Request) -> Response:
        """A download; that it was made, by whom, stands in the audit trail."""
        what, format_ = request.path_params["what"], request.path_params["format"]
        if what not in WHATS or format_ not in FORMATS:
            return problem(404)
        officer = self.who(request)
        refused = self._refused(request)
        if refused or officer is None:
            return refused or problem(401)
        choice, words = self._choice(request), self._words(request)
        period = choice.place.period
        ledger = await self.archive.ledger(period)
        made = sheets(what, ledger, period.each_month, words)
        content = await asyncio.to_thread(written, made, format_, rtl=words.rtl)
        async with self.database.unit() as unit:
            now, move = self.clock.now(), f"export_{what}"
            audit.record(unit, Entry(now, f"officer:{officer.id}", "reports", move))
        name = f'attachment; filename="sila-{what}-{period.id}.{format_}"'
        return Response(content, media_type=TYPES[format_], headers={"Content-Disposition": name})

    def _refused(self, request: Request) -> Response | None:
        """Why this visitor sees nothing of it, if so."""
        officer, words = self.who(request), self._words(request)
        if officer is None:
            return HTMLResponse(notice(words, "stranger", "/desk"), 401)
        if not officer.roles & READERS:
            return HTMLResponse(notice(words, "refused", "/desk/reports/own"), 403)
        return None

    def _choice(self, request: Request) -> Choice:
        """What is asked for; this year where it is nothing that can be told of."""
        asked = request.query_params
        this = self.archive.this_month
        period = Period.read(asked.get("period", "")) or this.year
        if not this.year.previous.first <= period.first <= this.first:
            period = this.year
        place = Place(
            period,
            asked.get("department") or None,
            asked.get("programme") or None,
            asked.get("channel") or None,
        )
        return Choice(place, self._words(request).language)

    def _words(self, request: Request) -> Words:
        asked = request.query_params.get("language")
        asked = asked or request.headers.get("Accept-Language", "ar")
        language: Language = "en" if asked.startswith("en") else "ar"
        return Words(self.kit.renderer, language)
