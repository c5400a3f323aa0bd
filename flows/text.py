"""What is to be said, without the words: a catalog id and the values that go in it.

The words live in `locales/` (ids such as ``registration.name.ask``) and in `association/`
(ids that begin with ``book.``); `bot.render` joins the two in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeAlias

from msgspec import Struct

Value: TypeAlias = str | int | bool | tuple[str, ...] | None
"""One answer as it is kept: JSON-ready. Dates are ISO strings (``2028-10-12``), files their ids."""

Answers: TypeAlias = Mapping[str, Value]


class Text(Struct, frozen=True):
    """A line of the catalog and its values. `count` picks the plural form and fills ``{count}``."""

    id: str
    values: Mapping[str, Shown] = {}
    count: int | None = None


class Lines(Struct, frozen=True):
    """Several texts, one below the other."""

    of: tuple[Text, ...]


Shown: TypeAlias = str | int | date | datetime | Text | Lines
"""What may fill a placeholder. Rendering isolates it (U+2066 or U+2068 … U+2069) by its script."""


class Option(Struct, frozen=True):
    """One thing to pick: what comes back (ASCII, at most 40 bytes) and what is written on it."""

    id: str
    label: Text
