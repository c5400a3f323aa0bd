"""The line before the turns: any puts, batches, returns and withdrawals, against a plain model."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from bot.turns.waiting import Answer, Overloaded, Queue, Waiting
from bot.update import Refusal, Update

SUBJECTS = ("noura", "sara", "fahd", "khalid")


class QueueMachine(RuleBasedStateMachine):
    """The model: who is next, what each has waiting, what is in hand."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.ids = iter(range(10**6))
        self.accepted: list[Waiting] = []
        self.gone: list[Waiting] = []
        self.lines: defaultdict[str, list[Waiting]] = defaultdict(list)
        self.next: list[str] = []
        self.in_hand: list[Waiting] = []

    def teardown(self) -> None:
        self.loop.close()

    @initialize(limit=st.integers(1, 12), each=st.integers(1, 5))
    def open(self, limit: int, each: int) -> None:
        self.limit, self.each = limit, each
        self.queue = Queue(limit, each)

    @property
    def busy(self) -> set[str]:
        return {waiting.subject for waiting in self.in_hand}

    @rule(subject=st.sampled_from(SUBJECTS))
    def put(self, subject: str) -> None:
        update = Update("telegram", "bot", str(next(self.ids)), Refusal("", ""))
        waiting = Waiting(update, subject, self.loop.create_future())
        full = sum(map(len, self.lines.values())) >= self.limit
        if full or len(self.lines[subject]) >= self.each:
            with pytest.raises(Overloaded):
                self.queue.put(waiting)
            return
        self.queue.put(waiting)
        self.accepted.append(waiting)
        self.lines[subject].append(waiting)
        if subject not in self.busy and subject not in self.next:
            self.next.append(subject)

    @precondition(lambda self: not self.in_hand)
    @rule(most=st.integers(1, 5))
    def take(self, most: int) -> None:
        batch = self.queue.take(most)
        expected, self.next = self.next[:most], self.next[most:]
        assert [waiting.subject for waiting in batch] == expected, "who waited longest, each once"
        for waiting in batch:
            assert waiting is self.lines[waiting.subject].pop(0)
        self.in_hand = batch

    @precondition(lambda self: self.in_hand)
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        """Some of the batch could not be had, and goes back to where it was."""
        back = data.draw(st.lists(st.sampled_from(self.in_hand), unique_by=id))
        for waiting in back:
            self.queue.give_back(waiting)
            self.lines[waiting.subject].insert(0, waiting)
        self.queue.done(self.in_hand)
        self.gone += [waiting for waiting in self.in_hand if waiting not in back]
        self.next += [w.subject for w in self.in_hand if self.lines[w.subject]]
        self.in_hand = []

    @precondition(lambda self: not self.in_hand)
    @rule(subjects=st.sets(st.sampled_from(SUBJECTS)), even=st.booleans())
    def withdraw(self, subjects: set[str], even: bool) -> None:
        found = self.queue.withdraw(subjects, lambda w: int(w.update.id) % 2 != even)
        for subject in subjects:
            line = [w for w in self.lines[subject] if int(w.update.id) % 2 != even]
            assert [w for w in found if w.subject == subject] == line, "in their order"
            self.lines[subject] = [w for w in self.lines[subject] if w not in line]
        assert {waiting.subject for waiting in found} <= subjects
        self.next = [subject for subject in self.next if self.lines[subject]]
        self.gone += found

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        waiting = [w for line in self.lines.values() for w in line]
        known = [id(w) for w in (*waiting, *self.in_hand, *self.gone)]
        assert sorted(known) == sorted(map(id, self.accepted))

    @precondition(lambda self: hasattr(self, "queue"))
    @invariant()
    def it_knows_how_much_waits(self) -> None:
        assert len(self.queue) == sum(map(len, self.lines.values()))
        assert self.queue._filled.is_set() == bool(self.next)


QueueMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestQueue = QueueMachine.TestCase


async def test_whoever_waits_for_something_to_take_is_woken_by_it() -> None:
    queue = Queue(10, 10)
    filled = asyncio.ensure_future(queue.filled())
    await asyncio.sleep(0)
    assert not filled.done()
    answer: Answer = asyncio.get_running_loop().create_future()
    for _ in range(2):
        queue.put(Waiting(Update("telegram", "bot", "1", Refusal("", "")), "noura", answer))
    await filled
    batch = queue.take(10)
    again = asyncio.ensure_future(queue.filled())
    await asyncio.sleep(0)
    assert not again.done(), "the second of the same subject waits for the first"
    queue.done(batch)
    await again
