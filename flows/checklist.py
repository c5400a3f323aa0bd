"""A checklist: what an officer matches in an application, and what was found (procedure 2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from msgspec import structs

from flows.context import Context
from flows.correction import CORRECTION, is_checked
from flows.steps import Step, Upload
from flows.steps.ask import HIDDEN
from flows.text import Answers, Shown, Text

HOWS = ("sighted", "called", "looked_up")
"""How an answer was confirmed: seen in person, asked by telephone, found in a register."""
WRONG, LAPSED = "wrong", "lapsed"
"""Not as the applicant says, by an officer; no longer valid, by the calendar."""
ALL = "*"
"""In place of a field: all that are not marked yet."""

FieldKind: TypeAlias = Literal["answer", "document"]
DOCUMENTS: tuple[type[Step], ...] = (Upload,)
"""Kinds of step whose answer is files: what is matched is shown beside them."""


@dataclass(frozen=True, slots=True)
class Field:
    """One answer to match. `lapsed` says why it would not be accepted today; an `optional`
    document need not be given at all.
    """

    key: str
    kind: FieldKind
    label: Text
    masked: Shown
    plain: Shown
    lapsed: Text | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """`marks` are by field: one of `HOWS`, or why it is not confirmed. `barred` is the condition
    of the programme that the applicant does not meet any more.
    """

    fields: tuple[Field, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    barred: Text | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(one.key for one in self.fields)

    @property
    def left(self) -> tuple[str, ...]:
        """What nobody has looked at yet."""
        return tuple(key for key in self.keys if key not in self.marks)

    @property
    def wrong(self) -> tuple[str, ...]:
        return tuple(key for key in self.keys if self.marks.get(key) in {WRONG, LAPSED})

    @property
    def lapsed(self) -> tuple[Field, ...]:
        return tuple(one for one in self.fields if one.lapsed)

    @property
    def is_confirmed(self) -> bool:
        return all(self.marks.get(key) in HOWS for key in self.keys)

    def named(self, key: str) -> tuple[str, ...]:
        """The fields that a mark is for."""
        return self.left if key == ALL else (key,)

    def marked(self, keys: tuple[str, ...], how: str) -> Checklist:
        return replace(self, marks={**self.marks, **dict.fromkeys(keys, how)})


def checklist(answers: Answers, marks: Mapping[str, str], ctx: Context) -> Checklist:
    """What is to be matched of an application, judged on the day of `ctx`."""
    seen = structs.replace(ctx, answers=answers)
    fields = tuple(_fields(answers, seen))
    known = {one.key for one in fields}
    kept = {key: how for key, how in marks.items() if key in known}
    return Checklist(fields, kept, answers, next(_barred(seen), None))


def _fields(answers: Answers, ctx: Context) -> Iterator[Field]:
    for step in CORRECTION.applying(ctx):
        value = answers.get(step.key)
        if value is None or not is_checked(step):
            continue
        holds = step.holds(value, ctx)
        yield Field(
            step.key,
            "document" if isinstance(step, DOCUMENTS) else "answer",
            Text(f"{step.line}.label"),
            step.masked(value, ctx),
            str(value) if step.checked in HIDDEN else step.show(value, ctx),
            None if holds else step.lapsed(value, ctx) or Text("common.gone"),
            isinstance(step, Upload) and step.optional,
        )


def _barred(ctx: Context) -> Iterator[Text]:
    """Conditions of the programme that the answers no longer meet."""
    chosen = ctx.book.programmes.get(str(ctx.answers.get("programme")))
    if chosen is None:
        return
    for rule in chosen.eligibility:
        answer = ctx.answers.get(f"eligible.{chosen.id}.{rule.key}")
        if answer is not None and answer not in rule.accepts:
            yield Text(f"book.programme.{chosen.id}.eligibility.{rule.key}.refusal")
