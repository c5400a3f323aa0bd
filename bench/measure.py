"""One run: a system started, loaded, watched and stopped, and the figures of it."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

from bench import machine, pacing, postgres, servers, stored
from bench.load import Load, Tally
from bench.postgres import Cluster
from bench.process import Program
from bench.servers import Servers
from bench.suite import Entry, Pace

READS = 50  # people whose replies are read and compared
WARM = 10  # people who go first and are not measured
PERCENTILES = (50, 95, 99)


@dataclass(frozen=True, slots=True)
class Figures:
    """Latencies in milliseconds by percentile, processor in seconds for 1000 messages, bytes.

    `disk` is what each registration adds, once the system has ended in order. `foreign` is the
    share of the machine's processors that others took meanwhile. `start` is in seconds.
    """

    messages: int
    per_second: float
    reply_ms: dict[int, float]
    acknowledged_ms: dict[int, float]
    cpu: float
    generator_cpu: float
    foreign: float
    memory: int
    disk: float
    start: float
    lost: int
    duplicates: int
    wrong: tuple[str, ...]


async def measure(entry: Entry, kept: Path) -> Figures:
    """One run. What took long to prepare is in the folder `kept`, for the next one.

    Raises `process.Trouble` when the system does not start.
    """
    network, pace = entry.system.network(), entry.pace
    load = Load(network, api_delay=pace.api_delay, reads=READS * entry.system.talks)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        cluster, database = None, servers.file_url(folder)
        if entry.database == "postgresql":
            cluster = await stack.enter_async_context(postgres.running())
            database = cluster.url
        elif entry.stored:
            await stored.copy(kept, database, entry.stored)
        api = await stack.enter_async_context(load.api())
        started = await stack.enter_async_context(
            servers.running(entry.system, folder, api, database, entry.processes)
        )
        beside = [cluster.program] if cluster and cluster.program else []
        watched = [*started.programs, *beside]
        before = await _size(cluster, started)
        async with load.delivering(started.ports):
            await pacing.closed(load, WARM, 0)
            load.tally = tally = Tally(finished=WARM)
            begun, busy, own, cpu = perf_counter(), machine.busy(), process_time(), _cpu(watched)
            gc.disable()
            await _write(load, pace)
            gc.enable()
            cpu, own, busy = _cpu(watched) - cpu, process_time() - own, machine.busy() - busy
            seconds = perf_counter() - begun
        memory = sum(program.peak_memory() for program in started.programs)
        await started.stop()
        disk = await _size(cluster, started) - before
        messages = len(tally.replies)
        return Figures(
            messages=messages,
            per_second=messages / seconds,
            reply_ms=_percentiles(tally.replies),
            acknowledged_ms=_percentiles(tally.acknowledgements),
            cpu=cpu / messages * 1000,
            generator_cpu=own / messages * 1000,
            foreign=max(0.0, busy - cpu - own) / seconds / (os.cpu_count() or 1),
            memory=memory,
            disk=disk / tally.finished,
            start=started.took,
            lost=load.waiting,
            duplicates=tally.duplicates,
            wrong=tuple(tally.wrong[:3]),
        )


async def _size(cluster: Cluster | None, started: Servers) -> int:
    """Bytes of the database, and of what else is kept beside it."""
    return await cluster.size() if cluster else started.disk()


def _cpu(programs: Sequence[Program]) -> float:
    return sum(program.cpu() for program in programs)


async def _write(load: Load, pace: Pace) -> None:
    if pace.rate:
        await pacing.open_(load, pace.people, pace.rate, pace.seconds)
    else:
        await pacing.closed(load, pace.people, pace.seconds)


def _percentiles(seconds: Sequence[float]) -> dict[int, float]:
    ranked = sorted(seconds)
    return {p: ranked[min(len(ranked) * p // 100, len(ranked) - 1)] * 1000 for p in PERCENTILES}
