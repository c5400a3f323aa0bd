"""The one place that decides what a question is about, and what a text that is none wants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from flows.arabic import fold, is_emoji
from flows.matching.confidence import (
    APART,
    ASIDE,
    BELIEVED,
    CERTAIN,
    FAINT,
    HALF_SURE,
    LIKE,
    POINTED,
    SURE,
    WHOLE,
    confidence,
)
from flows.matching.enrolment import Enrolment
from flows.matching.explanation import Explanation, Match
from flows.matching.index import Candidate
from flows.matching.intents import ABUSE, ACTED, ANGER, EMOJI, FELT, INTENTS
from flows.matching.lexicon import FILLERS, HEARSAY
from flows.matching.reading import Reader, Reading, clauses, questions
from flows.matching.shelf import Shelf
from flows.matching.slips import certainty
from flows.matching.stems import stem

if TYPE_CHECKING:
    from flows.book import Answer, Book

CHOICES = 3
WORTH = 0.3  # of the best score: what comes less near is not worth offering
LONGEST = 300  # characters read of a question
_WORDS = re.compile(r"\w")
_PHRASE = re.compile(r"\w \w")
OTHERS = ("family", "guardian")
"""Applicants who are named in the wish for a place, as the words of the book call them."""
POLITE = ("greeting", "wellbeing", "courtesy", "thanks")
"""Meanings whose spellings say nothing of what is asked beside them."""


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """Built once per book. `spelled` are all folded spellings of `association/words.toml`; `alone`
    are the stems that an intent has by a spelling of one word.
    """

    reader: Reader
    answers: Shelf
    intents: Shelf
    spelled: frozenset[str]
    pointers: frozenset[str] = frozenset()  # entries that are no answers: they open a flow
    felt: Mapping[str, str] = field(default_factory=dict)  # told beside other words too
    enrolment: Enrolment = field(default_factory=Enrolment)
    alone: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def build(cls, answers: Iterable[Answer], words: Mapping[str, frozenset[str]]) -> Matcher:
        """Among the answers of a book. `words` are as in `of`."""
        return cls.of({a.id: (a.title.ar, a.title.en, *a.phrasings) for a in answers}, words)

    @classmethod
    def of_book(cls, book: Book) -> Matcher:
        """Among all that a book has something to say to."""
        answers = {a.id: (a.title.ar, a.title.en, *a.phrasings) for a in book.answers.values()}
        pointers = {f"misconception.{m.id}": m.phrases for m in book.misconceptions.values()}
        pointers |= {f"referral.{r.id}": r.phrases for r in book.referrals.values()}
        titles = {p.id: (p.title.ar, p.title.en) for p in book.programmes.values()}
        return cls.of({**answers, **pointers}, book.words, frozenset(pointers), titles)

    @classmethod
    def of(
        cls,
        asked: Mapping[str, Sequence[str]],
        words: Mapping[str, frozenset[str]],
        pointers: frozenset[str] = frozenset(),
        titles: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    ) -> Matcher:
        """`asked` are ways to ask for each entry; `words` are a meaning and its folded spellings,
        and intents are among the meanings.
        """
        known = {id_: list(map(fold, these)) for id_, these in asked.items()}
        said = {id_: sorted(words.get(id_, ())) for id_ in sorted(INTENTS)}
        written = (*known.values(), *said.values(), *(map(fold, both) for both in titles.values()))
        texts = [text for these in written for text in these]
        polite = (words.get(meaning, frozenset()) for meaning in POLITE)
        reader = Reader.of(texts, frozenset[str]().union(*polite))
        return cls(
            reader,
            Shelf.of({id_: map(reader.own, these) for id_, these in known.items()}),
            Shelf.of({id_: map(reader.own, these) for id_, these in said.items()}),
            frozenset[str]().union(*words.values()),
            pointers,
            {
                **dict.fromkeys(filter(_PHRASE.search, words.get(ABUSE, ())), ABUSE),
                **dict.fromkeys(filter(_WORDS.search, words.get(ANGER, ())), ANGER),
            },
            Enrolment.of(reader, titles, {who: words.get(who, frozenset()) for who in OTHERS}),
            {
                id_: frozenset(stem(its) for its in these if " " not in its)
                for id_, these in said.items()
            },
        )

    def match(self, question: str) -> Match:
        """Whether to answer, to offer choices, or to hand the question to a person."""
        return self.explain(question).match

    def intent(self, text: str) -> str | None:
        """The intent that a text comes to, if it says little else."""
        return self.explain(text).intent

    def explain(self, question: str) -> Explanation:
        return _explain(self, question[:LONGEST])


@lru_cache(maxsize=256)  # one turn asks again and again about one text
def _explain(matcher: Matcher, question: str) -> Explanation:
    """Anger is heard beside other words too. What else was said is looked at by itself; unless
    something is likely meant by it, an apology is all that is due.
    """
    said = f" {fold(question)} "
    told = [spelling for spelling in matcher.felt if f" {spelling} " in said]
    if told:
        spelling = max(told, key=len)
        felt, rest = matcher.felt[spelling], said.replace(f" {spelling} ", " ").strip()
    else:
        felt, rest = None, question
    found = _explain_parts(matcher, rest)
    felt = felt or (found.intent if found.intent in FELT else None)
    likely = found.several or (found.confidence >= ASIDE and len(found.reading.terms) > 1)
    if felt is None or found.pointed or found.intent in ACTED or likely:
        return replace(found, felt=felt)
    return replace(found, match=Match("handoff"), intent=felt, felt=felt)


def _explain_parts(matcher: Matcher, question: str) -> Explanation:
    """A story is told before many a question, and some ask two things at once: then the parts are
    looked at one by one.
    """
    whole = _compare(matcher, question)
    if whole.pointed or whole.match.action == "answer":
        return whole
    parts = [
        compared
        for part in clauses(question)
        if (compared := _compare(matcher, part)).reading.text not in matcher.spelled
    ]
    likely = [part for part in parts if part.match.ids and part.confidence >= ASIDE]
    several = len({part.match.ids[0] for part in likely if part.confidence >= POINTED}) > 1
    sure = whole.match.action == "choices" and whole.confidence >= ASIDE
    answered = _answered(matcher, question)
    if not likely or (sure and not several):
        return replace(whole, several=answered)
    likely.sort(key=lambda part: -part.confidence)
    asked = dict.fromkeys((*(part.match.ids[0] for part in likely), *whole.match.ids))
    doubts = (*likely[0].doubts, "it is only part of what was said")
    return replace(
        likely[0],
        doubts=doubts,
        match=Match("choices", tuple(asked)[:CHOICES]),
        wishes=whole.wishes,
        intent=whole.intent,
        several=answered,
    )


def _answered(matcher: Matcher, question: str) -> tuple[str, ...]:
    """The answers of several questions, if each surely has one of its own."""
    parts = questions(question)
    compared = (_compare(matcher, part) for part in parts if len(parts) > 1)
    asked = [part for part in compared if part.reading.text not in matcher.spelled]
    sure = {part.match.ids[0]: part for part in asked if part.match.action == "answer"}
    return tuple(sure) if 1 < len(sure) == len(asked) <= CHOICES else ()


def _compare(matcher: Matcher, question: str) -> Explanation:
    reading = matcher.reader.read(question)
    senses = () if reading.vague else reading.senses
    index = matcher.answers.index
    found = index.candidates(senses)
    verbatim = matcher.answers.verbatim.get(reading.key)
    likely = 1.0 if verbatim else confidence(found, senses, len(index.ids))
    pointed = _pointed(matcher, reading, found, likely, verbatim)
    if not verbatim:
        pointed = pointed or _heard(reading, matcher) or _enrolling(reading, matcher)
    candidates = tuple(its for its in found if its.id not in matcher.pointers)
    verbatim = None if pointed else verbatim
    doubts = () if verbatim else tuple(_doubts(reading, found, matcher))
    if found[:1] != candidates[:1] and not verbatim:
        likely = min(likely, confidence(candidates, senses, len(index.ids)), ASIDE)
    wishes = matcher.intents.index.candidates(senses)
    return Explanation(
        reading=reading,
        candidates=candidates,
        verbatim=verbatim,
        confidence=likely,
        doubts=doubts,
        match=Match("handoff") if pointed else _decide(verbatim, candidates, likely, doubts),
        pointed=pointed,
        wishes=wishes,
        intent=_intent(reading, wishes, matcher),
    )


def _pointed(
    matcher: Matcher,
    reading: Reading,
    found: tuple[Candidate, ...],
    likely: float,
    verbatim: str | None,
) -> str | None:
    """The entry that is no answer and yet is meant."""
    best = verbatim or (found[0].id if likely >= POINTED else None)
    if best not in matcher.pointers:
        return None
    return None if not verbatim and any(_lacks(reading, found[0], matcher.answers)) else best


def _heard(reading: Reading, matcher: Matcher) -> str | None:
    """What this text passes on or doubts, where no answer is nearer."""
    words = reading.text.split()
    rest = [word for word in words if word not in HEARSAY]
    if len(rest) == len(words):
        return None
    near = matcher.answers.index.candidates(matcher.reader.read(" ".join(rest)).senses)
    meant = next((its for its in near if its.id in matcher.pointers), None)
    if meant is None or meant.score < max(BELIEVED, near[0].score - APART):
        return None
    return meant.id


def _enrolling(reading: Reading, matcher: Matcher) -> str | None:
    programme, applicant = matcher.enrolment.wanted(reading)
    found = f"registration.{programme or ''}.{applicant or ''}"
    return found if programme or applicant else None


def _decide(
    verbatim: str | None, candidates: tuple[Candidate, ...], likely: float, doubts: tuple[str, ...]
) -> Match:
    if verbatim:
        return Match("answer", (verbatim,))
    if likely < HALF_SURE or candidates[0].score < FAINT:
        return Match("handoff")
    if likely >= SURE and not doubts:
        return Match("answer", (candidates[0].id,))
    worth = (its.id for its in candidates[:CHOICES] if its.score >= WORTH * candidates[0].score)
    return Match("choices", tuple(worth))


def _doubts(reading: Reading, candidates: tuple[Candidate, ...], matcher: Matcher) -> Iterator[str]:
    if reading.by == "arabizi":
        yield "Arabic in Latin letters is guessed at"
    if matcher.reader.guesses(reading):
        yield "no word that tells something was known as it stands"
    for best in candidates[:1]:
        yield from _lacks(reading, best, matcher.answers)
    for best, second in pairwise(candidates[:2]):
        alike = second.phrasing == best.phrasing  # they share the phrasing that is nearest
        if alike or best.score - second.score < APART:
            yield f"{second.id} is as near"


def _lacks(reading: Reading, best: Candidate, shelf: Shelf) -> Iterator[str]:
    if len(reading.terms) == 1 and best.phrasing < WHOLE:
        yield "one word may belong to many questions"
    lacking = reading.telling - shelf.telling[best.id]
    yield from (f"{best.id} has no {word}" for word in sorted(lacking))


def _is_another(reading: Reading, intent: str, matcher: Matcher) -> bool:
    """Whether one word is all there is, and it only means what a word of the intent may mean too:
    a price is a value, and so is a rating.
    """
    words = [word for word in reading.text.split() if word not in FILLERS]
    knows = matcher.reader.vocabulary.knows
    alone = len(reading.senses) == 1 and all(map(knows, words))
    return alone and matcher.alone.get(intent, frozenset()).isdisjoint(map(stem, words))


def _intent(reading: Reading, wishes: tuple[Candidate, ...], matcher: Matcher) -> str | None:
    if verbatim := matcher.intents.verbatim.get(reading.key):
        return verbatim
    if reading.text not in matcher.spelled and is_emoji(reading.text):
        return EMOJI
    for best in wishes[:1]:
        unexplained = matcher.intents.index.unexplained(reading.terms, best.id)
        certain = certainty(reading.senses) >= CERTAIN and not _is_another(
            reading, best.id, matcher
        )
        if certain and best.phrasing >= LIKE and not any(unexplained):
            return None if any(_lacks(reading, best, matcher.intents)) else best.id
    return None
