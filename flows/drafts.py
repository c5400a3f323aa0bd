"""Drafts: forms begun and left. They are reminded of once, kept for some days, then destroyed.

A form says itself when it was begun and when it was last answered; the first names it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flows import applications, quiet, stack
from flows.calendar import RIYADH, day_of
from flows.context import Context
from flows.conversation import Conversation, Form
from flows.effects import Corrected, Discarded, Submit, Turn
from flows.events import Event, HandedBack, Opened, Spoke, Waited
from flows.steps import Choose, Confirm
from flows.text import Shown, Text

if TYPE_CHECKING:
    from flows.engine import Engine

DAY = timedelta(days=1)
_SPARE = timedelta(minutes=30)  # before a channel's window closes


def left(conversation: Conversation) -> tuple[Form, ...]:
    """The drafts of a conversation, the topmost at the end."""
    return tuple(form for form in conversation.forms if form.begun)


def expires(form: Form, ctx: Context) -> date:
    """The last day on which a draft is kept."""
    assert form.touched is not None
    days = ctx.book.association.numbers.draft_days
    return day_of(form.touched) + timedelta(days=days)


def named(form: Form, ctx: Context) -> Text:
    """The service that a draft asks for."""
    return applications.service(str(form.answers.get("programme", "")), ctx.book)


# ------------------------------------------------------------------ while it is filled in
def dated(engine: Engine, before: Conversation, event: Event, turn: Turn, ctx: Context) -> Turn:
    """The turn with its drafts dated, and with the end of those that nothing came of."""
    after = turn.conversation
    if not isinstance(event, Waited | Opened | Spoke | HandedBack):
        forms = tuple(_dated(engine, form, before, ctx) for form in after.forms)
        after = after if forms == after.forms else replace(after, forms=forms)
    known = {form.begun for form in left(after)}
    gone = [form for form in left(before) if form.begun not in known]
    if not gone or any(isinstance(effect, Submit | Corrected) for effect in turn.effects):
        return Turn(after, turn.effects)
    ended = tuple(_ended(form, ctx) for form in gone if _holds_anything(engine, form, ctx))
    return Turn(after, (*turn.effects, *ended))


def _dated(engine: Engine, form: Form, before: Conversation, ctx: Context) -> Form:
    """A form that was worked on now; one is a draft from its first answer on."""
    flow = engine.flows.get(form.flow)
    if form in before.forms or not form.trail or flow is None or not flow.resumable:
        return form
    return replace(form, begun=form.begun or ctx.now, touched=ctx.now, nudged=False)


def _ended(form: Form, ctx: Context) -> Discarded:
    assert form.begun is not None
    expired = expires(form, ctx) < ctx.today
    return Discarded(form.flow, form.begun, form.answers, "expired" if expired else "given_up")


def _holds_anything(engine: Engine, form: Form, ctx: Context) -> bool:
    """Whether anything was written in it; what is only picked tells nothing of anybody."""
    flow = engine.flows.get(form.flow)
    seen = replace(ctx, given=form.given, answers=form.answers)
    steps = (flow.step(key, seen) if flow else None for key in form.trail)
    return not all(isinstance(step, Choose | Confirm) for step in steps)


# ------------------------------------------------------------------ while it waits
def look(engine: Engine, conversation: Conversation, event: Waited, ctx: Context) -> Turn:
    """Destroy a draft whose days are over, or remind of it, once, where that is right now."""
    form = next((form for form in left(conversation) if form.begun == event.draft), None)
    if form is None:
        return Turn(conversation)
    if expires(form, ctx) < ctx.today:
        on_top = stack.work(conversation).form == form
        forms = stack.work(conversation).forms if on_top else conversation.forms
        return Turn(replace(conversation, forms=tuple(f for f in forms if f != form)))
    at = nudged_at(form, event, ctx)
    silent = quiet.is_quiet(ctx.now, ctx.book.association.hours)
    closed = event.until is not None and event.until <= ctx.now
    if at is None or at > ctx.now or silent or closed or conversation.turn != "bot":
        return Turn(conversation)
    forms = tuple(replace(f, nudged=True) if f == form else f for f in conversation.forms)
    values: dict[str, Shown] = {"service": named(form, ctx), "until": expires(form, ctx)}
    conversation = replace(conversation, forms=forms)
    return engine.open(
        conversation, Opened(form.flow, form.given), ctx, Text("draft.nudge", values)
    )


def next_look(form: Form, event: Waited, ctx: Context) -> datetime:
    """When there will be something to do about a draft, or to see whether there is."""
    over = datetime.combine(expires(form, ctx) + DAY, time(), RIYADH)
    at = nudged_at(form, event, ctx)
    if at is None:
        return over
    return min(over, at if at > ctx.now else ctx.now + DAY)


def nudged_at(form: Form, event: Waited, ctx: Context) -> datetime | None:
    """A day after the last that was heard: earlier where the channel takes nothing after a day,
    later where that is in quiet hours. None where it was done, or notices are not wanted.
    """
    if form.nudged or ctx.person.notices is False or form.touched is None:
        return None
    hours = ctx.book.association.hours
    at = quiet.allowed(max(form.touched, event.heard) + DAY, hours)
    if event.until is not None and at > event.until - _SPARE:
        at = quiet.last_allowed(event.until - _SPARE, hours)
    return at


# ------------------------------------------------------------------ when it is asked about
def raised(conversation: Conversation) -> Conversation | None:
    """With the draft on top that was begun last, to be given up; None where there is none."""
    drafts = left(conversation)
    if not drafts or stack.work(conversation).form == drafts[-1]:
        return conversation if drafts else None
    others = tuple(form for form in stack.work(conversation).forms if form != drafts[-1])
    return replace(conversation, forms=(*others, drafts[-1]))
