"""How well questions find their answers: asked, tallied by how they are put, and held to floors."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.book import Book
from flows.matching import Explanation, Match, Matcher

PARTS = 5
"""So many times an index is built without a part of the phrasings, to ask it for those."""
CLOSE = 3  # phrasings that find another entry, and the two need telling apart


@dataclass(frozen=True, slots=True)
class Question:
    """`answer` is the one it is about; None for what must not be answered by itself."""

    text: str
    answer: str | None
    kind: str  # how it is put, or why it must not be answered


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of questions; `ours` are those that an answer is there for."""

    matches: tuple[tuple[Question, Match, tuple[str, ...]], ...]
    """With each question the nearest ids, best first."""

    @property
    def ours(self) -> int:
        return sum(question.answer is not None for question, *_ in self.matches)

    def ended(self, action: str) -> int:
        return sum(match.action == action for _, match, _ in self.matches)

    @property
    def answered(self) -> int:
        return self.ended("answer")

    @property
    def right(self) -> int:
        return sum(
            match.action == "answer" and match.ids == (question.answer,)
            for question, match, _ in self.matches
        )

    @property
    def solved(self) -> int:
        """Answered right at once, or after one tap."""
        return sum(question.answer in match.ids for question, match, _ in self.matches)

    def among(self, most: int) -> int:
        """How often the right one is among so many nearest."""
        return sum(question.answer in nearest[:most] for question, _, nearest in self.matches)

    @property
    def strangers_answered(self) -> int:
        return sum(q.answer is None and match.action == "answer" for q, match, _ in self.matches)

    @property
    def precision(self) -> float:
        """Of all that was answered, how much was rightly answered so."""
        return self.right / (self.answered or 1)

    @property
    def confusions(self) -> tuple[tuple[Question, Match], ...]:
        return tuple(
            (question, match)
            for question, match, _ in self.matches
            if (match.action == "answer" or question.answer) and question.answer not in match.ids
        )

    def by_kind(self) -> dict[str, Tally]:
        kinds = dict.fromkeys(question.kind for question, *_ in self.matches)
        return {kind: Tally(tuple(m for m in self.matches if m[0].kind == kind)) for kind in kinds}


def tally(matcher: Matcher, questions: Iterable[Question]) -> Tally:
    return Tally(tuple(_ask(matcher, question) for question in questions))


def _ask(matcher: Matcher, question: Question) -> tuple[Question, Match, tuple[str, ...]]:
    explained = matcher.explain(question.text)
    nearest = dict.fromkeys((*explained.match.ids, *(c.id for c in explained.candidates)))
    return question, explained.match, tuple(nearest)


@dataclass(frozen=True, slots=True)
class Questions:
    """A file of questions: ``[answers.<id>]`` and ``[outside]`` hold lists of them by kind,
    ``[floors]`` the least that is good enough: precision, answered, solved, from 0 to 1.
    """

    asked: tuple[Question, ...]
    floors: Mapping[str, float]

    @classmethod
    def read(cls, path: Path) -> Questions:
        """Raises OSError, or ValueError where it is no such file."""
        table = tomllib.loads(path.read_text("utf-8"))
        ours = ((id_, kinds) for id_, kinds in table.get("answers", {}).items())
        outside = ((None, kinds) for kinds in (table.get("outside", {}),))
        asked = tuple(
            Question(text, id_, kind)
            for id_, kinds in (*ours, *outside)
            for kind, texts in kinds.items()
            for text in texts
        )
        return cls(asked, table.get("floors", {}))


def table(whole: Tally) -> Iterator[str]:
    """By kind, for the author's screen."""
    heads = ("asked", "first", "of three", "answered", "precision", "choices", "handed on")
    yield f"{'':14}" + "".join(f"{head:>11}" for head in heads)
    for kind, its in {**whole.by_kind(), "all": whole}.items():
        figures = (its.among(1), its.among(3), its.answered)
        shares = (f"{its.precision:.3f}" if its.answered else "-",)
        ends = (its.ended("choices"), its.ended("handoff"))
        row = (len(its.matches), *figures, *shares, *ends)
        yield f"{kind:14}" + "".join(f"{figure:>11}" for figure in row)


def shortfalls(its: Tally, floors: Mapping[str, float]) -> Iterator[str]:
    """What does not reach its floor."""
    ours = its.ours or 1
    reached = {
        "precision": its.precision,
        "answered": its.right / ours,
        "solved": its.solved / ours,
    }
    for name, floor in floors.items():
        if name not in reached:
            yield f"floors.{name}: expected one of: {', '.join(reached)}"
        elif reached[name] < floor:
            yield f"{name} is {reached[name]:.3f}, and should be {floor:.3f} at least"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two entries that are taken for one another, the phrasings by which they are, and how many of
    these would be answered wrongly at once.
    """

    one: str
    other: str
    texts: tuple[str, ...]
    misled: int

    def __str__(self) -> str:
        said = " / ".join(self.texts[:3])
        return f"{self.one} and {self.other} need telling apart: {said}"


def likenesses(book: Book) -> tuple[Likeness, ...]:
    """Entries whose phrasings find another entry where they are left out themselves; the most
    alike first.
    """
    asked = {a.id: (a.title.ar, a.title.en, *a.phrasings) for a in book.answers.values()}
    texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    misled: Counter[tuple[str, str]] = Counter()
    for id_, text, found in _left_out(asked, book.words):
        nearest = found.candidates[0].id if found.candidates else id_
        if nearest != id_:
            pair = (min(id_, nearest), max(id_, nearest))
            texts[pair].append(text)
            misled[pair] += found.match.action == "answer"
    close = (pair for pair, said in texts.items() if len(said) >= CLOSE or misled[pair])
    alike = (Likeness(*pair, tuple(texts[pair]), misled[pair]) for pair in close)
    return tuple(sorted(alike, key=lambda its: (-len(its.texts), its.one, its.other)))


def _left_out(
    asked: Mapping[str, Sequence[str]], words: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, str, Explanation]]:
    """Each entry, a text of it, and what becomes of that text where the entry is without it."""
    for part in range(PARTS):
        kept = {
            id_: [text for n, text in enumerate(texts) if n % PARTS != part]
            for id_, texts in asked.items()
        }
        matcher = Matcher.of(kept, words)
        for id_, texts in asked.items():
            for text in texts[part::PARTS]:
                yield id_, text, matcher.explain(text)


def confidences(matcher: Matcher, questions: Iterable[Question]) -> dict[int, Counter[bool]]:
    """For each tenth of confidence: how often the nearest answer was the right one."""
    counted: dict[int, Counter[bool]] = {tenth: Counter() for tenth in range(9, -1, -1)}
    for question in questions:
        its = matcher.explain(question.text)
        nearest = its.candidates[0].id if its.candidates else ""
        counted[min(int(its.confidence * 10), 9)][nearest == question.answer] += 1
    return counted
