"""Questions that no answer settled: what the association does not say well enough yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.shape import Shape
from storage.unit import Unit, View


@dataclass(frozen=True, slots=True)
class Question:
    """One row. `question` is redacted before it comes here; `shown` are answers' ids."""

    question: str
    reason: str
    at: datetime
    shown: str = ""  # comma-separated, in the order they were given
    case: str | None = None
    state: Literal["open", "settled"] = "open"
    id: int = 0  # its number, once it is stored


QUESTION = Shape(Question, "questions", sealed=("question",))


def record(unit: Unit, question: Question) -> None:
    values = QUESTION.parameters(unit.vault, question)
    for name in ("id", "state"):
        del values[name]
    unit.write("question_add", **values)


async def unsettled(view: View, since: datetime, limit: int = 300) -> list[Question]:
    """Those that nobody has dealt with, newest first."""
    rows = await view.read_all("questions_open", since=since, limit=limit)
    return [QUESTION.load(view.vault, row) for row in rows]


def forget(unit: Unit, case: str) -> None:
    """What was asked in a case that is none of the answers' writers' business any more."""
    unit.write("questions_forget", case=case)


def settle(unit: Unit, questions: Collection[int]) -> None:
    """An answer has them now, or will not."""
    unit.write("questions_settle", ids=list(questions))
