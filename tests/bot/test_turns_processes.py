"""Two whole processes on one PostgreSQL database: one conversation, one sender, nobody unheard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiohttp import ClientSession, DummyCookieJar

from bot.app import App
from flows.cases import Refused
from flows.checklist import ALL
from flows.events import Said
from storage import inbox, messages
from storage.outbox import Sendable
from storage.trouble import Unreachable
from tests.bot.faults import raising
from tests.bot.site import Site
from tests.bot.turning import SALAM, whatsapp
from tests.clock import FakeClock
from tests.databases import look
from tests.postgres import Cluster
from tests.serve import served
from tests.shell import REGISTRATION, Desk, Visitor, running_on
from tests.storage.processes import WATCHING, soon, terminate

pytestmark = pytest.mark.postgresql

STEP = timedelta(seconds=2)  # between two looks at who holds a name
LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    with cluster.fresh() as url:
        yield url


@dataclass
class Process:
    """An app, and the lines whose fate it has written down."""

    app: App
    clock: FakeClock
    told: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        tell = self.app.sender.told

        def note(sendable: Sendable) -> None:
            self.told.append(sendable.message.id)
            tell(sendable)

        self.app.sender.told = note

    async def says(self, who: str, text: str, id_: str) -> None:
        await soon(Visitor(self.app, who).does(Said(text), f"{who}/{id_}"))

    async def moves(self, case: str, move: str, officer: str = "sara") -> Refused | None:
        """By its name; a mark is of every answer."""
        id_ = f"{officer}:{move}"
        made = Desk(self.app, officer).make(case, move, outcome="sighted", id_=id_, about=ALL)
        return await soon(made)

    async def heard(self, who: str) -> list[str]:
        return await Visitor(self.app, who).heard()

    async def statuses(self, who: str) -> list[str]:
        lines = await Visitor(self.app, who).lines()
        return [line.status for line in lines if line.direction == "out"]


@asynccontextmanager
async def process(url: str) -> AsyncIterator[Process]:
    clock = FakeClock()
    async with running_on(url, clock) as app:
        yield Process(app, clock)


@pytest.fixture
async def two(url: str) -> AsyncIterator[tuple[Process, Process]]:
    async with process(url) as one, process(url) as other:
        yield one, other


async def until(condition: Callable[[], bool]) -> None:
    """Both go on meanwhile, and PostgreSQL between them."""
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 -- what is awaited comes from another process
            await asyncio.sleep(0)


# ------------------------------------------------------------------ one conversation
async def test_whoever_writes_to_both_is_in_one_conversation(
    two: tuple[Process, Process],
) -> None:
    for place, text in enumerate(REGISTRATION):
        await two[place % 2].says("noura", text, str(place))
    for each in two:
        assert "وصلنا طلبك" in (await each.heard("noura"))[-1]
        assert len(await each.heard("noura")) == len(REGISTRATION)
        [case] = await Visitor(each.app, "noura").cases()
    one, other = two
    assert await one.moves(case.reference, "claim") is None
    assert await other.moves(case.reference, "claim", "khalid"), "it is claimed"
    assert await other.moves(case.reference, "mark") is None
    approvals = [each.moves(case.reference, "approve") for each in two]
    assert await asyncio.gather(*approvals) == [None, None], "one update, handed in twice"
    assert await other.moves(case.reference, "deliver") is None
    await one.says("noura", "نعم كاملة", "confirmed")
    assert "ما مدى رضاك" in (await other.heard("noura"))[-1]


async def test_what_comes_to_both_at_once_is_handled_once(two: tuple[Process, Process]) -> None:
    people = [f"p{n}" for n in range(20)]
    for step, text in enumerate((SALAM, "التسجيل في خدمة")):
        await asyncio.gather(
            *(each.says(who, text, str(step)) for who in people for each in two),
        )
    for who in people:
        lines = await Visitor(two[0].app, who).lines()
        assert [line.direction for line in lines] == ["in", "out"] * 2
    async with two[0].app.database.view() as view:
        assert await inbox.unfinished(view, "failed") == []


async def test_a_flood_to_both_leaves_every_line_in_one_order(two: tuple[Process, Process]) -> None:
    said = [(each, f"{place}:{n}") for n in range(15) for place, each in enumerate(two)]
    await asyncio.gather(*(each.says("noura", SALAM, id_) for each, id_ in said))
    for place in (0, 1):
        order = [line.external for line in await Visitor(two[place].app, "noura").lines()]
        for each in "01":
            ours = [id_ for id_ in order if id_ and id_.startswith(f"noura/{each}:")]
            assert ours == [f"noura/{each}:{n}" for n in range(15)], "as each process had it"


async def test_what_falls_due_happens_once(two: tuple[Process, Process]) -> None:
    one, other = two
    for place, text in enumerate(REGISTRATION):
        await one.says("noura", text, str(place))
    [case] = await Visitor(one.app, "noura").cases()
    for move in ("claim", "mark", "approve", "deliver"):
        await other.moves(case.reference, move)
    asked = len(await one.heard("noura"))
    assert (one.app.timer.tenure.held, other.app.timer.tenure.held) == (True, False)
    for each in two:
        each.clock.advance(timedelta(hours=49))
    await asyncio.gather(*(each.app.timer.step() for each in two))
    assert len(await one.heard("noura")) == asked + 1


# ------------------------------------------------------------------ one sender
async def test_one_sends_what_both_say(two: tuple[Process, Process]) -> None:
    one, other = two
    for place in range(6):
        await two[place % 2].says(f"p{place}", SALAM, "1")
    await until(lambda: len(one.told) == 6)
    assert other.told == []
    assert [await one.statuses(f"p{place}") for place in range(6)] == [["sent"]] * 6


async def test_when_the_one_that_sends_has_ended_the_other_does(url: str) -> None:
    async with AsyncExitStack() as first:
        one = await first.enter_async_context(process(url))
        async with process(url) as other:
            assert not any(tenure.held for tenure in other.app.tenures.values())
            await first.aclose()
            await other.says("noura", SALAM, "1")
            assert await other.statuses("noura") == ["queued"]
            await until(lambda: look(url, LOCKS) == [(0,)])
            other.clock.advance(STEP)
            await until(lambda: len(other.told) == 1)
            assert await other.statuses("noura") == ["sent"]
            assert one.told == []
            assert all(tenure.held for tenure in other.app.tenures.values())


async def test_who_lost_the_connection_sends_no_more(
    two: tuple[Process, Process], url: str
) -> None:
    one, other = two
    terminate(url, WATCHING)
    await soon(asyncio.gather(*(t.until(held=False) for t in one.app.tenures.values())))
    other.clock.advance(STEP)
    await soon(asyncio.gather(*(t.until(held=True) for t in other.app.tenures.values())))
    one.clock.advance(STEP)
    await one.says("noura", SALAM, "1")
    await until(lambda: len(other.told) == 1)
    assert (one.told, await one.statuses("noura")) == ([], ["sent"])


# ------------------------------------------------------------------ nobody unheard
@asynccontextmanager
async def sites(two: tuple[Process, Process]) -> AsyncIterator[tuple[Site, Site]]:
    async with (
        served(two[0].app.web) as here,
        served(two[1].app.web) as there,
        ClientSession(cookie_jar=DummyCookieJar()) as session,
    ):
        urls = zip(two, (here, there), strict=True)
        one, other = (Site(each.app, url, session, each.clock) for each, url in urls)
        try:
            yield one, other
        finally:
            for each in two:
                each.app.streams.close()


async def test_a_visitor_hears_what_another_process_has_committed(
    two: tuple[Process, Process],
) -> None:
    async with sites(two) as (here, there):
        token = await here.token()
        async with here.talk(token) as stream:
            assert (await there.say(token, "مسؤول")).status == 202
            mine, answer = await stream.texts(2)
            assert (mine, bool(answer)) == ("مسؤول", True)
            [row] = look(here.app.settings.database_url, "SELECT reference FROM cases")
            assert (await there.move(row[0], move="claim")).status == 200
            assert (await there.move(row[0], move="say", text="أهلًا، تفضل")).status == 200
            while (await stream.next()).data.get("text") != "أهلًا، تفضل":
                pass


# ------------------------------------------------------------------ one order
async def test_what_one_has_put_aside_comes_before_what_the_other_is_given(
    two: tuple[Process, Process],
) -> None:
    one, other = two
    updates = [whatsapp(1, f"{SALAM} {n}", f"SM{n}") for n in range(4)]
    address = (await one.app.turns.waiting(updates[0])).subject
    one.app.turns.queue.limit_each = 1
    one.app.database.trace = raising(Unreachable("gone"), "inbox_with_status", times=99)
    async with one.app.database.unit() as unit:
        await unit.lock_one(address)
        taken = [asyncio.create_task(one.app.turns.take_or_keep(u)) for u in updates[:3]]
        await until(lambda: len(one.app.turns.queue) == 1)
    await soon(asyncio.gather(*taken))
    await until(lambda: other.app.turns.shelf.holds)
    await other.app.turns.take_or_keep(updates[3])
    await until(lambda: not other.app.turns.is_busy and not other.app.turns.shelf.holds)
    async with other.app.database.view() as view:
        lines = await messages.transcript(view, address)
    assert [line.external for line in lines if line.direction == "in"] == [
        "SM0",
        "SM1",
        "SM2",
        "SM3",
    ]
