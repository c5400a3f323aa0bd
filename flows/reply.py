"""A reply: read against the question on the screen, unless it calls for a shared behaviour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from flows import behaviours, closing, handoff, matching, stack, uploading
from flows.arabic import fold
from flows.context import Context
from flows.conversation import Conversation, Form
from flows.effects import Say, Turn
from flows.events import Edited, Event, Located, Opened, Said, Sent, Shared, Tapped, Unread
from flows.flow import Refer
from flows.phrases import mentions
from flows.rejection import Begun, Called, Rejected, Reopened, Unclear
from flows.stack import MENU
from flows.steps import Diverted, Step, Upload
from flows.text import Text

if TYPE_CHECKING:
    from flows.engine import Engine

PASSING = frozenset({"enquiry", "misconception", "referral"})
"""What is asked in between; an answer to the question below it goes on with that."""


def hear(
    engine: Engine, conversation: Conversation, event: Event, ctx: Context, *, away: bool
) -> Turn:
    """What the beneficiary did while the bot has the turn; `away` when back after days."""
    conversation = engine.current(conversation)
    if away and behaviours.greets(event, ctx) and (turn := _left(engine, conversation, event, ctx)):
        return turn
    conversation = closing.uncovered(engine, conversation, event, ctx)
    step = engine.asking(conversation, ctx)
    if turn := closing.hear(engine, conversation, event, ctx):
        return turn
    if isinstance(event, Sent) and not uploading.wants(step, event):
        turn = _left(engine, conversation, event, ctx) if away else None
        return uploading.turn_away(engine, conversation, event, ctx, turn)
    if behaviour := _called(engine, conversation, step, event, ctx):
        return behaviour(engine, replace(conversation, misses=0), ctx)
    if conversation.form is None:
        unasked = Form(MENU, asking="go")  # what may be said to the menu may be said at first
        conversation = replace(conversation, forms=(unasked,))
        step = engine.asking(conversation, ctx)
    if step is None:
        return engine.ask(conversation, ctx)  # this release has no such question
    return _answer(engine, conversation, step, event, ctx, away=away)


def _called(
    engine: Engine, conversation: Conversation, step: Step | None, event: Event, ctx: Context
) -> behaviours.Behaviour | None:
    """The shared behaviour a text calls for, unless it is an answer to the question."""
    if not isinstance(event, Said):
        return None
    folded = fold(event.text)
    if step and step.claims(folded, engine.seen(conversation, ctx)):
        return None
    called = (act for word, act in behaviours.BEHAVIOURS.items() if ctx.means(word, folded))
    return next(called, None)


def _answer(
    engine: Engine,
    conversation: Conversation,
    step: Step,
    event: Event,
    ctx: Context,
    *,
    away: bool,
) -> Turn:
    form = conversation.forms[-1]
    if isinstance(event, Tapped) and event.prompt != form.prompt:
        twice = conversation.tapped in {(event.prompt, event.option), (event.prompt, "")}
        line = Text("common.tapped_twice") if twice else Text("common.old_button")
        return engine.ask(conversation, ctx, line)
    if isinstance(event, Tapped):
        kept = "" if engine.seals(conversation) else event.option
        conversation = replace(conversation, tapped=(event.prompt, kept))
    if isinstance(step, Upload) and (
        turn := uploading.hear(engine, conversation, step, event, ctx)
    ):
        return turn
    seen = engine.seen(conversation, ctx)
    sealed = engine.seals(conversation)
    try:
        value = step.parse(event, seen)
    except (Called, Diverted, Reopened) as led:
        turn = _follow(engine, replace(conversation, misses=0), led, ctx)
        return _soothed(turn, event, ctx) if isinstance(led, Diverted) else turn
    except Begun as begun:
        conversation = conversation.with_form(replace(form, draft=begun.draft))
        if begun.why:
            return _refused(engine, conversation, step.refusal(begun.why), ctx)
        return engine.ask(replace(conversation, misses=0), ctx)
    except (Rejected, Unclear) as why:
        if sealed:  # nothing that was said is taken anywhere
            return engine.ask(conversation, ctx, Text("common.unclear"))
        refusal = step.refusal(why) if isinstance(why, Rejected) else None
        turn = _left(engine, conversation, event, ctx) if away else None
        return turn or _unusable(engine, conversation, event, refusal, ctx)
    typed = isinstance(event, Said) and value is not None and not sealed
    if away and typed and step.open_ended and (turn := _left(engine, conversation, event, ctx)):
        return turn  # after days, words that would fit anywhere need not be an answer
    known = True if sealed else value
    form = stack.answered(form, step.key, known, step.rest(value, seen))
    conversation = replace(conversation, misses=0).with_form(form)
    text = event.text if isinstance(event, Said) and typed and not step.open_ended else ""
    turn = _answered(engine, conversation, matching.beside(text, ctx), ctx)
    return Turn(turn.conversation, (*step.records(value, seen), *turn.effects))


def _answered(
    engine: Engine, conversation: Conversation, beside: Text | Opened | None, ctx: Context
) -> Turn:
    """On to the next question, with what came of one that stood beside the answer."""
    if isinstance(beside, Opened):
        return engine.open(conversation, beside, ctx)
    return engine.ask(conversation, ctx, *((beside,) if beside else ()))


def _left(engine: Engine, conversation: Conversation, event: Event, ctx: Context) -> Turn | None:
    """What becomes of a form left for days: whether to go on with it is asked, or it is let go."""
    step = engine.asking(conversation, ctx)
    if step is None:
        return None
    form = conversation.forms[-1]
    flow = engine.flows[form.flow]
    if flow.resumable and form.answers:
        salam = (Text("common.greet_back"),) if behaviours.greets(event, ctx) else ()
        return engine.open(conversation, Opened("resume"), ctx, *salam)
    if flow.resumable or (flow.lasting and not step.open_ended):
        return None
    return hear(engine, stack.popped(conversation), event, ctx, away=True)


def _follow(
    engine: Engine,
    conversation: Conversation,
    led: Called | Diverted | Reopened,
    ctx: Context,
) -> Turn:
    """The reply is no answer, but says where to go."""
    if isinstance(led, Called):
        return behaviours.BEHAVIOURS[led.behaviour](engine, conversation, ctx)
    if isinstance(led, Diverted):
        return engine.open(stack.popped(conversation), led.opened, ctx)
    form = stack.reopened(conversation.forms[-1], led.key)
    return engine.ask(conversation.with_form(form), ctx)


def _unusable(
    engine: Engine, conversation: Conversation, event: Event, refusal: Text | None, ctx: Context
) -> Turn:
    """No question is dropped, wherever it is asked; what is none is told what was wrong."""
    said = event.text if isinstance(event, Said) else ""
    understood = replace(conversation, misses=0)
    intent = matching.intent(said, ctx)
    if act := behaviours.INTENDED.get(intent or ""):
        return _soothed(act(engine, understood, ctx), event, ctx)
    explained = _explained(engine, conversation, event, ctx)
    match matching.aside(said, ctx):
        case Text() as answer:
            return _soothed(engine.ask(understood, ctx, answer), event, ctx)
        case Opened() as opened if not explained:
            return _soothed(engine.open(understood, opened, ctx), event, ctx)
    felt = _felt(event, ctx)
    if refusal and not felt:
        return _refused(engine, conversation, explained or refusal, ctx)
    unclear = felt or explained or Text("common.unclear")
    return _missed(engine, conversation, event, unclear, ctx)


def _explained(
    engine: Engine, conversation: Conversation, event: Event, ctx: Context
) -> Text | None:
    """The question's own help, where somebody asks what it means."""
    asks = isinstance(event, Said) and mentions(event.text, ctx.book.words["puzzled"])
    step = engine.asking(conversation, ctx) if asks else None
    if step is None or conversation.forms[-1].flow == MENU or step.helps:
        return None
    return step.help(engine.seen(conversation, ctx))


def _felt(event: Event, ctx: Context) -> Text | None:
    """The apology to somebody upset."""
    felt = matching.felt(event.text, ctx) if isinstance(event, Said) else None
    return behaviours.FELT[felt] if felt else None


def _soothed(turn: Turn, event: Event, ctx: Context) -> Turn:
    """With an apology first, where anger was told beside what was wanted."""
    felt = _felt(event, ctx)
    return Turn(turn.conversation, (Say(felt), *turn.effects)) if felt else turn


def _refused(engine: Engine, conversation: Conversation, why: Text, ctx: Context) -> Turn:
    form = conversation.forms[-1]
    form = replace(form, refusals=form.refusals + 1)
    conversation = replace(conversation, misses=0).with_form(form)
    if form.refusals >= ctx.book.association.numbers.refused_answers:
        return handoff.refer(engine, conversation, Refer("refused"), ctx)
    return engine.ask(conversation, ctx, why)


def _missed(
    engine: Engine, conversation: Conversation, event: Event, unclear: Text, ctx: Context
) -> Turn:
    form = conversation.forms[-1]
    match event:
        case Said(said) if form.flow == MENU and _acknowledges(said, ctx):
            return behaviours.thank(engine, conversation, ctx)
        case Said() | Tapped() if form.flow in PASSING and _fits_below(
            engine, conversation, event, ctx
        ):
            return hear(engine, stack.popped(conversation), event, ctx, away=False)
        case Said(said) if conversation.prompts or fold(said):
            misses = conversation.misses + 1
            conversation = replace(conversation, misses=misses)
            if misses >= ctx.book.association.numbers.misunderstood_texts:
                return handoff.refer(engine, conversation, Refer("unclear", said), ctx)
            return engine.ask(conversation, ctx, unclear)
        case Unread(kind):
            return engine.ask(conversation, ctx, Text(f"common.unread.{kind}"))
        case Shared():
            return engine.ask(conversation, ctx, Text("common.unread.contact"))
        case Located():
            return engine.ask(conversation, ctx, Text("common.unread.location"))
        case Edited():
            return engine.ask(conversation, ctx, Text("common.edited"))
        case Tapped():
            return engine.ask(conversation, ctx, Text("common.gone"))
        case _:
            return engine.ask(conversation, ctx)  # nothing was asked yet: show what there is


def _acknowledges(said: str, ctx: Context) -> bool:
    """A word that asks for nothing where nothing was asked: fine, good, no."""
    return any(ctx.means(word, fold(said)) for word in ("yes", "no"))


def _fits_below(engine: Engine, conversation: Conversation, event: Event, ctx: Context) -> bool:
    """Whether somebody who asked something in between goes on with the form under it."""
    below = stack.popped(conversation)
    step = engine.asking(below, ctx)
    return step is not None and step.takes(event, engine.seen(below, ctx))
