"""What the digest says of ratings: how many are satisfied, and to those who lead what is made good.

Of whom nobody but them may know that they were rated low, nothing stands in the room of all.
"""

from __future__ import annotations

from datetime import datetime, time

from bot.kit import Kit
from bot.reports.board import sunday_of
from bot.reports.words import Words
from bot.staff.search import LONGEST
from flows import calendar
from flows.calendar import RIYADH
from flows.disclosure import LEAST
from flows.measures import Scores
from flows.moves import OPEN
from flows.text import Lines, Shown, Text
from storage import cases, digest
from storage.unit import View


async def satisfaction(view: View, kit: Kit, since: datetime) -> Text:
    """Of the week that this day is in; by fives, so that no rating is read off two mornings."""
    begins = _week(since)
    given = await digest.scores(view, begins)
    scores = Scores.of(given[: len(given) // LEAST * LEAST])
    day = calendar.day_of(begins)
    words = Words(kit.renderer, kit.room.language)
    if not scores.n:
        return Text("staff.digest.satisfaction.few", {"since": day, "few": words.say("few")})
    low = scores.among(range(kit.book.association.numbers.low_score + 1)).hits
    return Text(
        "staff.digest.satisfaction",
        {
            "since": day,
            "share": words.percent(scores.satisfied.value),
            "interval": words.interval(scores.satisfied.interval),
            "n": scores.n,
            "low": low,
        },
    )


async def recoveries(view: View, kit: Kit, since: datetime) -> Text | None:
    """Cases that low ratings opened, of the same week or open still, as far as the group of those
    who lead hears of them; None where it hears of none.
    """
    leading, begins = kit.room.chats.get("supervisors"), _week(since)
    references = await digest.recoveries(view, begins, OPEN)
    found = (await cases.by_references(view, references)).values()
    heard = [case for case in found if leading is not None and kit.room.chat_of(case) == leading]
    if not heard:
        return None
    heard.sort(key=lambda case: (case.opened_at, case.reference))
    lines = [
        Text(
            "staff.digest.recovery",
            {"reference": case.reference, "state": Text(f"case.state.{case.state}")},
        )
        for case in heard[:LONGEST]
    ]
    if len(heard) > LONGEST:
        lines.append(Text("staff.list.more", {"address": kit.room.desk}))
    shown: dict[str, Shown] = {
        "since": calendar.day_of(begins),
        "n": len(heard),
        "lines": Lines(tuple(lines)),
    }
    return Text("staff.digest.recoveries", shown)


def _week(since: datetime) -> datetime:
    """The Sunday on which it began."""
    return datetime.combine(sunday_of(calendar.day_of(since)), time(), RIYADH)
