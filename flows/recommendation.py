"""Recommendation: how likely people are to recommend the association, asked twice a year.

Of a sample of those who want notices and were in touch in the half-year; from 0 to 10, once.
"""

from __future__ import annotations

from datetime import date

from flows.checks.tenfold import TENFOLD
from flows.context import Context
from flows.effects import Effect, Recommended, Say
from flows.flow import Flow, Outcome
from flows.steps import Ask
from flows.text import Text, Value

JUNE, DECEMBER = 6, 12
ASKED_IN = (JUNE, DECEMBER)
"""Months: the last of each half."""


def half_of(day: date) -> str:
    """``2026-1`` or ``2026-2``."""
    return f"{day.year}-{1 if day.month <= JUNE else 2}"


def begins(day: date) -> date:
    """The first day of the half-year of a day."""
    return date(day.year, 1 if day.month <= JUNE else JUNE + 1, 1)


def record(value: Value, ctx: Context) -> tuple[Effect, ...]:
    score = None if value is None else int(str(value))
    return (Recommended(str(ctx.given.get("half")), score),)


def finish(_: Context) -> tuple[Outcome, ...]:
    return (Say(Text("recommendation.thanks")),)


RECOMMENDATION = Flow(
    "recommendation",
    lasting=True,
    farewell=Text("recommendation.thanks"),
    steps=(Ask(key="score", check=TENFOLD, optional=True, records=record),),
    done=finish,
)
