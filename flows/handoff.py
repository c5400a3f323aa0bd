"""The hand-off: a person takes over, talks, and gives the conversation back (policy procedure 3).

While a human has the turn the bot only carries words, apart from the few that must always work:
the menu, the end of the talk, and the stop of notices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flows import calendar, objection, recovery, sensitive, stack, working_days
from flows.arabic import fold
from flows.book import Association, Language
from flows.context import Context, Lookup
from flows.conversation import Conversation
from flows.effects import (
    Effect,
    Escalate,
    Left,
    Relay,
    Reopened,
    Say,
    Subscribed,
    Turn,
    Unanswered,
)
from flows.events import Event, HandedBack, Merged, Opened, Said, Tapped
from flows.flow import Flow, Refer
from flows.stack import MENU
from flows.text import Shown, Text

if TYPE_CHECKING:
    from flows.engine import Engine

ASKED = frozenset(
    {
        *("delivery", "rating", "rerating", "unnamed", "contact", "decision", "correction"),
        *("closing", "sensitive"),
    }
)  # flows that somebody else opened
GAPS = frozenset({"unclear", "none_of_these", "not_helped", "stale"})
"""Reasons to refer a question that tell what the book does not say well enough."""
APART: Mapping[str, Callable[[date, Association], date]] = {
    recovery.CALL_ME: recovery.by,
    objection.AGAIN: objection.answered_by,
}
"""Reasons for a case of its own whoever talks with the person, and by when that is answered."""
LANGUAGES: Mapping[str, Language] = {"arabic": "ar", "english": "en"}

LATE_DAYS = 2  # working days more for what was promised by a day

OFFICER = Flow("officer", steps=(), done=lambda _: (Refer("asked"),))


def refer(engine: Engine, conversation: Conversation, why: Refer, ctx: Context) -> Turn:
    """Give the turn to a person: in the case already open, or in a new one."""
    if why.reason == sensitive.REASON:
        return sensitive.report(conversation, why.question, ctx)
    if conversation.form:
        rested = replace(conversation.form, refusals=0)
        conversation = conversation.with_form(rested)
    left = conversation.case  # the talk that was paused, if any
    effects: tuple[Effect, ...]
    if reference := why.application:  # it has its case already
        effects = (Say(promise(reference, why.reason, ctx)),)
    elif (reference := _resolved(why, left, ctx)) is not None:
        said = why.event or (Said(why.question) if why.question else None)
        relay = (Relay(reference, said),) if said else ()
        effects = (Reopened(reference), *relay, Say(promise(reference, "unsolved", ctx)))
    elif (reference := left or ctx.person.case) and not _is_apart(why, ctx):
        relay = (Relay(reference, Said(why.question)),) if why.question else ()
        effects = (*relay, Say(Text("handoff.again", {"reference": reference})))
    else:
        reference = ctx.references[0]
        flow, fields = (why.flow, why.fields) if why.flow else engine.at(conversation, ctx)
        voice = ctx.book.voices.get(why.reason)
        lane = why.lane or (voice.lane if voice else "general")
        case = Escalate(
            reference, why.reason, flow, why.question, fields, why.about, lane, why.concerns
        )
        effects = (case, Say(promise(reference, why.reason, ctx)))
    if why.question and (why.reason in GAPS or why.shown):
        effects = (*effects, Unanswered(why.question, why.reason, why.shown))
    return Turn(replace(conversation, misses=0, turn="human", case=reference), effects)


def _is_apart(why: Refer, ctx: Context) -> bool:
    """Whether it is a case of its own, whoever the person talks with already."""
    return why.reason in ctx.book.voices or why.reason in APART


def _resolved(why: Refer, talk: str | None, ctx: Context) -> str | None:
    """The case to open again, where its outcome was told a while ago and no other goes on."""
    if why.case in ctx.person.resolved:
        return why.case
    if talk or ctx.person.case or _is_apart(why, ctx):
        return None
    return ctx.person.reopens


def promise(reference: str, reason: str, ctx: Context) -> Text:
    """When a person will answer, honestly: within minutes now, or at the next opening."""
    association = ctx.book.association
    if voice := ctx.book.voices.get(reason):
        owner = Text(f"book.department.{voice.department}")
        day = working_days.by(voice, ctx.today, association.hours)
        return Text(
            f"handoff.{reason}.due", {"reference": reference, "department": owner, "by": day}
        )
    if within := APART.get(reason):
        day = within(ctx.today, association)
        return Text(f"handoff.{reason}.due", {"reference": reference, "by": day})
    if calendar.open_at(ctx.now, association.hours):
        minutes = association.numbers.first_reply_minutes
        by = calendar.add_working_minutes(ctx.now, minutes, association.hours)
        return Text(f"handoff.{reason}.open", {"reference": reference, "by": by})
    opening = calendar.next_opening(ctx.now, association.hours)
    return Text(f"handoff.{reason}.closed", {"reference": reference, "opening": opening})


def place(reference: str, ctx: Context) -> Text | None:
    """How many go before the case, while it waits for somebody; not when its turn comes."""
    before = ctx.find(Lookup("queue", reference))
    if not isinstance(before, int):
        return None
    hours = ctx.book.association.hours
    if calendar.open_at(ctx.now, hours):
        now: Mapping[str, Shown] = {"reference": reference}
        return Text("handoff.place.open", now, before) if before else Text("handoff.next.open", now)
    opening = calendar.next_opening(ctx.now, hours)
    then: Mapping[str, Shown] = {"reference": reference, "opening": opening}
    if before:
        return Text("handoff.place.closed", then, before)
    return Text("handoff.next.closed", then)


def late(reference: str, ctx: Context, *, in_days: bool) -> Text:
    """The promise, of a day or of minutes, was not kept: by when there is an answer now."""
    association = ctx.book.association
    if in_days:
        day = calendar.add_working_days(ctx.today, LATE_DAYS, association.hours)
        return Text("handoff.late.day", {"reference": reference, "by": day})
    minutes = association.numbers.next_reply_minutes
    by = calendar.add_working_minutes(ctx.now, minutes, association.hours)
    return Text("handoff.late", {"reference": reference, "by": by})


def renewed(reference: str, due: datetime, ctx: Context) -> Text:
    """The case went to somebody else: by when they answer."""
    hours = ctx.book.association.hours
    if calendar.open_at(ctx.now, hours):
        return Text("handoff.renewed", {"reference": reference, "by": due})
    opening = calendar.next_opening(ctx.now, hours)
    return Text("handoff.renewed.closed", {"reference": reference, "opening": opening})


def talk(engine: Engine, conversation: Conversation, event: Event, ctx: Context) -> Turn:
    """What the beneficiary sends while a person has the turn."""
    case = conversation.case or ""
    if isinstance(event, Tapped):
        return Turn(conversation, (Say(Text("handoff.busy", {"reference": case})),))
    folded = fold(event.text) if isinstance(event, Said) else ""
    if ctx.means("end", folded):
        ended = replace(conversation, turn="bot", case=None)
        # Neither an application nor a complaint or report is given up with the talk about it.
        applied = any(application.reference == case for application in ctx.person.applications)
        is_kept = applied or case in ctx.person.apart
        told = Text("handoff.left.kept" if is_kept else "handoff.left", {"reference": case})
        turn = engine.ask(ended, ctx, told)
        left = Relay(case, event) if is_kept else Left(case)
        return Turn(turn.conversation, (left, *turn.effects))
    if ctx.means("menu", folded):
        paused = replace(conversation, turn="paused")
        return engine.open(paused, Opened(MENU), ctx, Text("handoff.paused", {"reference": case}))
    if ctx.means("help", folded):
        return Turn(conversation, (Say(Text("handoff.help", {"reference": case})),))
    if ctx.means("waiting", folded) and (waits := place(case, ctx)):
        return Turn(conversation, (Relay(case, event), Say(waits)))
    for word, language in LANGUAGES.items():
        if ctx.means(word, folded):
            said = Say(Text("language.changed"))
            return Turn(replace(conversation, language=language), (said,))
    for word, on in (("stop", False), ("start", True)):
        if ctx.means(word, folded):
            said = Say(Text("notices.on" if on else "notices.off"))
            return Turn(conversation, (Subscribed(on), said))
    return Turn(conversation, (Relay(case, event),))


def asks(conversation: Conversation, event: Event) -> bool:
    """Whether it is a button of a question of ours, which counts during a talk too."""
    form = conversation.form
    tapped = isinstance(event, Tapped) and form is not None and form.prompt == event.prompt
    return tapped and form is not None and form.flow in ASKED


def ends(conversation: Conversation, event: Event, ctx: Context) -> bool:
    """Whether somebody who looks at something else in between ends the talk."""
    paused = conversation.turn == "paused" and conversation.case is not None
    return paused and isinstance(event, Said) and ctx.means("end", fold(event.text))


def move(conversation: Conversation, event: Merged) -> Turn:
    """The talk goes on in another case; nobody has to know."""
    if conversation.case != event.case:
        return Turn(conversation)
    return Turn(replace(conversation, case=event.into))


def join(conversation: Conversation, case: str, ctx: Context) -> Turn:
    """An officer's words went out: what the person says next is for them.

    But a question of ours about a delivery or its rating stays open to its answer, and a talk
    that others must not hear stays where it is. Whether this matter is solved is asked no more.
    """
    conversation = stack.without(conversation, Opened("closing", {"case": case}))
    if conversation.talk in ctx.person.apart and conversation.talk != case:
        return Turn(conversation)
    form = conversation.form
    if form and form.flow in ASKED and conversation.turn != "human":
        return Turn(replace(conversation, turn="paused", case=case))
    known = conversation.turn != "bot" and conversation.case == case
    said = () if known else (Say(Text("handoff.joined", {"reference": case})),)
    return Turn(replace(conversation, turn="human", case=case), said)


def take_back(engine: Engine, conversation: Conversation, event: HandedBack, ctx: Context) -> Turn:
    """The officer is done: the bot goes on with what waited, or where the beneficiary was."""
    before: tuple[Text, ...] = ()
    closes = event.then is not None and event.then.flow == "closing"
    if event.then:
        conversation = stack.awaiting(conversation, event.then)
    if conversation.case == event.case and conversation.turn == "human":
        other = ctx.person.case
        if other and other != event.case:  # somebody else has not finished with them
            conversation = replace(conversation, case=other)
            if event.case not in ctx.person.apart:
                again = Say(Text("handoff.again", {"reference": other}))
                return Turn(conversation, (again,))
            # What is said next may still be about it, and is not for everybody.
            conversation = replace(conversation, turn="paused")
        before = () if closes else (Text("handoff.back"),)
    if conversation.case == event.case:
        conversation = replace(conversation, turn="bot", case=None)
    if conversation.waiting and conversation.turn != "human":
        return engine.bring(conversation, conversation.waiting[-1], ctx, *before)
    return engine.ask(conversation, ctx, *before) if before else Turn(conversation)
