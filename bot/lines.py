"""Which lines `conversation.po` needs: derived from the flows and lifecycles, read from the code.

Nobody keeps a list. A step's lines follow from its kind; `Text("…")` in the sources names the
rest; what is composed of a table (reasons, states, months) is composed here from the same table.
Babel calls `extract` through `babel.cfg`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from bot.render import book_lines
from bot.turns import quoting
from flows import applications, cases, ending, handoff, requests, secrets, sensitive, telling
from flows.book import Book
from flows.calendar import RIYADH
from flows.catalogue import FLOWS
from flows.checks import CHECKS
from flows.checks.months import Calendar
from flows.checks.units import UNITS
from flows.context import Context
from flows.engine import ASIDES
from flows.flow import Flow
from flows.lanes import Lane
from flows.logbook import WAYS
from flows.matching import Matcher
from flows.moves import OPEN_AGAIN
from flows.objection import AGAIN
from flows.recovery import CALL_ME, Why
from flows.steps import Ask, Change, Choose, Step, Stop, Tell, Upload
from flows.steps.upload import DONE, REASONS, REMOVE
from flows.text import Answers
from flows.voice import VOICES

ROOT = Path(__file__).parent.parent
PAGES = ("staff.", "desk.", "widget.")  # ids that begin so stand in catalogs of their own
REFERRALS = (
    "asked",
    "unclear",
    "refused",
    "unsolved",
    "stale",
    "not_helped",
    "none_of_these",
    "partly_delivered",
    "not_delivered",
    "misconception",
)
UNREAD = ("image", "audio", "video", "document", "contact", "location", "sticker", "other")


def needed(book: Book) -> frozenset[str]:
    """Every id that may be asked of `conversation.po`."""
    ids = {id_ for flow in FLOWS.values() for id_ in _of_flow(flow, book)}
    ids |= set(_of_tables()) | named()
    return frozenset(ids - book_lines(book).keys() - {id_ for id_ in ids if id_.startswith(PAGES)})


def named() -> frozenset[str]:
    """The ids of `Text("…")` in the sources of flows and bot, whichever catalog they stand in."""
    return frozenset(
        id_
        for folder in ("flows", "bot")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text"
        for id_ in _literals(node.args[0])
    )


def _literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(str(id_)):
            yield id_
        case ast.IfExp(_, body, other):
            yield from _literals(body)
            yield from _literals(other)


def _of_flow(flow: Flow, book: Book) -> Iterator[str]:
    now = datetime(2026, 11, 22, 9, tzinfo=RIYADH)
    matcher = Matcher.build((), {})
    for answers in _branches(book):
        ctx = Context(now, book, matcher, answers=answers)
        for step in flow.unfold(ctx):
            yield from _of_step(step, ctx, labelled=flow.id not in ASIDES)


def _branches(book: Book) -> Iterator[Answers]:
    """Answers that unfold every group of steps: each programme has its own."""
    yield {}
    yield from ({"programme": id_} for id_ in book.programmes)


def _of_step(step: Step, ctx: Context, *, labelled: bool) -> Iterator[str]:
    if isinstance(step, Tell | Stop):
        yield step.line
        return
    yield from (f"{step.line}.ask", step.helps or f"{step.line}.help")
    if isinstance(step, Ask):
        yield from (f"check.{step.check.name}.{reason}" for reason in step.check.reasons)
        yield from [f"check.{step.check.name}.same"] if step.unlike else []
    if isinstance(step, Upload):
        yield from (f"check.{step.checked}.{reason}" for reason in REASONS)
        yield from (option.label.id for option in (DONE, REMOVE))
    if step.reviewed and labelled:
        yield f"{step.line}.label"
    named_elsewhere = isinstance(step, Choose) and step.label is not None
    if not isinstance(step, Change) and not named_elsewhere:
        yield from (option.label.id for option in step.options(ctx))


def _of_tables() -> Iterator[str]:
    for check in CHECKS.values():
        yield from (f"check.{check.name}.{reason}" for reason in check.reasons)
    for reason in REFERRALS:
        yield from (f"handoff.{reason}.open", f"handoff.{reason}.closed", f"case.reason.{reason}")
    yield "case.reason.duplicate_identity"
    yield f"case.reason.{OPEN_AGAIN}"
    yield f"case.reason.{sensitive.REASON}"
    yield from (f"case.reason.{why}" for why in (*get_args(Why), CALL_ME, AGAIN))
    for way in WAYS:
        yield from (f"case.reason.{way}", f"logbook.told.{way}")
    for voice in VOICES:
        yield from (f"handoff.{voice}.due", f"case.reason.{voice}", f"progress.{voice}")
    yield from (f"handoff.{reason}.due" for reason in handoff.APART)
    for calendar in get_args(Calendar):
        yield from (f"month.{calendar}.{month}" for month in range(1, 13))
    yield from (f"unit.{unit}.count" for unit in UNITS)
    for state in applications.MOVES.states():
        yield from (f"application.{state}", f"application.next.{state}")
    yield from (f"application.told.{move}" for move in telling.TOLD)
    yield from (f"requests.act.option.{act}" for act in (*requests.ACTS, "menu"))
    yield from (f"case.state.{state}" for state in cases.MOVES.states())
    yield from (f"case.move.{move}" for move in (*cases.MOVES.moves, *quoting.MOVES))
    yield from (f"case.outcome.{outcome}" for outcome in ending.OUTCOMES)
    yield from (f"case.matter.{matter}" for matter in ending.OF)
    yield from (f"closing.question.{matter}" for matter in ("talk", "suggestion"))
    yield from (f"closing.solved.option.{option}" for option in ("yes", "no"))
    yield from (f"case.team.{lane}" for lane in get_args(Lane))
    yield from (f"common.unread.{kind}" for kind in UNREAD)
    yield from (f"secret.{kind}" for kind in secrets.MARKS)
    yield from (f"menu.go.option.{id_}" for id_ in ("continue", "rate"))
    yield from ("enquiry.helped.option.open", "common.salam", "date.both", "date.gregorian")


def extract(*_: Any, **__: Any) -> Iterator[tuple[int, None, str, list[str]]]:
    """Babel's extraction interface: (line, function, message, comments)."""
    from bot.content import load  # noqa: PLC0415 -- only when Babel runs

    for id_ in sorted(needed(load(ROOT / "association"))):
        yield 1, None, id_, []
