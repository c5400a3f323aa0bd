"""Praise: thanks for a department, relayed without a name; nobody is ranked by it (goal 5)."""

from __future__ import annotations

from collections.abc import Iterable

from flows.checks import text_between
from flows.context import Context
from flows.effects import Praised, Say
from flows.flow import Flow, Outcome
from flows.steps import Ask, Choose
from flows.text import Text

MOST = 9  # a WhatsApp list has ten rows


def served_by(ctx: Context) -> str | None:
    """The department of the person's last application: it is theirs to be thanked."""
    last = max(ctx.person.applications, key=lambda one: one.submitted, default=None)
    programme = ctx.book.programmes.get(last.programme) if last else None
    return programme.department if programme else None


def departments(ctx: Context) -> Iterable[str]:
    return tuple(ctx.book.departments)[:MOST]


def relayed(ctx: Context) -> tuple[Outcome, ...]:
    department = str(ctx.answers.get("department") or served_by(ctx))
    thanks = Text("praise.done", {"department": Text(f"book.department.{department}")})
    return (Praised(department, str(ctx.answers["words"])), Say(thanks))


PRAISE = Flow(
    "praise",
    steps=(
        Ask(key="words", check=text_between(2, 1000)),
        Choose(
            key="department",
            when=lambda ctx: served_by(ctx) is None,
            among=departments,
            label=lambda option, _: Text(f"book.department.{option}"),
        ),
    ),
    done=relayed,
)
