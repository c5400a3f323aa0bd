"""The indicators on one page, and in as few lines as a chat has room for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.reports.frame import Choice, filters, page, table
from bot.reports.indicators import Indicator, Measured, indicators
from bot.reports.ledger import Ledger
from bot.reports.markup import Part, element
from bot.reports.words import Words
from flows.period import Period

PATH = "/desk/indicators"
HEADS = ("code", "indicator", "value", "n", "change", "definition")


def written(words: Words, measured: Measured) -> str:
    """The value, or that there is none and why."""
    if measured.value is None:
        return words.say("no_data", why=words.say(f"why.{measured.why}"))
    match measured.unit:
        case "percent":
            return words.percent(measured.value)
        case "score":
            return words.score(measured.value)
        case "count":
            return str(round(measured.value))
        case "points":
            return words.points(measured.value)
        case _:
            return words.minutes(measured.value)


def changed(words: Words, indicator: Indicator) -> str:
    """Against the period before; of shares whose intervals meet, only that nothing is sure."""
    change = indicator.change
    if change is None:
        return "–"
    if indicator.now.unit == "percent":
        if not indicator.sure:
            return words.say("change.unsure")
        points = abs(round(100 * change))
        return words.say("change.up" if change > 0 else "change.down", points)
    if indicator.now.unit == "points":
        by, none = f"{abs(change):.0f}", "0"
    else:
        by, none = (written(words, replace(indicator.now, value=v)) for v in (abs(change), 0))
    if by == none:
        return words.say("change.same")
    return words.say("change.more" if change > 0 else "change.less", by=by)


@dataclass(frozen=True, slots=True)
class IndicatorsPage:
    """For one period, in one language. `month` is the last that may be chosen."""

    words: Words
    ledger: Ledger
    choice: Choice
    month: Period

    def page(self) -> str:
        period, say = self.choice.place.period, self.words.say
        rows: list[list[Part]] = [
            [
                one.code,
                say(f"indicator.{one.code}"),
                element("strong", written(self.words, one.now)),
                one.now.n or "–",
                changed(self.words, one),
                say(f"definition.{one.code}"),
            ]
            for one in indicators(self.ledger, period)
        ]
        heads = [say(f"head.{head}") for head in HEADS]
        caption = say("indicators.of", period=self.words.period(period))
        return page(
            self.words,
            say("indicators"),
            self.choice,
            PATH,
            filters(self.words, self.ledger, self.choice, self.month, ("period",)),
            element("section", table(caption, heads, rows, stacked=True)),
        )


def lines(words: Words, ledger: Ledger, period: Period) -> str:
    """For the staff room: code, name, value and of how many."""
    told = [
        words.say(
            "indicators.line",
            code=one.code,
            name=words.say(f"indicator.{one.code}"),
            value=written(words, one.now),
        )
        + (f" ({words.say('of', n=one.now.n)})" if one.now.n else "")
        for one in indicators(ledger, period)
    ]
    return "\n".join([words.say("indicators.of", period=words.period(period)), *told])
