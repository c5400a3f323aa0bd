"""Steps that are answered by picking: from a list, or yes and no."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from flows.arabic import fold, is_fraction
from flows.context import Context
from flows.events import Event, Opened, Said
from flows.rejection import Called, Reopened, Unclear
from flows.steps.pick import pick
from flows.steps.step import Diverted, Step
from flows.text import Option, Shown, Text, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Step):
    """One of a list. `among` gives ids; `label` their texts when the book holds them.

    `calls` names the options that are shared behaviours, `reopens` those that ask an earlier
    question again, `opens` those that lead to another flow; `also` is what else people say for an
    option. `otherwise` may take a text that names no option to another flow.
    """

    among: Callable[[Context], Iterable[str]]
    label: Callable[[str, Context], Text] | None = None
    calls: Mapping[str, str] = field(default_factory=dict)
    reopens: Mapping[str, str] = field(default_factory=dict)
    opens: Mapping[str, Opened] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)  # a meaning and the option it stands for
    otherwise: Callable[[str, Context], Opened | None] | None = None

    def text(self, option: str, ctx: Context) -> Text:
        return self.label(option, ctx) if self.label else Text(f"{self.line}.option.{option}")

    def options(self, ctx: Context) -> tuple[Option, ...]:
        return tuple(Option(id_, self.text(id_, ctx)) for id_ in self.among(ctx))

    def parse(self, event: Event, ctx: Context) -> Value:
        try:
            option = pick(self.options(ctx), event, ctx)
        except Unclear:
            option = self._other(event, ctx)
        if option in self.calls:
            raise Called(self.calls[option])
        if option in self.reopens:
            raise Reopened(self.reopens[option])
        if option in self.opens:
            raise Diverted(self.opens[option])
        return option

    def _other(self, event: Event, ctx: Context) -> str:
        if not isinstance(event, Said):
            raise Unclear
        if not is_fraction(event.text) and (meant := self._also(fold(event.text), ctx)):
            return meant
        if self.otherwise and (opened := self.otherwise(event.text, ctx)):
            raise Diverted(opened)
        raise Unclear

    def _also(self, folded: str, ctx: Context) -> str | None:
        offered = set(self.among(ctx))
        words = ((word, id_) for word, id_ in self.also.items() if id_ in offered)
        return next((id_ for word, id_ in words if ctx.means(word, folded)), None)

    def claims(self, folded: str, ctx: Context) -> bool:
        return Step.claims(self, folded, ctx) or self._also(folded, ctx) is not None

    def holds(self, value: Value, ctx: Context) -> bool:
        return value in tuple(self.among(ctx))

    def lapsed(self, value: Value, ctx: Context) -> Text | None:
        return Text("common.gone")

    def show(self, value: Value, ctx: Context) -> Shown:
        return self.text(str(value), ctx)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(Step):
    """Read an answer back; "no" asks it again. It holds only for the value that was confirmed."""

    of: str
    counted: bool = False
    reviewed: bool = False

    def options(self, ctx: Context) -> tuple[Option, ...]:
        return tuple(Option(id_, Text(f"common.{id_}")) for id_ in ("yes", "no"))

    def parse(self, event: Event, ctx: Context) -> Value:
        if pick(self.options(ctx), event, ctx) == "no":
            raise Reopened(self.of)
        return ctx.answers.get(self.of)

    def holds(self, value: Value, ctx: Context) -> bool:
        return value == ctx.answers.get(self.of)
