"""What the shell would keep of a conversation, kept in memory: enough to play one on the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from flows import applications, cases, ending, reference
from flows.cases import Case, Moved
from flows.checklist import HOWS, LAPSED
from flows.context import Application, Found, Lookup, Person
from flows.effects import (
    Consented,
    Corrected,
    Debunked,
    Declined,
    Discarded,
    Effect,
    Escalate,
    Left,
    Objected,
    Praised,
    Rated,
    Received,
    Recommended,
    Relay,
    Renewed,
    Reopened,
    Rerated,
    Settled,
    Submit,
    Subscribed,
    Surveyed,
    Unsigned,
    Withdrawn,
)
from flows.events import HandedBack, Opened
from flows.objection import COMPLAINT
from flows.text import Answers, Text
from tests.entries import Entry, unasked
from tests.hearing import words_of
from tests.replacing import replace

FIRST = 2600042  # seven digits of the first reference given out
LANES = {
    "general": "معاملة جديدة {}: {}",
    "supervisors": "معاملة للمشرفين وحدهم {}: {}",
    "focal": "معاملة لمسؤول الحماية وحده {}: {}",
}


@dataclass
class Records:
    """One person's rows. `keep` carries out an effect and says what a log would say of it."""

    consent: str | None = None
    notices: bool | None = None
    applications: dict[str, Application] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    due: dict[str, None] = field(default_factory=dict)  # references that wait for a rating
    rated: dict[str, None] = field(default_factory=dict)
    past: dict[str, None] = field(default_factory=dict)
    surveyed: date | None = None  # when they were asked about an answer
    issued: int = 0
    answers: dict[str, Answers] = field(default_factory=dict)  # of the applications
    deciders: dict[str, str] = field(default_factory=dict)
    again: dict[str, Opened] = field(default_factory=dict)  # corrections that are waited for
    complaints: set[str] = field(default_factory=set)  # that nobody has looked at again
    opened: dict[str, date] = field(default_factory=dict)  # complaints and the like
    before: int | None = None  # cases that go before one that waits
    until: date = date(2026, 11, 25)  # to the end of the days of grace
    promise: Callable[[str, date], date] | None = None  # by when a programme's data is checked

    def person(self) -> Person:
        open_ = [c for c in self.cases.values() if c.state in cases.OPEN]
        talks = (c for c in open_ if c.kind == "hand_off" and c.lane == "general")
        return Person(
            consent=self.consent,
            notices=self.notices,
            case=next((c.reference for c in talks), None),
            apart={c.reference: c.lane for c in open_ if c.lane != "general"},
            applications=tuple(self.applications.values()),
            ratings=tuple(self.due),
            rated=tuple(self.rated),
            past=tuple(self.past),
            resolved={r: self.until for r, c in self.cases.items() if c.state == cases.RESOLVED},
            matters={c.reference: c.matter for c in self.cases.values()},
            reopens=next(
                (r for r, c in self.cases.items() if (c.kind, c.state) == ("hand_off", "resolved")),
                None,
            ),
            surveyed=self.surveyed,
        )

    def find(self, lookup: Lookup) -> Found:
        if lookup.kind == "officers":
            return tuple(sorted({case.owner for case in self.cases.values() if case.owner}))
        if lookup.kind == "queue":
            return self.before if self.cases[lookup.key].state == "queued" else None
        if lookup.kind == "complaints":
            return self.answered()
        if lookup.kind == "correction":
            return self.again.get(lookup.key)
        return self.applications.get(lookup.key)

    def references(self) -> tuple[str, ...]:
        return tuple(reference.make(f"{FIRST + self.issued + n}") for n in range(4))

    def answered(self) -> tuple[str, ...]:
        """Complaints that may be objected to."""
        return tuple(c for c in sorted(self.complaints) if self.cases[c].state not in cases.OPEN)

    def keep(self, effect: Effect, today: date) -> Iterator[Entry]:  # noqa: C901, PLR0912 -- an arm each
        match effect:
            case Consented(version, given):
                self.consent = version if given else None
                yield "موافقة" if given else "عدم موافقة", (), ()
            case Subscribed(on):
                self.notices = on
                yield "تشغيل التنبيهات" if on else "إيقاف التنبيهات", (), ()
            case Discarded() | Renewed():
                yield unasked(effect)
            case Submit():
                yield from self._submit(effect, today)
            case Corrected() | Withdrawn() | Objected():
                yield from self._apply(effect)
            case Debunked(misconception):
                yield "تصحيح مفهوم: {}", (misconception,), ()
            case Escalate():
                self.opened[effect.reference] = today
                yield from self._escalate(effect)
            case Relay(case, event):
                yield "إلى المعاملة {}: «{}»", (case, words_of(event)), ()
                yield from self.follow(case, "hear")
            case Settled(case):
                yield from self.follow(case, "settle")
            case Reopened(case):
                yield from self.follow(case, "reopen")
            case Left(case):
                yield from self.follow(case, "leave")
            case Received():
                yield from self._receive(effect)
            case Unsigned(application, question):
                self.due.pop(application, None)
                self.past[application] = None
                yield "جواب دون ذكر الاسم", (), ()
                if question == "score" and self.applications[application].state == "delivered":
                    yield from self.move_application(application, "rate")
            case Rated(number, score) if number not in self.applications:
                yield "رضا عن الإجابة {}: {}", (number, score), ()
            case Rated():
                yield from self._rate(effect)
            case Surveyed(_, answer, held):
                self.issued += 1
                self.surveyed = self.surveyed if held else today
                if held is None:
                    yield "سؤال عن الإجابة {}", (answer,), ()
            case Declined():
                yield "لا رغبة في التقييم", (), ()
            case Praised(department, words):
                yield "شكر لإدارة {}: «{}»", (Text(f"book.department.{department}"), words), ()
            case Recommended(half, score):
                yield "احتمال التوصية في {}: {}", (half, "–" if score is None else score), ()
            case Rerated(recovery, score):
                yield "تقييم بعد المعالجة {}: {}", (recovery, score), ()

    def apply(self, programme: str, day: date) -> str:
        """An application as a registration leaves it, with its case: their reference."""
        number = self.references()[0]
        self.issued += 1
        due = self.promise(programme, day) if self.promise else None
        self.applications[number] = Application(number, programme, "submitted", day, due)
        self.cases[number] = Case(number, "application", "queued", None, number, "submitted")
        return number

    def deliver(self, number: str) -> None:
        """An officer took the application's case and recorded the service."""
        self.applications[number] = replace(self.applications[number], state="approved")
        list(self.move_application(number, "deliver"))
        claimed = replace(self.cases[number], owner="sara", state="waiting_beneficiary")
        self.cases[number] = claimed

    def _submit(self, effect: Submit, today: date) -> Iterator[Entry]:
        assert self.apply(effect.programme, today) == effect.reference
        self.answers[effect.reference] = effect.answers
        kept = self.applications[effect.reference]
        known = replace(kept, applicant=effect.applicant, answers=effect.answers)
        self.applications[effect.reference] = known
        title = Text(f"book.programme.{effect.programme}.title")
        yield "طلب جديد {}: {}", (effect.reference, title), effect.fields

    def _apply(self, effect: Corrected | Withdrawn | Objected) -> Iterator[Entry]:
        """What the applicant does about an application."""
        match effect:
            case Corrected():
                yield from self._correct(effect)
            case Withdrawn(number):
                yield from self._withdraw(number)
            case Objected():
                yield from self._object(effect)

    def _correct(self, effect: Corrected) -> Iterator[Entry]:
        number = effect.application
        before = self.answers.get(number, {})
        self.answers[number] = effect.answers
        self.again.pop(number, None)
        case = self.cases[number]
        marks = {
            key: how
            for key, how in case.checklist.marks.items()
            if how in HOWS and before.get(key) == effect.answers.get(key)
        }
        self.cases[number] = replace(case, checklist=replace(case.checklist, marks=marks))
        yield from self.move_application(number, "correct")
        yield from self.follow(number, "correct")

    def _withdraw(self, number: str) -> Iterator[Entry]:
        yield from self.move_application(number, "withdraw")
        for case in list(self.cases.values()):
            if case.application == number:
                yield from self.follow(case.reference, "leave")

    def _object(self, effect: Objected) -> Iterator[Entry]:
        self.issued += 1
        yield from self.move_application(effect.application, "object")
        first = self.applications[effect.application]
        self.applications[effect.application] = replace(first, due=None)
        self.cases[effect.reference] = Case(
            effect.reference,
            "objection",
            "queued",
            application=effect.application,
            application_state="objected",
            decider=self.deciders[effect.application],
        )
        yield "اعتراض {} على الطلب {}: «{}»", (effect.reference, effect.application, effect.why), ()

    def lapse(self, case: Case, fields: tuple[str, ...]) -> Iterator[Entry]:
        """What is no longer valid stands in the way of an approval."""
        if fields:
            marked = case.checklist.marked(fields, LAPSED)
            self.cases[case.reference] = replace(case, checklist=marked)
            yield from self.move_application(str(case.application), "doubt")

    def decide(self, made: Moved, officer: str) -> Iterator[Entry]:
        """What an officer's move on a case made of its application."""
        number = str(made.case.application)
        if made.steps:
            self.deciders[number] = officer
        for step in made.steps:
            yield from self.move_application(number, step)
        for effect in made.effects:
            if isinstance(effect, HandedBack) and effect.then and effect.then.flow == "correction":
                self.again[number] = effect.then
        if "grant" in made.steps:
            yield from self.follow(number, "reopen")

    def _escalate(self, effect: Escalate) -> Iterator[Entry]:
        self.issued += 1
        decider = self.cases[effect.about].owner if effect.about in self.complaints else None
        case = Case(effect.reference, "hand_off", "queued", decider=decider, person="theirs")
        case = replace(case, matter=ending.matter("hand_off", effect.reason))
        case = replace(case, lane=effect.lane, concerns=effect.concerns)
        self.cases[effect.reference] = case
        self.complaints.discard(str(effect.about))
        if effect.reason == COMPLAINT:
            self.complaints.add(effect.reference)
        why = Text(f"case.reason.{effect.reason}")
        yield LANES[effect.lane], (effect.reference, why), effect.fields
        if effect.question:
            yield "سؤال المستفيد: «{}»", (effect.question,), ()

    def _rate(self, effect: Rated) -> Iterator[Entry]:
        self.due.pop(effect.application, None)
        self.rated[effect.application] = None
        yield "تقييم الطلب {}: {}", (effect.application, effect.score), ()
        if self.applications[effect.application].state == "delivered":
            yield from self.move_application(effect.application, "rate")
        if effect.reason:
            yield "سبب التقييم: {}", (Text(f"rating.reason.option.{effect.reason}"),), ()
        for line, given in (("السهولة", effect.effort), ("التعامل", effect.conduct)):
            if given:
                yield "{}: {}", (line, given), ()
        if effect.voice:
            yield "ملاحظة التقييم: صوتية", (), ()
        if effect.comment:
            yield "ملاحظة التقييم: «{}»", (effect.comment,), ()

    def _receive(self, effect: Received) -> Iterator[Entry]:
        application = self.applications.get(effect.application)
        if application is None or application.state != "in_delivery":
            return  # said before: the first word counts
        yield from self.move_application(effect.application, f"receive_{effect.how}")
        if effect.how != "no":
            self.due[effect.application] = None
        move = "receive" if effect.how == "full" else "dispute"
        yield from self.follow(effect.application, move)

    def move_application(self, number: str, move: str) -> Iterator[Entry]:
        application = self.applications[number]
        state = applications.MOVES.after(application.state, move)
        assert state is not None
        self.applications[number] = replace(application, state=state)
        self.cases[number] = replace(self.cases[number], application_state=state)
        yield "الطلب {}: {}", (number, Text(f"application.{state}")), ()

    def follow(self, number: str, move: str) -> Iterator[Entry]:
        """The beneficiary's own move on a case."""
        before = self.cases[number]
        if after := cases.follow(before, move):
            if (state := after.application_state) and state != before.application_state:
                self.applications[number] = replace(self.applications[number], state=state)
            yield from self.store(after)

    def store(self, case: Case) -> Iterator[Entry]:
        before = self.cases[case.reference]
        self.cases[case.reference] = case
        if case.state != before.state:
            yield "المعاملة {}: {}", (case.reference, Text(f"case.state.{case.state}")), ()
