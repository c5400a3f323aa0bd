"""One pure function, `Engine.advance`: a conversation and an event in, a turn out.

Position is derived: the first step that applies and has no answer that holds. So a release between
two messages, an identity card that expired meanwhile and a programme that closed need no code.
What every flow can do (back, cancel, officer …) stands in `flows.behaviours`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows import behaviours, handoff, matching
from flows.arabic import fold
from flows.context import Context, Missing, Needs
from flows.conversation import Conversation, Form
from flows.effects import Effect, Fields, Say, Turn
from flows.events import (
    Edited,
    Event,
    HandedBack,
    Opened,
    Said,
    Sent,
    Shared,
    Spoke,
    Tapped,
    Unread,
)
from flows.flow import Below, Flow, Refer
from flows.rejection import Called, Rejected, Reopened, Unclear
from flows.steps import Diverted, Review, Step, Stop, Tell
from flows.text import Text, Value

MENU = "menu"
ASIDES = frozenset({MENU, "resume", "cancel", "rate", "language", "notices"})  # lead elsewhere


@dataclass(frozen=True, slots=True)
class Engine:
    """The flows of one release, by id. `advance` is the whole interface."""

    flows: Mapping[str, Flow]

    def advance(self, conversation: Conversation, event: Event, ctx: Context) -> Turn | Needs:
        """What `event` makes of `conversation`. `Needs` asks for a lookup; then call again."""
        try:
            return self._advance(conversation, event, ctx)
        except Missing as missing:
            return Needs(missing.lookup)

    def _advance(self, conversation: Conversation, event: Event, ctx: Context) -> Turn:
        days_away = (ctx.today - conversation.seen).days if conversation.seen else 0
        match event:
            case Spoke(case):
                return Turn(replace(conversation, turn="human", case=case))
            case HandedBack():
                return handoff.take_back(self, conversation, event, ctx)
            case Opened() if conversation.turn == "human":
                waiting = tuple(o for o in conversation.waiting if o != event)
                return Turn(replace(conversation, waiting=(*waiting, event)))
            case Opened():
                return self.open(conversation, event, ctx)
        welcome = () if conversation.greeted else behaviours.welcome(event, ctx)
        conversation = replace(conversation, greeted=True, seen=ctx.today)
        if conversation.turn == "human":
            turn = handoff.talk(self, conversation, event, ctx)
        elif welcome and behaviours.greets(event, ctx):
            turn = self.ask(conversation, ctx)
        elif behaviour := self._behaviour(conversation, event, ctx):
            turn = behaviour(self, conversation, ctx)
        else:
            turn = self._answer(conversation, event, ctx, days_away)
        return Turn(turn.conversation, (*welcome, *turn.effects))

    # ------------------------------------------------------------- reading a reply
    def _behaviour(
        self, conversation: Conversation, event: Event, ctx: Context
    ) -> behaviours.Behaviour | None:
        """The shared behaviour a text calls for, unless it names an option on the screen."""
        if not isinstance(event, Said):
            return None
        folded = fold(event.text)
        if step := self.asking(conversation, ctx):
            for option in step.options(self.seen(conversation, ctx)):
                if folded in ctx.labels.get(option.label.id, ()) or ctx.means(option.id, folded):
                    return None
        return next(
            (act for word, act in behaviours.BEHAVIOURS.items() if ctx.means(word, folded)), None
        )

    def _answer(
        self, conversation: Conversation, event: Event, ctx: Context, days_away: int
    ) -> Turn:
        if conversation.form is None:
            conversation = replace(conversation, forms=(Form(MENU, asking="go"),))
        step = self.asking(conversation, ctx)
        form = conversation.form
        if step is None or form is None:
            return self.ask(conversation, ctx)  # this release has no such question
        if isinstance(event, Tapped) and event.prompt != form.prompt:
            return self.ask(conversation, ctx, Text("common.old_button"))
        seen = self.seen(conversation, ctx)
        try:
            value = step.parse(event, seen)
        except Called as called:
            return behaviours.BEHAVIOURS[called.behaviour](self, conversation, ctx)
        except Reopened as reopened:
            return self.ask(conversation.with_form(_without(form, reopened.key)), ctx)
        except Diverted as diverted:
            return self.open(_popped(conversation), diverted.opened, ctx)
        except Rejected as rejected:
            if self._stale(conversation, ctx, days_away):
                return self.open(conversation, Opened("resume"), ctx)
            return self._refused(conversation, form, step, rejected, ctx)
        except Unclear:
            if self._stale(conversation, ctx, days_away):
                return self.open(conversation, Opened("resume"), ctx)
            return self._missed(conversation, event, ctx)
        form = _recorded(form, step, value)
        turn = self.ask(replace(conversation, misses=0).with_form(form), ctx)
        return Turn(turn.conversation, (*step.records(value, seen), *turn.effects))

    def _stale(self, conversation: Conversation, ctx: Context, days_away: int) -> bool:
        """Whether a long form was left for days: then ask whether to go on with it."""
        form = conversation.form
        enough = ctx.book.association.numbers.resume_after_days
        return bool(
            days_away >= enough and form and form.answers and self.flows[form.flow].numbered
        )

    def _refused(
        self, conversation: Conversation, form: Form, step: Step, why: Rejected, ctx: Context
    ) -> Turn:
        form = replace(form, refusals=form.refusals + 1)
        conversation = replace(conversation, misses=0).with_form(form)
        if form.refusals >= ctx.book.association.numbers.refused_answers:
            return handoff.refer(self, conversation, Refer("refused"), ctx)
        return self.ask(conversation, ctx, Text(f"check.{step.checked}.{why.reason}", why.values))

    def _missed(self, conversation: Conversation, event: Event, ctx: Context) -> Turn:
        match event:
            case Sent(kind) | Unread(kind):
                return self.ask(conversation, ctx, Text(f"common.unread.{kind}"))
            case Shared():
                return self.ask(conversation, ctx, Text("common.unread.contact"))
            case Edited():
                return self.ask(conversation, ctx, Text("common.edited"))
        if conversation.prompts == 0:
            return self.ask(conversation, ctx)  # nothing was asked yet: show what there is
        said = event.text if isinstance(event, Said) else ""
        if answer := matching.sure(said, ctx):
            return self.ask(replace(conversation, misses=0), ctx, answer)
        conversation = replace(conversation, misses=conversation.misses + 1)
        if conversation.misses >= ctx.book.association.numbers.misunderstood_texts:
            return handoff.refer(self, conversation, Refer("unclear", said), ctx)
        return self.ask(conversation, ctx, Text("common.unclear"))

    # ------------------------------------------------------------- asking
    def open(self, conversation: Conversation, opened: Opened, ctx: Context) -> Turn:
        """Put a flow on top and ask its first question. A form left open is taken up again."""
        conversation, trouble = self._put(conversation, opened, ctx)
        return self.ask(conversation, ctx, *trouble)

    def _put(
        self, conversation: Conversation, opened: Opened, ctx: Context
    ) -> tuple[Conversation, tuple[Text, ...]]:
        """The conversation with this flow on top, or as it was and the reason why not."""
        if opened.flow not in self.flows:
            return conversation, (Text("common.gone"),)
        same = [f for f in conversation.forms if (f.flow, f.given) == (opened.flow, opened.given)]
        forms = tuple(f for f in conversation.forms if f.flow != MENU and f not in same)
        if same and same[0].trail and self.flows[opened.flow].numbered:
            forms = (*forms, same[0], Form("resume"))
        elif len(forms) >= ctx.book.association.numbers.stacked_forms:
            return conversation, (Text("common.too_many"),)
        else:
            forms = (*forms, Form(opened.flow, opened.given, answers=opened.given))
        return replace(conversation, forms=forms), ()

    def ask(self, conversation: Conversation, ctx: Context, *before: Text) -> Turn:
        """Ask the first question without an answer; when none is left, finish and go on."""
        effects: list[Effect] = [Say(text) for text in before]
        while True:
            form = conversation.form
            if form is None:
                if conversation.waiting:
                    first, *rest = conversation.waiting
                    form = Form(first.flow, first.given, answers=first.given)
                    conversation = replace(conversation, waiting=tuple(rest))
                else:
                    form = Form(MENU)
                conversation = replace(conversation, forms=(form,))
            flow = self.flows.get(form.flow)
            if flow is None:
                conversation = _popped(conversation)
                continue
            seen = self.seen(conversation, ctx)
            step = flow.next(seen)
            if isinstance(step, Tell):
                effects.append(Say(Text(step.line, step.shows(seen))))
                answers = {**form.answers, step.key: True}
                conversation = conversation.with_form(replace(form, answers=answers))
            elif isinstance(step, Stop):
                effects.append(Say(Text(step.line, step.shows(seen))))
                conversation = _popped(conversation)
            elif step:
                conversation, question = self._question(conversation, form, step, seen)
                return Turn(conversation, (*effects, question))
            else:
                conversation, refer = self._finish(_popped(conversation), flow, seen, effects)
                if refer:
                    turn = handoff.refer(self, conversation, refer, ctx)
                    return Turn(turn.conversation, (*effects, *turn.effects))

    def _finish(
        self, conversation: Conversation, flow: Flow, seen: Context, effects: list[Effect]
    ) -> tuple[Conversation, Refer | None]:
        """Carry out what a complete form comes to; a referral is left to the caller."""
        refer: Refer | None = None
        for outcome in flow.done(seen):
            match outcome:
                case Refer():
                    refer = replace(outcome, flow=flow.id, fields=flow.fields(seen))
                case Opened() if refer:
                    waiting = (*conversation.waiting, outcome)
                    conversation = replace(conversation, waiting=waiting)
                case Opened():
                    conversation, trouble = self._put(conversation, outcome, seen)
                    effects += [Say(text) for text in trouble]
                case Below("restart"):
                    left = conversation.forms[-1]
                    fresh = Form(left.flow, left.given, answers=left.given)
                    conversation = conversation.with_form(fresh)
                case Below():
                    conversation = _popped(conversation)
                case _:
                    effects.append(outcome)
        return conversation, refer

    def _question(
        self, conversation: Conversation, form: Form, step: Step, seen: Context
    ) -> tuple[Conversation, Say]:
        if form.asking != step.key:
            prompts = conversation.prompts + 1
            form = replace(form, asking=step.key, prompt=prompts)
            conversation = replace(conversation, prompts=prompts).with_form(form)
        flow = self.flows[form.flow]
        return conversation, Say(
            Text(f"{step.line}.ask", step.shows(seen)),
            step.options(seen),
            form.prompt,
            flow.progress(step, seen),
            step.wants(),
        )

    # ------------------------------------------------------------- looking
    def asking(self, conversation: Conversation, ctx: Context) -> Step | None:
        """The step whose question is on the screen, if this release still has it."""
        form = conversation.form
        flow = self.flows.get(form.flow) if form else None
        if form is None or flow is None or form.asking is None:
            return None
        seen = self.seen(conversation, ctx)
        step = flow.step(form.asking, seen)
        return step if step and step.when(seen) else None

    def at(self, conversation: Conversation, ctx: Context) -> tuple[str, Fields]:
        """The flow a person is in, asides left out, and its answers: what an officer must see."""
        for depth in range(len(conversation.forms), 0, -1):
            flow = self.flows.get(conversation.forms[depth - 1].flow)
            if flow and flow.id not in ASIDES:
                upto = replace(conversation, forms=conversation.forms[:depth])
                return flow.id, flow.fields(self.seen(upto, ctx))
        return MENU, ()

    def seen(self, conversation: Conversation, ctx: Context) -> Context:
        """The context as the form on top sees it."""
        *below, form = conversation.forms
        seen = replace(
            ctx, given=form.given, answers=form.answers, below=tuple(f.flow for f in below[::-1])
        )
        flow = self.flows.get(form.flow)
        return replace(seen, answers=flow.as_now(form.answers, seen)) if flow else seen


def _popped(conversation: Conversation) -> Conversation:
    return replace(conversation, forms=conversation.forms[:-1])


def _without(form: Form, key: str) -> Form:
    """Without one answer, and without what was agreed on the strength of it."""
    kept = {k: v for k, v in form.answers.items() if k not in {key, "review"}}
    return replace(
        form,
        answers=kept,
        trail=tuple(k for k in form.trail if k in kept),
        asking=None,
        refusals=0,
    )


def _recorded(form: Form, step: Step, value: Value) -> Form:
    """With one more answer. A review given before it no longer stands."""
    kept = form.answers if isinstance(step, Review) else {**form.answers, "review": None}
    return replace(
        form,
        answers={**{k: v for k, v in kept.items() if k != "review" or v}, step.key: value},
        trail=(*(k for k in form.trail if k != step.key), step.key),
        asking=None,
        refusals=0,
    )
