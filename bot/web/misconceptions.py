"""The register of misconceptions at the desk: proposed by one officer, approved by another."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Literal

import msgspec
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from bot.answers_current import Answers
from bot.clock import riyadh
from bot.correcting import Correcting
from bot.reports.frame import Choice
from bot.reports.words import Words
from bot.web.door import Door, Served, Visit
from bot.web.misconceptions_page import PATH, MisconceptionsPage
from flows.book import Wording
from flows.correcting import Proposal
from flows.disclosure import Place
from flows.lanes import ROLES
from flows.period import Period
from storage import misconceptions
from storage.database import Database


class Posted(msgspec.Struct):
    """What the page posts. `phrases` are lines: one way to put it in each."""

    do: Literal["save", "approve", "discard"]
    myth_ar: str = ""
    myth_en: str = ""
    fact_ar: str = ""
    fact_en: str = ""
    source_ar: str = ""
    source_en: str = ""
    phrases: str = ""

    @property
    def proposal(self) -> Proposal:
        return Proposal(
            Wording(self.myth_ar, self.myth_en),
            Wording(self.fact_ar, self.fact_en),
            Wording(self.source_ar, self.source_en),
            tuple(self.phrases.splitlines()),
        )


@dataclass(frozen=True, slots=True)
class MisconceptionsDesk:
    """`answers` take up what was approved."""

    database: Database
    answers: Answers
    door: Door

    def routes(self) -> list[Route]:
        roles = ROLES["general"]

        def move(path: str, serve: Served) -> Route:
            return self.door.route(path, serve, roles=roles, method="POST")

        return [
            self.door.page(PATH, self.page, roles=roles, instead="/desk"),
            move(PATH, self.propose),
            move(f"{PATH}/{{id}}", self.change),
        ]

    async def page(self, visit: Visit) -> Response:
        async with self.database.view() as view:
            waiting = await misconceptions.in_state(view, "open")
        words = Words(visit.kit.renderer, visit.language)
        year = Period.month_of(riyadh(visit.now).date()).year
        choice = Choice(Place(year), visit.language)
        register = visit.kit.book.misconceptions.values()
        page = MisconceptionsPage(visit.officer, words, choice)
        return HTMLResponse(page.page(waiting, list(register)))

    async def propose(self, visit: Visit) -> Response:
        posted = msgspec.json.decode(await visit.request.body(), type=Posted)
        return await self._carry_out(visit, f"own_{secrets.token_hex(4)}", posted)

    async def change(self, visit: Visit) -> Response:
        posted = msgspec.json.decode(await visit.request.body(), type=Posted)
        return await self._carry_out(visit, visit.request.path_params["id"], posted)

    async def _carry_out(self, visit: Visit, id_: str, posted: Posted) -> Response:
        async with self.database.unit() as unit:
            at_work = Correcting(unit, visit.kit, visit.now, visit.officer)
            if posted.do == "save":
                refused = await at_work.propose(id_, posted.proposal)
            else:
                refused = await at_work.settle(id_, posted.do)
        if refused:
            return visit.refuse(409, refused.reason)
        if posted.do == "approve":
            await self.answers.load()
        return JSONResponse({"ok": True})
