"""Every Sunday morning the week's board hangs in the staff room, as a picture and as words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import structlog

from bot.body import File
from bot.channels.channel import LARGEST_FILE, LostFile
from bot.clock import Clock
from bot.duties import by_steps
from bot.kit import Kit
from bot.reports import drawing, unanswered
from bot.reports.archive import Archive
from bot.reports.board import WEEK, Board, board, sunday_of
from bot.reports.words import Words
from flows.calendar import RIYADH, day_of
from flows.period import Period
from storage import messages
from storage.database import Database
from storage.tenure import Tenure

MORNING = time(8, 15)
CHANNEL = "board"  # of the picture: where the staff room's sender fetches it
PAUSE = timedelta(seconds=10)  # after trouble

log = structlog.get_logger()


@dataclass(slots=True)
class Weekly:
    """Of several processes the one that holds `tenure` hangs it, and it hangs once a week."""

    database: Database
    clock: Clock
    tenure: Tenure
    archive: Archive
    kit: Callable[[], Kit]  # of the moment
    _due: datetime | None = None  # the morning that is waited for

    async def run(self) -> None:
        """Until cancelled."""
        await by_steps(
            self.tenure, self.clock, self.step, "board_waits", woken=asyncio.Event(), pause=PAUSE
        )

    async def step(self) -> datetime:
        """Hang the board if its time has come; when to look again.

        A process that was not there at that time makes up for it, where last week's was hung.
        """
        now = self.clock.now()
        sunday = sunday_of(day_of(now))
        morning = datetime.combine(sunday, MORNING, RIYADH)
        waited, self._due = self._due, morning if now < morning else morning + WEEK
        is_time = now >= morning and day_of(now) == sunday
        if is_time and (waited == morning or await self._hung(sunday - WEEK)):
            await self._hang(sunday, now)
        return self._due

    async def fetch(self, handle: str, limit: int = LARGEST_FILE) -> bytes:
        """The picture of one Sunday. Raises LostFile where letters cannot be joined."""
        made = await self._board(date.fromisoformat(handle))
        try:
            return await asyncio.to_thread(drawing.draw, made)
        except drawing.CannotShape as error:
            log.error("board_not_drawn", reason=str(error))  # noqa: TRY400 -- the line says it all
            raise LostFile("no_raqm") from error

    async def _hang(self, sunday: date, now: datetime) -> None:
        made = await self._board(sunday)
        kit = self.kit()
        async with self.database.view() as view:
            asked = await unanswered.of_week(view, sunday)
        words = Words(kit.renderer, kit.room.language)
        told = "\n".join((made.caption, *await unanswered.lines(asked, kit, words)))
        picture = File("image", sunday.isoformat(), CHANNEL)
        async with self.database.unit() as unit:
            kit.room.show(unit, told, picture, f"board:{sunday}", now)

    async def _hung(self, sunday: date) -> bool:
        async with self.database.view() as view:
            return await messages.by_dedupe(view, f"board:{sunday}") is not None

    async def _board(self, sunday: date) -> Board:
        kit = self.kit()
        words = Words(kit.renderer, kit.room.language)
        ledger = await self.archive.ledger(Period.month_of(sunday - timedelta(days=1)))
        async with self.database.view() as view:
            return await board(view, kit.book, ledger, sunday, words)
