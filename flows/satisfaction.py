"""Satisfaction with an answer: one question after an enquiry, and nothing else (policy goal 4).

It is asked at most once in the days between two surveys, and not of somebody who will be asked
about a service anyway: what holds it back is kept and counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows import matching, survey
from flows.arabic import fold, is_emoji
from flows.context import Context
from flows.delivery import DELIVERED
from flows.effects import Declined, Effect, Rated, Say, Surveyed
from flows.events import Event, Opened, Said
from flows.flow import Flow, Outcome
from flows.matching.intents import FELT
from flows.rating import MARKS, SCALE
from flows.rejection import Unclear
from flows.stack import MENU
from flows.steps import Choose
from flows.text import Text, Value

NO_THANKS = "no_thanks"
THANKED = "thanked"
LAST_WORDS = {NO_THANKS: Text("satisfaction.declined"), THANKED: Text("common.thanks")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Choose):
    """A mark or none. Thanks, or an emoji that is no mark, ends the talk: it is not asked again."""

    def parse(self, event: Event, ctx: Context) -> Value:
        said = event.text if isinstance(event, Said) else ""
        if ctx.means("thanks", fold(said)):
            return THANKED
        try:
            return Choose.parse(self, event, ctx)
        except Unclear:
            if not _content(said, ctx):
                raise
        return THANKED

    def claims(self, folded: str, ctx: Context) -> bool:
        return ctx.means("thanks", folded) or Choose.claims(self, folded, ctx)

    def holds(self, value: Value, ctx: Context) -> bool:
        return value == THANKED or Choose.holds(self, value, ctx)


def _content(said: str, ctx: Context) -> bool:
    wish = matching.intent(said, ctx)
    return wish == "thanks" or (is_emoji(fold(said)) and wish not in FELT)


def after(answer: str, ctx: Context) -> tuple[Outcome, ...]:
    """What follows an answer of the book that helped."""
    if not ctx.references:
        return ()
    number, held = ctx.references[0], held_back(ctx)
    surveyed = Surveyed(number, answer, held)
    return (surveyed,) if held else (surveyed, Opened("satisfaction", {"application": number}))


def held_back(ctx: Context) -> str | None:
    """Why somebody is not asked about an answer now."""
    person = ctx.person
    if person.notices is False:
        return survey.OPTED_OUT
    if person.ratings or any(one.state in DELIVERED for one in person.applications):
        return survey.EXPECTED
    if set(ctx.below) - {MENU}:
        return survey.TALKING
    return survey.TOO_SOON if survey.too_soon(person.surveyed, ctx.today) else None


def record(value: Value, ctx: Context) -> tuple[Effect, ...]:
    number = str(ctx.given.get("application"))
    declined = value in {NO_THANKS, THANKED}
    return (Declined(number) if declined else Rated(number, int(str(value))),)


def finish(ctx: Context) -> tuple[Outcome, ...]:
    score = str(ctx.answers["score"])
    return (Say(LAST_WORDS.get(score, Text("satisfaction.thanks"))),)


SATISFACTION = Flow(
    "satisfaction",
    rates=True,
    steps=(
        Score(
            key="score",
            among=lambda _: (*SCALE, NO_THANKS),
            also=MARKS,
            otherwise=matching.asked,
            records=record,
        ),
    ),
    done=finish,
)
