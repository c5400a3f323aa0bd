"""A release, or a change to the book, may land between any two messages: nothing may break."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from flows import codec, registration
from flows.book import Programme
from flows.catalogue import FLOWS
from flows.checks import CHECKS
from flows.context import Context, Needs
from flows.conversation import Conversation
from flows.effects import Consented, Say, Submit
from flows.engine import Engine
from flows.events import Event, Said, Tapped
from flows.flow import Flow
from flows.steps import Ask, Choose, Group, Step
from tests.flows.book import BOOK, CONTEXT, COURSE, SUPPORT
from tests.flows.junk import texts
from tests.replacing import replace

NOW = registration.REGISTRATION
KEPT = next(n for n, step in enumerate(NOW.steps) if getattr(step, "key", "") == "national_id") + 1
FIRST, MIDDLE, LAST = NOW.steps[:KEPT], NOW.steps[KEPT:-2], NOW.steps[-2:]
"""What everything else depends on stays where it is."""
NEW = (
    Ask(key="email", check=CHECKS["email"], optional=True),
    Ask(key="address", check=CHECKS["short_address"]),
    Choose(key="time", among=lambda _: ("morning", "evening")),
)
MAY_CHANGE: tuple[Step | Group[Any], ...] = (*MIDDLE, *NEW)
RENAMED = {"name": "full_name", "mobile": "phone", "governorate": "city", "full_name": "name"}
FITTING = {
    "national_id": ("1000000008", "2000000006"),
    "expiry_date": ("2030/10/12", "2026/12/01"),
    "arabic_name": ("نورة سعد محمد العتيبي",),
    "resident_name": ("Mohammed Iqbal",),
    "mobile": ("0551234567",),
    "email": ("a@example.org", "skip"),
    "short_address": ("RRRD2929",),
    "whole_number": ("3",),
    "text": ("a long story",),
    "licence": ("1234",),
    "unified_number": ("7001234567",),
    "past_date": ("2020/01/01",),
    "any_date": ("2030/01/01",),
}


def release(chosen: list[int], renamed: set[str]) -> Flow:
    """A registration that asks these questions, some under another key."""
    steps = [MAY_CHANGE[n] for n in chosen]
    under = [
        replace(step, key=RENAMED[step.key], formerly=(step.key,))
        if isinstance(step, Step) and step.key in renamed
        else step
        for step in steps
    ]
    return replace(NOW, steps=(*FIRST, *under, *LAST))


releases = st.builds(
    release,
    st.permutations(range(len(MAY_CHANGE))).flatmap(
        lambda steps: st.integers(0, len(steps)).map(lambda n: list(steps[:n]))
    ),
    st.sets(st.sampled_from(["name", "mobile", "governorate"])),
)
programmes = st.builds(
    lambda kept, active, one: replace(
        COURSE, fields=kept, active=active, eligibility=COURSE.eligibility if one else ()
    ),
    st.lists(st.sampled_from(range(len(COURSE.fields))), unique=True).map(
        lambda chosen: tuple(replace(COURSE.fields[n], when=None) for n in chosen)
    ),
    st.booleans(),
    st.booleans(),
)


class Releasing(RuleBasedStateMachine):
    """A person registers while the association and its programmers change everything."""

    def __init__(self) -> None:
        super().__init__()
        self.ctx: Context = CONTEXT
        self.conversation = Conversation(greeted=True)
        self.deploy(NOW)

    @initialize()
    def begin(self) -> None:
        self.hear(Said("register"))

    def teardown(self) -> None:
        registration.REGISTRATION = NOW

    # -------------------------------------------------------------- what changes
    @rule(flow=releases)
    def release(self, flow: Flow) -> None:
        self.deploy(flow)

    @rule(course=programmes, listed=st.booleans())
    def edit(self, course: Programme, listed: bool) -> None:
        on_offer = (course, SUPPORT) if listed else (SUPPORT,)
        self.ctx = replace(
            self.ctx, book=replace(BOOK, programmes={one.id: one for one in on_offer})
        )

    @rule(days=st.sampled_from([1, 20]))
    def wait(self, days: int) -> None:
        self.ctx = replace(self.ctx, now=self.ctx.now + timedelta(days=days))

    def deploy(self, flow: Flow) -> None:
        registration.REGISTRATION = flow  # what its own functions read back
        self.engine = Engine({**FLOWS, flow.id: flow})

    # -------------------------------------------------------------- what is said
    @rule(text=st.one_of(st.sampled_from(["back", "change", "register", "continue"]), texts))
    def say_anything(self, text: str) -> None:
        self.hear(Said(text))

    @precondition(lambda self: self.conversation.turn == "bot")
    @rule(times=st.sampled_from([1, 4, 20]), data=st.data())
    def answer_well(self, times: int, data: st.DataObject) -> None:
        for _ in range(times):
            step = self.engine.asking(self.conversation, self.ctx)
            if step is None or self.conversation.turn != "bot":
                self.hear(Said("register"))
            elif isinstance(step, Ask):
                self.hear(Said(data.draw(st.sampled_from(FITTING[step.check.name]))))
            else:
                self.hear(Tapped(self.conversation.forms[-1].prompt, self.pick(step, data)))

    def pick(self, step: Step, data: st.DataObject) -> str:
        options = step.options(self.engine.seen(self.conversation, self.ctx))
        if step.key == "go" or not options:
            return "registration"
        if step.key.startswith(("eligible", "consent")):
            return options[0].id
        return data.draw(st.sampled_from(options)).id

    # -------------------------------------------------------------- what must hold
    def hear(self, event: Event) -> None:
        turn = self.engine.advance(self.conversation, event, self.ctx)
        assert not isinstance(turn, Needs)
        self.conversation = codec.load(codec.dump(turn.conversation))
        assert self.conversation == turn.conversation
        assert turn.effects
        if self.conversation.turn == "bot":
            *_, last = (effect for effect in turn.effects if isinstance(effect, Say))
            assert last.prompt == self.conversation.forms[-1].prompt > 0
            assert self.engine.asking(self.conversation, self.ctx)
        else:  # an officer is called and gives the conversation back
            self.conversation = replace(self.conversation, turn="bot", case=None)
        for effect in turn.effects:
            assert not isinstance(effect, Consented), "consent was given long ago"
            if isinstance(effect, Submit):
                self.is_complete(effect)

    def is_complete(self, submit: Submit) -> None:
        """Whatever this release asks was answered, and the answer is good in this release."""
        ctx = replace(self.ctx, answers=submit.answers)
        flow = self.engine.flows["registration"]
        counted = [step for step in flow.applying(ctx) if step.counted]
        assert submit.answers.keys() == {step.key for step in counted}
        assert all(step.holds(submit.answers[step.key], ctx) for step in counted)
        assert self.ctx.book.programmes[submit.programme].open_on(self.ctx.today)


TestReleasing = Releasing.TestCase
TestReleasing.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)
