"""Spans of time, and what a query gives of each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias, TypeVar

from storage.connection import Row
from storage.unit import Parameter, View

Span: TypeAlias = tuple[datetime, datetime]
"""From the first moment to before the second."""

One = TypeVar("One")


async def in_spans(
    view: View, query: str, spans: Sequence[Span], make: Callable[[int, Row], One], **given: str
) -> list[One]:
    """What `make` makes of every row, with the number of its span."""
    every: list[dict[str, Parameter]] = [
        {"since": since, "until": until, **given} for since, until in spans
    ]
    found = await view.read_each(query, every)
    return [make(n, row) for n, rows in enumerate(found) for row in rows]
