"""Which answer of the book a question is about, and how sure we are.

A sure match is answered, a half-sure one is offered as choices, the rest goes to a person: what
the beneficiary is told must be correct (policy procedures 3 and 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rapidfuzz import fuzz, process

from flows.arabic import fold
from flows.book import Answer
from flows.events import Opened
from flows.text import Text

if TYPE_CHECKING:
    from flows.context import Context

SURE = 88.0  # at least so alike, …
MARGIN = 5.0  # … and so far ahead of the next entry
HALF_SURE = 66.0
CHOICES = 3
LONGEST = 300  # characters read of a question


@dataclass(frozen=True, slots=True)
class Match:
    """What to do with a question; `ids` are answers, best first."""

    action: Literal["answer", "choices", "handoff"]
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matcher:
    """Built once per book. `phrasings` are as `_bare` leaves them; `owners` are their answers."""

    phrasings: tuple[str, ...]
    owners: tuple[str, ...]
    courtesy: frozenset[str]

    @classmethod
    def build(cls, answers: Iterable[Answer], words: Mapping[str, frozenset[str]]) -> Matcher:
        courtesy = words.get("greeting", frozenset()) | words.get("courtesy", frozenset())
        pairs = [
            (_bare(fold(phrasing), courtesy), answer.id)
            for answer in answers
            for phrasing in (answer.title.ar, answer.title.en, *answer.phrasings)
        ]
        return cls(tuple(p for p, _ in pairs), tuple(o for _, o in pairs), courtesy)

    def match(self, question: str) -> Match:
        asked = _bare(fold(question[:LONGEST]), self.courtesy)
        if not asked:
            return Match("handoff")
        best: dict[str, float] = {}
        for _, score, index in process.extract(
            asked, self.phrasings, scorer=fuzz.ratio, score_cutoff=HALF_SURE, limit=None
        ):
            owner = self.owners[index]
            best[owner] = max(score, best.get(owner, 0.0))
        ranked = sorted(best, key=lambda owner: (-best[owner], owner))
        if not ranked:
            return Match("handoff")
        second = best[ranked[1]] if len(ranked) > 1 else 0.0
        first = best[ranked[0]]
        if first >= SURE and first - second >= MARGIN:
            return Match("answer", (ranked[0],))
        return Match("choices", tuple(ranked[:CHOICES]))


def told(answer: Answer) -> Text:
    """The answer with its source, owner and date, as it is said to the beneficiary."""
    path = f"book.answer.{answer.id}"
    return Text(
        "enquiry.told",
        {
            "answer": Text(f"{path}.text"),
            "source": Text(f"{path}.source"),
            "owner": Text(f"book.department.{answer.owner}"),
            "until": answer.valid_until,
        },
    )


def sure(question: str, ctx: Context) -> Text | None:
    """The one answer this text certainly asks for, if it may still be given today."""
    found = ctx.matcher.match(question)
    if found.action != "answer":
        return None
    answer = ctx.book.answers[found.ids[0]]
    return told(answer) if answer.valid_on(ctx.today) else None


def asked(text: str, ctx: Context) -> Opened | None:
    """The enquiry this text opens, if the book may hold its answer."""
    if ctx.matcher.match(text).action == "handoff":
        return None
    return Opened("enquiry", {"question": text})


def _bare(folded: str, courtesy: frozenset[str]) -> str:
    """The question without the greeting and politeness around it, its words in a fixed order.

    So word order is forgiven, but not words left out: a part of a question is not the question.
    """
    for phrase in sorted(courtesy, key=len, reverse=True):
        if f" {phrase} " in f" {folded} " and folded != phrase:
            folded = f" {folded} ".replace(f" {phrase} ", " ").strip()
    return " ".join(sorted(folded.split()))
