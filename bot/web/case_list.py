"""The list of cases at the desk: what each filter shows, how many there are, and a search."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import msgspec
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.staff.search import search
from bot.staff.worklist import OURS
from bot.web.case_page import CasePage
from bot.web.door import Door, Visit
from bot.web.talk import stamp
from flows.cases import OPEN
from flows.lanes import lanes_of, sees
from flows.moves import ENDED, RESOLVED
from flows.text import Text
from storage import audit, cases
from storage.cases import Case, Sight
from storage.database import Database
from storage.unit import View

MOST = 1000  # cases that a page is shown at once


@dataclass(frozen=True, slots=True)
class Filter:
    states: Collection[str]
    mine: bool = False
    late: bool = False


FILTERS: Mapping[str, Filter] = {
    "open": Filter(OPEN),
    "mine": Filter(OPEN, mine=True),
    "unclaimed": Filter(("queued",)),
    "late": Filter(OURS, late=True),
    "closed": Filter((RESOLVED, *ENDED)),
}


class Sought(msgspec.Struct):
    """What the desk posts to look for: its digits stand in no address."""

    text: str


@dataclass(frozen=True, slots=True)
class CaseList:
    """An officer sees what `flows.lanes` lets them see."""

    database: Database
    door: Door

    def routes(self) -> list[Route]:
        return [
            self.door.route("/desk/cases", self.page),
            self.door.route("/desk/search", self.find, method="POST"),
        ]

    async def page(self, visit: Visit) -> Response:
        asked = visit.request.query_params
        chosen = asked.get("state", "")
        filter_ = FILTERS.get(chosen, FILTERS["open"])
        department, count = asked.get("department") or None, asked.get("count", "")
        limit = min(int(count), MOST) if count.isdecimal() else 100
        sight = Sight(visit.officer.id, lanes_of(visit.officer), department)
        async with self.database.view() as view:
            found = await self._found(view, visit, filter_, sight, limit + 1)
            counts = await cases.counts(view, OPEN, OURS, sight, visit.now)
            rows = await _rows(view, visit, found[:limit])
        told = asdict(counts)
        newest = told.pop("newest")
        more = {"more": len(found) > limit, "newest": stamp(newest) if newest else None}
        return JSONResponse({"cases": rows, "counts": told, **more})

    async def find(self, visit: Visit) -> Response:
        """By a reference number, or the last four digits of an identity number. It is recorded."""
        wanted = msgspec.json.decode(await visit.request.body(), type=Sought)
        async with self.database.unit() as unit:
            found = await search(
                unit, visit.officer, wanted.text, visit.now, lambda case: sees(visit.officer, case)
            )
            if found is None:
                return visit.refuse(400, Text("staff.list.how"))
            audit.record(unit, found.entry)
            rows = await _rows(unit, visit, found.cases)
        return JSONResponse({"cases": rows})

    async def _found(
        self, view: View, visit: Visit, filter_: Filter, sight: Sight, limit: int
    ) -> list[Case]:
        if filter_ is FILTERS["closed"]:
            return await cases.latest(view, filter_.states, sight, limit)
        return await cases.desk(
            view,
            filter_.states,
            sight,
            owner=visit.officer.id if filter_.mine else None,
            due_before=visit.now if filter_.late else None,
            limit=limit,
        )


async def _rows(view: View, visit: Visit, found: Collection[Case]) -> list[dict[str, Any]]:
    return await CasePage(visit.kit, visit.officer, visit.language).rows(view, found)
