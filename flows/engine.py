"""One pure function, `Engine.advance`: a conversation and an event in, a turn out.

Position is derived: the first step that applies and has no answer that holds. So a release between
two messages, an identity card that expired meanwhile and a programme that closed need no code.
What every flow can do (back, cancel, officer …) stands in `flows.behaviours`, how a reply is read
in `flows.reply`, and how the next question is found in `flows.asking`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from msgspec.structs import replace

from flows import (
    asking,
    behaviours,
    closing,
    drafts,
    handoff,
    reply,
    secrets,
    sensitive,
    stack,
    uploading,
)
from flows.book import Book
from flows.context import Context, Missing, Needs
from flows.conversation import Conversation, Form
from flows.effects import Fields, Say, Turn
from flows.events import (
    Elapsed,
    Event,
    Gathered,
    HandedBack,
    Merged,
    Opened,
    Said,
    Spoke,
    Tapped,
    Waited,
)
from flows.flow import Flow
from flows.secrets import Heard
from flows.stack import ASIDES, MENU
from flows.steps import Ask, Step
from flows.text import Text

__all__ = ["ASIDES", "Engine"]


@dataclass(frozen=True, slots=True)
class Engine:
    """The flows of one release, by id. `advance` is all that happens; `asking` and `seen` look."""

    flows: Mapping[str, Flow]

    def advance(self, conversation: Conversation, event: Event, ctx: Context) -> Turn | Needs:
        """What `event` makes of `conversation`. `Needs` asks for a lookup; then call again."""
        try:
            turn = self._advance(conversation, event, ctx)
        except Missing as missing:
            return Needs(missing.lookup)
        return drafts.dated(self, conversation, event, turn, ctx)

    def _advance(self, conversation: Conversation, event: Event, ctx: Context) -> Turn:
        match event:
            case Waited():
                return drafts.look(self, conversation, event, ctx)
            case Opened():
                return self.bring(conversation, event, ctx)
            case Gathered():
                return uploading.settle(self, conversation, event, ctx)
            case Spoke() | HandedBack() | Merged() | Elapsed():
                return self._moved(conversation, event, ctx)
            case _:
                return self._hear(conversation, event, ctx)

    def _moved(
        self,
        conversation: Conversation,
        event: Spoke | HandedBack | Merged | Elapsed,
        ctx: Context,
    ) -> Turn:
        """What a case's officer did, or time."""
        match event:
            case Spoke(case):
                return handoff.join(conversation, case, ctx)
            case HandedBack():
                return handoff.take_back(self, conversation, event, ctx)
            case Merged():
                return handoff.move(conversation, event)
            case _:
                return closing.elapsed(self, conversation, event, ctx)

    def _hear(self, conversation: Conversation, event: Event, ctx: Context) -> Turn:
        """What the beneficiary did."""
        welcome = () if conversation.greeted else behaviours.welcome(event, ctx)
        days_away = (ctx.today - conversation.seen).days if conversation.seen else 0
        away = days_away >= ctx.book.association.numbers.resume_after_days
        heard = self.cleared(conversation, event, ctx)
        event = heard.event
        conversation = replace(conversation, greeted=True, seen=ctx.today)
        warned = tuple(Say(secrets.warning(kind, ctx)) for kind in heard.kinds[:1])
        if report := sensitive.look(self, conversation, event, ctx):
            return Turn(report.conversation, (*welcome, *warned, *report.effects))
        if isinstance(event, Tapped):
            conversation = stack.raised(conversation, event.prompt, self.flows)
        if conversation.turn == "human" or handoff.ends(conversation, event, ctx):
            asked = handoff.asks(conversation, event)
            hear = self._interrupted if asked else partial(handoff.talk, self)
            turn = hear(conversation, event, ctx)
            return Turn(turn.conversation, (*welcome, *warned, *turn.effects))
        if warned and secrets.is_all(event):
            turn = self.ask(conversation, ctx)
            return Turn(turn.conversation, (*welcome, *warned, *turn.effects))
        if wish := behaviours.wish(self, conversation, event, ctx):
            event, welcome = Said(wish), welcome or (Say(Text("common.greet_back")),)
        if welcome and behaviours.greets(event, ctx):
            turn = self.ask(conversation, ctx)
        else:
            turn = reply.hear(self, conversation, event, ctx, away=away)
        return Turn(turn.conversation, (*welcome, *warned, *turn.effects))

    def _interrupted(self, conversation: Conversation, event: Event, ctx: Context) -> Turn:
        """A button of a question of ours during a talk; where more follows, the talk is paused."""
        turn = reply.hear(self, conversation, event, ctx, away=False)
        after, form = turn.conversation, turn.conversation.form
        asked = {effect.prompt for effect in turn.effects if isinstance(effect, Say)}
        goes_on = form is not None and form.flow in handoff.ASKED and form.prompt in asked
        return Turn(replace(after, turn="paused"), turn.effects) if goes_on else turn

    # ------------------------------------------------------------- asking
    def ask(self, conversation: Conversation, ctx: Context, *before: Text) -> Turn:
        """Ask the first question without an answer; when none is left, finish and go on."""
        return asking.ask(self, conversation, ctx, before)

    def open(self, conversation: Conversation, opened: Opened, ctx: Context, *before: Text) -> Turn:
        """Put a flow on top and ask its first question. A form left open is taken up again."""
        conversation, trouble = asking.put(self, conversation, opened, ctx)
        return self.ask(conversation, ctx, *before, *trouble)

    def bring(
        self, conversation: Conversation, opened: Opened, ctx: Context, *before: Text
    ) -> Turn:
        """Open a flow nobody asked for: later, if there is a talk or too much is open already."""
        full = asking.is_full(self, conversation, opened, ctx)
        if conversation.turn != "human" and not full:
            return self.open(conversation, opened, ctx, *before)
        conversation = stack.awaiting(conversation, opened)
        return self.ask(conversation, ctx, *before) if before else Turn(conversation)

    # ------------------------------------------------------------- looking
    def cleared(self, conversation: Conversation, event: Event, ctx: Context) -> Heard:
        """What was done, without what must not be said: an account may be where it is asked."""
        heard = secrets.cleared(event, ctx.book.words)
        if "account" not in heard.kinds or conversation.turn == "human":
            return heard
        step = self.asking(conversation, ctx)
        asked = isinstance(step, Ask) and step.check.name == "iban"
        return secrets.cleared(event, ctx.book.words, account_asked=asked)

    def holds(self, conversation: Conversation, event: Event, book: Book) -> bool:
        """Whether what is said now is shown at no desk until it is known whose it is."""
        if self.seals(conversation):
            return False
        asked = conversation.turn != "human" and self._is_discreet(conversation.form)
        return asked or sensitive.sign(event, book) is not None

    def is_discreet(self, conversation: Conversation) -> bool:
        """Whether a form is open whose answers are for those who take it on alone."""
        return any(map(self._is_discreet, conversation.forms))

    def _is_discreet(self, form: Form | None) -> bool:
        flow = self.flows.get(form.flow) if form else None
        return flow is not None and flow.discreet

    def rates(self, conversation: Conversation) -> bool:
        """Whether what is said now is a rating, which those who were rated do not read."""
        form = conversation.form if conversation.turn != "human" else None
        flow = self.flows.get(form.flow) if form else None
        return flow is not None and flow.rates

    def seals(self, conversation: Conversation) -> bool:
        """Whether what is answered now must be kept nowhere but where it belongs."""
        form = conversation.form if conversation.turn != "human" else None
        flow = self.flows.get(form.flow) if form else None
        return flow is not None and flow.sealed

    def asking(self, conversation: Conversation, ctx: Context) -> Step | None:
        """The step whose question is on the screen, if this release still has it.

        Where that hangs on a lookup it stands until it is answered: then the answer is found.
        """
        form = conversation.form
        flow = self.flows.get(form.flow) if form else None
        if form is None or flow is None or form.asking is None:
            return None
        seen = self.seen(conversation, ctx)
        try:
            step = flow.step(form.asking, seen)
            return step if step and step.when(seen) else None
        except Missing:
            return next(step for step in flow.unfold(seen) if step.key == form.asking)

    def at(self, conversation: Conversation, ctx: Context) -> tuple[str, Fields]:
        """The flow a person is in, asides left out, and its answers: what an officer must see."""
        while form := conversation.form:
            flow = self.flows.get(form.flow)
            if flow and flow.id not in ASIDES:
                return flow.id, flow.fields(self.seen(conversation, ctx))
            conversation = stack.popped(conversation)
        return MENU, ()

    def current(self, conversation: Conversation) -> Conversation:
        """With the form on top under the keys of this release."""
        form = conversation.form
        flow = self.flows.get(form.flow) if form else None
        if form is None or flow is None or not flow.former:
            return conversation
        return conversation.with_form(flow.current(form))

    def seen(self, conversation: Conversation, ctx: Context) -> Context:
        """The context as the form on top sees it."""
        *below, form = self.current(conversation).forms
        return replace(
            ctx,
            given=form.given,
            answers=form.answers,
            draft=form.draft,
            files=form.files,
            below=tuple(f.flow for f in below[::-1]),
            drafts=tuple(f for f in below if f.begun),
        )
