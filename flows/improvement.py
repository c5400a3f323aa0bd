"""An improvement: what is to change after ratings or suggestions, from open to what people are told
of it (policy goal 4, and the goal it opens with: developed further together with everybody).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from flows import calendar
from flows.book import Association, Officer, Role
from flows.case import Refused
from flows.lifecycle import Lifecycle
from flows.text import Text

MOVES = Lifecycle(
    {
        "take": ("supervisor", {"open": "open"}),
        "finish": ("supervisor", {"open": "done"}),
        "amend": ("supervisor", {"done": "done"}),
        "decline": ("supervisor", {"open": "declined"}),
        "approve": ("reviewer", {"done": "approved"}),
        "reopen": ("supervisor", {"done": "open", "declined": "open"}),
    }
)
"""`approve` lets people be told what changed: never by who wrote those words."""
WRITTEN = frozenset({"finish", "amend"})
"""Moves with the words that people are told."""
ROLES: frozenset[Role] = frozenset({"supervisor", "admin"})
LONGEST = 500  # characters of what is told of one


@dataclass(frozen=True, slots=True)
class Item:
    """What a move needs to know. `author` wrote what people are to be told."""

    state: str
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A move as it is asked for. `why` it is not done; `ar` and `en`: what changed."""

    move: str
    why: str = ""
    ar: str = ""
    en: str = ""


def make(item: Item, wish: Wish, officer: Officer) -> str | Refused:
    """The state that the move leads to, or why it is not made."""
    state = MOVES.after(item.state, wish.move) if wish.move in MOVES.moves else None
    if not officer.roles & ROLES:
        return Refused(Text("case.refused.role"))
    if state is None:
        return Refused(Text("staff.improvement.refused.state"))
    if wish.move == "approve" and officer.id == item.author:
        return Refused(Text("staff.improvement.refused.author"))
    if wish.move == "decline" and not wish.why.strip():
        return Refused(Text("staff.improvement.refused.why"))
    if wish.move in WRITTEN:
        words = (wish.ar.strip(), wish.en.strip())
        if not all(words):
            return Refused(Text("staff.improvement.refused.words"))
        if max(map(len, words)) > LONGEST:
            return Refused(Text("staff.improvement.refused.long", {"high": LONGEST}))
    return state


def available(item: Item, officer: Officer) -> tuple[str, ...]:
    """The moves this officer may make now, but for what they still have to say."""
    if not officer.roles & ROLES:
        return ()
    moves = MOVES.open_to(item.state)
    return tuple(move for move in moves if move != "approve" or officer.id != item.author)


def due(now: datetime, association: Association) -> datetime:
    """By when it is decided; `now` is in Riyadh."""
    days, hours = association.numbers.improvement_days, association.hours
    day: date = calendar.add_working_days(now.date(), days, hours)
    return calendar.next_opening(datetime.combine(day, time(), calendar.RIYADH), hours)
