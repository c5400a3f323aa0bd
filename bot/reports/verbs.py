"""The commands `sila export` and `sila simulate`."""

from __future__ import annotations

import argparse
import sys

from bot import app, catalog, config, content
from bot.clock import SystemClock
from bot.render import Renderer, book_lines
from bot.reports.exports import FORMATS, pack, sheets
from bot.reports.files import written
from bot.reports.ledger import Ledger
from bot.reports.words import Words
from bot.simulation.year import NotEmpty, Simulation
from flows.calendar import day_of
from flows.period import Period, spanning
from storage import reports

GOVERNANCE = "governance"


class CannotExport(Exception):  # noqa: N818 -- read by people as a sentence
    """What is asked for cannot be told; the text says why."""


TROUBLES = (CannotExport, NotEmpty)


async def export(chosen: argparse.Namespace) -> int:
    """Write the file, or the folder of the evidence pack."""
    settings, clock = config.read(), SystemClock()
    book = content.load(settings.association)
    words = Words(Renderer(catalog.read_all(), book_lines(book), book.officers), chosen.language)
    months = _months(chosen.first, chosen.last, Period.month_of(day_of(clock.now())))
    period = spanning(months)
    if period is None and chosen.what not in {"ratings", "cases"}:
        raise CannotExport(f"{chosen.what} are of a month, a quarter or a whole year")
    format_ = chosen.format or chosen.file.suffix.removeprefix(".")
    if chosen.what != GOVERNANCE and format_ not in FORMATS:
        raise CannotExport("say --format xlsx or --format csv, or let the file's name end so")
    first = months[0].year.previous  # what indicators are compared with
    every = _through(first.each_month[0], months[-1].year.each_month[-1])
    async with app.open_database(settings, clock) as database, database.view() as view:
        found = await reports.records(view, [(month.begins, month.ends) for month in every])
    ledger = Ledger(found, every, book)
    if chosen.what == GOVERNANCE and period:
        _say("\n".join(str(path) for path in pack(chosen.file, ledger, period, words)))
        return 0
    made = sheets(chosen.what, ledger, months, words)
    silent = not sys.stderr.isatty()
    chosen.file.write_bytes(written(made, format_, rtl=words.rtl, silent=silent))
    _say(f"{chosen.file}: {sum(len(sheet.rows) for sheet in made)} rows")
    return 0


async def simulate(chosen: argparse.Namespace) -> int:
    """Fill an empty database with a year that ends now."""
    settings = config.read().model_copy(update={"database_url": chosen.database})
    book, clock = content.load(settings.association), SystemClock()
    async with app.open_database(settings, clock) as database:
        await Simulation(database, book, clock.now(), chosen.services, chosen.seed).run()
    _say(f"{chosen.services} services made up, and nobody's")
    return 0


def _months(first: str | None, last: str | None, this: Period) -> list[Period]:
    """From the first month of one period to the last of the other; else this year."""
    begins = Period.read(first) if first else this.year
    ends = Period.read(last) if last else (begins if first else this.year)
    if begins is None or ends is None or ends.each_month[-1] < begins.each_month[0]:
        raise CannotExport("--from and --to are months, quarters or years: 2026-01, 2026-Q1, 2026")
    return _through(begins.each_month[0], ends.each_month[-1])


def _through(first: Period, last: Period) -> list[Period]:
    months = [first]
    while months[-1] < last:
        months.append(months[-1].next)
    return months


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 -- the operator's screen
