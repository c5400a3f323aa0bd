"""Priority: which case goes first. A table of ranks; the greater one does.

Within a rank the one that was escalated further goes first, then the one that is due earlier.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.programme import Programme
from flows.text import Answers

RANKS: Mapping[str, int] = {
    "safeguarding": 5,
    "complaint": 4,
    "reopened": 3,
    "urgent": 2,
    "vulnerable": 1,
}
"""What puts a case before others; what has none of it is ordinary and has the rank 0."""
NAMES = {rank: name for name, rank in RANKS.items()}


def of_reason(reason: str, *, urgent: bool) -> int:
    """Of a case that is opened for this reason, by somebody's voice or by their wish."""
    return RANKS.get(reason, RANKS["urgent"] if urgent else 0)


def again(rank: int) -> int:
    """Of a case that is opened again: not lower than it was."""
    return max(rank, RANKS["reopened"])


def of_application(applicant: str, answers: Answers, programme: Programme) -> int:
    """Of an application for a child, or in which somebody declares what makes them vulnerable."""
    declared = any(
        field.vulnerable & _given(answers.get(f"field.{field.key}")) for field in programme.fields
    )
    return RANKS["vulnerable"] if declared or applicant == "guardian" else 0


def _given(value: object) -> frozenset[str]:
    """The options an answer picks."""
    return frozenset(value) if isinstance(value, tuple | list) else frozenset({str(value)})
