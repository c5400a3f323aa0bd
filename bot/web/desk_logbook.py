"""The logbook of the desk: a call, a visit or a letter is written down, a survey is read out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import msgspec
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from bot.clock import riyadh
from bot.turns.loop import Turns
from bot.update import Logged, ReadOut, Update, What
from bot.web.answers import problem
from bot.web.door import Door, Served, Visit
from flows import applications as lifecycle
from flows import logbook, readout
from flows.lanes import ROLES, sees
from flows.logbook import WAYS, Line, Way
from flows.rating import REASONS, SCALE
from flows.text import Text
from storage import applications, audit, cases, people, ratings, recoveries
from storage.audit import Entry
from storage.cases import Case
from storage.database import Database
from storage.ratings import Rating
from storage.recoveries import Recovery

PAGE = Path(__file__).parent / "static" / "desk-logbook.html"
LARGEST = 16 * 1024  # bytes of what is posted
SHOWN = 50  # surveys that wait
RECENT = timedelta(days=60)  # low ratings that are still called about
LONGEST = 1000  # characters of what is written down

Score = Literal[1, 2, 3, 4, 5]


class Wish(msgspec.Struct):
    """What is to be written down."""

    id: str
    way: Way
    summary: str
    phone: str = ""
    name: str = ""
    programme: str = ""


class Answers(msgspec.Struct):
    """What a person answered over the telephone."""

    id: str
    received: Literal["full", "partly", "no"] | None = None
    score: Score | None = None
    effort: Score | None = None
    conduct: Score | None = None
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class LogbookDesk:
    """Its pages, each behind the door."""

    database: Database
    turns: Turns
    door: Door

    def routes(self) -> list[Route]:
        def route(path: str, serve: Served, method: str = "GET") -> Route:
            return self.door.route(path, serve, roles=ROLES["general"], method=method)

        return [
            Route("/desk/logbook", self.page),
            route("/desk/logbook/board", self.board),
            route("/desk/logbook/lines", self.write, "POST"),
            route("/desk/logbook/surveys/{reference}/number", self.number, "POST"),
            route("/desk/logbook/surveys/{reference}", self.answer, "POST"),
        ]

    async def page(self, _: Request) -> Response:
        return FileResponse(PAGE)

    async def board(self, visit: Visit) -> Response:
        """The surveys to be read out, and the words of what is asked."""
        async with self.database.view() as view:
            waiting = await ratings.to_read_out(view, visit.now, SHOWN)
            made = {
                one.application: await applications.by_reference(view, one.application)
                for one in waiting
            }
            calls = [
                _call(visit, begun, case)
                for begun in await recoveries.to_call(view, visit.now - RECENT, SHOWN)
                if (case := await cases.by_reference(view, begun.reference))
                and sees(visit.officer, case)
            ]
        states = {reference: row.state for reference, row in made.items() if row}
        say = visit.say
        return JSONResponse(
            {
                "ways": [{"id": way, "name": say(f"case.reason.{way}")} for way in WAYS],
                "programmes": [
                    {"id": one.id, "name": say(f"book.programme.{one.id}.title")}
                    for one in visit.kit.book.programmes.values()
                ],
                "received": _options(visit, "delivery.received", ("full", "partly", "no")),
                "score": _options(visit, "rating.score", SCALE),
                "effort": _options(visit, "rating.effort", SCALE),
                "conduct": _options(visit, "rating.conduct", SCALE),
                "reason": _options(visit, "rating.reason", REASONS),
                "low": visit.kit.book.association.numbers.low_score,
                "surveys": [
                    *(_row(visit, one, states.get(one.application)) for one in waiting),
                    *calls,
                ],
            }
        )

    async def write(self, visit: Visit) -> Response:
        raw = await visit.request.body()
        if len(raw) > LARGEST:
            return problem(413)
        wish = msgspec.json.decode(raw, type=Wish)
        summary = wish.summary.strip()[:LONGEST]
        phone = logbook.mobile(wish.phone, riyadh(visit.now).date()) if wish.phone.strip() else None
        if not summary:
            return visit.refuse(409, Text("staff.logbook.summary"))
        if phone is None and (wish.way == "call" or wish.phone.strip()):
            return visit.refuse(409, Text("staff.logbook.number"))
        if wish.programme and wish.programme not in visit.kit.book.programmes:
            return problem(400)
        line = Line(wish.way, summary, phone, wish.name.strip(), wish.programme or None)
        return await self._take(visit, wish.id, Logged(visit.officer.id, line))

    async def answer(self, visit: Visit) -> Response:
        raw = await visit.request.body()
        if len(raw) > LARGEST:
            return problem(413)
        given = msgspec.json.decode(raw, type=Answers)
        if given.reason and given.reason not in REASONS:
            return problem(400)
        rating = await self._rating(visit)
        if rating is None or rating.address is None:
            return problem(404)
        comment = given.comment.strip()[:LONGEST]
        answers = readout.Answers(
            given.received, given.score, given.effort, given.conduct, given.reason, comment
        )
        named = _named(visit)
        recovery = "" if named == rating.application else named
        about = (visit.officer.id, rating.address, rating.application)
        return await self._take(visit, given.id, ReadOut(*about, answers, recovery))

    async def number(self, visit: Visit) -> Response:
        """The number to be called; that it was looked at is recorded first."""
        rating = await self._rating(visit)
        if rating is None or rating.address is None or rating.officer == visit.officer.id:
            return problem(404)
        who = f"officer:{visit.officer.id}"
        async with self.database.unit() as unit:
            audit.record(unit, Entry(visit.now, who, rating.application, "reveal", reason="mobile"))
        async with self.database.view() as view:
            address = (await people.load_many(view, [rating.address])).get(rating.address)
        phone = address.phone if address else None
        return JSONResponse({"number": phone}) if phone else problem(404)

    async def _rating(self, visit: Visit) -> Rating | None:
        """That which the address names, by its own number or by the case it was made good in."""
        async with self.database.view() as view:
            begun = await recoveries.by_reference(view, _named(visit))
            rated = begun.application if begun else _named(visit)
            return await ratings.by_application(view, rated)

    async def _take(self, visit: Visit, id_: str, what: What) -> Response:
        if not 1 <= len(id_) <= 64:
            return problem(400)
        refused = await self.turns.take(Update("desk", visit.officer.id, id_, what))
        return visit.refuse(409, refused.reason) if refused else JSONResponse({"ok": True})


def _options(visit: Visit, line: str, ids: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"id": id_, "name": visit.say(f"{line}.option.{id_}")} for id_ in ids]


def _named(visit: Visit) -> str:
    return str(visit.request.path_params["reference"])


def _call(visit: Visit, begun: Recovery, case: Case) -> dict[str, Any]:
    """A low rating that is made good over the telephone; once it was, it is rated again."""
    service = lifecycle.service(case.programme or "", visit.kit.book)
    return {
        "reference": begun.reference,
        "kind": "recovery" if begun.asked_at is None else "rerating",
        "service": visit.kit.renderer.render(service, visit.language),
        "since": riyadh(begun.asked_at or begun.opened_at).date().isoformat(),
        "owes": False,
        "yours": False,
    }


def _row(visit: Visit, rating: Rating, state: str | None) -> dict[str, Any]:
    """`owes`: the person has not said yet whether they received the service."""
    service = lifecycle.service(rating.programme, visit.kit.book)
    return {
        "reference": rating.application,
        "kind": rating.kind,
        "service": visit.kit.renderer.render(service, visit.language),
        "since": riyadh(rating.due_at).date().isoformat(),
        "owes": state == "in_delivery",
        "yours": rating.officer == visit.officer.id,
    }
