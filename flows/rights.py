"""Rights and duties of each party, and the steps and time limits of each service (preamble)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flows.book import Programme
from flows.context import Context
from flows.flow import Flow
from flows.steps import Choose, Tell
from flows.text import Lines, Shown, Text


def items(path: str, many: int) -> Lines:
    """Numbered lines of the book, one below the other."""
    return Lines(tuple(Text(f"{path}.{n}") for n in range(many)))


def dues(ctx: Context) -> Mapping[str, Shown]:
    party = ctx.book.parties[str(ctx.answers["party"])]
    policy, path = ctx.book.association.policy, f"book.party.{party.id}"
    return {
        "party": Text(f"{path}.title"),
        "rights": items(f"{path}.right", len(party.rights)),
        "duties": items(f"{path}.duty", len(party.duties)),
        "version": policy.version,
        "approved": policy.approved,
        "review": policy.review,
    }


def offered(ctx: Context) -> Iterable[str]:
    return (id_ for id_, its in ctx.book.programmes.items() if its.open_on(ctx.today))


def chosen(ctx: Context) -> Programme:
    return ctx.book.programmes[str(ctx.answers["programme"])]


def course(ctx: Context) -> Mapping[str, Shown]:
    programme = chosen(ctx)
    path = f"book.programme.{programme.id}"
    return {
        "title": Text(f"{path}.title"),
        "steps": items(f"{path}.step", len(programme.steps)),
        "days": Text("steps.days", count=programme.verify_days),
        "department": Text(f"book.department.{programme.department}"),
    }


RIGHTS = Flow(
    "rights",
    steps=(
        Choose(
            key="party",
            among=lambda ctx: ctx.book.parties,
            label=lambda id_, _: Text(f"book.party.{id_}.title"),
        ),
        Tell(key="told", shows=dues),
    ),
)
STEPS = Flow(
    "steps",
    steps=(
        Choose(
            key="programme",
            among=offered,
            label=lambda id_, _: Text(f"book.programme.{id_}.title"),
        ),
        Tell(key="told", shows=course),
    ),
)
