"""Questions that ask the same thing in other words, found together."""

from __future__ import annotations

from collections.abc import Sequence

from flows.matching.index import Index
from flows.matching.matcher import Matcher

ALIKE = 0.5  # cosine of two questions that are one


def groups(questions: Sequence[str], matcher: Matcher) -> tuple[tuple[int, ...], ...]:
    """Positions of questions that are alike, the greatest group first; each is in one group.

    A group gathers around its first question, so that no chain of likenesses joins strangers.
    """
    read = [matcher.reader.read(question) for question in questions]
    index = Index.of({str(n): [reading.senses] for n, reading in enumerate(read)})
    grouped: set[int] = set()
    found: list[tuple[int, ...]] = []
    for n, reading in enumerate(read):
        if n in grouped:
            continue
        near = index.candidates(reading.senses, most=len(questions))
        alike = {int(its.id) for its in near if its.phrasing >= ALIKE}
        same = {m for m, other in enumerate(read) if other.key == reading.key}
        group = tuple(sorted(({n} | alike | same) - grouped))
        grouped.update(group)
        found.append(group)
    return tuple(sorted(found, key=lambda group: (-len(group), group)))
