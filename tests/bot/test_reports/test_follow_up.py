"""What was done about what people said, in figures that are those of the tables."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.reports.archive import read
from bot.reports.board import SUNDAY, board, sunday_of
from bot.reports.follow_up import FollowUp, follow_up
from bot.reports.indicators import indicators
from bot.reports.words import Words
from flows.disclosure import Place
from flows.period import Period
from storage import audit, cases, improvements, praises, recoveries, references
from storage.audit import Entry
from storage.cases import Case
from storage.database import Database
from storage.praises import Praise
from storage.recoveries import Recovery
from storage.unit import Unit
from tests.bot.test_reports.year import BOOK
from tests.clock import SUNDAY_MORNING as NOW
from tests.storage.rows import reopened
from tests.storage.test_improvements import item

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
YEAR = Period.month_of(NOW.date()).year


def recovered(
    unit: Unit, number: int, *, replied: timedelta | None, again: int | None, closed: bool = True
) -> None:
    """A low rating of 1 that was dealt with."""
    reference = f"2600000{number}"
    references.reserve(unit, reference, "case", NOW)
    ended = NOW + 3 * DAY if closed else None
    case = Case(reference, "recovery", "low_score", "closed", NOW, NOW, department="care")
    cases.open(unit, replace(case, concerns="sara", lane="supervisors", closed_at=ended))
    begun = Recovery(reference, f"2500000{number}", "low_score", NOW, 1)
    asked = NOW + 4 * DAY if again else None
    recoveries.begin(unit, replace(begun, again=again, asked_at=asked, answered_at=asked))
    if replied is not None:
        said = Entry(NOW + replied, "officer:noura", reference, "say", reference)
        audit.record(unit, said)


@pytest.fixture
async def kept(database_url: str) -> AsyncIterator[Database]:
    database = await reopened(database_url)
    async with database.unit() as unit:
        for number in range(5):
            recovered(unit, number, replied=HOUR, again=4)
        recovered(unit, 5, replied=4 * DAY, again=None)
        recovered(unit, 6, replied=None, again=None, closed=False)
        for number, state in enumerate(("open", "done", "approved", "declined")):
            made = item(f"2700000{number}", month=f"2026-0{number + 1}", state=state)
            improvements.open(unit, replace(made, opened_at=NOW))
        praises.record(unit, Praise("care", "شكرًا", NOW))
        praises.record(unit, Praise("programmes", "شكرًا", NOW))
        audit.record(unit, Entry(NOW, "bot", "fees", "debunk"))
    yield database
    await database.close()


async def told(database: Database, department: str | None = None) -> FollowUp:
    async with database.view() as view:
        ledger = await read(view, BOOK, YEAR)
    return follow_up(ledger, Place(YEAR, department=department))


async def test_the_loop_of_low_scores_is_told(kept: Database) -> None:
    found = await told(kept, "care")
    assert found.opened == 7
    assert (found.in_time.hits, found.in_time.n) == (5, 7)
    assert (found.closed.hits, found.closed.n) == (6, 7)
    assert (found.rerated.hits, found.rerated.n) == (5, 5)
    assert found.gain == pytest.approx(3)
    assert found.changed.hits == 2
    assert found.thanks == 1


async def test_a_department_with_nothing_is_told_as_well(kept: Database) -> None:
    found = await told(kept, "volunteering")
    assert (found.opened, found.improvements, found.thanks, found.gain) == (0, {}, 0, None)


async def test_goals_that_had_no_figure_have_one(kept: Database) -> None:
    async with kept.view() as view:
        ledger = await read(view, BOOK, YEAR)
    by_code = {one.code: one.now for one in indicators(ledger, YEAR)}
    assert (by_code["D5a"].value, by_code["D5a"].unit) == (1, "count")
    assert by_code["D5e"].value == 2


async def test_the_board_tells_it_of_the_week(kept: Database, words: Words) -> None:
    sunday = sunday_of(NOW.date() + 7 * DAY)
    assert sunday.isoweekday() == SUNDAY
    async with kept.view() as view:
        ledger = await read(view, BOOK, YEAR)
        made = await board(view, BOOK, ledger, sunday, words)
    followed = dict(made.followed)
    assert made.thanks[0] == "شكر وثناء"
    assert made.thanks[1].startswith("خدمة المستفيدين 1")
    assert followed["سهولة الخدمة من 5"] == followed["صافي التوصية"] == "–", "nobody was asked"
    assert "6" in followed["تقييمات منخفضة عولجت"]
    assert len(made.caption) < 1024
