"""The step that is answered by picking several of a list."""

from __future__ import annotations

from dataclasses import dataclass

from flows.context import Context
from flows.events import Event, Tapped
from flows.steps.ask import Ask
from flows.text import Lines, Option, Shown, Text, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Select(Ask):
    """Any of the ids `among`, typed one after the other; a button picks the one it stands for.

    Kept as `flows.checks.several_of` keeps them, which must be its check: ``finance,board``.
    """

    among: tuple[str, ...]

    def options(self, ctx: Context) -> tuple[Option, ...]:
        return tuple(Option(id_, self._text(id_)) for id_ in self.among)

    def parse(self, event: Event, ctx: Context) -> Value:
        match event:
            case Tapped(_, option) if option in self.among:
                return option
            case _:
                return Ask.parse(self, event, ctx)

    def show(self, value: Value, ctx: Context) -> Shown:
        return Lines(tuple(self._text(id_) for id_ in str(value).split(",")))

    def _text(self, id_: str) -> Text:
        return Text(f"{self.line}.option.{id_}")
