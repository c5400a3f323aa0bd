"""The same conversation inside one process, without HTTP: the pure engine, and turns committed.

    .venv/bin/python -m bench.engine [people]

What durability costs over the pure engine, and what sharing a transaction gives over one commit
for each message: the more people write at once, the more turns are in one. Figures depend on the
machine, so trust the ratios.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import uvloop

from bench import work
from bot import app as shell
from bot import logs
from bot.app import App
from bot.clock import SystemClock
from bot.config import Settings
from bot.update import FromPerson, Update
from flows.context import Context, Needs
from flows.conversation import Conversation
from flows.events import Said

PEOPLE = 200
AT_ONCE = (1, 8, 64, PEOPLE)
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
        numbers = count()
        async with shell.running(settings) as app:
            measures = [await measure("pure engine", people, partial(pure, app))]
            for lines in AT_ONCE:
                talk = partial(together, app, numbers, lines)
                measures.append(await measure(f"{lines} at once", people, talk))
        report(measures, size(Path(folder)) / next(numbers))


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


async def together(app: App, numbers: Iterator[int], lines: int, people: int) -> None:
    """So many write at once, each the next message as soon as the last was committed; who has
    finished is followed by somebody else.
    """
    coming = iter([next(numbers) for _ in range(people)])

    async def line() -> None:
        for person in coming:
            for step in range(work.MESSAGES):
                await say(app, person, step)

    await asyncio.gather(*(line() for _ in range(lines)))


def report(measures: list[Measure], bytes_kept: float) -> None:
    base = measures[1].rate
    lines = [f"{'':24}{'messages/s':>12}{'CPU s/1000':>12}{'x 1 at once':>14}"]
    lines += [
        f"{m.name:24}{m.rate:12.0f}{m.cpu / m.messages * 1000:12.3f}{m.rate / base:14.2f}"
        for m in measures
    ]
    lines.append(f"disk, with all messages kept: {bytes_kept:.0f} bytes a registration")
    print("\n".join(lines))  # noqa: T201 -- the report


if __name__ == "__main__":
    logs.start()
    uvloop.run(main())
