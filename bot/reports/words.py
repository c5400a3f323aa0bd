"""What reports say: lines of the catalog and of the book, and figures as they are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bot.render import Renderer
from bot.reports.whys import OTHERS
from flows.arabic import isolate
from flows.book import Language
from flows.measures import Interval
from flows.period import Period
from flows.text import Shown, Text

LOCALES = {"ar": "ar_SA", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Words:
    """In one language."""

    renderer: Renderer
    language: Language

    @property
    def rtl(self) -> bool:
        return self.language == "ar"

    def say(self, id_: str, /, count: int | None = None, **values: Shown) -> str:
        """A line of ``report.…``."""
        return self.renderer.render(Text(f"report.{id_}", values, count), self.language)

    def book(self, kind: str, id_: str) -> str:
        """The name of a department, programme, channel or officer; as it is where unlisted."""
        if kind == "channel":
            return self._known("channel", id_)
        if kind == "officer":
            officer = self.renderer.officers.get(id_)
            return officer.alias.in_(self.language) if officer else id_
        line = f"book.{kind}.{id_}" + (".title" if kind == "programme" else "")
        known = self.renderer.lines.get(line)
        return known.in_(self.language) if known else id_ or self.say("unnamed")

    def _known(self, family: str, id_: str) -> str:
        line = f"report.{family}.{id_}"
        return self.renderer.catalogs[self.language].lines.get(line, id_ or self.say("unnamed"))

    def reason(self, family: str, id_: str) -> str:
        """Why somebody was dissatisfied (``rating``) or needed an officer (``case``)."""
        if id_ == OTHERS:
            return self.say("others")
        line = {"rating": f"rating.reason.option.{id_}", "case": f"case.reason.{id_}"}[family]
        return self.renderer.catalogs[self.language].lines.get(line, id_)

    def outcome(self, id_: str) -> str:
        """What a case was closed with."""
        return self.renderer.catalogs[self.language].lines.get(f"case.outcome.{id_}", id_)

    def decided(self, id_: str) -> str:
        """What one of `Ledger.decided` reads as."""
        if id_ == OTHERS:
            return self.say("others")
        matter, _, outcome = id_.partition(".")
        return f"{self.reason('case', matter)}: {self.outcome(outcome)}"

    def state(self, id_: str) -> str:
        return self._known("state", id_)

    def fate(self, id_: str) -> str:
        """What became of a survey; of one that was never asked, why."""
        return self._known("fate", id_)

    def period(self, period: Period) -> str:
        """``نوفمبر 2026``."""
        match period.kind:
            case "month":
                return format_date(period.first, "LLLL y", locale=LOCALES[self.language])
            case "quarter":
                number = period.first.month // 3 + 1
                name = self.say(f"quarter.{number}")
                return f"{name} {period.first.year}"
            case _:
                return str(period.first.year)

    def day(self, day: date) -> str:
        return format_date(day, "d MMMM y", locale=LOCALES[self.language])

    def month(self, period: Period) -> str:
        """Short, for the foot of a chart."""
        return format_date(period.first, "LLL", locale=LOCALES[self.language])

    def percent(self, share: float | None) -> str:
        return "–" if share is None else f"{round(100 * share)}%"

    def score(self, mean: float | None) -> str:
        return "–" if mean is None else f"{mean:.2f}"

    def points(self, points: float | None) -> str:
        """From -100 to 100, with its sign."""
        return "–" if points is None else isolate(f"{points:+.0f}")

    def interval(self, interval: Interval | None) -> str:
        """``من 63% إلى 91%``."""
        if interval is None:
            return "–"
        low, high = self.percent(interval.low), self.percent(interval.high)
        return self.say("interval", low=low, high=high)

    def minutes(self, minutes: float | None) -> str:
        """Working time, in minutes or in hours and minutes."""
        if minutes is None:
            return "–"
        hours, rest = divmod(round(minutes), 60)
        if not hours:
            return self.say("minutes", minutes=rest)
        return isolate(f"{hours}:{rest:02}")
