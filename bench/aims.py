"""What is aimed at, and how far the figures reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.measure import Figures
from bench.report import Reading, Round, middle, ratio
from bench.suite import LARGE

Results = Mapping[str, Sequence[Round]]
"""The rounds of each experiment that was run."""

Measured = Callable[[Results], str]
"""Raises KeyError where the experiment or an entry of it was not run."""


@dataclass(frozen=True, slots=True)
class Aim:
    figure: str
    aim: str
    experiment: str
    measured: Measured


def speed(figures: Figures) -> float:
    return figures.per_second


def late(figures: Figures) -> float:
    return figures.reply_ms[99]


def acknowledged_late(figures: Figures) -> float:
    return figures.acknowledged_ms[99]


def times(experiment: str, name: str, base: str, reading: Reading = speed) -> Measured:
    return lambda results: f"{ratio(results[experiment], name, base, reading):.2f}"


def value(experiment: str, name: str, reading: Reading, style: str) -> Measured:
    return lambda results: style.format(middle(results[experiment], name, reading))


PTB = "python-telegram-bot, SQLite"
TWO = "two of Sila, PostgreSQL"

AIMS = (
    Aim("messages/s, of python-telegram-bot's", "≥ 15", "telegram", times("telegram", "Sila", PTB)),
    Aim(
        "messages/s, of aiogram's with Redis",
        "≥ 10",
        "telegram",
        times("telegram", "Sila", "aiogram, Redis"),
    ),
    Aim(
        "processor for 1000 messages",
        "≤ 0.30 s",
        "telegram",
        value("telegram", "Sila", lambda f: f.cpu, "{:.2f} s"),
    ),
    Aim(
        "message to reply, p99, 30 a second",
        "≤ 12 ms",
        "steady",
        value("steady", "Sila, 30 a second", late, "{:.1f} ms"),
    ),
    Aim(
        "message to reply, p99, 200 a second",
        "≤ 15 ms",
        "steady",
        value("steady", "Sila, 200 a second", late, "{:.1f} ms"),
    ),
    Aim(
        "message to 200, p99, with a provider that takes 500 ms, of that with one that takes none",
        "≤ 1.5",
        "provider",
        times(
            "provider",
            "Sila, the provider takes 500 ms",
            "Sila, the provider takes no time",
            acknowledged_late,
        ),
    ),
    Aim(
        "messages/s with 2,000 people at once, of that with 200",
        "≥ 0.9",
        "crowd",
        times("crowd", "Sila, 2,000 at once", "Sila, 200 at once"),
    ),
    Aim(
        f"messages/s with {LARGE:,} people stored, of that with 1,000",
        "≥ 0.8",
        "stored",
        times("stored", f"Sila, {LARGE:,} stored", "Sila, 1,000 stored"),
    ),
    Aim(
        f"start with {LARGE:,} people stored",
        "≤ 3 s",
        "stored",
        value("stored", f"Sila, {LARGE:,} stored", lambda f: f.start, "{:.1f} s"),
    ),
    Aim(
        "memory at its peak",
        "≤ 180 MB",
        "telegram",
        value("telegram", "Sila", lambda f: f.memory / 1e6, "{:.0f} MB"),
    ),
    Aim(
        "disk for a finished registration",
        "≤ 8 kB",
        "telegram",
        value("telegram", "Sila", lambda f: f.disk / 1e3, "{:.1f} kB"),
    ),
    Aim(
        "messages/s of two processes on PostgreSQL, of one's on SQLite",
        "≥ 0.6",
        "telegram",
        times("telegram", TWO, "Sila"),
    ),
    Aim(
        "messages/s on WhatsApp, of Starlette's with twilio",
        "≥ 3",
        "whatsapp",
        times("whatsapp", "Sila", "Starlette and twilio, SQLite"),
    ),
)


def reached(results: Results) -> dict[str, str]:
    """What was measured, by figure."""
    found = {}
    for aim in AIMS:
        try:
            found[aim.figure] = aim.measured(results)
        except KeyError:
            continue
    return found
