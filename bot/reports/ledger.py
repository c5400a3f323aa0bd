"""The ledger: what was rated and worked on, told only in figures that give nobody away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TypeAlias

from bot.reports.whys import Why, Whys
from flows import ending
from flows.book import Book
from flows.disclosure import LEAST, RUNGS, Place, pool, shown
from flows.measures import Scores, Share
from flows.period import Period
from flows.recommendation import half_of
from flows.working_time import WorkingTime
from storage.reports import HAND_OFF, SCALES, Asked, Opened, Records, Unnamed, Waited

LOW = "low"
WAITING = frozenset({"due", "pending_window", "suppressed"})
ANSWERED = ("answered", "used")
DECIDED = frozenset({"suggestion", "complaint"})
"""Matters that are owed a decision."""

Times: TypeAlias = Mapping[Place, Sequence[float]]
"""Working minutes of hand-offs, by where they were opened."""


@dataclass(slots=True)
class Tally:
    """The answers of one cell."""

    states: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    scores: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    commented: int = 0

    def add(self, asked: Asked) -> None:
        n = asked.n
        self.states[asked.state] += n
        self.fates[asked.fate] += n
        self.commented += n * asked.commented
        if asked.score is not None:
            self.scores["score"][asked.score] += n
        for question, score in asked.scales.items():
            self.scores[question][score] += n

    def pool(self, unnamed: Unnamed) -> None:
        """Answers without a name: of which rating each is, nobody knows."""
        if unnamed.value is None:
            self.commented += unnamed.n
        else:
            self.scores[unnamed.question][unnamed.value] += unnamed.n


@dataclass(frozen=True, slots=True)
class Figure:
    """What is told of a place. `whole`: nothing of it is too few to be told here."""

    scores: Scores
    states: Mapping[str, int]
    fates: Mapping[str, int]  # they sum up to all that fell due
    commented: Share
    scales: Mapping[str, Scores]
    whole: bool

    @property
    def response(self) -> Share:
        """Who answered, with a name or without, of those whose turn to be asked has come."""
        asked = sum(n for state, n in self.states.items() if state not in WAITING)
        return Share(sum(self.states.get(state, 0) for state in ANSWERED), asked)


NARROWED: Mapping[str, Callable[[Place, str], Place]] = {
    "department": lambda place, name: replace(place, department=name),
    "programme": lambda place, name: replace(place, programme=name),
    "channel": lambda place, name: replace(place, channel=name),
}
"""What figures are compared by."""


class Ledger:
    """The records of `months`, those of whole calendar years in their order."""

    def __init__(self, records: Records, months: Sequence[Period], book: Book) -> None:
        self.records = records
        self.months = months
        self.book = book
        self._cells: defaultdict[Place, Tally] = defaultdict(Tally)
        for asked in records.asked:
            self._cells[self._cell(asked)].add(asked)
        for unnamed in records.unnamed:
            month = months[unnamed.span]
            self._cells[Place(month, unnamed.department, unnamed.programme, "")].pool(unnamed)
        sizes = {cell: sum(tally.states.values()) for cell, tally in self._cells.items()}
        self._asked = pool(sizes, RUNGS)
        self._scored = {question: self._pooled(question) for question in ("score", *SCALES)}

    @cached_property
    def enquiries(self) -> Ledger:
        """The same of what was asked about answers to enquiries, which are not services."""
        return Ledger(Records(asked=self.records.enquired), self.months, self.book)

    def recommended(self, period: Period) -> dict[str, Scores]:
        """By half-year of the period: the scores, where they are enough to be told."""
        halves = dict.fromkeys(half_of(month.first) for month in period.each_month)
        found = {half: Scores(self.records.recommended.get(half, {})) for half in halves}
        return {half: scores for half, scores in found.items() if scores.n >= LEAST}

    def _pooled(self, question: str) -> dict[Place, Place]:
        """Where the answers to one question are told."""
        cells = self._cells.items()
        return pool({c: sum(t.scores[question].values()) for c, t in cells}, RUNGS)

    @cached_property
    def working(self) -> WorkingTime:
        """Working time from the first day on, and a year more for what is closed late."""
        first, last = self.months[0].first, self.months[-1].year.next.next.first
        return WorkingTime.between_days(first, last, self.book.association.hours)

    def figure(self, place: Place) -> Figure:
        asked = [cell for cell, told in self._asked.items() if told.within(place)]
        scored = self._within("score", place)
        states: Counter[str] = Counter()
        fates: Counter[str] = Counter()
        for cell in asked:
            states.update(self._cells[cell].states)
            fates.update(self._cells[cell].fates)
        scores = self._scores("score", scored)
        return Figure(
            scores=scores,
            states=states,
            fates=fates,
            commented=Share(sum(self._cells[cell].commented for cell in scored), scores.n),
            scales={
                scale: self._scores(scale, cells)
                for scale in SCALES
                if (cells := self._within(scale, place))
            },
            whole=all(
                cell in scored or not tally.scores["score"]
                for cell, tally in self._cells.items()
                if cell.within(place)
            ),
        )

    def _within(self, question: str, place: Place) -> set[Place]:
        return {cell for cell, told in self._scored[question].items() if told.within(place)}

    def _scores(self, question: str, cells: Iterable[Place]) -> Scores:
        return Scores.together(Scores(self._cells[cell].scores[question]) for cell in cells)

    @cached_property
    def low(self) -> Whys:
        """Reasons that were given for low scores."""
        counts: Counter[Why] = Counter()
        for asked in self.records.asked:
            if asked.reason:
                counts[self._cell(asked), asked.reason] += asked.n
        return Whys(counts)

    @cached_property
    def needed(self) -> Whys:
        """Why people needed officers."""
        counts: Counter[Why] = Counter()
        for case in self.records.opened:
            if case.kind == HAND_OFF:
                counts[self._cell(case), case.reason] += case.n
        return Whys(counts)

    @cached_property
    def unsettled(self) -> Whys:
        """Questions that no answer settled, of no place, by why."""
        counts: Counter[Why] = Counter()
        for question in self.records.unsettled:
            counts[Place(self.months[question.span]), question.reason] += question.n
        return Whys(counts)

    @cached_property
    def replies(self) -> Times:
        """Until an officer wrote to somebody who waited for words."""
        return self._times(lambda case: case.replied_at)

    @cached_property
    def resolutions(self) -> Times:
        """Until what somebody waited for was closed."""
        return self._times(lambda case: case.closed_at)

    def _times(self, until: Callable[[Waited], datetime | None]) -> Times:
        found: defaultdict[tuple[int, str, str, str], list[float]] = defaultdict(list)
        minutes = self.working.minutes
        for case in self.records.waited:
            if ends := until(case):
                cell = case.span, case.department, case.programme, case.channel
                found[cell].append(minutes(case.opened_at, ends))
        return {self.cell(*cell): took for cell, took in found.items()}

    @cached_property
    def recovered(self) -> Mapping[Place, Place]:
        """Where low ratings that are made good are told: in no place of few."""
        kept = self.records.followed.recovered
        return pool(Counter(self.cell(r.span, r.department, r.programme) for r in kept), RUNGS)

    @cached_property
    def decided(self) -> Whys:
        """What suggestions and complaints came to, as ``suggestion.adopted``."""
        counts: Counter[Why] = Counter()
        for case in self.records.waited:
            matter = ending.matter(HAND_OFF, case.reason)
            if matter in DECIDED and case.outcome:
                counts[self._cell(case), f"{matter}.{case.outcome}"] += 1
        return Whys(counts)

    def cell(self, span: int, department: str, programme: str, channel: str = "") -> Place:
        return Place(self.months[span], department, programme, channel)

    def _cell(self, one: Asked | Opened | Waited) -> Place:
        return self.cell(one.span, one.department, one.programme, one.channel)

    def officers(self, year: Period) -> dict[str, Scores]:
        """The scores of each officer that may be told, by department as it was then.

        An officer with few answers hides another one of the department, or the department's
        figure would give them away.
        """
        found: dict[str, list[Scores]] = defaultdict(list)
        by: defaultdict[str, defaultdict[str, Counter[int]]]
        by = defaultdict(lambda: defaultdict(Counter))
        spans = {n for n, month in enumerate(self.months) if year.contains(month)}
        for asked in self.records.asked:
            if asked.score and asked.officer and asked.span in spans:
                by[asked.department][asked.officer][asked.score] += asked.n
        for counts in by.values():
            for officer in shown({name: sum(given.values()) for name, given in counts.items()}):
                found[officer].append(Scores(counts[officer]))
        return {officer: Scores.together(every) for officer, every in found.items()}

    @property
    def scales(self) -> list[str]:
        """The further questions of the survey that somebody answered."""
        return [scale for scale in SCALES if any(self._scored[scale])]

    @property
    def departments(self) -> list[str]:
        """Every department of the book, and those that were there when somebody rated."""
        known = dict.fromkeys(self.book.departments)
        return [*known, *sorted({cell.department or "" for cell in self._cells} - {*known, ""})]

    @property
    def programmes(self) -> list[str]:
        known = dict.fromkeys(self.book.programmes)
        return [*known, *sorted({cell.programme or "" for cell in self._cells} - {*known, ""})]

    @property
    def channels(self) -> list[str]:
        own = ("telegram", "whatsapp", "website")
        return [*own, *sorted({cell.channel or "" for cell in self._cells} - {*own, ""})]

    def by(self, what: str, place: Place) -> dict[str, Figure]:
        """A figure for every department, programme or channel of the place, also for none."""
        names = {
            "department": self.departments,
            "programme": self.programmes,
            "channel": self.channels,
        }[what]
        narrowed = {name: NARROWED[what](place, name) for name in names}
        return {name: self.figure(one) for name, one in narrowed.items() if one.within(place)}

    def by_month(self, place: Place) -> dict[Period, Figure]:
        """A figure for each of the twelve months that end with the place's period."""
        ends = place.period.each_month[-1]
        back = self.months.index(ends)
        months = self.months[max(0, back - 11) : back + 1]
        return {month: self.figure(replace(place, period=month)) for month in months}
