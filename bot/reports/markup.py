"""Markup: elements of a page, with every text escaped."""

from __future__ import annotations

from html import escape
from typing import TypeAlias


class Markup(str):
    """Text that is HTML or SVG already."""

    __slots__ = ()


Part: TypeAlias = str | int | Markup | None
VOID = frozenset({"meta", "link", "input", "br", "rect", "line", "path", "circle"})


def element(tag: str, *parts: Part, **attributes: str | int | bool | None) -> Markup:
    """``<tag …>parts</tag>``. `class_` is class, `data_x` data-x; None and False are left out."""
    written = "".join(
        f" {name.rstrip('_').replace('_', '-')}"
        + ("" if value is True else f'="{escape(str(value))}"')
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    inside = joined(*parts)
    return Markup(f"<{tag}{written}/>" if tag in VOID else f"<{tag}{written}>{inside}</{tag}>")


def joined(*parts: Part) -> Markup:
    """The parts one after the other; None is nothing."""
    return Markup(
        "".join(
            part if isinstance(part, Markup) else escape(str(part))
            for part in parts
            if part is not None
        )
    )
