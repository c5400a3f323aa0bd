"""What people asked most in a week and no answer settled: the answers to be written next."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, time
from textwrap import shorten

from bot.kit import Kit
from bot.reports.board import WEEK
from bot.reports.words import Words
from flows import likeness
from flows.calendar import RIYADH
from storage import questions
from storage.unit import View

MOST = 3  # groups
LONGEST = 80  # characters of a question


async def of_week(view: View, sunday: date) -> list[str]:
    """The open questions of the week before this Sunday, newest first, masked as they are kept."""
    ends = datetime.combine(sunday, time(), RIYADH)
    found = await questions.unsettled(view, ends - WEEK)
    return [one.question for one in found if one.at < ends]


async def lines(asked: Sequence[str], kit: Kit, words: Words) -> tuple[str, ...]:
    """The greatest groups of them, how many each, and where one tap adds a phrasing; or nothing."""
    if not asked:
        return ()
    groups = await asyncio.to_thread(likeness.groups, asked, kit.matcher)
    told = []
    for first, *others in groups[:MOST]:
        question = shorten(asked[first], LONGEST, placeholder="…")
        told.append(words.say("board.asked", question=question, n=1 + len(others)))
    where = words.say("board.add_phrasing", address=f"{kit.room.desk}/answers")
    return ("", words.say("board.unanswered"), *told, where)
