"""Ask once: what an earlier application holds is shown and confirmed instead of asked again.

Whatever is taken over is an answer like any other, and is asked anew where it no longer holds:
an identity card that expired since, a check that became stricter (policy procedure 2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec.structs import replace

from flows.applicant import candidates, chosen, earlier, for_child
from flows.context import Application, Context
from flows.flow import Flow
from flows.offer import programme
from flows.steps import Choose, Step
from flows.text import Answers, Lines, Shown, Text, Value

OWN = ("national_id", "id_expiry", "name", "mobile", "governorate")
CHILD = ("national_id", "name", "birth_date", "relation")
GUARDIAN: Mapping[str, str] = {
    "national_id": "guardian_id",
    "id_expiry": "guardian_expiry",
    "name": "guardian_name",
    "mobile": "mobile",
    "governorate": "governorate",
}
"""What a guardian is asked of themselves, by what others are asked."""
READ_BACK = {"id_expiry": "id_expiry_right", "guardian_expiry": "guardian_expiry_right"}
"""Dates that were read back once and need not be again."""

TAKEN = "taken"
"""Kept once something was taken over, so that it can be given back."""


def held(ctx: Context) -> Answers:
    """What is known of whoever this application is for, under the keys of its questions."""
    one = chosen(ctx)
    found = dict(_of_child(one, ctx) if for_child(ctx) else _named(OWN, one))
    found |= _lasting(one, ctx)
    found |= {READ_BACK[key]: found[key] for key in READ_BACK if key in found}
    return found


def _of_child(one: Application | None, ctx: Context) -> Iterator[tuple[str, Value]]:
    """Of the child, and of the guardian what they told last, for whomever that was."""
    own = list(earlier("self", ctx.person.applications).values())[-1:]
    for application in own:
        yield from ((GUARDIAN[k], v) for k, v in _named(GUARDIAN, application))
    for application in candidates(ctx)[-1:]:
        yield from _named(GUARDIAN.values(), application)
    yield from _named(CHILD, one)


def _named(keys: Iterable[str], one: Application | None) -> Iterator[tuple[str, Value]]:
    if one:
        yield from ((key, one.answers[key]) for key in keys if one.answers.get(key))


def _lasting(one: Application | None, ctx: Context) -> Answers:
    """Answers to this programme's questions that the same ones were given elsewhere."""
    now, then = programme(ctx), ctx.book.programmes.get(one.programme if one else "")
    if now is None or then is None:
        return {}
    asked = {(field.key, field.kind) for field in then.fields if field.lasting}
    keys = (f.key for f in now.fields if f.lasting and (f.key, f.kind) in asked)
    return dict(_named((f"field.{key}" for key in keys), one))


def steps(flow: Flow, ctx: Context) -> Iterator[tuple[Step, Context]]:
    """The questions that what is known would answer today, and the context they are shown in."""
    known = held(ctx)
    seen = replace(ctx, answers={**ctx.answers, **known, "known": "yes"})
    for step in flow.applying(seen):
        if step.key in known and step.reviewed and step.holds(known[step.key], seen):
            yield step, seen


def confirmation(flow_of: Callable[[], Flow]) -> tuple[Choose, Choose]:
    """The question whether it is still right, and which of it is not."""

    def is_offered(ctx: Context) -> bool:
        if "known" in ctx.answers:
            return True
        if programme(ctx) is None or ("national_id" in ctx.answers and TAKEN not in ctx.answers):
            return False
        return next(steps(flow_of(), ctx), None) is not None

    def shown(ctx: Context) -> Mapping[str, Shown]:
        lines = (
            Text(
                "common.field",
                {
                    "label": Text(f"{step.line}.label"),
                    "value": step.masked(seen.answers[step.key], seen),
                },
            )
            for step, seen in steps(flow_of(), ctx)
        )
        return {"fields": Lines(tuple(lines))}

    def take(answer: Value, ctx: Context) -> Answers:
        if answer != "none":
            return {**ctx.answers, **held(ctx), TAKEN: True}
        taken = {TAKEN, *held(ctx)} if TAKEN in ctx.answers else {TAKEN}
        return {key: value for key, value in ctx.answers.items() if key not in taken}

    def is_changing(ctx: Context) -> bool:
        return ctx.answers.get("known") == "change"

    def changeable(ctx: Context) -> tuple[str, ...]:
        """Those that were taken over, and the one that is being asked again."""
        kept = {*OWN, *CHILD, *GUARDIAN.values(), *held(ctx)}
        again = ctx.answers.get("known_change")
        return tuple(
            step.key
            for step in flow_of().applying(ctx)
            if step.reviewed and step.key in kept and (step.key in ctx.answers or step.key == again)
        )

    def without(key: Value, ctx: Context) -> Answers:
        return {k: v for k, v in ctx.answers.items() if k != key}

    return (
        Choose(
            key="known",
            when=is_offered,
            among=lambda _: ("yes", "change", "none"),
            also={"no": "change"},
            shows=shown,
            rest=take,
            counted=False,
            reviewed=False,
        ),
        Choose(
            key="known_change",
            when=is_changing,
            among=changeable,
            label=lambda key, ctx: Text(f"{_line(flow_of(), key, ctx)}.label"),
            rest=without,
            counted=False,
            reviewed=False,
        ),
    )


def _line(flow: Flow, key: str, ctx: Context) -> str:
    step = flow.step(key, ctx)
    assert step is not None
    return step.line
