"""The end of a case: what it may be closed with, by what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, cast

Matter: TypeAlias = Literal["talk", "recovery", "suggestion", "complaint", "erasure"]
"""What a case is about, as far as its end is another."""

NO_REPLY = "no_reply"
NUDGES = 2  # before somebody counts as not replying
OF: Mapping[str, tuple[str, ...]] = {
    "talk": ("solved", "explained", "referred", "not_possible", NO_REPLY),
    "recovery": ("solved", "explained", "not_possible"),
    "suggestion": ("adopted", "later", "not_now"),
    "complaint": ("remedied", "explained", "referred", "not_possible"),
    "erasure": ("erased", "explained", "not_possible"),
}
"""Only a talk ends without an answer: the others are owed one, whatever it is."""
OUTCOMES = tuple(dict.fromkeys(outcome for every in OF.values() for outcome in every))
UNDONE = frozenset({"later", "not_now", "not_possible"})
"""What was hoped for is not done: the one sentence says why."""
AS: Mapping[str, Matter] = {"complaint_again": "complaint"}
"""Reasons of cases that are the same matter as another's."""


def matter(kind: str, reason: str) -> Matter:
    """Of a case of this kind, opened for this reason."""
    found = kind if kind in OF else AS.get(reason, reason)
    return cast("Matter", found) if found in OF else "talk"


def of(kind: str, reason: str) -> tuple[str, ...]:
    """What a case of this kind and reason may be closed with."""
    return OF[matter(kind, reason)]
