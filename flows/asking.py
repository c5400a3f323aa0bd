"""Asking: the first question without an answer that holds; where none is left, the form is done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flows import handoff, reply, stack
from flows.context import Context
from flows.conversation import Conversation, Form
from flows.effects import Effect, Objected, Say, Submit, Surveyed, Turn
from flows.events import Opened, Said
from flows.flow import Below, Flow, Refer
from flows.stack import ASIDES, MENU, QUESTIONS
from flows.steps import Step, Stop, Tell
from flows.text import Text

if TYPE_CHECKING:
    from flows.engine import Engine

NUMBERED = (Submit, Objected, Surveyed)
"""Effects that give out a reference number."""


def ask(engine: Engine, conversation: Conversation, ctx: Context, before: Iterable[Text]) -> Turn:
    """Go on until a question is on the screen or a person has the turn."""
    effects: list[Effect] = [Say(text) for text in before]
    while True:
        conversation = _with_a_form(conversation)
        form = conversation.forms[-1]
        flow = engine.flows.get(form.flow)
        if flow is None:  # not in this release
            conversation = stack.popped(conversation)
            continue
        seen = engine.seen(conversation, ctx)
        step = flow.next(seen)
        if isinstance(step, Tell):
            effects += [Say(step.told(seen)), *step.records(True, seen)]
            told = replace(form, answers={**form.answers, step.key: step.marks(seen)})
            conversation = conversation.with_form(told)
        elif isinstance(step, Stop):
            effects.append(Say(step.told(seen)))
            conversation = stack.popped(conversation)
        elif step:
            turn = _question(conversation, form, flow, step, seen)
            return Turn(turn.conversation, (*effects, *turn.effects))
        else:
            turn = _finish(engine, stack.popped(conversation), flow, seen)
            conversation = turn.conversation
            effects += turn.effects
            if said := next((one for one in flow.done(seen) if isinstance(one, Said)), None):
                turn = reply.hear(engine, conversation, said, ctx, away=False)
                return Turn(turn.conversation, (*effects, *turn.effects))
            if conversation.turn == "human":
                return Turn(conversation, tuple(effects))
            ctx = _without_used(ctx, turn.effects)


def put(
    engine: Engine, conversation: Conversation, opened: Opened, ctx: Context
) -> tuple[Conversation, tuple[Text, ...]]:
    """The conversation with this flow on top, or as it was and the reason why not."""
    flow = engine.flows.get(opened.flow)
    if flow is None:
        return conversation, (Text("common.gone"),)
    if is_full(engine, conversation, opened, ctx):
        return conversation, (Text("common.too_many"),)
    return stack.put(conversation, opened, flow), ()


def is_full(engine: Engine, conversation: Conversation, opened: Opened, ctx: Context) -> bool:
    """Whether so many forms are left open that this one may not be put on top of them."""
    kept = {flow.id for flow in engine.flows.values() if flow.kept} - QUESTIONS
    forms = [form for form in conversation.forms if form.flow in kept]
    known = any(stack.is_of(form, opened) for form in forms)
    limit = ctx.book.association.numbers.stacked_forms
    return opened.flow in kept and not known and len(forms) >= limit


def _with_a_form(conversation: Conversation) -> Conversation:
    """What waited for its turn comes when nothing else is open, and the menu after that."""
    if conversation.forms:
        return conversation
    if not conversation.waiting:
        return replace(conversation, forms=(Form(MENU),))
    first, *rest = conversation.waiting
    return replace(conversation, forms=(stack.begun(first),), waiting=tuple(rest))


def _question(
    conversation: Conversation, form: Form, flow: Flow, step: Step, seen: Context
) -> Turn:
    """Put the question; the first time also say why an answer given earlier no longer holds."""
    effects: list[Effect] = []
    if form.asking != step.key or form.prompt == 0:
        prompts = conversation.prompts + 1
        form = replace(form, asking=step.key, prompt=prompts, refusals=0, draft="", files=())
        conversation = replace(conversation, prompts=prompts).with_form(form)
        why = step.lapsed(seen.answers[step.key], seen) if step.key in seen.answers else None
        effects += [Say(why)] if why else []
    question = Say(
        step.question(seen),
        step.options(seen),
        form.prompt,
        flow.progress(step, seen),
        step.wants(),
    )
    return Turn(conversation, (*effects, question))


def _finish(engine: Engine, conversation: Conversation, flow: Flow, seen: Context) -> Turn:
    """Carry out what a complete form comes to."""
    effects: list[Effect] = []
    for outcome in flow.done(seen):
        match outcome:
            case Refer():
                turn = handoff.refer(engine, conversation, _placed(outcome, flow, seen), seen)
                conversation = turn.conversation
                effects += turn.effects
            case Opened() if conversation.turn == "human":
                conversation = stack.awaiting(conversation, outcome)
            case Opened():
                conversation, trouble = put(engine, conversation, outcome, seen)
                effects += [Say(text) for text in trouble]
            case Below("restart") if left := conversation.form:
                conversation = conversation.with_form(stack.begun(Opened(left.flow, left.given)))
            case Below():
                conversation = stack.popped(conversation)
            case Said():
                continue  # once all else is carried out
            case _:
                effects.append(outcome)
    return Turn(conversation, tuple(effects))


def _placed(refer: Refer, flow: Flow, seen: Context) -> Refer:
    """With where the beneficiary was and what was answered there, asides left out."""
    if flow.id in ASIDES:
        return refer
    return replace(refer, flow=flow.id, fields=(*flow.fields(seen), *refer.fields))


def _without_used(ctx: Context, effects: Iterable[Effect]) -> Context:
    """Reference numbers are given out once, also when one turn completes two forms."""
    used = {
        effect.reference for effect in effects if isinstance(effect, Submit | Objected | Surveyed)
    }
    return replace(ctx, references=tuple(r for r in ctx.references if r not in used))
