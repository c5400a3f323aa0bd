"""Which catalog lines the product needs: derived from the flows and lifecycles, read from the code.

Nobody keeps a list. A step's lines follow from its kind; `Text("…")` in the sources names the
rest; what is composed of a table (reasons, states, moves) is composed here from the same table.
Babel calls `extract` through `babel.cfg`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.render import book_lines
from flows import applications, cases
from flows.book import Book
from flows.calendar import RIYADH
from flows.catalogue import FLOWS
from flows.checks import CHECKS
from flows.context import Context
from flows.engine import ASIDES
from flows.flow import Flow
from flows.matching import Matcher
from flows.steps import Ask, Change, Choose, Step, Stop, Tell

ROOT = Path(__file__).parent.parent
REFERRALS = (
    "asked",
    "unclear",
    "refused",
    "stale",
    "not_helped",
    "none_of_these",
    "partly_delivered",
    "not_delivered",
)
UNREAD = ("image", "audio", "video", "document", "contact", "location", "sticker", "other")


def needed(book: Book) -> frozenset[str]:
    """Every catalog id that may be asked for, apart from the pages' own."""
    of_book = book_lines(book)
    ids = {id_ for flow in FLOWS.values() for id_ in _of_flow(flow, book)}
    ids |= set(_of_sources()) | set(_of_tables())
    return frozenset(id_ for id_ in ids if id_ not in of_book)


def _of_flow(flow: Flow, book: Book) -> Iterator[str]:
    now = datetime(2026, 11, 22, 9, tzinfo=RIYADH)
    ctx = Context(now, book, Matcher.build((), book.words))
    for step in (s for s in flow.steps if isinstance(s, Step)):
        yield from _of_step(step, ctx, labelled=flow.id not in ASIDES)


def _of_step(step: Step, ctx: Context, *, labelled: bool) -> Iterator[str]:
    if isinstance(step, Tell | Stop):
        yield step.line
        return
    yield from (f"{step.line}.ask", f"{step.line}.help")
    if isinstance(step, Ask):
        yield from (f"check.{step.check.name}.{reason}" for reason in step.check.reasons)
    if step.reviewed and labelled:
        yield f"{step.line}.label"
    named_by_book = isinstance(step, Choose) and step.label is not None
    if not isinstance(step, Change) and not named_by_book:
        yield from (option.label.id for option in step.options(ctx))


def _of_tables() -> Iterator[str]:
    for check in CHECKS.values():
        yield from (f"check.{check.name}.{reason}" for reason in check.reasons)
    for reason in REFERRALS:
        yield from (f"handoff.{reason}.open", f"handoff.{reason}.closed", f"case.reason.{reason}")
    yield from (f"application.{state}" for state in applications.MOVES.states())
    yield from (f"case.state.{state}" for state in cases.MOVES.states())
    yield from (f"case.move.{move}" for move in cases.MOVES.moves)
    yield from (f"case.outcome.{outcome}" for outcome in cases.OUTCOMES)
    yield from (f"common.unread.{kind}" for kind in UNREAD)
    yield from (f"menu.go.option.{id_}" for id_ in ("continue", "rate"))
    yield from ("enquiry.helped.option.open", "common.salam", "date.both", "date.gregorian")


def _of_sources() -> Iterator[str]:
    """The ids of `Text("…")`, and of `line="…"` of steps, in flows and bot."""
    for folder in ("flows", "bot"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text":
                    yield from _literals(node.args[0])


def _literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(str(id_)):
            yield id_
        case ast.IfExp(_, body, other):
            yield from _literals(body)
            yield from _literals(other)


def extract(*_: Any) -> Iterator[tuple[int, None, str, list[str]]]:
    """Babel's extraction interface: (line, function, message, comments)."""
    from bot.content import load  # noqa: PLC0415 -- only when Babel runs

    for id_ in sorted(needed(load(ROOT / "association"))):
        yield 1, None, id_, []
