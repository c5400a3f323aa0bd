"""Leaves at the desk: whether the officer is on duty, and the switch of it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.turns import presence
from bot.turns.loop import Turns
from bot.update import Order, Update
from bot.web.answers import problem
from bot.web.door import Door, Visit
from storage import duty
from storage.database import Database


class Wish(msgspec.Struct):
    """What the desk posts: to be on duty or not."""

    id: str
    on: bool


@dataclass(frozen=True, slots=True)
class DutyDesk:
    database: Database
    turns: Turns
    door: Door

    def routes(self) -> list[Route]:
        return [
            self.door.route("/desk/duty", self.look),
            self.door.route("/desk/duty", self.turn, method="POST"),
        ]

    async def look(self, visit: Visit) -> Response:
        async with self.database.view() as view:
            return JSONResponse({"on": await duty.on_duty(view, visit.officer.id)})

    async def turn(self, visit: Visit) -> Response:
        raw = await visit.request.body()
        wish = msgspec.json.decode(raw, type=Wish)
        if not 1 <= len(wish.id) <= 64:
            return problem(400)
        officer = visit.officer.id
        order = Order(officer, presence.ON if wish.on else presence.OFF)
        await self.turns.take(Update("desk", officer, wish.id, order, raw))
        return await self.look(visit)
