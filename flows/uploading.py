"""Files: gathered where a question asks for them, turned away with a word of why elsewhere.

People send several files as several messages. So none is answered by itself: once no more has come
for a moment, all that came is answered together.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flows import handoff, stack
from flows.context import Context
from flows.conversation import Conversation
from flows.effects import Erase, Gather, Keep, Turn
from flows.events import Event, Gathered, Sent
from flows.flow import Refer
from flows.steps import Ask, Remark, Step, Upload
from flows.steps.upload import READ, sound
from flows.text import Text

if TYPE_CHECKING:
    from flows.engine import Engine

ONCE = timedelta(seconds=10)
"""Files turned away within this time are turned away with one word for all."""

IDENTITY = frozenset({"national_id", "expiry_date", "document"})
"""Checks of answers that people like to give as a picture of their identity card."""


def hear(
    engine: Engine, conversation: Conversation, step: Upload, event: Event, ctx: Context
) -> Turn | None:
    """What is done at once with something that is sent or said where files are asked for.

    None for what is an answer, or may be one. Files that were not taken are told of before that.
    """
    if isinstance(event, Sent):
        return _take(conversation, step, event)
    files = conversation.forms[-1].files
    if len(sound(files)) < len(files) and step.takes(event, engine.seen(conversation, ctx)):
        return _settle(engine, conversation, step, ctx)
    return None


def settle(engine: Engine, conversation: Conversation, event: Gathered, ctx: Context) -> Turn:
    """No more has come for a moment: answer what did, unless that was done or is for later."""
    files = conversation.form.files if conversation.form else ()
    step = engine.asking(conversation, ctx)
    waits = conversation.turn != "human" and files and files[-1].id == event.last
    if not waits or not isinstance(step, Upload):
        return Turn(conversation)
    return _settle(engine, conversation, step, ctx)


def wants(step: Step | None, event: Sent) -> bool:
    """Whether the question asks for a file, and this may be one; a remark may be spoken."""
    if isinstance(step, Remark):
        return event.kind == "audio"
    return isinstance(step, Upload) and event.kind in READ


def turn_away(
    engine: Engine, conversation: Conversation, event: Sent, ctx: Context, turn: Turn | None = None
) -> Turn:
    """A file nobody asked for, which may show an identity card: it is not kept, anywhere.

    `turn` is what is said for another reason. PDPL, article 28, forbids copies of documents that
    identify a person.
    """
    if turn is not None:
        others = (effect for effect in turn.effects if effect != Erase())
        return Turn(turn.conversation, (Erase(), *others))
    prompt, at = conversation.turned_away or (0, ctx.now)
    if prompt == conversation.prompts != 0 and ctx.now - at < ONCE:
        return Turn(conversation, (Erase(),))
    step = engine.asking(conversation, ctx)
    why = Text(f"common.unread.{event.kind}")
    if event.kind in READ and _asks_identity(step):
        why = Text("common.unread.identity")
    turn = engine.ask(conversation, ctx, why)
    told = replace(turn.conversation, turned_away=(turn.conversation.prompts, ctx.now))
    return Turn(told, (Erase(), *turn.effects))


def _asks_identity(step: Step | None) -> bool:
    return isinstance(step, Ask) and step.check.name in IDENTITY


def _take(conversation: Conversation, step: Upload, event: Sent) -> Turn:
    """Keep a file that fits, or why it does not."""
    form = conversation.forms[-1]
    problem = step.trouble(event.found, len(sound(form.files)))
    file = replace(event.found, problem=problem)
    form = replace(form, files=(*form.files, file))
    kept = () if problem else (Keep(step.key, file),)
    return Turn(replace(conversation, misses=0).with_form(form), (*kept, Gather(file.id)))


def _settle(engine: Engine, conversation: Conversation, step: Upload, ctx: Context) -> Turn:
    """Say what could not be taken; go on where all that may be sent has come, else ask for more."""
    form = conversation.forms[-1]
    files = sound(form.files)
    problems = list(dict.fromkeys(file.problem for file in form.files if file.problem))
    refusals = form.refusals if files else form.refusals + 1
    form = replace(form, files=files, refusals=refusals)
    if len(files) == step.most and not set(problems) - {"too_many"}:
        value = tuple(file.id for file in files)
        rest = step.rest(value, engine.seen(conversation, ctx))
        form = stack.answered(form, step.key, value, rest)
    conversation = conversation.with_form(form)
    if refusals >= ctx.book.association.numbers.refused_answers:
        return handoff.refer(engine, conversation, Refer("refused"), ctx)
    return engine.ask(conversation, ctx, *map(step.explain, problems))
