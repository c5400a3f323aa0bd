"""The week's board: what the staff room sees on Sunday mornings, as figures and as words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.reports.follow_up import DONE
from bot.reports.ledger import Figure, Ledger
from bot.reports.words import Words
from flows.book import Book
from flows.calendar import RIYADH
from flows.disclosure import LEAST, Place
from flows.measures import percentile, promoter_score
from flows.period import Period
from flows.working_time import WorkingTime
from storage import reports
from storage.follow_ups import FollowUps
from storage.unit import View

SUNDAY = 7
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Row:
    """A department. `share` is None where it is not told; `words` stand for the figure."""

    name: str
    share: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on it, in the words and the order in which it is read."""

    title: str
    until: str
    association: str
    heading: str
    rows: tuple[Row, ...]
    week: str
    numbers: tuple[tuple[str, str], ...]  # what, and how many
    voices: str
    followed: tuple[tuple[str, str], ...]  # what people said, and what was done about it
    thanks: tuple[str, str]  # in words alone
    foot: str

    @property
    def caption(self) -> str:
        """The same, for whoever cannot see the picture."""
        told = [f"{row.name}: {row.words}" for row in self.rows]
        lines = (
            *(f"{self.title}، {self.until}", "", self.heading, *told),
            *("", self.week, *_counted(*self.numbers)),
            *("", self.voices, *_counted(*self.followed, self.thanks)),
        )
        return "\n".join((*lines, "", self.foot))


def _counted(*figures: tuple[str, str]) -> Iterator[str]:
    yield from (f"{name}: {number}" for name, number in figures)


def sunday_of(day: date) -> date:
    """The Sunday on which the week of a day begins."""
    return day - timedelta(days=day.isoweekday() % SUNDAY)


async def board(view: View, book: Book, ledger: Ledger, sunday: date, words: Words) -> Board:
    """Of the week before this Sunday, and of its month so far. `ledger` is of that month's year."""
    ends = datetime.combine(sunday, time(), RIYADH)
    found = await reports.records(view, [(ends - WEEK, ends)])
    month = Period.month_of(sunday - timedelta(days=1))
    working = WorkingTime.between_days(sunday - WEEK, sunday + WEEK, book.association.hours)
    replies = [
        working.minutes(case.opened_at, case.replied_at) for case in found.waited if case.replied_at
    ]
    numbers = (
        ("rated", str(sum(asked.n for asked in found.asked if asked.state == "answered"))),
        ("opened", str(sum(case.n for case in found.opened))),
        ("closed", str(sum(case.n for case in found.opened if case.closed))),
        ("first_reply", words.minutes(percentile(replies, 50))),
    )
    return Board(
        title=words.say("board.title"),
        until=words.say("board.until", day=words.day(sunday - timedelta(days=1))),
        association=book.association.name.in_(words.language),
        heading=words.say("board.departments", period=words.period(month)),
        rows=tuple(
            _row(words.book("department", name), ledger, Place(month, department=name), words)
            for name in ledger.departments
        ),
        week=words.say("board.week"),
        numbers=tuple((words.say(f"board.{name}"), number) for name, number in numbers),
        voices=words.say("board.voices"),
        followed=(
            _easy(ledger.figure(Place(month)), words),
            *_followed(found.followed, words),
            _recommended(ledger, month, words),
        ),
        thanks=(words.say("board.thanked"), _thanked(found.followed, book, words)),
        foot=words.say("board.thanks"),
    )


def _easy(month: Figure, words: Words) -> tuple[str, str]:
    """How easy it was to get the service, in the mean."""
    scores = month.scales.get("effort")
    told = scores if scores and scores.n >= LEAST else None
    return words.say("board.effort"), words.score(told.mean if told else None)


def _recommended(ledger: Ledger, month: Period, words: Words) -> tuple[str, str]:
    """Of the last half-year that may be told."""
    scores = next(reversed(ledger.recommended(month.year).values()), None)
    told = words.points(promoter_score(scores) if scores else None)
    return words.say("board.recommended"), told


def _followed(kept: FollowUps, words: Words) -> Iterator[tuple[str, str]]:
    """Low ratings made good and what changed, also where there were none."""
    closed, low = sum(one.closed for one in kept.recovered), len(kept.recovered)
    few = 0 < low < LEAST
    told = words.say("board.few") if few else words.say("board.so_many", n=closed, of=low)
    yield words.say("board.recovered"), told
    changed = sum(one.n for one in kept.improved if one.state in DONE)
    opened = sum(one.n for one in kept.improved)
    yield words.say("board.changed"), words.say("board.so_many", n=changed, of=opened)


def _thanked(kept: FollowUps, book: Book, words: Words) -> str:
    """How often each department was, also where it was not."""
    thanks = Counter({one.department: one.n for one in kept.thanked})
    told = (f"{words.book('department', name)} {thanks[name]}" for name in book.departments)
    return "، ".join(told)


def _row(name: str, ledger: Ledger, place: Place, words: Words) -> Row:
    figure: Figure = ledger.figure(place)
    share = figure.scores.satisfied
    if share.n < LEAST:
        return Row(name, None, words.say("board.none" if figure.whole else "board.few"))
    return Row(name, share.value, f"{words.percent(share.value)} {words.say('of', n=share.n)}")
