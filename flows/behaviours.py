"""What a beneficiary can do anywhere, written once: back, cancel, menu, help, language, officer …

A flow never mentions these. Each is called by the words in `association/words.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from flows import drafts, handoff, stack
from flows.arabic import fold
from flows.book import Language
from flows.context import Context
from flows.conversation import Conversation
from flows.effects import Effect, Say, Subscribed, Turn
from flows.events import Event, Opened, Said
from flows.flow import Refer
from flows.stack import MENU
from flows.text import Text

if TYPE_CHECKING:
    from flows.engine import Engine

GREETING = 12
"""Words within which a greeting ends, signs that stand alone among them."""

Behaviour: TypeAlias = Callable[["Engine", Conversation, Context], Turn]


def greets(event: Event, ctx: Context) -> bool:
    """Whether somebody greeted and said nothing else."""
    return isinstance(event, Said) and ctx.means("greeting", fold(event.text))


def after_greeting(event: Event, ctx: Context) -> str | None:
    """What is said after a greeting in one breath with it; None where there was no greeting."""
    words = event.text.split() if isinstance(event, Said) else []
    lengths = range(min(len(words), GREETING), 0, -1)
    greetings = (n for n in lengths if ctx.means("greeting", fold(" ".join(words[:n]))))
    length = next(greetings, None)
    return None if length is None else " ".join(words[length:])


def wish(engine: Engine, conversation: Conversation, event: Event, ctx: Context) -> str | None:
    """What is wanted by somebody who greeted first, unless all of it is an answer: a name is."""
    wanted = after_greeting(event, ctx)
    step = engine.asking(conversation, ctx) if wanted else None
    if step and step.takes(event, engine.seen(conversation, ctx)):
        return None
    return wanted


def welcome(event: Event, ctx: Context) -> tuple[Effect, ...]:
    """The first words ever said at this address: a greeting, who we are, what is a right."""
    greeted = after_greeting(event, ctx) is not None
    salam = Text("common.greet_back") if greeted else Text("common.salam")
    name = Text("book.association.name")
    return (Say(salam), Say(Text("common.welcome", {"association": name})))


def close(line: Text) -> Behaviour:
    """A last kind word: no menu after a thank-you or a farewell."""

    def say(engine: Engine, conversation: Conversation, ctx: Context) -> Turn:
        if conversation.form and conversation.form.flow != MENU:
            return engine.ask(conversation, ctx, line)
        return Turn(conversation, (Say(line),))

    return say


thank = close(Text("common.thanks"))


def remark(*lines: Text) -> Behaviour:
    def say(engine: Engine, conversation: Conversation, ctx: Context) -> Turn:
        return engine.ask(conversation, ctx, *lines)

    return say


def wordless(engine: Engine, conversation: Conversation, ctx: Context) -> Turn:
    """An emoji and nothing else: no answer, unless nothing was asked yet."""
    lines = (Text("common.emoji"),) if conversation.prompts else ()
    return engine.ask(conversation, ctx, *lines)


def back(engine: Engine, conversation: Conversation, ctx: Context) -> Turn:
    """Ask again what was answered last of the questions before this one."""
    form = conversation.form
    flow = engine.flows.get(form.flow) if form else None
    if form is None or flow is None:
        return engine.ask(conversation, ctx, Text("common.first_question"))
    if flow.sealed:
        return engine.ask(conversation, ctx, Text("common.sealed"))
    keys = [step.key for step in flow.applying(engine.seen(conversation, ctx))]
    before = keys[: keys.index(form.asking)] if form.asking in keys else keys
    last = next((key for key in reversed(form.trail) if key in before), None)
    if last is None:
        return engine.ask(conversation, ctx, Text("common.first_question"))
    return engine.ask(conversation.with_form(stack.reopened(form, last)), ctx)


def cancel(engine: Engine, conversation: Conversation, ctx: Context) -> Turn:
    """Give up what was begun. Where answers would be lost, ask first; said twice, it is sure."""
    begun = stack.work(conversation)
    if begun.form is None:
        return engine.ask(conversation, ctx, Text("common.nothing_to_cancel"))
    flow = engine.flows.get(begun.form.flow)
    farewell = flow.farewell if flow and begun.form.trail else None
    asked = conversation.form is not None and conversation.form.flow == "cancel"
    if begun.form.trail and not farewell and not asked:
        return engine.open(conversation, Opened("cancel"), ctx)
    return engine.ask(stack.popped(begun), ctx, farewell or Text("common.cancelled"))


def discard(engine: Engine, conversation: Conversation, ctx: Context) -> Turn:
    """Give up the draft that was begun last, wherever it lies."""
    raised = drafts.raised(conversation)
    if raised is None:
        return engine.ask(conversation, ctx, Text("draft.none"))
    return cancel(engine, raised, ctx)


def menu(engine: Engine, conversation: Conversation, ctx: Context) -> Turn:
    """The menu on top; what was begun stays below it."""
    return engine.open(conversation, Opened(MENU), ctx)


def proceed(engine: Engine, conversation: Conversation, ctx: Context) -> Turn:
    """Go on with the form under the menu."""
    return engine.ask(stack.work(conversation), ctx)


def help_(engine: Engine, conversation: Conversation, ctx: Context) -> Turn:
    step = engine.asking(conversation, ctx)
    help_ = step.help(engine.seen(conversation, ctx)) if step else Text("common.help")
    return engine.ask(conversation, ctx, help_)


def officer(engine: Engine, conversation: Conversation, ctx: Context) -> Turn:
    return handoff.refer(engine, conversation, Refer("asked"), ctx)


def speak(language: Language) -> Behaviour:
    def change(engine: Engine, conversation: Conversation, ctx: Context) -> Turn:
        forms = tuple(form for form in conversation.forms if form.flow != "language")
        spoken = replace(conversation, language=language, forms=forms)
        return engine.ask(spoken, ctx, Text("language.changed"))

    return change


def notices(on: bool) -> Behaviour:
    def change(engine: Engine, conversation: Conversation, ctx: Context) -> Turn:
        turn = engine.ask(conversation, ctx, Text("notices.on" if on else "notices.off"))
        return Turn(turn.conversation, (Subscribed(on), *turn.effects))

    return change


def opening(flow: str) -> Behaviour:
    def go(engine: Engine, conversation: Conversation, ctx: Context) -> Turn:
        return engine.open(conversation, Opened(flow), ctx)

    return go


BEHAVIOURS: Mapping[str, Behaviour] = {
    "back": back,
    "cancel": cancel,
    "discard": discard,
    "end": cancel,
    "menu": menu,
    "help": help_,
    "officer": officer,
    "continue": proceed,
    "arabic": speak("ar"),
    "english": speak("en"),
    "language": opening("language"),
    "stop": notices(on=False),
    "start": notices(on=True),
    "requests": opening("requests"),
    "objection": opening("objection"),
    "cancel_request": opening("withdrawal"),
    "rate": opening("rate"),
    "register": opening("registration"),
    "enquiry": opening("enquiry"),
    "rights": opening("rights"),
    "steps": opening("steps"),
    "complaint": opening("complaint"),
    "suggestion": opening("suggestion"),
    "praise": opening("praise"),
    "confidential": opening("sensitive"),
    "delete_data": opening("erasure"),
    "greeting": remark(Text("common.greet_back")),
    "thanks": thank,
}
INTENDED: Mapping[str, Behaviour] = {
    **{
        intent: BEHAVIOURS[intent]
        for intent in (
            *("officer", "requests", "register", "rate", "language", "menu", "stop"),
            *("greeting", "thanks", "complaint", "suggestion", "delete_data", "cancel_request"),
            "rights",
        )
    },
    "courtesy": remark(),
    "wellbeing": remark(Text("common.wellbeing")),
    "robot": remark(Text("common.robot")),
    "apology": remark(Text("common.apology")),
    "occasion": remark(Text("common.occasion")),
    "emoji": wordless,
    "farewell": close(Text("common.farewell")),
}
"""What is done for an intent that is put in other words than the book lists, where a text is no
answer to the question: `flows.matching.intents.ACTED`."""
FELT: Mapping[str, Text] = {"anger": Text("common.anger"), "abuse": Text("common.abuse")}
"""What is said first to somebody upset; the second time a person takes over."""
