"""Several of a list, picked by number or by name: ``1 3``, ``١ و ٣``, ``all``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from flows.arabic import fold, number
from flows.checks.check import Check
from flows.checks.figures import tidy
from flows.checks.places import nearest
from flows.rejection import Rejected

_ALL = frozenset(map(fold, ("الكل", "كلها", "كلهم", "جميعها", "جميع ما سبق", "all", "all of them")))
_SEPARATOR = re.compile(r"[,،;؛/&+|]")
_BETWEEN = (  # tried in this order: a name may have an "and" of its own
    re.compile(r"\s+(?:و|and)\s+", re.IGNORECASE),
    re.compile(r"\s*و\s*(?=[0-9])|\s+و|\s+and\s+|\s+(?=[0-9(])|(?<=[0-9.)])\s+", re.IGNORECASE),
)


def several_of(names: Mapping[str, tuple[str, ...]]) -> Check:
    """Any of the ids of `names`, each with what it is called, in that order and at least one.

    Kept as ids with commas between them (``finance,board``). A number counts positions.
    """
    ids = tuple(names)

    def picked(piece: str) -> str | None:
        """The one option a piece names."""
        if piece in names:
            return piece
        count = number(piece, {})
        if count is None:
            return nearest(piece, names)
        if not 1 <= count <= len(ids):
            raise Rejected("number", n=count, high=len(ids))
        return ids[count - 1]

    def named(piece: str) -> set[str]:
        for parts in ([piece], *(between.split(piece) for between in _BETWEEN)):
            found = {picked(part.strip()) for part in parts}
            if None not in found:
                return set(filter(None, found))
        raise Rejected("unreadable", high=len(ids))

    def read(text: str, _: date) -> str:
        said = tidy(text.replace("\n", ","))
        if fold(said) in _ALL:
            return ",".join(ids)
        pieces = [piece for piece in _SEPARATOR.split(said) if piece.strip()]
        chosen = set().union(*map(named, pieces or [""]))
        return ",".join(id_ for id_ in ids if id_ in chosen)

    return Check("selection", read, ("unreadable", "number"))
