"""The word «المؤشرات» in the staff room: this year's indicators, for those who lead."""

from __future__ import annotations

from bot.kit import Kit
from bot.reports import archive
from bot.reports.indicators_page import lines
from bot.reports.words import Words
from bot.staff.worklist import Asked, Told
from flows.calendar import day_of
from flows.period import Period
from flows.text import Text
from storage.unit import View


async def indicators(view: View, kit: Kit, asked: Asked) -> Told:
    """Every indicator of the year in which it was asked."""
    year = Period.month_of(day_of(asked.at)).year
    ledger = await archive.read(view, kit.book, year)
    words = lines(Words(kit.renderer, kit.room.language), ledger, year)
    return Told(Text("staff.indicators", {"words": words}))
