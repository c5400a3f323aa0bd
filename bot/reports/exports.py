"""What may leave as data: rows without a person, figures of five or more, and the evidence pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot.reports.files import Cell, Sheet, save
from bot.reports.follow_up import follow_up
from bot.reports.indicators import Measured, indicators
from bot.reports.indicators_page import changed, written
from bot.reports.ledger import Figure, Ledger
from bot.reports.words import Words
from bot.reports.work import work
from flows.disclosure import LEAST, Place
from flows.period import Period, spanning

FORMATS = ("xlsx", "csv")


def ratings(ledger: Ledger, months: Sequence[Period], words: Words) -> list[Sheet]:
    """A row for each rating, by month, in an order that says nothing. No officer, no comment."""
    rows: list[list[Cell]] = [
        [
            ledger.months[asked.span].id,
            words.book("programme", asked.programme),
            words.book("department", asked.department),
            words.book("channel", asked.channel),
            words.state(asked.state),
            asked.score,
            words.reason("rating", asked.reason) if asked.reason else "",
            *(asked.scales.get(scale) for scale in ledger.scales),
            words.say("yes") if asked.unconfirmed else "",
            asked.policy,
        ]
        for asked in ledger.records.asked
        if ledger.months[asked.span] in months
        for _ in range(asked.n)
    ]
    asked_of = ("month", "programme", "department", "channel", "state", "score", "reason")
    heads = (*asked_of, *ledger.scales, "unconfirmed", "policy")
    return [Sheet(words.say("file.ratings"), _heads(words, heads), sorted(rows, key=str))]


def cases(ledger: Ledger, months: Sequence[Period], words: Words) -> list[Sheet]:
    """A row for each hand-off, by month, with its times in working minutes."""
    minutes = ledger.working.minutes
    rows: list[list[Cell]] = [
        [
            ledger.months[case.span].id,
            words.reason("case", case.reason),
            words.book("department", case.department),
            words.book("channel", case.channel),
            words.outcome(case.outcome) if case.outcome else "",
            round(minutes(case.opened_at, case.replied_at)) if case.replied_at else None,
            round(minutes(case.opened_at, case.closed_at)) if case.closed_at else None,
        ]
        for case in ledger.records.waited
        if ledger.months[case.span] in months
    ]
    heads = ("month", "reason", "department", "channel", "outcome", "reply", "resolution")
    return [Sheet(words.say("file.cases"), _heads(words, heads), sorted(rows, key=str))]


def cases_summary(ledger: Ledger, period: Period, words: Words) -> Sheet:
    rows: list[list[Cell]] = []
    for name in ledger.departments:
        own = work(ledger, Place(period, department=name))
        n = sum(case.n for case in own.opened)
        counts = (n, own.closed.hits, own.reopened.hits)
        rows.append(
            [words.book("department", name), *counts, own.first_reply.p50, own.resolution.p50]
        )
    heads = ("department", "opened", "closed", "reopened", "reply", "resolution")
    return Sheet(words.say("section.work"), _heads(words, heads), rows)


def indicator_values(ledger: Ledger, months: Sequence[Period], words: Words) -> list[Sheet]:
    """Of the months of one period. ValueError for any others."""
    period = spanning(months)
    if period is None:
        raise ValueError("indicators are of a month, a quarter or a year")
    rows: list[list[Cell]] = [
        [
            one.code,
            words.say(f"indicator.{one.code}"),
            *_valued(one.now, words),
            one.now.n,
            changed(words, one),
            words.say(f"definition.{one.code}"),
        ]
        for one in indicators(ledger, period)
    ]
    heads = ("code", "indicator", "value", "unit", "n", "change", "definition")
    return [Sheet(words.say("indicators"), _heads(words, heads), rows)]


def _valued(measured: Measured, words: Words) -> tuple[Cell, Cell]:
    """The value as a number, and what of."""
    if measured.value is None:
        return written(words, measured), ""
    scale = 100 if measured.unit == "percent" else 1
    return round(scale * measured.value, 2), words.say(f"unit.{measured.unit}")


def followed_summary(ledger: Ledger, period: Period, words: Words) -> Sheet:
    """What was done about what people said, by department."""
    rows: list[list[Cell]] = []
    for name in ledger.departments:
        own = follow_up(ledger, Place(period, department=name))
        made_good: tuple[Cell, ...] = (own.opened, own.closed.hits, own.rerated.hits)
        if not (own.opened or own.whole):
            made_good = (words.say("few"), "", "")
        changed = (own.changed.n, own.changed.hits, own.improvements.get("declined", 0))
        rows.append([words.book("department", name), *made_good, *changed, own.thanks])
    heads = ("department", "low", "made_good", "rerated", "improvements", "done", "declined")
    return Sheet(words.say("section.followed"), _heads(words, (*heads, "thanks")), rows)


def why_summary(ledger: Ledger, period: Period, words: Words) -> Sheet:
    """Why people needed officers, complaints and suggestions among it."""
    found = work(ledger, Place(period)).reasons
    rows: list[list[Cell]] = [[words.reason("case", why), n] for why, n in found.items()]
    return Sheet(words.say("counted.reasons"), _heads(words, ("reason", "n")), rows)


def decided_summary(ledger: Ledger, period: Period, words: Words) -> Sheet:
    """What suggestions and complaints came to."""
    found = ledger.decided.within(Place(period))
    rows: list[list[Cell]] = [[words.decided(id_), n] for id_, n in found.items()]
    return Sheet(words.say("counted.decided"), _heads(words, ("decision", "n")), rows)


WHATS: Mapping[str, Callable[[Ledger, Sequence[Period], Words], list[Sheet]]] = {
    "ratings": ratings,
    "cases": cases,
    "indicators": indicator_values,
}


def sheets(what: str, ledger: Ledger, months: Sequence[Period], words: Words) -> list[Sheet]:
    """The sheets of one of `WHATS`, of these months."""
    return WHATS[what](ledger, months, words)


# ------------------------------------------------------------------ the evidence pack
def ratings_summary(ledger: Ledger, period: Period, words: Words) -> Sheet:
    """A row for each programme, department and channel; what is too few has no figure."""
    rows: list[list[Cell]] = []
    for what in ("programme", "department", "channel"):
        for name, figure in ledger.by(what, Place(period)).items():
            rows.append([words.say(f"head.{what}"), words.book(what, name), *_told(figure, words)])
    heads = ("by", "name", "asked", "rate", "n", "satisfied", "interval", "mean")
    return Sheet(words.say("title"), _heads(words, heads), rows)


def _told(figure: Figure, words: Words) -> list[Cell]:
    scores, response = figure.scores, figure.response
    if scores.n < LEAST:
        return [response.n, "", words.say("few") if not figure.whole or scores.n else 0, "", "", ""]
    share = scores.satisfied
    return [
        response.n,
        words.percent(response.value),
        scores.n,
        words.percent(share.value),
        words.interval(share.interval),
        words.score(scores.mean),
    ]


def contents(ledger: Ledger, words: Words) -> list[Sheet]:
    """What the association says, and the versions of what it says it by."""
    home, language = ledger.book.association, words.language
    answers: list[list[Cell]] = [
        [
            answer.id,
            answer.title.in_(language),
            words.book("department", answer.owner),
            answer.source.in_(language),
            answer.approved_by.in_(language),
            answer.valid_until.isoformat(),
        ]
        for answer in ledger.book.answers.values()
    ]
    heads = ("answer", "title", "owner", "source", "approved_by", "valid_until")
    policy, privacy = home.policy, home.privacy
    versions: list[list[Cell]] = [
        [
            words.say("policy"),
            policy.version,
            policy.approved.isoformat(),
            policy.review.isoformat(),
        ],
        [words.say("privacy"), privacy.version, "", ""],
    ]
    versions += [
        [programme.title.in_(language), programme.terms, "", ""]
        for programme in ledger.book.programmes.values()
    ]
    return [
        Sheet(words.say("answers"), _heads(words, heads), answers),
        Sheet(
            words.say("versions"),
            _heads(words, ("what", "version", "approved", "review")),
            versions,
        ),
    ]


def pack(folder: Path, ledger: Ledger, period: Period, words: Words) -> list[Path]:
    """Write the evidence pack; every file of it. OSError where the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = {
        "indicators": indicator_values(ledger, period.each_month, words),
        "ratings": [ratings_summary(ledger, period, words)],
        "cases": [cases_summary(ledger, period, words), why_summary(ledger, period, words)],
        "followed": [
            followed_summary(ledger, period, words),
            decided_summary(ledger, period, words),
        ],
        "contents": contents(ledger, words),
    }
    paths = [path for name, of in parts.items() for path in save(of, folder, name, rtl=words.rtl)]
    policy = ledger.book.association.policy
    readme = folder / "README.md"
    lines = words.say(
        "pack",
        association=ledger.book.association.name.in_(words.language),
        period=words.period(period),
        version=policy.version,
        approved=policy.approved,
    )
    listed = "\n".join(f"- `{path.name}`: {_titled(path, parts)}" for path in paths)
    readme.write_text(f"{lines}\n\n{listed}\n", "utf-8")
    return [*paths, readme]


def _titled(path: Path, parts: Mapping[str, Sequence[Sheet]]) -> str:
    """What is in a file: all sheets of a part, or the one that a CSV file has."""
    name, _, number = path.stem.partition("-")
    if path.suffix == ".xlsx":
        return " / ".join(sheet.title for sheet in parts[name])
    return parts[name][int(number or 1) - 1].title


def _heads(words: Words, names: tuple[str, ...]) -> list[str]:
    return [words.say(f"sheet.{name}") for name in names]
