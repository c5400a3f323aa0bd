"""The survey after a service: when it is asked, when it is asked again, and until when it is open.

It is never dropped without a word: what holds it back has a name, which is kept and counted.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flows import quiet
from flows.book import Association
from flows.lifecycle import Lifecycle

AFTER = timedelta(hours=2)  # since a delivery that nobody confirmed in the chat just now
APART = timedelta(days=7)  # between two surveys of one person
REMINDED_AFTER = timedelta(hours=48)
UNCONFIRMED_AFTER = timedelta(days=7)  # since a delivery on which the person said nothing

TOO_SOON, OPTED_OUT, UNREACHABLE, TALKING = "too_soon", "opted_out", "unreachable", "talking"
WINDOW, TEMPLATE, BY_PHONE = "window", "template", "by_phone"
EXPECTED = "expected"
HELD = (TOO_SOON, OPTED_OUT, UNREACHABLE, TALKING, WINDOW, TEMPLATE, BY_PHONE, EXPECTED)
"""Why a survey was not asked when it fell due. `window`: WhatsApp is closed and no template is
approved; `template`: an approved one invites the person to write. `by_phone`: an officer reads it
out; `expected`: of an answer, while a survey of a service is to come."""

OPEN = ("due", "pending_window", "asked")
"""While it may be answered. `pending_window`: it is asked once the person has written."""
MOVES = Lifecycle(
    {
        "put_off": ("bot", {state: state for state in OPEN}),
        "wait": ("bot", dict.fromkeys(OPEN, "pending_window")),
        "hold_back": ("bot", {"due": "suppressed"}),
        "ask": ("bot", dict.fromkeys(OPEN, "asked")),
        "rate": ("beneficiary", dict.fromkeys((*OPEN, "answered"), "answered")),
        "rate_unnamed": ("beneficiary", dict.fromkeys((*OPEN, "answered", "used"), "used")),
        "read_out": ("officer", dict.fromkeys(OPEN, "answered")),
        "decline": ("beneficiary", dict.fromkeys(OPEN, "refused")),
        "expire": ("bot", dict.fromkeys(OPEN, "expired")),
    }
)
"""Of a service and of an answer: from falling due to being over."""


def is_open_to(state: str, move: str) -> bool:
    return MOVES.after(state, move) is not None


def too_soon(surveyed: date | None, today: date) -> bool:
    """Whether somebody who was asked on that day is not to be asked again yet."""
    return surveyed is not None and today < surveyed + APART


def due(now: datetime, surveyed: datetime | None, association: Association) -> datetime:
    """When a survey is asked that is not asked at once: in allowed hours, and not too soon."""
    at = now + AFTER
    if surveyed is not None:
        at = max(at, surveyed + APART)
    return quiet.allowed(at, association.hours)


def is_over(due_at: datetime, now: datetime, association: Association) -> bool:
    """Whether a survey can no longer be answered, nor its answers be changed."""
    return now >= due_at + timedelta(days=association.numbers.rating_days)
