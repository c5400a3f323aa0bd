"""Entries made to differ: each is moved towards its own texts, and off the texts of its neighbours.

Multinomial logistic regression by stochastic gradient descent (Bishop 2006, 4.3.4). It begins with
what the entries are by themselves, so that few passes do and few texts are enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from typing import TypeAlias

Vector: TypeAlias = Mapping[str, float]
Learnt: TypeAlias = Mapping[str, dict[int, float]]
"""For each n-gram, what it weighs for each entry."""

PASSES = 4
MOST = 1900  # texts looked at in all passes, so that a large book is not waited for
RATE = 0.2
SHARPNESS = 8.0  # how much of log-odds a lead of 1 is
SLIGHT = 0.05  # of a probability: not worth a move


def refine(learnt: Learnt, texts: Sequence[tuple[int, Vector]], entries: int) -> None:
    """Change `learnt` so that each text comes nearest to the entry it belongs to.

    `texts` are each an entry's position and a vector of length 1. What is told right already is
    not looked at again.
    """
    for _ in range(min(PASSES, MOST // (len(texts) or 1))):
        texts = [(owner, text) for owner, text in texts if _moved(learnt, owner, text, entries)]


def _moved(learnt: Learnt, owner: int, text: Vector, entries: int) -> bool:
    """Whether it was worth a move to tell this text better."""
    odds = _odds(learnt, text, entries)
    if odds[owner] > 1 - SLIGHT:
        return False
    for entry, odd in enumerate(odds):
        miss = (entry == owner) - odd
        if abs(miss) > SLIGHT:
            for gram, weight in text.items():
                its = learnt[gram]
                its[entry] = its.get(entry, 0.0) + RATE * miss * weight
    return True


def _odds(learnt: Learnt, text: Vector, entries: int) -> list[float]:
    """How likely each entry is meant by a text, all of them together being 1."""
    scores = [0.0] * entries
    for gram, weight in text.items():
        for entry, its in learnt[gram].items():
            scores[entry] += weight * its
    peak = max(scores)
    odds = [exp(SHARPNESS * (score - peak)) for score in scores]
    whole = sum(odds)
    return [odd / whole for odd in odds]
