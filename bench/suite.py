"""What `make bench` measures: experiments, each of a few entries that take turns."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from bench.systems import SYSTEMS, System

LARGE = 1_000_000
"""People in a database that is not small."""

Kind = Literal["sqlite", "postgresql"]


@dataclass(frozen=True, slots=True)
class Pace:
    """How people write, for `seconds`: `people` at once, or `rate` messages a second if not 0.

    `api_delay`: seconds that the provider takes for each send.
    """

    people: int = 200
    seconds: float = 5.0
    rate: float = 0.0
    api_delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One system in one situation. `stored`: people who registered long before."""

    name: str
    system: System
    pace: Pace = field(default_factory=Pace)
    database: Kind = "sqlite"
    processes: int = 1
    stored: int = 0


@dataclass(frozen=True, slots=True)
class Experiment:
    """Entries that are compared with the last one of them, in rounds.

    `steady`: what matters is how long people wait at a given load, not how much is done.
    """

    name: str
    title: str
    entries: tuple[Entry, ...]
    steady: bool = False

    def only(self, systems: Collection[str]) -> Experiment:
        """The entries of these systems; all of them when none are named."""
        kept = (e for e in self.entries if not systems or e.system.name in systems)
        return replace(self, entries=tuple(kept))


sila = partial(Entry, system=SYSTEMS["sila"])


def suite(people: int, seconds: float) -> tuple[Experiment, ...]:
    """`people` at once, new ones for so many `seconds`."""
    fast = Pace(people, seconds)

    def steady(rate: float, milliseconds: float) -> Pace:
        return Pace(people, 2 * seconds, rate, milliseconds / 1000)

    return (
        Experiment(
            "telegram",
            f"Telegram, {people} people at once, as fast as they can",
            (
                sila("Sila", pace=fast),
                sila("Sila, PostgreSQL", pace=fast, database="postgresql"),
                sila("two of Sila, PostgreSQL", pace=fast, database="postgresql", processes=2),
                Entry("aiogram, Redis", SYSTEMS["aiogram"], fast),
                Entry("python-telegram-bot, SQLite", SYSTEMS["ptb"], fast),
            ),
        ),
        Experiment(
            "whatsapp",
            f"WhatsApp, {people} people at once, as fast as they can",
            (
                Entry("Sila", SYSTEMS["sila-whatsapp"], fast),
                Entry("Starlette and twilio, SQLite", SYSTEMS["twilio"], fast),
            ),
        ),
        Experiment(
            "steady",
            "Telegram at a steady load, a provider that takes 50 ms",
            (
                sila("Sila, 200 a second", pace=steady(200, 50)),
                sila("Sila, 30 a second", pace=steady(30, 50)),
                Entry("python-telegram-bot, 30 a second", SYSTEMS["ptb"], steady(30, 50)),
            ),
            steady=True,
        ),
        Experiment(
            "provider",
            "Telegram, 30 messages a second, providers of different speed",
            (
                sila("Sila, the provider takes 500 ms", pace=steady(30, 500)),
                sila("Sila, the provider takes no time", pace=steady(30, 0)),
            ),
            steady=True,
        ),
        Experiment(
            "crowd",
            "Telegram, more people at once",
            (
                sila("Sila, 2,000 at once", pace=Pace(2000, seconds)),
                sila("Sila, 200 at once", pace=Pace(200, seconds)),
            ),
        ),
        Experiment(
            "stored",
            "Telegram, people who registered before",
            (
                sila(f"Sila, {LARGE:,} stored", pace=fast, stored=LARGE),
                sila("Sila, 1,000 stored", pace=fast, stored=1000),
            ),
        ),
        Experiment(
            "echo",
            "The generator itself, against a server that only echoes",
            (Entry("echo", SYSTEMS["echo"], fast),),
        ),
    )
