"""What an officer sees of the answers about their own services: one figure, never a name."""

from __future__ import annotations

from bot.reports.frame import Choice, page, table
from bot.reports.ledger import Ledger
from bot.reports.markup import Part, element
from bot.reports.words import Words
from flows.period import Period

PATH = "/desk/reports/own"
HEADS = ("n", "satisfied", "interval", "mean")


def own_page(words: Words, ledger: Ledger, choice: Choice, officer: str, year: Period) -> str:
    """The figure of one officer's year, once enough people answered for it to be told."""
    lead = element("p", words.say("own.lead", period=words.period(year)), class_="lead")
    scores = ledger.officers(year).get(officer)
    if scores is None:
        found: Part = element("p", words.say("own.few"), class_="few")
    else:
        told = scores.satisfied
        row: list[Part] = [
            scores.n,
            words.percent(told.value),
            words.interval(told.interval),
            words.score(scores.mean),
        ]
        heads = [words.say(f"head.{head}") for head in HEADS]
        found = table(words.say("own"), heads, [row])
    return page(words, words.say("own"), choice, PATH, element("section", lead, found))
