"""The same conversation inside one process, without HTTP: the pure engine, and turns committed.

    .venv/bin/python -m bench.engine [people]

What durability costs over the pure engine, and what sharing a transaction gives over one commit
for each message. Figures depend on the machine, so trust the ratios.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bench import work
from bot import app as shell
from bot.app import App
from bot.clock import SystemClock
from bot.config import Settings
from bot.update import FromPerson, Update
from flows.context import Context, Needs
from flows.conversation import Conversation
from flows.events import Said

PEOPLE = 200
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Measure:
    """One way of working: messages a second, and seconds of processor for 1000 of them."""

    name: str
    messages: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        return self.messages / self.seconds


async def measure(name: str, people: int, talk: Callable[[int], Awaitable[None]]) -> Measure:
    before, started = _cpu(), time.perf_counter()
    await talk(people)
    seconds = time.perf_counter() - started
    return Measure(name, people * work.MESSAGES, seconds, _cpu() - before)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def say(app: App, person: int, step: int) -> None:
    what = FromPerson(f"person{person}", Said(work.texts(person)[step]))
    await app.turns.take(Update("website", "website", f"{person}:{step}", what))


async def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(  # type: ignore[call-arg]  # of pydantic-settings
            _env_file=None,
            database_url=f"sqlite:///{folder}/sila.db",
            association=ROOT / "association",
        )
        async with shell.running(settings) as app:
            measures = [
                await measure("pure engine", people, lambda n: pure(app, n)),
                await measure("one after the other", people // 10 or 1, lambda n: alone(app, n)),
                await measure(f"{people} at once", people, lambda n: together(app, n)),
            ]
        report(measures, size(Path(folder)) / (people + (people // 10 or 1)))


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("sila.db*"))


async def pure(app: App, people: int) -> None:
    """`advance` alone: no encryption, words, or database."""
    ctx = Context(
        SystemClock().now(),
        app.kit.book,
        app.kit.matcher,
        app.kit.labels,
        references=app.kit.candidates(),
    )
    for person in range(people):
        conversation = Conversation()
        for text in work.texts(person):
            turn = app.kit.engine.advance(conversation, Said(text), ctx)
            assert not isinstance(turn, Needs)
            conversation = turn.conversation


async def alone(app: App, people: int) -> None:
    """Each message waits for the commit of the one before it."""
    for person in range(people):
        for step in range(work.MESSAGES):
            await say(app, PEOPLE * 1000 + person, step)


async def together(app: App, people: int) -> None:
    """Everybody writes at once, each their next message as soon as the last was committed."""

    async def one(person: int) -> None:
        for step in range(work.MESSAGES):
            await say(app, person, step)

    await asyncio.gather(*map(one, range(people)))


def report(measures: list[Measure], bytes_kept: float) -> None:
    base = measures[1].rate
    lines = [f"{'':24}{'messages/s':>12}{'CPU s/1000':>12}{'x one by one':>14}"]
    lines += [
        f"{m.name:24}{m.rate:12.0f}{m.cpu / m.messages * 1000:12.3f}{m.rate / base:14.2f}"
        for m in measures
    ]
    lines.append(f"disk, with all messages kept: {bytes_kept:.0f} bytes a registration")
    print("\n".join(lines))  # noqa: T201 -- the report


if __name__ == "__main__":
    asyncio.run(main())
