"""Report pages over HTTP: for supervisors and administrators, and each officer's own figure."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.reports.archive import Archive
from bot.reports.dashboard import Dashboard
from bot.reports.exports import FORMATS, WHATS, sheets
from bot.reports.files import written
from bot.reports.frame import Choice
from bot.reports.indicators_page import IndicatorsPage
from bot.reports.own_page import own_page
from bot.reports.words import Words
from bot.web.answers import problem
from bot.web.door import Door, Served, Visit
from flows.book import Role
from flows.disclosure import Place
from flows.period import Period
from storage import audit
from storage.audit import Entry
from storage.database import Database

READERS: frozenset[Role] = frozenset({"supervisor", "admin"})
OWN = "/desk/reports/own"
"""Where those may look whom the others are not for."""
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class ReportPages:
    database: Database
    archive: Archive
    door: Door

    def routes(self) -> list[Route]:
        def page(path: str, serve: Served) -> Route:
            return self.door.page(path, serve, roles=READERS, instead=OWN)

        return [
            page("/desk/reports", self.dashboard),
            self.door.route(OWN, self.own, refuse=_to_the_desk),
            page("/desk/reports/{what:str}.{format:str}", self.file),
            page("/desk/indicators", self.indicators),
        ]

    async def dashboard(self, visit: Visit) -> Response:
        choice, words = self._choice(visit), _words(visit)
        ledger = await self.archive.ledger(choice.place.period)
        page = Dashboard(words, ledger, choice, self.archive.this_month).page
        return HTMLResponse(await asyncio.to_thread(page))

    async def indicators(self, visit: Visit) -> Response:
        choice, words = self._choice(visit), _words(visit)
        ledger = await self.archive.ledger(choice.place.period)
        page = IndicatorsPage(words, ledger, choice, self.archive.this_month).page
        return HTMLResponse(await asyncio.to_thread(page))

    async def own(self, visit: Visit) -> Response:
        """What an officer may see: their own figure of the year."""
        choice, words = self._choice(visit), _words(visit)
        year = self.archive.this_month.year
        ledger = await self.archive.ledger(year)
        return HTMLResponse(own_page(words, ledger, choice, visit.officer.id, year))

    async def file(self, visit: Visit) -> Response:
        """A download; that it was made, by whom, stands in the audit trail."""
        asked = visit.request.path_params
        what, format_ = asked["what"], asked["format"]
        if what not in WHATS or format_ not in FORMATS:
            return problem(404)
        choice, words = self._choice(visit), _words(visit)
        period = choice.place.period
        ledger = await self.archive.ledger(period)
        made = sheets(what, ledger, period.each_month, words)
        content = await asyncio.to_thread(written, made, format_, rtl=words.rtl)
        async with self.database.unit() as unit:
            actor, move = f"officer:{visit.officer.id}", f"export_{what}"
            audit.record(unit, Entry(visit.now, actor, "reports", move))
        name = f'attachment; filename="sila-{what}-{period.id}.{format_}"'
        return Response(content, media_type=TYPES[format_], headers={"Content-Disposition": name})

    def _choice(self, visit: Visit) -> Choice:
        """What is asked for; this year where it is nothing that can be told of."""
        asked = visit.request.query_params
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
        return Choice(place, visit.language)


def _words(visit: Visit) -> Words:
    return Words(visit.kit.renderer, visit.language)


def _to_the_desk(*_: object) -> Response:
    return RedirectResponse("/desk", 303)
