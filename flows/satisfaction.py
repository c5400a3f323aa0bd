"""Satisfaction with an answer: one question after an enquiry, and nothing else (policy goal 4).

It is asked at most once in the days between two surveys, and not of somebody who will be asked
about a service anyway: what holds it back is kept and counted.
"""

from __future__ import annotations

from flows import survey
from flows.context import Context
from flows.delivery import DELIVERED
from flows.effects import Declined, Effect, Rated, Say, Surveyed
from flows.events import Opened
from flows.flow import Flow, Outcome
from flows.matching import asked
from flows.rating import MARKS, SCALE
from flows.stack import MENU
from flows.steps import Choose
from flows.text import Text, Value

NO_THANKS = "no_thanks"


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
    return (Declined(number) if value == NO_THANKS else Rated(number, int(str(value))),)


def finish(ctx: Context) -> tuple[Outcome, ...]:
    declined = ctx.answers["score"] == NO_THANKS
    return (Say(Text("satisfaction.declined" if declined else "satisfaction.thanks")),)


SATISFACTION = Flow(
    "satisfaction",
    rates=True,
    steps=(
        Choose(
            key="score",
            among=lambda _: (*SCALE, NO_THANKS),
            also=MARKS,
            otherwise=asked,
            records=record,
        ),
    ),
    done=finish,
)
