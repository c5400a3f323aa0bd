"""Questions put to the sample association, and how well the matcher does on them."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.content import load
from flows.matching import Match, Matcher

HERE = Path(__file__).parent
SPLITS = ("development", "held_out")


@dataclass(frozen=True)
class Question:
    """`answer` is the one it is about; None for what must not be answered by itself."""

    text: str
    answer: str | None
    kind: str  # how it is put, or why it must not be answered


@dataclass(frozen=True)
class Wish:
    """`intent` is None where a text only looks like one."""

    text: str
    intent: str | None


@dataclass(frozen=True)
class Tally:
    """What became of questions; `ours` are those that an answer is there for."""

    matches: tuple[tuple[Question, Match], ...]

    @property
    def ours(self) -> int:
        return sum(question.answer is not None for question, _ in self.matches)

    @property
    def answered(self) -> int:
        return sum(match.action == "answer" for _, match in self.matches)

    @property
    def right(self) -> int:
        return sum(
            match.action == "answer" and match.ids == (question.answer,)
            for question, match in self.matches
        )

    @property
    def solved(self) -> int:
        """Answered right at once, or after one tap."""
        return sum(question.answer in match.ids for question, match in self.matches)

    @property
    def strangers_answered(self) -> int:
        return sum(q.answer is None and match.action == "answer" for q, match in self.matches)

    @property
    def precision(self) -> float:
        """Of all that was answered, how much was rightly answered so."""
        return self.right / self.answered

    @property
    def confusions(self) -> tuple[tuple[Question, Match], ...]:
        return tuple(
            (question, match)
            for question, match in self.matches
            if (match.action == "answer" or question.answer) and question.answer not in match.ids
        )

    def by_kind(self) -> dict[str, Tally]:
        kinds = dict.fromkeys(question.kind for question, _ in self.matches)
        return {kind: Tally(tuple(m for m in self.matches if m[0].kind == kind)) for kind in kinds}


def sample() -> Matcher:
    book = load(HERE.parents[2] / "association")
    return Matcher.build(book.answers.values(), book.words)


def read(split: str) -> tuple[list[Question], list[Wish]]:
    table = tomllib.loads((HERE / f"{split}.toml").read_text("utf-8"))
    questions = [
        Question(text, answer, kind)
        for answer, kinds in table["answers"].items()
        for kind, texts in kinds.items()
        for text in texts
    ]
    questions += [
        Question(text, None, kind) for kind, texts in table["outside"].items() for text in texts
    ]
    none = table["intents"].pop("none")["texts"]
    wishes = [Wish(text, intent) for intent, texts in table["intents"].items() for text in texts]
    return questions, wishes + [Wish(text, None) for text in none]


def tally(matcher: Matcher, questions: Iterable[Question]) -> Tally:
    return Tally(tuple((question, matcher.match(question.text)) for question in questions))


def calibration(matcher: Matcher, questions: Iterable[Question]) -> dict[int, Counter[bool]]:
    """For each tenth of confidence: how often the nearest answer was the right one."""
    table: dict[int, Counter[bool]] = {tenth: Counter() for tenth in range(9, -1, -1)}
    for question in questions:
        its = matcher.explain(question.text)
        nearest = its.candidates[0].id if its.candidates else ""
        table[min(int(its.confidence * 10), 9)][nearest == question.answer] += 1
    return table
