"""Figures as Markdown tables: medians over the rounds, and ratios of figures of the same round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

from bench.measure import Figures
from bench.suite import Experiment

Round = dict[str, Figures]
"""The figures of one round, by the name of the entry."""

Reading = Callable[[Figures], float]
Column = tuple[str, str, Reading]
"""Heading, how the number is written, and where it is."""

FAST: tuple[Column, ...] = (
    ("messages/s", ",.0f", lambda f: f.per_second),
    ("CPU s/1000", ".3f", lambda f: f.cpu),
    ("memory, MB", ".0f", lambda f: f.memory / 1e6),
    ("kB a registration", ".1f", lambda f: f.disk / 1e3),
    ("start, s", ".1f", lambda f: f.start),
)
STEADY: tuple[Column, ...] = (
    ("messages/s", ",.1f", lambda f: f.per_second),
    ("reply, ms: p50", ".1f", lambda f: f.reply_ms[50]),
    ("p95", ".1f", lambda f: f.reply_ms[95]),
    ("p99", ".1f", lambda f: f.reply_ms[99]),
    ("200, ms: p50", ".1f", lambda f: f.acknowledged_ms[50]),
    ("p99", ".1f", lambda f: f.acknowledged_ms[99]),
    ("CPU s/1000", ".3f", lambda f: f.cpu),
)
FAULTS: tuple[Column, ...] = (
    ("lost", ".0f", lambda f: f.lost),
    ("twice", ".0f", lambda f: f.duplicates),
    ("wrong", ".0f", lambda f: len(f.wrong)),
)


def middle(rounds: Sequence[Round], name: str, reading: Reading) -> float:
    """The median over the rounds."""
    return median(reading(one[name]) for one in rounds)


def ratio(rounds: Sequence[Round], name: str, base: str, reading: Reading) -> float:
    """The median of what one is to the other in the same round."""
    return median(reading(one[name]) / reading(one[base]) for one in rounds)


def table(experiment: Experiment, rounds: Sequence[Round]) -> str:
    """One line for each entry, the last one being what the others are compared with."""
    columns = STEADY if experiment.steady else FAST
    names = [e.name for e in experiment.entries if all(e.name in one for one in rounds)]
    base = names[-1]
    headings = [heading for heading, _, _ in (*columns, *FAULTS)]
    lines = [_row(["", "x", *headings] if not experiment.steady else ["", *headings])]
    lines.append("|---|" + "---:|" * (lines[0].count("|") - 2))
    for name in names:
        cells = [format(middle(rounds, name, read), style) for _, style, read in columns]
        cells += [
            format(max(read(one[name]) for one in rounds), style) for _, style, read in FAULTS
        ]
        if not experiment.steady:
            cells.insert(0, f"{ratio(rounds, name, base, lambda f: f.per_second):.2f}")
        lines.append(_row([name, *cells]))
    return "\n".join(lines)


def note(rounds: Sequence[Round]) -> str:
    """How far the figures are to be trusted."""
    figures = [one for each in rounds for one in each.values()]
    foreign = median(one.foreign for one in figures)
    own = median(one.generator_cpu for one in figures)
    return (
        f"{len(rounds)} rounds. Others took {foreign:.0%} of the processors in the median, "
        f"the generator {own:.2f} s for 1000 messages."
    )


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
