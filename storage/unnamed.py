"""Answers without a name: a buffer that has no order, and the pool they go to together.

Nothing here says who answered, when, or which answers are of the same person. Whoever was alone
with a programme would be known by it all the same: so the pool tells no programme, no department
and in the end no month of which fewer than five people answered, and the buffer forgets them soon.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from storage.shape import Shape
from storage.unit import Unit, View

Question: TypeAlias = Literal["score", "effort", "conduct", "comment"]
TOGETHER = 5  # ratings in the buffer, before any goes to the pool
BUFFER = "unnamed_buffer"  # the subject that whoever changes it owns


@dataclass(frozen=True, slots=True)
class Answer:
    """To one question: `value` from 1 to 5, or `words`; neither where a voice note was sent."""

    question: Question
    value: int | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Buffer:
    """What was answered about one programme in one month (``2026-11``) and is not pooled yet."""

    programme: str
    month: str
    department: str
    answers: Sequence[Any]  # each as an `Answer` is: its question, value and words


@dataclass(frozen=True, slots=True)
class Pooled:
    """An answer in the pool. The key is random."""

    key: str
    programme: str
    month: str
    department: str
    question: Question
    value: int | None = None
    words: str | None = None


_BUFFER = Shape(Buffer, "unnamed_buffer", sealed=("answers",))
_POOLED = Shape(Pooled, "unnamed_answers", sealed=("words",))


async def add(unit: Unit, programme: str, department: str, month: str, answer: Answer) -> None:
    """Put an answer among the others; five ratings or more go to the pool at once."""
    await unit.lock_one(BUFFER)
    row = await unit.read_one("unnamed_of", programme=programme, month=month)
    kept = _BUFFER.load(unit.vault, row).answers if row else ()
    new = (answer.question, answer.value, answer.words)
    answers = sorted((*map(tuple, kept), new), key=repr)
    _store(unit, Buffer(programme, month, department, answers))


async def widen(unit: Unit) -> int:
    """Join what waits under a programme with its department's, then with all of its month: from
    five ratings on it goes to the pool as what it is then. Fewer wait for others, whatever their
    month, without programme and department. How many answers had waited.

    Done often, a programme that few rated is known of their answers for a short while.
    """
    await unit.lock_one(BUFFER)
    rows = await unit.read_all("unnamed_waiting")
    buffers = [_BUFFER.load(unit.vault, row) for row in rows]
    for buffer in buffers:
        unit.write("unnamed_empty", programme=buffer.programme, month=buffer.month)
    waiting = buffers
    for wider in (_of_department, _of_all):
        waiting = _merged(wider(buffer) for buffer in waiting)
        for buffer in (buffer for buffer in waiting if _raters(buffer) >= TOGETHER):
            _pool(unit, buffer)
        waiting = [buffer for buffer in waiting if _raters(buffer) < TOGETHER]
    if waiting:
        _join(unit, waiting)
    return sum(len(buffer.answers) for buffer in buffers)


def _join(unit: Unit, waiting: Sequence[Buffer]) -> None:
    """Those of several months: told of the last of them, and kept no longer than the first."""
    months = [buffer.month for buffer in waiting]
    [whole] = _merged(replace(buffer, month=max(months)) for buffer in waiting)
    if _raters(whole) < TOGETHER:
        whole = replace(whole, month=min(months))
    _store(unit, whole)


def _of_department(buffer: Buffer) -> Buffer:
    return replace(buffer, programme="")


def _of_all(buffer: Buffer) -> Buffer:
    return replace(buffer, programme="", department="")


def _merged(buffers: Iterable[Buffer]) -> list[Buffer]:
    """Those of one place and month together, in an order that says nothing."""
    found: defaultdict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for buffer in buffers:
        found[buffer.programme, buffer.month, buffer.department] += map(tuple, buffer.answers)
    return [Buffer(*place, sorted(answers, key=repr)) for place, answers in found.items()]


def _raters(buffer: Buffer) -> int:
    return sum(question == "score" for question, *_ in buffer.answers)


async def pooled(view: View, since: str, until: str) -> list[Pooled]:
    """Of the months from `since` on and before `until`, in the order of their keys."""
    rows = await view.read_all("unnamed_pooled", since=since, until=until)
    return [_POOLED.load(view.vault, row) for row in rows]


def _store(unit: Unit, buffer: Buffer) -> None:
    if _raters(buffer) < TOGETHER:
        unit.write("unnamed_keep", **_BUFFER.parameters(unit.vault, buffer))
    else:
        _pool(unit, buffer)


def _pool(unit: Unit, buffer: Buffer) -> None:
    """Under random keys and in their order, so that where a row lies says nothing either."""
    keys = sorted(secrets.token_hex(16) for _ in buffer.answers)
    shuffled = list(buffer.answers)
    secrets.SystemRandom().shuffle(shuffled)
    for key, answer in zip(keys, shuffled, strict=True):
        one = Pooled(key, buffer.programme, buffer.month, buffer.department, *answer)
        unit.write("unnamed_pool", **_POOLED.parameters(unit.vault, one))
    unit.write("unnamed_empty", programme=buffer.programme, month=buffer.month)
