"""The questions a flow can ask. A step turns a reply into a value, or says why it cannot.

Every step reads what people really send: a button, a number (any digits), a label in either
language, a usual word. What an answer means today is asked again on every turn (`holds`), so that
an identity card that expired or a programme that closed since is noticed (policy procedure 2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from flows import mask
from flows.arabic import fold, number
from flows.checks import Check
from flows.checks.places import nearest
from flows.context import Context
from flows.effects import Effect
from flows.events import Event, Opened, Said, Shared, Tapped
from flows.rejection import Called, Rejected, Reopened, Unclear
from flows.text import Option, Shown, Text, Value

Condition: TypeAlias = Callable[[Context], bool]
Shows: TypeAlias = Callable[[Context], Mapping[str, Shown]]
SKIP = "skip"


def always(_: Context) -> bool:
    return True


def no_values(_: Context) -> Mapping[str, Shown]:
    return {}


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
    when: Condition = always
    formerly: tuple[str, ...] = ()  # keys this step had in earlier releases
    shows: Shows = no_values  # the values its question names, and no others
    records: Callable[[Value, Context], tuple[Effect, ...]] = no_effects  # at once, when answered
    counted: bool = True
    reviewed: bool = True

    def options(self, ctx: Context) -> tuple[Option, ...]:
        return ()

    def parse(self, event: Event, ctx: Context) -> Value:
        """The value to keep. Raises Rejected, Unclear, Reopened or Diverted."""
        raise NotImplementedError

    def holds(self, value: Value, ctx: Context) -> bool:
        """Whether an answer given earlier is still good today, in this release."""
        return True

    def show(self, value: Value, ctx: Context) -> Shown:
        """The answer as it is read back to the person who gave it."""
        return str(value)

    def masked(self, value: Value, ctx: Context) -> Shown:
        """The answer as a room of officers may see it."""
        return self.show(value, ctx)

    def wants(self) -> Literal["contact"] | None:
        return None

    @property
    def checked(self) -> str:
        """The check whose refusals answer a bad reply: ``check.<name>.<reason>``."""
        return self.key


def pick(options: tuple[Option, ...], event: Event, ctx: Context) -> str:
    """Which of the options the reply means. Raises Unclear.

    Numbers count positions, unless the options are numbers themselves, as on a scale.
    """
    by_id = {option.id: option for option in options}
    if isinstance(event, Tapped) and event.option in by_id:
        return event.option
    if not isinstance(event, Said):
        raise Unclear
    folded = fold(event.text)
    said = {id_: ctx.labels.get(o.label.id, frozenset()) for id_, o in by_id.items()}
    exact = [id_ for id_ in by_id if folded in said[id_] or ctx.means(id_, folded)]
    if exact:
        return exact[0]
    count = number(event.text, ctx.book.words)
    if count is not None:
        scale = all(id_.isdecimal() for id_ in by_id)
        if scale and str(count) in by_id:
            return str(count)
        if not scale and 1 <= count <= len(options):
            return options[count - 1].id
        raise Unclear
    if near := nearest(event.text, {id_: tuple(sorted(names)) for id_, names in said.items()}):
        return near
    raise Unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Step):
    """One of a list. `among` gives ids; `label` their texts when the book holds them.

    `calls` names the options that are shared behaviours; `otherwise` may take a text that names
    no option to another flow.
    """

    among: Callable[[Context], Iterable[str]]
    label: Callable[[str, Context], Text] | None = None
    calls: Mapping[str, str] = field(default_factory=dict)
    otherwise: Callable[[str, Context], Opened | None] | None = None

    def text(self, option: str, ctx: Context) -> Text:
        return self.label(option, ctx) if self.label else Text(f"{self.line}.option.{option}")

    def options(self, ctx: Context) -> tuple[Option, ...]:
        return tuple(Option(id_, self.text(id_, ctx)) for id_ in self.among(ctx))

    def parse(self, event: Event, ctx: Context) -> Value:
        try:
            option = pick(self.options(ctx), event, ctx)
        except Unclear:
            if self.otherwise and isinstance(event, Said):
                opened = self.otherwise(event.text, ctx)
                if opened:
                    raise Diverted(opened) from None
            raise
        if option in self.calls:
            raise Called(self.calls[option])
        return option

    def holds(self, value: Value, ctx: Context) -> bool:
        return value in tuple(self.among(ctx))

    def show(self, value: Value, ctx: Context) -> Shown:
        return self.text(str(value), ctx)


HIDDEN: Mapping[str, Callable[[str], str]] = {"national_id": mask.identity}
"""What even its owner's screen need not show again."""
MASKED: Mapping[str, Callable[[str], str]] = {
    **HIDDEN,
    "arabic_name": mask.name,
    "resident_name": mask.name,
    "mobile": mask.mobile,
    "text": mask.redact,
}
"""What a room of officers must not show in full."""
DATES = frozenset({"expiry_date", "past_date", "any_date"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Step):
    """Free text, which `check` turns into the value to keep or refuses with a reason."""

    check: Check
    optional: bool = False

    def options(self, ctx: Context) -> tuple[Option, ...]:
        return (Option(SKIP, Text("common.skip")),) if self.optional else ()

    def parse(self, event: Event, ctx: Context) -> Value:
        match event:
            case Said(text):
                if self.optional and ctx.means(SKIP, fold(text)):
                    return None
                return self.check.read(text, ctx.today)
            case Shared(phone) if self.check.name == "mobile":
                return self.check.read(phone, ctx.today)
            case Tapped(_, option) if self.optional and option == SKIP:
                return None
            case _:
                raise Unclear

    def holds(self, value: Value, ctx: Context) -> bool:
        if value is None:
            return self.optional
        try:
            return self.check.read(str(value), ctx.today) == value
        except Rejected:
            return False

    def show(self, value: Value, ctx: Context) -> Shown:
        if value is None:
            return Text("common.none")
        if self.check.name in DATES:
            return date.fromisoformat(str(value))
        return HIDDEN.get(self.check.name, str)(str(value))

    def masked(self, value: Value, ctx: Context) -> Shown:
        if value is None or self.check.name not in MASKED:
            return self.show(value, ctx)
        return MASKED[self.check.name](str(value))

    def wants(self) -> Literal["contact"] | None:
        return "contact" if self.check.name == "mobile" else None

    @property
    def checked(self) -> str:
        return self.check.name


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell(Step):
    """Say something and go on without waiting."""

    counted: bool = False
    reviewed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Step):
    """The form ends here, early and politely; nothing is handed on."""

    counted: bool = False
    reviewed: bool = False

    def holds(self, value: Value, ctx: Context) -> bool:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Step):
    """Everything read back before it is sent. `change` asks which answer to give again."""

    counted: bool = False
    reviewed: bool = False

    def options(self, ctx: Context) -> tuple[Option, ...]:
        return tuple(
            Option(id_, Text(f"{self.line}.option.{id_}")) for id_ in ("send", "change", "cancel")
        )

    def parse(self, event: Event, ctx: Context) -> Value:
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


@dataclass(frozen=True, slots=True)
class Group:
    """Steps that come from the book, such as a programme's own questions."""

    steps: Callable[[Context], Iterable[Step]]
