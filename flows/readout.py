"""A survey read out over the telephone: what a person answers comes to the same as in a chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from flows.book import Association
from flows.effects import Rated
from flows.text import Text

How: TypeAlias = Literal["full", "partly", "no"]

OVER, YOURS = Text("staff.readout.over"), Text("staff.readout.yours")


@dataclass(frozen=True, slots=True)
class Answers:
    """As an officer wrote them down; without a score the person would not answer.

    `received` is their word on the delivery, where the survey is of a service.
    """

    received: How | None = None
    score: int | None = None
    effort: int | None = None
    conduct: int | None = None
    reason: str = ""
    comment: str = ""


def refusal(reader: str, rated: str | None, *, is_open: bool) -> Text | None:
    """Why this officer may not write answers down: it is over, or they are whom it rates."""
    if not is_open:
        return OVER
    return YOURS if reader == rated else None


def rated(application: str, given: Answers, association: Association) -> Rated | None:
    """What was answered; None where nothing is to be rated, or the person would not."""
    if given.score is None or given.received == "no":
        return None
    low = given.score <= association.numbers.low_score
    return Rated(
        application=application,
        score=given.score,
        effort=None if low else given.effort,
        conduct=None if low else given.conduct,
        reason=given.reason or None if low else None,
        comment=given.comment or None,
    )
