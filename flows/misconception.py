"""Misconception: what many believe is put right, and whether it is clear now is asked (goal 5)."""

from __future__ import annotations

from collections.abc import Mapping

from flows.charter import Misconception
from flows.context import Context
from flows.effects import Debunked, Effect, Say
from flows.enquiry import HELPED
from flows.flow import Flow, Outcome, Refer
from flows.steps import Choose, Tell
from flows.text import Shown, Text, Value


def believed(ctx: Context) -> Misconception | None:
    return ctx.book.misconceptions.get(str(ctx.answers.get("about")))


def known(ctx: Context) -> bool:
    return believed(ctx) is not None


def told(id_: str) -> Mapping[str, Shown]:
    """What is true, and where it is written."""
    path = f"book.misconception.{id_}"
    return {"fact": Text(f"{path}.fact"), "source": Text(f"{path}.source")}


def reached(_: Value, ctx: Context) -> tuple[Effect, ...]:
    return (Debunked(str(ctx.answers["about"])),)


def outcome(ctx: Context) -> tuple[Outcome, ...]:
    if ctx.answers.get("clear") == "no":
        return (Refer("misconception", str(ctx.answers.get("question", ""))),)
    return (Say(Text("misconception.thanks")),) if known(ctx) else ()


MISCONCEPTION = Flow(
    "misconception",
    steps=(
        Tell(
            key="told",
            when=known,
            shows=lambda ctx: told(str(ctx.answers["about"])),
            records=reached,
        ),
        Choose(key="clear", when=known, among=lambda _: ("yes", "no"), also=HELPED),
    ),
    done=outcome,
)
