"""The step that is answered by picking several of a list."""

from __future__ import annotations

from dataclasses import dataclass

from flows.arabic import fold
from flows.context import Context
from flows.events import Event, Said, Tapped
from flows.rejection import Begun, Unclear
from flows.steps.ask import Ask
from flows.text import Lines, Option, Shown, Text, Value

DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Select(Ask):
    """Any of the ids `among`, typed one after the other, or by buttons: each tap picks one or lets
    it go, and one more button says that these are all.

    Kept as `flows.checks.several_of` keeps them, which must be its check: ``finance,board``.
    """

    among: tuple[str, ...]

    def options(self, ctx: Context) -> tuple[Option, ...]:
        picked = self._picked(ctx)
        offered = tuple(Option(id_, self._label(id_, picked)) for id_ in self.among)
        return (*offered, Option(DONE, Text("common.done"))) if picked else offered

    def parse(self, event: Event, ctx: Context) -> Value:
        picked = self._picked(ctx)
        match event:
            case Tapped(_, option) if option in self.among:
                now = {option} ^ set(picked)
                raise Begun(",".join(id_ for id_ in self.among if id_ in now))
            case Tapped(_, option) if option == DONE and picked:
                return ",".join(picked)
            case Said(text) if picked and ctx.means(DONE, fold(text)):
                return ",".join(picked)
            case Said():
                return Ask.parse(self, event, ctx)
            case _:
                raise Unclear

    def _picked(self, ctx: Context) -> tuple[str, ...]:
        """What was tapped so far."""
        return tuple(id_ for id_ in ctx.draft.split(",") if id_ in self.among)

    def _label(self, id_: str, picked: tuple[str, ...]) -> Text:
        label = self._text(id_)
        return Text("common.picked", {"label": label}) if id_ in picked else label

    def show(self, value: Value, ctx: Context) -> Shown:
        return Lines(tuple(self._text(id_) for id_ in str(value).split(",")))

    def _text(self, id_: str) -> Text:
        return Text(f"{self.line}.option.{id_}")
