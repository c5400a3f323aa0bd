"""Voice: a complaint, a suggestion, thanks, a wish to be erased, each two taps away (goal 5).

A few words, a reference, a department and a date; thanks need no more than the words.
"""

from __future__ import annotations

from flows.checks import text_between
from flows.context import Context
from flows.effects import Say
from flows.events import Opened
from flows.flow import Flow, Outcome, Refer
from flows.steps import Ask, Choose
from flows.text import Text

VOICES = ("complaint", "suggestion", "erasure")
WORDS = text_between(5, 1000)


def heard(reason: str) -> Flow:
    """What is said in one's own words and taken on by an officer."""

    def outcome(ctx: Context) -> tuple[Outcome, ...]:
        return (Refer(reason, str(ctx.answers["words"])),)

    return Flow(reason, steps=(Ask(key="words", check=WORDS),), done=outcome)


def erased(ctx: Context) -> tuple[Outcome, ...]:
    if ctx.answers["sure"] == "no":
        return (Say(Text("erasure.kept")),)
    return (Refer("erasure"),)


COMPLAINT, SUGGESTION = heard("complaint"), heard("suggestion")
ERASURE = Flow("erasure", steps=(Choose(key="sure", among=lambda _: ("yes", "no")),), done=erased)

KINDS = ("complaint", "suggestion", "praise")
VOICE = Flow(
    "voice",
    steps=(Choose(key="kind", among=lambda _: KINDS),),
    done=lambda ctx: (Opened(str(ctx.answers["kind"])),),
)
"""What the menu leads to."""
