"""What became of every survey, what was said of answers, and who recommends the association."""

from __future__ import annotations

from bot.reports.frame import Choice, table
from bot.reports.ledger import Figure, Ledger
from bot.reports.markup import Markup, Part, element, joined
from bot.reports.words import Words
from flows.disclosure import LEAST
from flows.measures import DETRACTORS, PROMOTERS, completed_needed, promoter_score

MARGINS = (10, 5)  # percentage points to either side
FATES = ("answered", "asked", "refused", "pending", "expired")
"""What becomes of a survey that was not held back, in the order of the table."""


def fates(words: Words, ledger: Ledger, choice: Choice) -> Markup:
    """All that fell due by channel; each is counted once, so that a row adds up to its total."""
    figures = ledger.by("channel", choice.place)
    held = sorted({f for figure in figures.values() for f in figure.fates} - set(FATES))
    heads = [words.say("head.channel"), words.say("head.due")]
    heads += [words.fate(fate) for fate in (*FATES, *held)] + [words.say("head.rate")]
    rows: list[list[Part]] = [
        [
            words.book("channel", id_),
            sum(figure.fates.values()),
            *(figure.fates.get(fate, 0) for fate in (*FATES, *held)),
            words.percent(figure.response.value if figure.response.n >= LEAST else None),
        ]
        for id_, figure in figures.items()
    ]
    found = table(words.say("section.response"), heads, rows)
    return joined(found, _needed(words, ledger.figure(choice.place)))


def _needed(words: Words, figure: Figure) -> Markup | None:
    """How many answers tell of all who were asked as surely as that."""
    if figure.response.n < LEAST:
        return None
    needed = {f"by_{points}": completed_needed(figure.response.n, points) for points in MARGINS}
    line = words.say("needed", n=figure.response.hits, asked=figure.response.n, **needed)
    return element("p", line, class_="few")


def enquiries(words: Words, ledger: Ledger, choice: Choice) -> Markup | None:
    """How satisfied people are with answers, apart from services; by department."""
    place, apart = choice.place, ledger.enquiries
    if place.programme or not apart.figure(place).states:
        return None
    heads = [words.say(f"head.{h}") for h in ("department", "asked", "n", "satisfied", "mean")]
    rows: list[list[Part]] = []
    for id_, figure in apart.by("department", place).items():
        scores, told = figure.scores, figure.scores.n >= LEAST
        shown: list[Part] = (
            [scores.n, words.percent(scores.satisfied.value), words.score(scores.mean)]
            if told
            else [element("span", words.say("few"), class_="few"), "–", "–"]
        )
        rows.append([words.book("department", id_), figure.response.n, *shown])
    return table(words.say("section.enquiries"), heads, rows)


def recommended(words: Words, ledger: Ledger, choice: Choice) -> Markup:
    """NPS by half-year, of everybody alike: it is not asked of a service."""
    found = ledger.recommended(choice.place.period)
    if not found:
        return element("p", words.say("few"), class_="few")
    heads = [words.say(f"head.{h}") for h in ("half", "n", "nps", "promoters", "detractors")]
    rows: list[list[Part]] = [
        [
            half,
            scores.n,
            words.points(promoter_score(scores)),
            words.percent(scores.among(PROMOTERS).value),
            words.percent(scores.among(DETRACTORS).value),
        ]
        for half, scores in found.items()
    ]
    return table(words.say("section.recommended"), heads, rows)
