"""Improvements at the desk: supervisors see what is to change, decide, and say what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import msgspec
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from bot.clock import riyadh
from bot.reports.frame import Choice
from bot.reports.words import Words
from bot.turns.improving import SUGGESTION, Improving
from bot.web.door import Door, Served, Visit
from bot.web.improvements_page import PATH, PRAISE, STATES, Found, ImprovementsPage, Show
from bot.web.reports import OWN
from flows import lanes
from flows.case import Refused
from flows.disclosure import Place
from flows.improvement import ROLES, Wish
from flows.period import Period
from storage import cases, improvements, praises
from storage.database import Database

RECENT = timedelta(days=180)  # suggestions and thanks that are shown


class Posted(msgspec.Struct):
    """What the page posts. `what` is the title of a new one."""

    do: Literal["open", "tie", "take", "finish", "amend", "decline", "approve", "reopen"]
    what: str = ""
    department: str = ""
    suggestion: str = ""
    why: str = ""
    ar: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class ImprovementsDesk:
    database: Database
    door: Door

    def routes(self) -> list[Route]:
        def move(path: str, serve: Served) -> Route:
            return self.door.route(path, serve, roles=ROLES, method="POST")

        return [
            self.door.page(PATH, self.page, roles=ROLES, instead=OWN),
            move(PATH, self.open),
            move(f"{PATH}/{{reference}}", self.move),
        ]

    async def page(self, visit: Visit) -> Response:
        since, show = visit.now - RECENT, Show.read(visit.request.query_params)
        async with self.database.view() as view:
            items = {
                state: await improvements.listed(view, state, show.room(state) + 1, show.after)
                for state in STATES
                if show.has(state)
            }
            found = [item.reference for every in items.values() for item in every]
            tied = await improvements.suggestions(view, found)
            told = await cases.of_reason(view, SUGGESTION, since)
            thanks = (
                await praises.recent(view, since, show.room(PRAISE) + 1, show.after)
                if show.has(PRAISE)
                else []
            )
            counts = await improvements.states(view)
        seen = [case for case in told if lanes.sees(visit.officer, case)]
        words = Words(visit.kit.renderer, visit.language)
        year = Period.month_of(riyadh(visit.now).date()).year
        choice = Choice(Place(year), visit.language)
        page = ImprovementsPage(visit.kit, visit.officer, words, choice, show)
        return HTMLResponse(page.page(Found(items, counts, tied, seen, thanks)))

    async def open(self, visit: Visit) -> Response:
        posted = msgspec.json.decode(await visit.request.body(), type=Posted)
        async with self.database.unit() as unit:
            at_work = Improving(unit, visit.kit, visit.now, visit.officer)
            refused = await at_work.open(posted.what, posted.department, posted.suggestion)
        return self._done(visit, refused)

    async def move(self, visit: Visit) -> Response:
        posted = msgspec.json.decode(await visit.request.body(), type=Posted)
        reference = visit.request.path_params["reference"]
        async with self.database.unit() as unit:
            at_work = Improving(unit, visit.kit, visit.now, visit.officer)
            if posted.do == "tie":
                refused = await at_work.tie(reference, posted.suggestion)
            else:
                wish = Wish(posted.do, posted.why, posted.ar, posted.en)
                refused = await at_work.move(reference, wish)
        return self._done(visit, refused)

    def _done(self, visit: Visit, refused: Refused | None) -> Response:
        return visit.refuse(409, refused.reason) if refused else JSONResponse({"ok": True})
