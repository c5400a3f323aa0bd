"""Conversations nobody would think of: any events in any order, on the real flows and words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from bot.compose import compose
from flows import cases, codec
from flows.checks import Check
from flows.closing import KIND_WORDS
from flows.context import Context, Lookup, Needs
from flows.conversation import Conversation
from flows.effects import Escalate, Say, Submit, Turn
from flows.events import (
    Edited,
    Event,
    File,
    Gathered,
    HandedBack,
    Opened,
    Said,
    Sent,
    Shared,
    Spoke,
    Tapped,
    Unread,
)
from flows.registration import REGISTRATION
from flows.rejection import Rejected
from flows.stack import QUESTIONS
from flows.steps import Ask
from tests.flows.junk import texts
from tests.records import Records
from tests.replacing import replace
from tests.talk import START, Association

SAMPLE = Association.sample()
BOOK, ENGINE = SAMPLE.book, SAMPLE.engine
SPELLINGS = sorted({said for spellings in BOOK.words.values() for said in spellings})
PHRASINGS = [phrasing for answer in BOOK.answers.values() for phrasing in answer.phrasings]
KINDS = ("image", "audio", "video", "document")
FITTING = (
    *("1000000008", "2000000006", "2030/10/12", "2027/01/01", "2020/01/01", "0551234567"),
    *("نورة سعد محمد العتيبي", "7001234567", "50", "3", "200000"),
    "نخدم الأسر في المنطقة بالتدريب والإرشاد منذ سنوات.",
)
GIVEN = {
    "delivery": {"application": "26000422"},
    "rating": {"application": "26000422"},
    "renewal": {"application": "26000422", "expiry": "2026-12-22"},
}
"""What the shell opens a flow with, where it never does without."""

OF_A_RECORD = {"closing", "unnamed"}
"""Flows about a record that is there: they are reached by what makes it."""

OUTCOMES = {"reject": "the clause it goes by"}

SECRET = {"1000000008", "2000000006", "+966551234567"}

FILES = (
    *(File(f"{n}.pdf", "pdf", 1000) for n in range(3)),
    File("3.png", "png", 1000),
    File("4", problem="damaged"),
)

said = st.one_of(
    st.sampled_from(SPELLINGS), st.sampled_from(PHRASINGS), st.sampled_from(FITTING), texts
)
from_outside = st.one_of(
    st.sampled_from(FILES).map(lambda file: Gathered(file.id)),
    st.sampled_from([*(flow for flow in ENGINE.flows if flow not in OF_A_RECORD), "unknown"]).map(
        lambda flow: Opened(flow, GIVEN.get(flow, {}))
    ),
    st.sampled_from([*BOOK.programmes, "gone"]).map(
        lambda id_: Opened("registration", {"programme": id_})
    ),
    st.sampled_from(PHRASINGS).map(lambda text: Opened("enquiry", {"question": text})),
)
from_person = st.one_of(
    said.map(Said),
    said.map(Edited),
    st.builds(Tapped, st.integers(0, 9), st.sampled_from(["yes", "no", "send", "course", "x"])),
    st.builds(Sent, st.sampled_from(KINDS), st.just("f"), st.sampled_from(["", "نص"])),
    st.builds(Sent, st.just("document"), st.just("f"), st.just(""), st.sampled_from(FILES)),
    st.sampled_from(["sticker", "location", "contact", "other"]).map(Unread),
    st.sampled_from(["0551234567", "+14155550100"]).map(Shared),
)
modest = settings(max_examples=100, stateful_step_count=30, deadline=None)


class Talking(RuleBasedStateMachine):
    """One person, with their applications and cases, an association at work, and time."""

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = START
        self.conversation = Conversation()
        self.records = Records()
        self.given_out: set[str] = set()

    @initialize(begin=st.sampled_from(["تسجيل", "السلام عليكم", "أوقات الدوام"]))
    def begin(self, begin: str) -> None:
        self.hear(Said(begin))

    # -------------------------------------------------------------- what happens
    @rule(event=from_person)
    def do_anything(self, event: Event) -> None:
        self.hear(event)

    @rule(event=from_outside)
    def be_asked_from_outside(self, event: Event) -> None:
        about = event.given.get("application") if isinstance(event, Opened) else None
        if about is None or about in self.records.applications:
            self.hear(event)

    @precondition(lambda self: self.conversation.form)
    @rule(data=st.data(), times=st.sampled_from([1, 3, 20]))
    def answer_well(self, data: st.DataObject, times: int) -> None:
        """What the question on the screen accepts, so that forms are completed too."""
        for _ in range(times):
            step = ENGINE.asking(self.conversation, self.ctx)
            if step is None or self.conversation.turn == "human":
                return
            options = step.options(ENGINE.seen(self.conversation, self.ctx))
            if isinstance(step, Ask):
                self.hear(Said(fitting(step.check, self.now)))
            elif options:
                first = step.key.startswith(("consent", "eligible", "review"))
                picked = options[0] if first else data.draw(st.sampled_from(options))
                self.hear(Tapped(self.conversation.forms[-1].prompt, picked.id))

    @rule(days=st.sampled_from([0, 1, 6, 40, 400]), hours=st.integers(0, 23))
    def wait(self, days: int, hours: int) -> None:
        self.now += timedelta(days=days, hours=hours)

    @rule(programme=st.sampled_from(list(BOOK.programmes)))
    def be_given_a_service(self, programme: str) -> None:
        """Applied for in another conversation, and recorded by an officer."""
        reference = self.records.apply(programme, self.now.date())
        self.given_out.add(reference)
        self.records.deliver(reference)
        self.hear(HandedBack(reference, Opened("delivery", {"application": reference})))

    @precondition(lambda self: self.records.cases)
    @rule(data=st.data(), officer=st.sampled_from(["sara", "khalid"]))
    def be_served(self, data: st.DataObject, officer: str) -> None:
        """A move of an officer's that is available to them."""
        case = data.draw(st.sampled_from(list(self.records.cases.values())))
        moves = cases.available(case, BOOK.officers[officer])
        if not moves:
            return
        move = data.draw(st.sampled_from(moves))
        outcome, clauses = OUTCOMES.get(move, "solved"), OUTCOMES.values()
        by = BOOK.officers[officer]
        made = cases.make(case, move, by, text="نص", outcome=outcome, clauses=clauses)
        assert isinstance(made, cases.Moved)
        list(self.records.store(made.case))
        if move == "deliver":
            list(self.records.move_application(str(case.application), "deliver"))
        for effect in made.effects:
            if isinstance(effect, Spoke | HandedBack):
                self.hear(effect)

    # -------------------------------------------------------------- what must hold
    @property
    def ctx(self) -> Context:
        return Context(
            self.now,
            BOOK,
            SAMPLE.matcher,
            SAMPLE.labels,
            self.records.person(),
            self.records.references(),
        )

    def hear(self, event: Event) -> None:
        turn, again = self.advance(event), self.advance(event)
        assert turn == again, "pure"
        before, self.conversation = self.conversation, codec.load(codec.dump(turn.conversation))
        assert self.conversation == turn.conversation, "survives a restart"
        if not isinstance(event, Opened | Spoke | HandedBack | Gathered):
            form = ENGINE.current(before).form
            closed = form is not None and form.flow == "closing"
            assert turn.effects or closed, "never silent, but for a kind word after the outcome"
            if turn.effects and self.conversation.turn != "human" and not isinstance(event, Sent):
                self.asks(turn, thanked=before.turn != "human")
        for handed_on in turn.effects:
            if isinstance(handed_on, Submit | Escalate):
                assert handed_on.reference not in self.given_out, "one reference for each case"
                self.given_out.add(handed_on.reference)
                assert not SECRET & {str(shown) for _, shown in handed_on.fields}, "masked"
            if isinstance(handed_on, Submit):
                self.is_complete(handed_on)
        says = [effect for effect in turn.effects if isinstance(effect, Say)]
        for language in ("ar", "en"):
            for body in compose(says, SAMPLE.renderer, language, 4096):
                assert body.text, "every line has its words"
        for effect in turn.effects:
            list(self.records.keep(effect, self.now.date()))

    def advance(self, event: Event) -> Turn:
        ctx, found = self.ctx, dict[Lookup, None]()
        turn = ENGINE.advance(self.conversation, event, ctx)
        while isinstance(turn, Needs):
            found[turn.lookup] = None
            turn = ENGINE.advance(self.conversation, event, replace(ctx, found=found))
        return turn

    def asks(self, turn: Turn, *, thanked: bool) -> None:
        """The question of the form on top is what was said last."""
        *_, last = (effect for effect in turn.effects if isinstance(effect, Say))
        if thanked and last.text in KIND_WORDS.values():
            return
        form = self.conversation.forms[-1]
        assert last.prompt == form.prompt > 0
        step = ENGINE.asking(self.conversation, self.ctx)
        assert step is not None
        assert last.text.id == step.question(ENGINE.seen(self.conversation, self.ctx)).id

    def is_complete(self, submit: Submit) -> None:
        """Every question that applies was answered, and its answer is good today."""
        ctx = replace(self.ctx, answers=submit.answers)
        counted = [step for step in REGISTRATION.applying(ctx) if step.counted]
        for step in counted:
            assert step.key == "consent" or step.key in submit.answers, step.key
            assert step.key == "consent" or step.holds(submit.answers[step.key], ctx), step.key
        assert submit.answers.keys() <= {step.key for step in counted}
        programme = BOOK.programmes[submit.programme]
        assert programme.open_on(self.now.date())
        for rule_ in programme.eligibility:
            assert submit.answers[f"eligible.{programme.id}.{rule_.key}"] in rule_.accepts

    @invariant()
    def forms_are_in_order(self) -> None:
        flows = [form.flow for form in self.conversation.forms]
        assert not QUESTIONS & set(flows[:-1]), "what asks about a form is on top of it"
        kept = [id_ for id_ in flows if id_ in ENGINE.flows and ENGINE.flows[id_].kept]
        assert len([id_ for id_ in kept if id_ not in QUESTIONS]) <= 5
        assert no_twins(self.conversation.waiting)

    @invariant()
    def a_talk_has_a_case(self) -> None:
        assert (self.conversation.turn == "bot") == (self.conversation.case is None)


def fitting(check: Check, now: datetime) -> str:
    for text in FITTING:
        try:
            check.read(text, now.date())
        except Rejected:
            continue
        return text
    return "2060/01/01"  # a date to come, however late it is


def no_twins(of: Sequence[object]) -> bool:
    return all(one not in of[:n] for n, one in enumerate(of))


TestTalking = Talking.TestCase
TestTalking.settings = modest
