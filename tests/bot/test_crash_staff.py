"""kill -9 at every statement of what officers do: one owner or the queue, one card, one audit row.

So with what becomes of their cases: passed on, given back, reopened, come to the end of a clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

import pytest

from bot.app import App
from bot.timer import KINDS
from bot.turns import clock, returning
from bot.update import Departed, FromOfficer, FromPerson, Logged, Order, Update, What
from flows.events import Said
from flows.logbook import Line
from flows.moves import OPEN
from storage import cases, schedule
from storage.cases import CaseRoom
from tests.bot.killing import killed_at_every_statement
from tests.clock import FakeClock
from tests.databases import Rows, look_at
from tests.shell import Desk, Visitor, running_on

ROOM, FOCAL = -1001, -1002
MINUTE = timedelta(minutes=1)
SEEN = {
    "cases": "SELECT reference, state, owner, lane, department, follows, level, due_at FROM cases "
    "ORDER BY reference",
    "rooms": 'SELECT "case", room, thread, card FROM case_rooms ORDER BY "case", room',
    "audit": 'SELECT actor, "case", move, reason FROM audit ORDER BY id',
    "messages": "SELECT act, \"case\", room, slot, dedupe, CASE WHEN room IS NULL THEN '' "
    "ELSE status END FROM messages ORDER BY id",
    "due": "SELECT kind, at, status, dedupe FROM due ORDER BY dedupe",
    "clocks": 'SELECT "case", name, ran, since, told FROM clocks ORDER BY "case", name',
    "leaves": "SELECT officer FROM leaves ORDER BY officer",
    "officers": "SELECT officer, number, standing FROM officer_changes ORDER BY officer, number",
    "ratings": "SELECT application, state FROM ratings ORDER BY application",
    "conversations": "SELECT address, revision FROM conversations ORDER BY address",
    "persons": "SELECT id FROM persons ORDER BY id",
    "inbox": "SELECT channel, account, id FROM inbox ORDER BY channel, account, id",
}


@dataclass
class Scene:
    """Noura's talk, which Sara has claimed; its topic and its card are there."""

    app: App
    url: str
    time: FakeClock
    noura: Visitor
    sara: Desk
    case: str

    def seen(self) -> dict[str, Rows]:
        return look_at(self.url, SEEN)

    async def does(self, what: What, id_: str = "before") -> None:
        await self.app.turns.take(desk(what, id_))

    async def fallen_due(self, kind: str) -> Update:
        """What the timer makes of the row of this kind that comes last; its time has come."""
        async with self.app.database.view() as view:
            rows = await schedule.due(view, self.time.now() + timedelta(days=9), 99)
        row = [row for row in rows if row.kind == kind][-1]
        if row.at > self.time.now():
            self.time.advance(row.at - self.time.now())
        return KINDS[kind](row)


Play: TypeAlias = Callable[[Scene], Awaitable[Update]]


def desk(what: What, id_: str = "last") -> Update:
    return Update("desk", "sara", id_, what)


# ------------------------------------------------------------------ what is cut off
async def assign(scene: Scene) -> Update:
    return desk(FromOfficer("sara", scene.case, "assign", "تعرف الموضوع", about="khalid"))


async def transfer(scene: Scene) -> Update:
    return desk(FromOfficer("sara", scene.case, "transfer", "عن الترخيص", about="nonprofits"))


async def merge(scene: Scene) -> Update:
    await scene.noura.say("القائمة", "اقتراح", "فتح المكتب مساء يوم الثلاثاء")
    other = (await scene.noura.cases())[-1].reference
    assert other != scene.case
    return desk(FromOfficer("sara", scene.case, "merge", about=other))


async def sensitive(scene: Scene) -> Update:
    return desk(FromOfficer("sara", scene.case, "sensitive"))


async def leave(_: Scene) -> Update:
    return desk(Order("sara", "off", room=str(ROOM), line="1"))


async def come_back(scene: Scene) -> Update:
    await scene.does(Order("sara", "off", room=str(ROOM), line="1"))
    return desk(Order("sara", "on", room=str(ROOM), line="2"))


async def given_back(scene: Scene) -> Update:
    await scene.does(Order("sara", "off", room=str(ROOM), line="1"))
    return await scene.fallen_due(returning.KIND)


async def appoint(_: Scene) -> Update:
    who = "٧٠٠٠٠٩ العنود / Alanoud؛ خدمة المستفيدين؛ موظف برامج"
    return desk(Order("abdullah", "officer_add", who, room=str(ROOM), line="1"))


async def depart(_: Scene) -> Update:
    return desk(Departed("sara", str(ROOM)))


async def left_behind(scene: Scene) -> Update:
    await scene.does(Departed("sara", str(ROOM)))
    return await scene.fallen_due(returning.KIND)


async def call(_: Scene) -> Update:
    line = Line("call", "تسأل عن موعد الدورة", "+966551234567")
    return desk(Logged("sara", line, room=str(ROOM)))


async def reopen(scene: Scene) -> Update:
    assert await scene.sara.make(scene.case, "close", "أُرسلت الشهادة.", "solved") is None
    return Update("website", "website", "last", FromPerson("visitor", Said("لم تُحل"), "last"))


async def alert(scene: Scene) -> Update:
    assert await scene.sara.make(scene.case, "release") is None
    return await scene.fallen_due(clock.KIND)


async def lease(scene: Scene) -> Update:
    scene.time.advance(31 * MINUTE)
    return await scene.fallen_due(clock.KIND)


# ------------------------------------------------------------------ and what comes of it
SARA, QUEUE = ("claimed", "sara"), ("queued", None)
PLAYS: dict[str, tuple[Play, str, tuple[str, str | None]]] = {
    "assign": (assign, "assign", ("claimed", "khalid")),
    "transfer": (transfer, "transfer", QUEUE),
    "merge": (merge, "merge", ("merged", "sara")),
    "sensitive": (sensitive, "sensitive", QUEUE),
    "leave": (leave, "off", SARA),
    "coming back": (come_back, "on", SARA),
    "given back on leave": (given_back, "release", QUEUE),
    "appointment": (appoint, "officer_listed", SARA),
    "departure": (depart, "officer_left", SARA),
    "given back on departure": (left_behind, "release", QUEUE),
    "a logged call": (call, "open", SARA),
    "not solved": (reopen, "reopen", ("waiting_officer", "sara")),
    "an alert": (alert, "alert", QUEUE),
    "the end of a lease": (lease, "release", QUEUE),
}
"""Who cuts in, which move the audit has once more, and how the case is then."""
ON_BOTH = ("assign", "sensitive", "given back on leave")


@pytest.mark.parametrize("name", ON_BOTH)
async def test_a_kill_leaves_one_owner_and_one_card(database_url: str, name: str) -> None:
    await killed_and_repeated(database_url, name)


@pytest.mark.parametrize("name", [name for name in PLAYS if name not in ON_BOTH])
async def test_a_kill_leaves_one_owner_and_one_card_in_a_file(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    await killed_and_repeated(f"sqlite:///{tmp_path_factory.mktemp('kill')}/sila.db", name)


async def killed_and_repeated(url: str, name: str) -> None:
    play, move, (state, owner) = PLAYS[name]
    time = FakeClock()
    chats = {"telegram_staff_chat_id": ROOM, "telegram_focal_chat_id": FOCAL}
    async with running_on(url, time, **chats) as app:
        app.timer.tenure.turn(held=False)  # what falls due is handed in here alone
        scene = await claimed(app, url, time)
        last = await play(scene)
        before = scene.seen()
        assert await killed_at_every_statement(app, last, scene.seen) > 5
        after = scene.seen()
        await app.turns.take(last)
        assert scene.seen() == after, "the same once more changes nothing"

    new = after["audit"][len(before["audit"]) :]
    assert [made for _, _, made, _ in new].count(move) == 1
    assert max(Counter(new).values()) == 1
    [found] = [row for row in after["cases"] if row[0] == scene.case]
    assert found[1:3] == (state, owner)
    assert all((row[1] == "queued") == (row[2] is None) for row in after["cases"] if row[1] in OPEN)
    messages = after["messages"]
    cards = Counter(row[1:3] for row in messages if str(row[4]).startswith("card:"))
    topics = Counter(row[1:3] for row in messages if row[0] == "open_topic")
    assert set(topics.values()) == {1}
    assert len(topics) == len(after["cases"]) + (name == "sensitive")
    left = [(scene.case, str(ROOM))] if name == "sensitive" else []  # and may come back there
    assert topics - cards == Counter(left)
    assert not cards - topics
    waiting = Counter(row[2:4] for row in messages if row[3] and row[5] == "queued")
    assert set(waiting.values()) <= {1}, "what is drawn anew is drawn once"
    assert after["rooms"] == before["rooms"]


async def claimed(app: App, url: str, time: FakeClock) -> Scene:
    noura, sara = Visitor(app), Desk(app)
    await noura.say("السلام عليكم", "مسؤول")
    [case] = await noura.cases()
    async with app.database.unit() as unit:
        cases.enter(unit, CaseRoom(case.reference, str(ROOM), time.now(), "7", "8"))
    assert await sara.make(case.reference, "claim") is None
    return Scene(app, url, time, noura, sara, case.reference)
