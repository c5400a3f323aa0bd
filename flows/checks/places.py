"""Picking from a list by name, although the name is misspelt or cut short."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz.distance import OSA

from flows.arabic import fold

_ARTICLE = re.compile(r"\bال(?=\w{2})")
_LONGEST = 60  # letters; a longer reply is not a name


def nearest(text: str, names: Mapping[str, tuple[str, ...]]) -> str | None:
    """The id one of whose `names` is meant, or None when that is not certain.

    In this order, and only if exactly one id answers: the same name; the same without articles;
    its first words (three letters or more); the fewest slips, at most one in four letters and
    two in all. Words around a name are not skipped: "not agreed" is not "agreed".
    """
    said = fold(text)
    if not said or len(said) > _LONGEST:
        return None
    folded = [(id_, fold(name)) for id_, of_one in names.items() for name in of_one]
    exact = {id_ for id_, name in folded if name == said}
    if exact:
        return _only(exact)
    said = _ARTICLE.sub("", said)
    bare = [(id_, _ARTICLE.sub("", name)) for id_, name in folded]
    return (
        _only({id_ for id_, name in bare if name == said})
        or _only({id_ for id_, name in bare if len(said) > 2 and name.startswith(f"{said} ")})
        or _only(_within_slips(said, bare))
    )


def _only(ids: set[str]) -> str | None:
    return next(iter(ids)) if len(ids) == 1 else None


def _within_slips(said: str, names: list[tuple[str, str]]) -> set[str]:
    """The ids nearest to what was said, if they are near enough."""
    near: dict[int, set[str]] = {}
    for id_, name in names:
        slips = OSA.distance(said, name)
        if slips <= min(len(said), len(name), 8) // 4:
            near.setdefault(slips, set()).add(id_)
    return near[min(near)] if near else set()
