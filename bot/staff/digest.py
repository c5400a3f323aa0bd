"""The digest of the work: every working morning in the staff room, and whenever it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from textwrap import shorten

from bot.clock import riyadh
from bot.kit import Kit
from bot.reports.unanswered import LONGEST, MOST
from bot.reports.words import Words
from bot.staff import digest_ratings
from bot.staff.room import Room
from bot.staff.worklist import Asked, Told
from flows import applications, calendar, likeness
from flows.answers import SOON
from flows.book import Association, Hours
from flows.calendar import RIYADH
from flows.clocks import BREACH
from flows.measures import percentile
from flows.moves import ENDED, OPEN, RESOLVED
from flows.text import Lines, Shown, Text
from flows.working_time import WorkingTime
from storage import digest, questions, reports, schedule
from storage.database import Database
from storage.digest import Counts, Digest, Wanted
from storage.schedule import Due
from storage.unit import Unit, View

KIND = "digest"
AFTER = timedelta(minutes=15)  # officers have begun
DAY = timedelta(days=1)
LOOKED_THROUGH = 50  # questions, for those that are asked most
WANTED = Wanted(OPEN, (RESOLVED, *ENDED), applications.MARKED, BREACH)


@dataclass(frozen=True, slots=True)
class Mornings:
    """Lets each morning's digest fall due, where there is a room to hang it in."""

    database: Database
    association: Association
    room: Room

    async def schedule(self, now: datetime) -> None:
        """The next one, unless it is scheduled already."""
        if self.room.chat is None:
            return
        at = next_morning(now, self.association.hours)
        day = calendar.day_of(at).isoformat()
        async with self.database.unit() as unit:
            schedule.add(unit, Due(KIND, KIND, {"day": day}, at, f"{KIND}:{day}"))


def next_morning(now: datetime, hours: Hours) -> datetime:
    """The next time at which officers have begun a little while ago."""
    midnight = datetime.combine(calendar.day_of(now), time(), RIYADH)
    at = calendar.next_opening(midnight, hours) + AFTER
    return at if at > now else calendar.next_day(now, hours) + AFTER


async def hang(unit: Unit, kit: Kit, now: datetime, day: str) -> None:
    """The morning's, of all since the last working day began; of another day it is too late."""
    today = calendar.day_of(now)
    if today.isoformat() != day:
        return
    before = today - DAY
    while not calendar.is_working_day(before, kit.book.association.hours):
        before -= DAY
    since = datetime.combine(before, time(), RIYADH)
    kit.room.report(unit, await told(unit, kit, since, now), now)
    if recovering := await digest_ratings.recoveries(unit, kit, since):
        kit.room.lead(unit, recovering, now)


async def asked(view: View, kit: Kit, asked: Asked) -> Told:
    """Of the day so far, to an officer; in the group of those who lead with what they make good."""
    since = datetime.combine(calendar.day_of(asked.at), time(), RIYADH)
    leads = asked.chat == kit.room.chats.get("supervisors")
    more = await digest_ratings.recoveries(view, kit, since) if leads else None
    return Told(await told(view, kit, since, asked.at, *filter(None, (more,))))


async def told(view: View, kit: Kit, since: datetime, now: datetime, *more: Text) -> Text:
    """In words: what was opened and closed since then, and how everything stands now."""
    found = await digest.digest(view, since, WANTED)
    lines = (
        *_departments(found),
        *await _pace(view, kit, since, now),
        await digest_ratings.satisfaction(view, kit, since),
        Text("staff.digest.questions", {"n": found.questions}),
        *await _asked(view, kit, since),
        *_waiting(kit, found, now),
        *more,
    )
    return Text("staff.digest", {"since": calendar.day_of(since), "lines": Lines(lines)})


def _departments(found: Digest) -> Iterator[Text]:
    for name, counts in found.departments.items():
        department = Text(f"book.department.{name}" if name else "staff.digest.nobodys")
        yield Text("staff.digest.department", {"department": department, **_figures(counts)})
    every = found.departments.values()
    total = Counts(
        sum(one.opened for one in every),
        sum(one.closed for one in every),
        sum(one.open for one in every),
        sum(one.late for one in every),
    )
    yield Text("staff.digest.total", _figures(total))
    yield Text("staff.digest.late", {"n": total.late})
    if found.oldest:
        reference, since = found.oldest
        yield Text("staff.digest.oldest", {"reference": reference, "since": riyadh(since)})


def _figures(counts: Counts) -> dict[str, Shown]:
    return {"opened": counts.opened, "closed": counts.closed, "open": counts.open}


async def _pace(view: View, kit: Kit, since: datetime, now: datetime) -> tuple[Text, ...]:
    """How soon first replies came, in working time."""
    found = await reports.records(view, [(since, now)])
    days = (calendar.day_of(since), calendar.day_of(now))
    working = WorkingTime.between_days(*days, kit.book.association.hours)
    replies = [
        working.minutes(case.opened_at, case.replied_at) for case in found.waited if case.replied_at
    ]
    if not replies:
        return (Text("staff.digest.no_reply"),)
    words = Words(kit.renderer, kit.room.language)
    middle, most = (words.minutes(percentile(replies, part)) for part in (50, 90))
    return (Text("staff.digest.reply", {"middle": middle, "most": most}),)


async def _asked(view: View, kit: Kit, since: datetime) -> tuple[Text, ...]:
    """What was asked most since then, of what nobody has dealt with: the answers to be written."""
    asked = [one.question for one in await questions.unsettled(view, since, LOOKED_THROUGH)]
    return tuple(
        Text(
            "staff.digest.question",
            {"question": shorten(asked[first], LONGEST, placeholder="…"), "n": 1 + len(others)},
        )
        for first, *others in likeness.groups(asked, kit.matcher)[:MOST]
    )


def _waiting(kit: Kit, found: Digest, now: datetime) -> Iterator[Text]:
    until = calendar.day_of(now) + SOON
    expiring = sum(answer.valid_until <= until for answer in kit.book.answers.values())
    yield Text("staff.digest.documents", {"n": found.documents})
    yield Text("staff.digest.expiring", {"n": expiring})
    if found.myths:
        yield Text("staff.digest.myths", {"n": found.myths})
    for name, thanks in found.praises.items():
        department = Text(f"book.department.{name}")
        yield Text("staff.digest.thanks", {"department": department, "n": thanks})
