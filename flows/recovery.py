"""Recovery: a low rating is made good by somebody who was not rated; then the service is rated
once more (policy goal 4).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias

from flows import calendar, quiet
from flows.arabic import fold
from flows.book import Association, Book
from flows.context import Context
from flows.delivery import service
from flows.effects import Effect, Rerated, Say
from flows.flow import Flow, Outcome
from flows.steps import SKIP, Choose
from flows.text import Text, Value

Why: TypeAlias = Literal["low_score", "flagged_words"]

KIND, FLOW = "recovery", "rerating"
CALL_ME = "call_me"  # asked for by somebody who rated without a name
AFTER = timedelta(hours=2)  # since the case was closed
SCALE = ("5", "4", "3", "2", "1")
THANKS = Text("rerating.thanks")
_BEFORE = ("", "و", "ف", "ال", "وال", "بال")
"""What Arabic writes together with the word that follows."""


def why(score: int | None, comment: str | None, book: Book) -> Why | None:
    """What of a rating with a name calls for somebody to make it good, if anything does."""
    if score is not None and score <= book.association.numbers.low_score:
        return "low_score"
    return "flagged_words" if comment and is_flagged(comment, book) else None


def is_flagged(comment: str, book: Book) -> bool:
    """Whether it tells of what must be looked into whatever the score (`flagged` in the words)."""
    said = f" {fold(comment)} "
    phrases = book.words.get("flagged", frozenset())
    return any(f" {before}{phrase} " in said for phrase in phrases for before in _BEFORE)


def by(today: date, association: Association) -> date:
    """The working day on which the person hears from us at the latest."""
    return calendar.add_working_days(today, association.numbers.recovery_days, association.hours)


def due(now: datetime, association: Association) -> datetime:
    """When that day ends for officers; `now` is in Riyadh."""
    day = by(now.date(), association)
    *_, (_, closes) = calendar.stretches(day, association.hours)
    return closes


def asked_again(now: datetime, association: Association) -> datetime:
    """When the second rating is asked for: after a while, in allowed hours."""
    return quiet.allowed(now + AFTER, association.hours)


# ------------------------------------------------------------------ the second rating
def record(value: Value, ctx: Context) -> tuple[Effect, ...]:
    if value == SKIP:
        return ()
    return (Rerated(str(ctx.given.get("recovery")), int(str(value))),)


def thanks(_: Context) -> tuple[Outcome, ...]:
    return (Say(THANKS),)


RERATING = Flow(
    FLOW,
    lasting=True,
    rates=True,
    farewell=THANKS,
    steps=(
        Choose(
            key="score",
            among=lambda _: (*SCALE, SKIP),
            shows=service,
            records=record,
        ),
    ),
    done=thanks,
)
