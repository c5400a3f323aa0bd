"""What a programme's questions and documents may depend on: answers that are given before them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from bot.toml_lines import Place
from flows.book import Field, Programme
from flows.fields import BOUND

Finding: TypeAlias = tuple[Place, str]
YES_NO = ("yes", "no")
COMPARED: Mapping[str, str] = {
    "number": 'a number to compare it with, such as ">= 3"',
    "date": 'a date to compare it with, such as "< 2020-01-31"',
    "birth_date": 'a date to compare it with, such as "< 2020-01-31"',
}
"""Kinds whose answers are no list, and what is expected of a condition on them."""


def findings(programme: Programme) -> Iterator[Finding]:
    """All that is wrong with the conditions of one programme."""
    earlier: dict[str, Field] = {}
    for field in programme.fields:
        yield from _condition(("fields", field.key, "when"), field.when, earlier)
        if field.kind in COMPARED or answers(field):
            earlier[field.key] = field
    for document in programme.documents:
        yield from _condition(("documents", document.key, "when"), document.when, earlier)


def answers(field: Field) -> tuple[str, ...]:
    """The answers there are to pick from, if there are."""
    return YES_NO if field.kind == "yes_no" else tuple(pick.id for pick in field.options)


def _condition(
    place: Place, when: tuple[str, ...] | None, earlier: Mapping[str, Field]
) -> Iterator[Finding]:
    if when is None:
        return
    other, *wanted = when or ("",)
    if other not in earlier:
        yield place, f"expected an answer before it: {_said(earlier)}"
    elif expected := COMPARED.get((asked := earlier[other]).kind):
        if not wanted or not all(_compares(one, asked.kind) for one in wanted):
            yield place, f"expected {expected}"
    elif not wanted or not set(wanted) <= set(answers(asked)):
        yield place, f"expected an answer to {other}: {_said(answers(asked))}"


def _compares(wanted: str, kind: str) -> bool:
    bound = BOUND.fullmatch(wanted)
    return bound is not None and ("-" in bound[2]) == (kind != "number")


def _said(names: Iterable[str]) -> str:
    return ", ".join(names) or "there is none"
