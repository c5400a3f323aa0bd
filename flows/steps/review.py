"""The end of a form: everything read back, and one answer changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flows.arabic import fold
from flows.context import Context
from flows.events import Event, Said
from flows.rejection import Called, Reopened
from flows.steps.pick import pick
from flows.steps.step import Step
from flows.text import Option, Text, Value

ANSWERS = {"yes": "send", "no": "change"}
"""The review asks whether all is right, so that it may be answered."""

REVIEW = "review"
"""The key of every review: changing an answer takes it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Step):
    """Everything read back before it is sent. `change` asks which answer to give again."""

    key: str = REVIEW
    counted: bool = False
    reviewed: bool = False

    def options(self, ctx: Context) -> tuple[Option, ...]:
        return tuple(
            Option(id_, Text(f"{self.line}.option.{id_}")) for id_ in ("send", "change", "cancel")
        )

    def parse(self, event: Event, ctx: Context) -> Value:
        folded = fold(event.text) if isinstance(event, Said) else ""
        for meaning, option in ANSWERS.items():
            if ctx.means(meaning, folded):
                return option
        option = pick(self.options(ctx), event, ctx)
        if option == "cancel":
            raise Called(option)
        return option


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Step):
    """Which answer to give again; the later ones stay, and are asked only if they must be."""

    among: Callable[[Context], Iterable[Option]]
    counted: bool = False
    reviewed: bool = False

    def options(self, ctx: Context) -> tuple[Option, ...]:
        return tuple(self.among(ctx))

    def parse(self, event: Event, ctx: Context) -> Value:
        raise Reopened(pick(self.options(ctx), event, ctx))
