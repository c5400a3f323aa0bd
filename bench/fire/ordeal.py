"""Everything under fire at length: what `python -m bench --long` does after the measuring."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bench import postgres
from bench.fire import burst, flood, kills, provider
from bench.fire.scene import scene
from bench.fire.verdict import Verdict
from bench.systems import SYSTEMS

KILLS = 50
FIGURE = f"replies lost, replies that belong to no message, lines too many: {KILLS} kills"
"""What of it stands among the aims."""

SILA = SYSTEMS["sila"]
TITLES = ("", "messages", "registrations", "lost", "wrong", "twice", "at most", "holds")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`may_repeat`: replies that may come twice, because nobody could know that they had come."""

    verdict: Verdict
    may_repeat: int

    @property
    def holds(self) -> bool:
        return self.verdict.holds and self.verdict.duplicates <= self.may_repeat


async def killed(folder: Path) -> Outcome:
    async with scene(SILA, folder, api_delay=0.02) as fire:
        await kills.register(fire, 400, [kills.on_server(fire)] * KILLS, rate=150, seed=1)
        return Outcome(await fire.end(), KILLS * kills.IN_FLIGHT)


async def killed_on_whatsapp(folder: Path) -> Outcome:
    async with scene(SYSTEMS["sila-whatsapp"], folder, api_delay=0.02) as fire:
        await kills.register(fire, 100, [kills.on_server(fire)] * 10, rate=150, seed=2)
        return Outcome(await fire.end(), 10 * kills.IN_FLIGHT)


async def killed_on_postgresql(folder: Path) -> Outcome:
    async with (
        postgres.running() as cluster,
        scene(SILA, folder, database=cluster.url, processes=2, api_delay=0.02) as fire,
    ):
        each = [kills.on_server(fire, 0), kills.on_server(fire, 1), kills.on_database(cluster)]
        blows = (each * KILLS)[:KILLS]
        await kills.register(fire, 400, blows, rate=150, seed=3)
        return Outcome(await fire.end(), 2 * KILLS * kills.IN_FLIGHT)


async def provoked(folder: Path) -> Outcome:
    async with scene(SILA, folder) as fire:
        met = await provider.register(fire, people=300, seed=1)
        again = sum(count for trouble, count in met.items() if trouble.sent_again)
        return Outcome(await fire.end(), again)


async def flooded(folder: Path) -> Outcome:
    async with scene(SILA, folder, api_delay=0.005) as fire:
        await flood.beside(fire, people=200, messages=900)
        return Outcome(await fire.end(others=2 * 900), 0)


async def overrun(folder: Path) -> Outcome:
    async with scene(SILA, folder) as fire:
        await burst.greet(fire, people=9_000)
        return Outcome(await fire.end(), 0)


ORDEALS: dict[str, Callable[[Path], Awaitable[Outcome]]] = {
    f"killed {KILLS} times, Telegram, SQLite": killed,
    "killed 10 times, WhatsApp, SQLite": killed_on_whatsapp,
    f"two processes on PostgreSQL; one of the three is killed, {KILLS} times": killed_on_postgresql,
    "300 sends that the provider fails": provoked,
    "two people who write 900 messages each beside 200 others": flooded,
    "9,000 people in one moment": overrun,
}


async def run(say: Callable[[str], None]) -> dict[str, Outcome]:
    """Each of them once, by its name."""
    found = {}
    for name, ordeal in ORDEALS.items():
        if ordeal is killed_on_postgresql and (lacking := postgres.lacks()):
            say(f"{name}: left out, {lacking}")
            continue
        with tempfile.TemporaryDirectory() as folder:
            found[name] = await ordeal(Path(folder))
        if not found[name].holds:
            say(f"{name}: {found[name]}")
    return found


def table(outcomes: dict[str, Outcome]) -> str:
    lines = [_row(*TITLES), "|---|" + "---:|" * (len(TITLES) - 1)]
    for name, outcome in outcomes.items():
        seen = outcome.verdict
        cells = (seen.written, seen.finished, seen.lost, len(seen.wrong), seen.duplicates)
        holds = "yes" if outcome.holds else "no"
        lines.append(_row(name, *map(str, cells), str(outcome.may_repeat), holds))
    return "\n".join(lines)


def reached(outcomes: dict[str, Outcome]) -> dict[str, str]:
    """For the table of aims."""
    seen = outcomes[next(iter(ORDEALS))].verdict
    extra = sum(seen.rows) - 2 * seen.written
    return {FIGURE: f"{seen.lost}, {len(seen.wrong)}, {extra}"}


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"
