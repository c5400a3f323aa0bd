"""Which of the options on the screen a reply means."""

from __future__ import annotations

from flows.arabic import fold, number
from flows.checks.places import nearest
from flows.context import Context
from flows.events import Event, Said, Tapped
from flows.rejection import Unclear
from flows.text import Option


def spellings(option: Option, ctx: Context) -> frozenset[str]:
    """What its label may be written as, folded. Officers come and go while the process runs."""
    if option.label.id == f"book.officer.{option.id}" and (
        officer := ctx.book.officers.get(option.id)
    ):
        return frozenset((fold(officer.alias.ar), fold(officer.alias.en)))
    return ctx.labels.get(option.label.id, frozenset())


def named(options: tuple[Option, ...], folded: str, ctx: Context) -> str | None:
    """The option whose label, in either language, or whose usual word this is."""
    fitting = (o.id for o in options if folded in spellings(o, ctx) or ctx.means(o.id, folded))
    return next(fitting, None)


def pick(options: tuple[Option, ...], event: Event, ctx: Context) -> str:
    """Which of the options the reply means. Raises Unclear.

    Numbers count positions, unless options are numbers themselves, as on a scale.
    """
    if isinstance(event, Tapped) and any(option.id == event.option for option in options):
        return event.option
    if not isinstance(event, Said):
        raise Unclear
    if exact := named(options, fold(event.text), ctx):
        return exact
    count = number(event.text, ctx.book.words)
    if count is not None:
        return counted(options, count)
    labels = {o.id: tuple(sorted(spellings(o, ctx))) for o in options}
    if near := nearest(event.text, labels):
        return near
    raise Unclear


def counted(options: tuple[Option, ...], count: int) -> str:
    """The option of that number. Raises Unclear."""
    scale = {int(option.id): option.id for option in options if option.id.isdecimal()}
    numbered = scale or {n: option.id for n, option in enumerate(options, 1)}
    if count not in numbered:
        raise Unclear
    return numbered[count]
