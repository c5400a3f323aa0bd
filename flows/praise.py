"""Praise: thanks for a department, relayed without a name; nobody is ranked by it (goal 5)."""

from __future__ import annotations

from flows.arabic import fold
from flows.checks import text_between
from flows.context import Context
from flows.effects import Praised, Say
from flows.flow import Flow, Outcome
from flows.steps import Ask
from flows.text import Text


def thanked(words: str, ctx: Context) -> str:
    """The department the words name, else the one of the person's last application, else the one
    that receives everybody: the first of the book.
    """
    return named(words, ctx) or served_by(ctx) or next(iter(ctx.book.departments))


def named(words: str, ctx: Context) -> str | None:
    said = f" {fold(words)} "
    for id_, department in ctx.book.departments.items():
        ar, en = fold(department.name.ar), fold(department.name.en)
        to = f"ل{ar.removeprefix('ا')}"  # للتطوع
        if any(f" {name} " in said for name in (ar, to, en)):
            return id_
    return None


def served_by(ctx: Context) -> str | None:
    """The department of the person's last application: it is theirs to be thanked."""
    last = max(ctx.person.applications, key=lambda one: one.submitted, default=None)
    programme = ctx.book.programmes.get(last.programme) if last else None
    return programme.department if programme else None


def relayed(ctx: Context) -> tuple[Outcome, ...]:
    words = str(ctx.answers["words"])
    department = thanked(words, ctx)
    thanks = Text("praise.done", {"department": Text(f"book.department.{department}")})
    return (Praised(department, words), Say(thanks))


PRAISE = Flow("praise", steps=(Ask(key="words", check=text_between(2, 1000)),), done=relayed)
