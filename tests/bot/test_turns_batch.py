"""Turns that share a transaction: what that costs, who may share, and a fault in one of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.turns.loop import TOGETHER
from tests.bot.faults import outcomes
from tests.bot.turning import POISON, SALAM, Process, process, telegram


@pytest.fixture
async def ours(database_url: str) -> AsyncIterator[Process]:
    async with process(database_url) as ours:
        yield ours


def transaction(ours: Process) -> list[str]:
    """The statements of the first one in the log."""
    return ours.log[: ours.log.index("COMMIT") + 1]


def batches(ours: Process) -> int:
    return ours.log.count("inbox_receive_many")


@pytest.mark.parametrize(
    "words", [(SALAM,), (SALAM, "التسجيل في خدمة"), (SALAM, "وين مقركم")], ids=["1", "2", "3"]
)
async def test_the_statements_are_as_many_for_one_person_as_for_a_batch(
    ours: Process, words: tuple[str, ...]
) -> None:
    cost = {}
    for count in (1, TOGETHER):
        people = [f"{count}:{n}" for n in range(count)]
        for step, text in enumerate(words):
            await ours.sent()
            ours.log.clear()
            said = [telegram(who, text, f"{who}:{step}") for who in people]
            assert await outcomes(ours.take(*said)) == ["taken"] * count
        cost[count] = transaction(ours)
        assert [len(await ours.heard(who)) for who in people] == [len(words)] * count
    assert cost[1] == cost[TOGETHER]
    assert cost[1].count("BEGIN") == 1
    assert len(cost[1]) < 30


async def test_more_than_fit_together_follow_in_the_next_transaction(ours: Process) -> None:
    people = [f"p{n}" for n in range(TOGETHER + 1)]
    await outcomes(ours.take(*(telegram(who, SALAM, who) for who in people)))
    assert batches(ours) == 2
    assert ours.committed == people


async def test_two_of_one_person_never_share_a_transaction(ours: Process) -> None:
    said = [("noura", "1"), ("sara", "2"), ("noura", "3"), ("noura", "4"), ("sara", "5")]
    updates = [telegram(who, f"{SALAM} {id_}", id_) for who, id_ in said]
    assert await outcomes(ours.take(*updates)) == ["taken"] * 5
    assert ours.committed == ["1", "2", "3", "5", "4"]
    assert batches(ours) == 3
    assert await ours.said("noura") == [f"{SALAM} {n}" for n in (1, 3, 4)]
    assert await ours.said("sara") == [f"{SALAM} {n}" for n in (2, 5)]


async def test_who_has_much_to_say_waits_behind_those_who_have_little(ours: Process) -> None:
    flood = [telegram("fahd", SALAM, f"f{n}") for n in range(20)]
    others = [telegram(who, SALAM, who) for who in ("noura", "sara")]
    await outcomes(ours.take(*flood, *others))
    assert ours.committed[:3] == ["f0", "noura", "sara"]


async def test_a_second_delivery_changes_nothing(ours: Process) -> None:
    update = telegram("noura", SALAM, "1")
    assert await outcomes(ours.take(update, telegram("sara", SALAM, "2"), update)) == ["taken"] * 3
    await ours.turns.take(update)
    assert await ours.said("noura") == [SALAM]
    assert len(await ours.heard("noura")) == 1


@pytest.mark.parametrize("place", [0, 3, 6])
async def test_one_that_fails_harms_no_neighbour_and_is_kept_as_it_came(
    ours: Process, place: int
) -> None:
    people = [f"p{n}" for n in range(7)]
    texts = [POISON if n == place else SALAM for n in range(7)]
    said = [telegram(who, text, who) for who, text in zip(people, texts, strict=True)]
    assert await outcomes(ours.take(*said)) == ["taken"] * 7
    assert [len(await ours.heard(who)) for who in people] == [1] * 7
    assert [await ours.said(who) for who in people] == [
        [] if text == POISON else [SALAM] for text in texts
    ]
    [failed] = await ours.failed()
    assert (failed.arrival.id, failed.raw) == (people[place], b"raw " + people[place].encode())
    assert failed.failure == "ZeroDivisionError"

    await outcomes(ours.take(*said))  # nothing of it is new
    assert [len(await ours.heard(who)) for who in people] == [1] * 7
    await ours.says(people[place], SALAM)
    assert await ours.said(people[place]) == [SALAM], "and the conversation goes on"
