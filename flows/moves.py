"""The life of a case as one table: which state allows which move, who makes it, whose turn it is.

A case that is opened again is no state of its own: `reopen` and `requeue` lead back among the open
ones, and the audit tells that it happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from flows import disposal
from flows.lifecycle import Lifecycle

Turn: TypeAlias = Literal["officer", "beneficiary", "nobody"]

TALKING = ("claimed", "waiting_officer", "waiting_beneficiary")
OPEN = ("queued", *TALKING)
RESOLVED = "resolved"
"""The outcome was told; for the days of grace the beneficiary may say that it does not help."""
ENDED = ("closed", "withdrawn", "merged", "expired")
"""Nothing is asked of anybody. What comes afterwards is a case of its own, which follows it."""
OPEN_AGAIN = "open_again"
"""The officer's own: goes on with what was resolved, or in a new case after one that ended."""

TURNS: Mapping[str, Turn] = {
    "queued": "officer",
    "claimed": "officer",
    "waiting_officer": "officer",
    "waiting_beneficiary": "beneficiary",
    RESOLVED: "beneficiary",
    **dict.fromkeys(ENDED, "nobody"),
}

_STAYS = {state: state for state in TALKING}
_HEARD = {"queued": "queued", **dict.fromkeys(TALKING, "waiting_officer")}

MOVES = Lifecycle(
    {
        "claim": ("officer", {"queued": "claimed"}),
        "take_over": ("supervisor", dict.fromkeys(TALKING, "claimed")),
        "assign": ("holder", dict.fromkeys(OPEN, "claimed")),
        "transfer": ("holder", dict.fromkeys(OPEN, "queued")),
        "merge": ("holder", dict.fromkeys(OPEN, "merged")),
        "say": ("owner", dict.fromkeys(TALKING, "waiting_beneficiary")),
        "hear": ("beneficiary", _HEARD),
        "verify": ("owner", _STAYS),
        "mark": ("owner", _STAYS),
        "reveal": ("owner", _STAYS),
        disposal.MOVE: ("officer", {state: state for state in (*OPEN, RESOLVED, *ENDED)}),
        "ask_correction": ("owner", dict.fromkeys(TALKING, "waiting_beneficiary")),
        "correct": ("beneficiary", _HEARD),
        "approve": ("owner", dict.fromkeys(TALKING, "claimed")),
        "reject": ("owner", dict.fromkeys(TALKING, "closed")),
        "grant": ("reviewer", dict.fromkeys(TALKING, "closed")),
        "uphold": ("reviewer", dict.fromkeys(TALKING, "closed")),
        "deliver": ("owner", dict.fromkeys(TALKING, "waiting_beneficiary")),
        "receive": ("beneficiary", dict.fromkeys(OPEN, "closed")),
        "dispute": ("beneficiary", {**_HEARD, "closed": "queued"}),
        "hand_back": ("owner", dict.fromkeys(TALKING, "claimed")),
        "release": ("owner", dict.fromkeys(TALKING, "queued")),
        "close": ("owner", dict.fromkeys(TALKING, RESOLVED)),
        OPEN_AGAIN: (
            "officer",
            {RESOLVED: "claimed"} | {end: end for end in ENDED if end != "merged"},
        ),
        "sensitive": ("officer", dict.fromkeys(OPEN, "queued")),
        "not_sensitive": ("officer", dict.fromkeys(OPEN, "queued")),
        "settle": ("beneficiary", {RESOLVED: "closed"}),
        "reopen": ("bot", {RESOLVED: "waiting_officer", "closed": "queued"}),
        "requeue": ("bot", {RESOLVED: "queued"}),
        "conclude": ("bot", {RESOLVED: "closed"}),
        "expire": ("bot", {"waiting_beneficiary": "expired"}),
        "leave": ("beneficiary", dict.fromkeys(OPEN, "withdrawn")),
    }
)

FOLLOWING = frozenset(move for move in MOVES.moves if MOVES.who(move) == "bot")
"""What a time, or a move made elsewhere, brings about: no officer makes it."""
OFFICERS_MOVES = frozenset(m for m in MOVES.moves if MOVES.who(m) not in {"beneficiary", "bot"})


def turn_of(state: str) -> Turn:
    """Whose turn it is in this state of a case."""
    return TURNS[state]
