"""An experiment in rounds: its entries take turns, their order reversed in every other round."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bench import postgres
from bench.measure import measure
from bench.process import Trouble
from bench.report import Round
from bench.suite import Entry, Experiment


async def run(experiment: Experiment, rounds: int, kept: Path) -> list[Round]:
    """What this machine cannot run is left out, and said. `kept` is as `measure` wants it."""
    able = list(_able(experiment))
    done: list[Round] = []
    for number in range(rounds if able else 0):
        found = {}
        for entry in able if number % 2 == 0 else reversed(able):
            try:
                figures = await measure(entry, kept)
            except Trouble as trouble:
                _tell(f"{entry.name} is left out: {trouble}")
                continue
            found[entry.name] = figures
            _tell(f"{entry.name}: {figures.per_second:,.0f} messages/s, {figures.cpu:.3f} s/1000")
            if figures.wrong:
                _tell(f"  not the reply: {figures.wrong[0]}")
        done.append(found)
    return done


def _able(experiment: Experiment) -> Iterator[Entry]:
    for entry in experiment.entries:
        lacks = entry.system.lacks() or (entry.database == "postgresql" and postgres.lacks())
        if lacks:
            _tell(f"{entry.name} is left out: {lacks}")
        else:
            yield entry


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 -- progress
