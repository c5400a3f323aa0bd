"""What every step is, and those that ask nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeAlias, TypeVar

from flows.context import Context
from flows.effects import Effect
from flows.events import Event, Opened
from flows.rejection import Begun, Called, Rejected, Reopened, Unclear
from flows.steps.pick import named
from flows.text import Answers, Option, Shown, Text, Value

Condition: TypeAlias = Callable[[Context], bool]
Shows: TypeAlias = Callable[[Context], Mapping[str, Shown]]
Part = TypeVar("Part")


def always(_: Context) -> bool:
    return True


def no_values(_: Context) -> Mapping[str, Shown]:
    return {}


def others_stay(_: Value, ctx: Context) -> Answers:
    return ctx.answers


def once(_: Context) -> Value:
    return True


def no_effects(_value: Value, _: Context) -> tuple[Effect, ...]:
    return ()


class Diverted(Exception):  # noqa: N818 -- a reply that belongs to another flow
    """The text is no answer to this question, but another flow can take it."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened.flow)
        self.opened = opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`line` is the catalog id of its texts (`<line>.ask`, `.help`, `.label`); the flow fills it.

    `counted` steps are questions whose answers are handed on; `reviewed` ones are shown back.
    """

    key: str
    line: str = ""
    helps: str = ""  # catalog id of its help, where that is not `<line>.help`
    when: Condition = always
    formerly: tuple[str, ...] = ()  # keys this step had in earlier releases
    shows: Shows = no_values  # the values its question names, and no others
    records: Callable[[Value, Context], tuple[Effect, ...]] = no_effects  # at once, when answered
    rest: Callable[[Value, Context], Answers] = others_stay  # the others, once it is answered
    counted: bool = True
    reviewed: bool = True

    def options(self, ctx: Context) -> tuple[Option, ...]:
        return ()

    def parse(self, event: Event, ctx: Context) -> Value:
        """The value to keep. Raises Begun, Called, Diverted, Rejected, Reopened or Unclear."""
        raise NotImplementedError

    def takes(self, event: Event, ctx: Context) -> bool:
        """Whether this reply could be kept as an answer."""
        try:
            self.parse(event, ctx)
        except Begun:
            return True
        except (Called, Diverted, Rejected, Reopened, Unclear):
            return False
        return True

    def claims(self, folded: str, ctx: Context) -> bool:
        """Whether a folded text is an answer here, whatever it means elsewhere."""
        return named(self.options(ctx), folded, ctx) is not None

    def holds(self, value: Value, ctx: Context) -> bool:
        """Whether an answer given earlier is still good today, in this release."""
        return True

    def lapsed(self, value: Value, ctx: Context) -> Text | None:
        """Why an answer that no longer holds is asked for again, where that needs saying."""
        return None

    def show(self, value: Value, ctx: Context) -> Shown:
        """The answer as it is read back to the person who gave it."""
        return str(value)

    def masked(self, value: Value, ctx: Context) -> Shown:
        """The answer as a room of officers may see it."""
        return self.show(value, ctx)

    def question(self, ctx: Context) -> Text:
        return Text(f"{self.line}.ask", self.shows(ctx))

    def wants(self) -> Literal["contact", "file"] | None:
        return None

    @property
    def open_ended(self) -> bool:
        """Whether any words at all would be an answer."""
        return False

    def told(self, ctx: Context) -> Text:
        """What a step says that asks nothing."""
        return Text(self.line, self.shows(ctx))

    def help(self, ctx: Context) -> Text:
        return Text(self.helps or f"{self.line}.help", self.shows(ctx))

    def refusal(self, why: Rejected) -> Text:
        """What was wrong with a reply: a line of the check that read it."""
        return Text(f"check.{self.checked}.{why.reason}", why.values)

    @property
    def checked(self) -> str:
        return self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell(Step):
    """Say something and go on without waiting. `marks` is what is kept of having said it."""

    counted: bool = False
    reviewed: bool = False
    marks: Callable[[Context], Value] = once


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Step):
    """The form ends here, early and politely; nothing is handed on."""

    counted: bool = False
    reviewed: bool = False

    def holds(self, value: Value, ctx: Context) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Group(Generic[Part]):
    """Steps that follow from a part of the book, such as a programme's own questions.

    `of` finds the part. Its steps are the same on every turn, so they are made once for each.
    """

    of: Callable[[Context], Part | None]
    make: Callable[[Part], Iterable[Step]]
    _made: dict[int, tuple[Part, tuple[Step, ...]]] = field(
        init=False, repr=False, default_factory=dict
    )

    def steps(self, ctx: Context) -> tuple[Step, ...]:
        part = self.of(ctx)
        if part is None:
            return ()
        if id(part) not in self._made:  # the part is kept too, so that its id stays its own
            self._made[id(part)] = (part, tuple(self.make(part)))
        return self._made[id(part)][1]
