"""After the outcome: the beneficiary's word on it, what opens a case again, and what time does.

A kind word opens nothing again. Anything else that is said to the question whether the matter is
solved goes to the same officer, in the same case.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flows import behaviours, handoff, matching, stack
from flows.arabic import fold
from flows.context import Context
from flows.conversation import Conversation
from flows.effects import Say, Settled, Turn
from flows.events import Edited, Elapsed, Event, Opened, Said, Tapped, Unread
from flows.flow import Flow, Outcome, Refer
from flows.steps import Choose
from flows.text import Shown, Text

if TYPE_CHECKING:
    from flows.engine import Engine

KIND_WORDS: Mapping[str, Text | None] = {
    "thanks": Text("common.thanks"),
    "greeting": Text("common.greet_back"),
    "farewell": Text("common.farewell"),
    "wellbeing": Text("common.wellbeing"),
    "apology": Text("common.apology"),
    "occasion": Text("common.occasion"),
    "courtesy": None,
    "emoji": None,
}
"""What is said back to words that ask for nothing, if anything is."""


def opening(case: str) -> Opened:
    return Opened("closing", {"case": case})


def matter(ctx: Context) -> str:
    """Whose question is asked: a suggestion is decided, all else is solved."""
    found = ctx.person.matters.get(str(ctx.given.get("case")))
    return "suggestion" if found == "suggestion" else "talk"


def about(ctx: Context) -> Mapping[str, Shown]:
    case = str(ctx.given.get("case"))
    until = ctx.person.resolved.get(case, ctx.today)
    asked = Text(f"closing.question.{matter(ctx)}")
    return {"question": asked, "reference": case, "until": until}


def labelled(option: str, ctx: Context) -> Text:
    decided = option == "no" and matter(ctx) == "suggestion"
    return Text("closing.more" if decided else f"closing.solved.option.{option}")


def outcome(ctx: Context) -> tuple[Outcome, ...]:
    case = str(ctx.given.get("case"))
    if ctx.answers["solved"] == "yes":
        return (Settled(case), Say(Text("closing.thanks", {"reference": case})))
    return (Refer("unsolved", case=case),)


CLOSING = Flow(
    "closing",
    lasting=True,
    steps=(
        Choose(
            key="solved",
            among=lambda _: ("yes", "no"),
            label=labelled,
            shows=about,
            also=dict.fromkeys(("yes", "done", "end", "solved"), "yes")
            | {"no": "no", "unsolved": "no"},
        ),
    ),
    done=outcome,
)


def uncovered(
    engine: Engine, conversation: Conversation, event: Event, ctx: Context
) -> Conversation:
    """With the question whether the matter is solved on top again, where one about their
    satisfaction was asked over it and this is no answer to that.
    """
    step, flows = engine.asking(conversation, ctx), [form.flow for form in conversation.forms]
    if step is None or flows[-2:] != [CLOSING.id, "satisfaction"]:
        return conversation
    if isinstance(event, Edited | Tapped) or step.takes(event, engine.seen(conversation, ctx)):
        return conversation
    if isinstance(event, Said) and _calls(event.text, ctx):
        return conversation
    return stack.popped(conversation)


def hear(engine: Engine, conversation: Conversation, event: Event, ctx: Context) -> Turn | None:
    """What somebody says to whether the matter is solved; None where that is an answer to it, or
    calls for something else.
    """
    form, step = conversation.form, engine.asking(conversation, ctx)
    if form is None or form.flow != CLOSING.id or step is None:
        return None
    if isinstance(event, Edited | Tapped) or step.takes(event, engine.seen(conversation, ctx)):
        return None
    words = event.text if isinstance(event, Said) else ""
    kind = "emoji" if isinstance(event, Unread) else kind_word(words, ctx)
    if kind:
        line = KIND_WORDS[kind]
        return Turn(conversation, (Say(line),) if line else ())
    if isinstance(event, Said) and (len(fold(words)) < 2 or _calls(words, ctx)):
        return None
    case = str(form.given.get("case"))
    again = stack.popped(conversation)
    return handoff.refer(engine, again, Refer("unsolved", case=case, event=event), ctx)


def _calls(words: str, ctx: Context) -> bool:
    """Whether it is what anybody may say anywhere: for the menu, for help, in another language."""
    return any(ctx.means(word, fold(words)) for word in behaviours.BEHAVIOURS)


def kind_word(words: str, ctx: Context) -> str | None:
    """Which of `KIND_WORDS` it is and nothing else, if it is one."""
    folded = fold(words)
    said = (meaning for meaning in KIND_WORDS if words and ctx.means(meaning, folded))
    meant = next(said, None) or matching.intent(words, ctx)
    return meant if meant in KIND_WORDS else None


def elapsed(engine: Engine, conversation: Conversation, event: Elapsed, ctx: Context) -> Turn:
    """Time has passed over a case: a warning, or its end."""
    reference = event.case
    match event.what:
        case "silence":
            grace = timedelta(hours=ctx.book.association.numbers.grace_hours)
            until = (ctx.now + grace).date()
            if conversation.turn != "human":  # a reply is for the officer, not for the menu
                conversation = replace(conversation, turn="human", case=reference)
            warned = Text("closing.silence", {"reference": reference, "until": until})
            return Turn(conversation, (Say(warned),))
        case "expiry":
            if conversation.case == reference:
                conversation = replace(conversation, turn="bot", case=None)
            ended = Text("closing.expired", {"reference": reference})
            if stack.work(conversation).form and conversation.turn == "bot":
                return engine.ask(conversation, ctx, ended)
            return Turn(conversation, (Say(ended),))
        case _:
            concluded = Text("closing.concluded", {"reference": reference})
            return Turn(stack.without(conversation, opening(reference)), (Say(concluded),))
