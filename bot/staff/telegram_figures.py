"""The word «المؤشرات» in the staff room: this year's indicators, for those who lead."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.kit import Kit
from bot.render import Renderer
from bot.reports import archive
from bot.reports.indicators_page import lines
from bot.reports.words import Words
from flows.arabic import fold
from flows.book import Officer
from flows.calendar import day_of
from flows.period import Period
from flows.text import Text
from storage.unit import View

COMMAND = "/indicators"


def asked(text: str, renderer: Renderer) -> bool:
    """Whether the line is the word alone, in either language, or the command."""
    said = fold(text)
    words = (catalog.line("staff.word.indicators") for catalog in renderer.catalogs.values())
    return text.partition("@")[0].strip() == COMMAND or said in map(fold, words)


async def told(view: View, kit: Kit, officer: Officer, at: int) -> Text:
    """Every indicator of the year in which it was asked; `at` in seconds since the epoch."""
    if not officer.roles & {"supervisor", "admin"}:
        return Text("staff.indicators.refused")
    year = Period.month_of(day_of(datetime.fromtimestamp(at, UTC))).year
    ledger = await archive.read(view, kit.book, year)
    words = lines(Words(kit.renderer, kit.room.language), ledger, year)
    return Text("staff.indicators", {"words": words})
