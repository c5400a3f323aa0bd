"""A flow: a named list of steps, read top to bottom like the form it is."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from flows.context import Context
from flows.conversation import Form
from flows.effects import Effect, Fields
from flows.events import Event, Opened, Said
from flows.lanes import Lane
from flows.steps import Condition, Group, Step
from flows.text import Answers, Text


class Refer(Struct, frozen=True):
    """A finished form that a person must take on, and why. The engine makes the case."""

    reason: str
    question: str = ""
    application: str | None = None
    flow: str | None = None  # filled in by the engine, with what was answered there
    fields: Fields = ()  # what else an officer must see, after what was answered there
    lane: Lane | None = None  # where it goes, if not where the book says
    concerns: str | None = None  # the officer it is about
    shown: tuple[str, ...] = ()  # answers of the book that were given and were not enough
    about: str | None = None  # an application it is about, which is not the case it goes to
    case: str | None = None  # an earlier case that this belongs to
    event: Event | None = None  # what was done that the officer must have as it is


class Below(Struct, frozen=True):
    """What becomes of the form under this one: asked again from its start, or given up."""

    do: Literal["restart", "discard"]


Outcome: TypeAlias = Effect | Refer | Opened | Below | Said
"""`Said` is heard as if it were said now that the form is done."""


def nothing(_: Context) -> tuple[Outcome, ...]:
    return ()


def never(_: Context) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Flow:
    """Order and `when` are the only control flow; `done` is what a complete form comes to.

    A form left for days is resumed if it is `resumable`, still wants its answer if it is
    `lasting`, and is let go otherwise. `numbered` tells from when on "step i of n" is true.
    Where each answer counts at once, `farewell` is said to whoever gives it up half-way. Of a
    `sealed` flow nothing is kept or logged but which questions were answered; no answer is taken
    back. What is said in one that `rates` is shown to none of those who may have been rated; what
    is said in a `discreet` one is for those who take it on, and for no other officer.
    """

    id: str
    steps: tuple[Step | Group[Any], ...]
    done: Callable[[Context], tuple[Outcome, ...]] = nothing
    resumable: bool = False
    lasting: bool = False
    numbered: Condition = never
    farewell: Text | None = None
    sealed: bool = False
    rates: bool = False
    discreet: bool = False
    groups: tuple[Group[Any], ...] = field(init=False)
    former: Mapping[str, str] = field(init=False)  # keys of earlier releases and today's
    _unfolded: dict[tuple[int, ...], tuple[Step, ...]] = field(
        init=False, repr=False, default_factory=dict
    )

    @property
    def kept(self) -> bool:
        """Whether several of its forms may be open. Of other flows there is one at most."""
        return self.resumable or self.lasting

    def __post_init__(self) -> None:
        named = tuple(
            dataclasses.replace(s, line=s.line or f"{self.id}.{s.key}")
            if isinstance(s, Step)
            else s
            for s in self.steps
        )
        former = {old: s.key for s in named if isinstance(s, Step) for old in s.formerly}
        today = {s.key for s in named if isinstance(s, Step)}
        object.__setattr__(self, "steps", named)
        object.__setattr__(self, "groups", tuple(s for s in named if isinstance(s, Group)))
        object.__setattr__(self, "former", {o: n for o, n in former.items() if o not in today})

    def unfold(self, ctx: Context) -> tuple[Step, ...]:
        """All steps, those that its groups make included; the few ways to unfold are kept."""
        made = [step.steps(ctx) for step in self.groups]
        way = tuple(map(id, made))
        if way not in self._unfolded:
            of_groups = iter(made)
            steps = (next(of_groups) if isinstance(s, Group) else (s,) for s in self.steps)
            self._unfolded[way] = tuple(itertools.chain.from_iterable(steps))
        return self._unfolded[way]

    def applying(self, ctx: Context) -> Iterator[Step]:
        return (step for step in self.unfold(ctx) if step.when(ctx))

    def step(self, key: str | None, ctx: Context) -> Step | None:
        """The step of that key, today's or a former one; of two, the one that applies."""
        named = [s for s in self.unfold(ctx) if key == s.key or key in s.formerly]
        return next((s for s in named if s.when(ctx)), named[0] if named else None)

    def next(self, ctx: Context) -> Step | None:
        """The first step that applies and has no answer that holds: where the form is."""
        for step in self.unfold(ctx):
            known = step.key in ctx.answers if self.sealed else answered(step, ctx)
            if step.when(ctx) and not known:
                return step
        return None

    def progress(self, step: Step, ctx: Context) -> tuple[int, int] | None:
        """Which question this is, of how many as far as we can know today."""
        if not self.numbered(ctx):
            return None
        keys = [s.key for s in self.unfold(ctx) if s.counted and s.when(ctx)]
        return (keys.index(step.key) + 1, len(keys)) if step.key in keys else None

    def answers(self, ctx: Context) -> Answers:
        """Answers of the steps that apply: what is left of a changed mind is not handed on."""
        return {
            s.key: ctx.answers[s.key]
            for s in self.applying(ctx)
            if s.key in ctx.answers and s.counted
        }

    def fields(self, ctx: Context, *, masked: bool = True) -> Fields:
        """The answers that apply, with their labels; masked for officers, plain for the review."""
        if self.sealed:
            return ()
        return tuple(
            (
                Text(f"{step.line}.label"),
                (step.masked if masked else step.show)(ctx.answers[step.key], ctx),
            )
            for step in self.applying(ctx)
            if step.key in ctx.answers and step.reviewed
        )

    def current(self, form: Form) -> Form:
        """The form under the keys this release uses."""
        names = self.former
        former = {names[k]: v for k, v in form.answers.items() if k in names}
        kept = {k: v for k, v in form.answers.items() if k not in names}
        trail = dict.fromkeys(names.get(key, key) for key in form.trail)
        asking = names.get(form.asking, form.asking) if form.asking else None
        return replace(form, answers={**former, **kept}, trail=tuple(trail), asking=asking)


def answered(step: Step, ctx: Context) -> bool:
    return step.key in ctx.answers and step.holds(ctx.answers[step.key], ctx)
