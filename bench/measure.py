"""One run: a program started, loaded, watched and stopped, and the figures of it."""

from __future__ import annotations

import gc
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

from bench import pacing
from bench.load import Load, Tally
from bench.servers import running
from bench.systems import System

READS = 50  # people whose replies are read and compared
WARM = 10  # people who go first and are not measured
PERCENTILES = (50, 95, 99)


@dataclass(frozen=True, slots=True)
class Pace:
    """How people write, for `seconds`: `people` at once, or `rate` messages a second if not 0."""

    people: int = 200
    seconds: float = 5.0
    rate: float = 0.0
    api_delay: float = 0.0  # seconds


@dataclass(frozen=True, slots=True)
class Figures:
    """Latencies in milliseconds by percentile, processor in seconds for 1000 messages, bytes.

    `disk` is of each registration that was finished, after the program has ended in order.
    """

    system: str
    messages: int
    per_second: float
    reply_ms: dict[int, float]
    acknowledged_ms: dict[int, float]
    cpu: float
    generator_cpu: float
    memory: int
    disk: float
    lost: int
    duplicates: int
    wrong: tuple[str, ...]


async def measure(system: System, pace: Pace) -> Figures:
    with tempfile.TemporaryDirectory() as name:
        load = Load(system.network(), api_delay=pace.api_delay, reads=READS * system.talks)
        async with load.api() as api, running(system, Path(name), api) as servers:
            async with load.delivering(servers.ports):
                await pacing.closed(load, WARM, 0)
                load.tally = tally = Tally(finished=WARM)
                begun, cpu, own = perf_counter(), servers.cpu(), process_time()
                gc.disable()
                if pace.rate:
                    await pacing.open_(load, pace.people, pace.rate, pace.seconds)
                else:
                    await pacing.closed(load, pace.people, pace.seconds)
                gc.enable()
                seconds, cpu = perf_counter() - begun, servers.cpu() - cpu
                own = process_time() - own
            memory = servers.peak_memory()
            await servers.stop()
            disk = _size(servers.data)
        messages = len(tally.replies)
        return Figures(
            system=system.name,
            messages=messages,
            per_second=messages / seconds,
            reply_ms=_percentiles(tally.replies),
            acknowledged_ms=_percentiles(tally.acknowledgements),
            cpu=cpu / messages * 1000,
            generator_cpu=own / messages * 1000,
            memory=memory,
            disk=disk / tally.finished,
            lost=load.waiting,
            duplicates=tally.duplicates,
            wrong=tuple(tally.wrong[:3]),
        )


def _percentiles(seconds: list[float]) -> dict[int, float]:
    ranked = sorted(seconds)
    return {p: ranked[min(len(ranked) * p // 100, len(ranked) - 1)] * 1000 for p in PERCENTILES}


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
