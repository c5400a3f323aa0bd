"""Correction: the answers an officer could not confirm are given again, the others kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flows.context import Context
from flows.effects import Corrected, Say
from flows.events import Opened
from flows.flow import Flow, Outcome
from flows.registration import REGISTRATION
from flows.steps import Confirm, Group, Step, Stop, Tell
from flows.text import Answers, Lines, Shown, Text, Value

CHOSEN = frozenset({"applicant", "programme"})
"""What makes it another application when it changes."""
REFERENCE, WANTED, REMARK = "correction.of", "correction.wanted", "correction.remark"
"""What the form is opened with beside the answers that are kept."""


def is_checked(step: Step) -> bool:
    """Whether its answer is something an officer can compare with a paper or a register."""
    return step.reviewed and step.key not in CHOSEN


def checked(group: Group[Any]) -> Group[Any]:
    """The group with those of its steps that are asked again."""

    def make(part: Any) -> Iterable[Step]:
        return [step for step in group.make(part) if _is_asked(step)]

    return Group(group.of, make)


def _is_asked(step: Step) -> bool:
    return is_checked(step) or isinstance(step, Confirm)


def opening(reference: str, answers: Answers, wanted: Iterable[str], remark: str) -> Opened:
    """The form that asks for the answers `wanted` again. `remark` is the officer's.

    There is none where a file was destroyed because it showed an identity document.
    """
    again = tuple(wanted)
    kept: dict[str, Value] = {k: v for k, v in answers.items() if k not in again}
    for step in CORRECTION.steps:
        if isinstance(step, Confirm) and step.of in kept:
            kept[step.key] = kept[step.of]  # read back when it was given
    return Opened(
        "correction", {**kept, REFERENCE: reference, WANTED: ",".join(again), REMARK: remark}
    )


def is_over(ctx: Context) -> bool:
    """Whether nobody waits for these answers any more."""
    return not any(
        application.reference == ctx.given.get(REFERENCE)
        and application.state == "needs_correction"
        for application in ctx.person.applications
    )


def told(ctx: Context) -> Mapping[str, Shown]:
    steps = (CORRECTION.step(key, ctx) for key in str(ctx.given.get(WANTED)).split(","))
    labels = tuple(Text(f"{step.line}.label") for step in steps if step)
    return {
        "reference": str(ctx.given.get(REFERENCE)),
        "fields": Lines(labels),
        "remark": str(ctx.given.get(REMARK)) or Text("correction.identity"),
    }


def outcome(ctx: Context) -> tuple[Outcome, ...]:
    reference = str(ctx.given[REFERENCE])
    others = {k: v for k, v in ctx.given.items() if not _is_ours(k, ctx)}
    answers = {**others, **CORRECTION.answers(ctx)}
    said = Say(Text("correction.done", {"reference": reference}))
    return (Corrected(reference, answers, CORRECTION.fields(ctx)), said)


def _is_ours(key: str, ctx: Context) -> bool:
    return key in {REFERENCE, WANTED, REMARK} or CORRECTION.step(key, ctx) is not None


def _steps() -> tuple[Step | Group[Any], ...]:
    return tuple(
        checked(step) if isinstance(step, Group) else step
        for step in REGISTRATION.steps
        if isinstance(step, Group) or _is_asked(step)
    )


CORRECTION = Flow(
    "correction",
    resumable=True,
    steps=(
        Stop(key="correction.over", line="correction.over", when=is_over),
        Tell(key="correction.told", line="correction.told", shows=told),
        *_steps(),
    ),
    done=outcome,
)
