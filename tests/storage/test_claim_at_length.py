"""Claiming over long and random queues: in order, wholly, and without reading the whole log."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from storage import messages, outbox
from storage.database import Database
from storage.messages import Message, Outgoing
from storage.statements import SQLITE
from tests.conftest import Fresh
from tests.databases import writer
from tests.storage.rows import NOW, reopened, said, somebody
from tests.storage.test_claim import CASES, ROOMS, prepare


@dataclass(frozen=True)
class Line:
    """A message to queue: lane 0 to 2 are people, 3 to 8 are cases in rooms."""

    lane: int
    rank: int
    act: messages.Act
    about: int | None  # how many messages before this one

    def outgoing(self, number: int, addresses: list[str]) -> Outgoing:
        place = self.lane - 3
        target = None if self.about is None or self.about >= number else str(number - self.about)
        return Outgoing(
            "telegram",
            "bot",
            {},
            address=addresses[self.lane] if self.lane < 3 else None,
            room=ROOMS[place % 2] if self.lane >= 3 else None,
            case=CASES[place // 2] if self.lane >= 3 else None,
            act=self.act,
            rank=self.rank if self.lane >= 3 else 0,
            target=target,
            dedupe=str(number),
        )


lines = st.lists(
    st.builds(
        Line,
        st.integers(0, 8),
        st.integers(0, 3),
        st.sampled_from(["post", "post", "edit", "open_topic"]),
        st.none() | st.integers(1, 4),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=30, deadline=None)
@given(queue=lines, seed=st.integers(0, 999), limit=st.integers(1, 5))
def test_any_queue_is_sent_in_order_and_wholly(
    fresh: Fresh, queue: list[Line], seed: int, limit: int
) -> None:
    random = Random(seed)

    async def send() -> None:
        with fresh() as url:
            database = await reopened(url)
            try:
                await drain(database)
            finally:
                await database.close()

    async def drain(database: Database) -> None:
        async with database.unit() as unit:
            addresses = await prepare(unit)
            for number, line in enumerate(queue, 1):
                messages.queue(unit, line.outgoing(number, addresses), NOW)
            flying: list[Message] = []
            done: list[Message] = []
            while len(done) < len(queue):
                batch = await outbox.claim(unit, NOW, limit)
                assert len(batch) <= limit
                assert batch or flying, "nothing is sent any more"
                for row in batch:
                    allowed(row.message, flying, done)
                    flying.append(row.message)
                message = flying.pop(random.randrange(len(flying)))
                if random.random() < 0.2:
                    outbox.retry(unit, message.id, NOW, "again")
                else:
                    status: outbox.Settled = "failed" if random.random() < 0.2 else "sent"
                    outbox.settle(unit, message.id, status, NOW)
                    done.append(message)
            assert sorted(message.id for message in done) == list(range(1, len(queue) + 1))

    def allowed(message: Message, flying: list[Message], done: list[Message]) -> None:
        finished = {row.id for row in done}
        for number in range(1, message.id):
            earlier = queue[number - 1]
            same_lane = earlier.lane == queue[message.id - 1].lane
            rank = earlier.rank if earlier.lane >= 3 else 0
            if same_lane and (rank <= message.rank or earlier.act == "open_topic"):
                assert number in finished, f"{message.id} overtook {number}"
        assert message.target is None or message.target in finished

    asyncio.run(send())


async def test_claiming_looks_at_unfinished_messages_only(file_database: Database) -> None:
    """Every touch of the log is by key, or over an index that holds queued rows alone."""
    for name in (
        "messages_claim",
        "messages_to_send",
        "messages_sending",
        "messages_backlog",
        "messages_next_retry",
        "messages_supersede",
        "messages_unpark",
    ):
        sql = SQLITE[name]
        parameters = dict.fromkeys(re.findall(r":(\w+)", sql))
        plan = [
            row["detail"]
            for row in await writer(file_database).execute_fetchall(
                f"EXPLAIN QUERY PLAN {sql}", parameters
            )
        ]
        scans = {
            detail
            for detail in plan
            if detail.startswith("SCAN") and not re.search(r"json_each|subquery|waiting", detail)
        }
        assert scans <= {
            "SCAN m USING INDEX messages_people",
            "SCAN messages USING INDEX messages_lane",
            "SCAN messages USING INDEX messages_parked",
            "SCAN messages USING COVERING INDEX messages_retry",
        }, name
        assert "SEARCH" in " ".join(plan) or scans


async def test_a_long_log_does_not_slow_claiming(file_database: Database) -> None:
    """The work of a claim, counted in steps of SQLite's machine, is the same after 5,000 sends."""

    async def steps() -> int:
        count = 0

        def step() -> None:
            nonlocal count
            count += 1

        async with file_database.unit() as unit:
            messages.queue(unit, said(address, "x"), NOW)
            await unit.flush()
            await writer(file_database).set_progress_handler(step, 10)
            [row] = await outbox.claim(unit, NOW, 10)
            await writer(file_database).set_progress_handler(step, 0)
            outbox.settle(unit, row.message.id, "sent", NOW, external="x")
        return count

    async with file_database.unit() as unit:
        address = (await somebody(unit)).id
    short = await steps()
    async with file_database.unit() as unit:
        for number in range(5000):
            messages.queue(unit, said(address, "x", dedupe=str(number)), NOW)
        for number in range(5002):
            outbox.settle(unit, number, "sent", NOW, external="x")
    long = await steps()
    assert short > 5
    assert long <= short * 1.5
