"""Where Sila spends its processor time while people register: by part, and by function."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bench.measure import measure
from bench.sampled import ELSEWHERE
from bench.suite import Entry, Pace
from bench.systems import SYSTEMS

SHOWN = 30  # functions
LOOP = "the event loop, and SQLite's thread, which commits"
PARTS = {
    "flows/": "the engine",
    "bot/turns/": "turns: the loop, dossiers, scenes",
    "bot/sender.py": "claiming and settling",
    "bot/fate.py": "claiming and settling",
    "bot/rates.py": "claiming and settling",
    "bot/render.py": "words",
    "bot/catalog.py": "words",
    "bot/compose.py": "words",
    "bot/body.py": "words",
    "bot/lines.py": "words",
    "storage/vault.py": "sealing and opening",
    "storage/press.py": "sealing and opening",
    "storage/sqlite.py": "SQLite's statements, and the way to its thread",
    "storage/": "rows",
    "bot/web/": "webhooks: HTTP in",
    "bot/channels/": "channels: updates read, sends written",
    "bot/transport/": "sends: HTTP out",
    "bot/__main__.py": LOOP,
    "bot/": "the rest of the shell",
    ELSEWHERE: LOOP,
}
"""What the beginning of a file's path says; the first that fits."""


async def of_sila(pace: Pace, name: str = "sila") -> str:
    """Microseconds of processor for one message, by part and by function."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "seen")
        command = (sys.executable, "-m", "bench.sampled", str(file), "serve")
        system = replace(SYSTEMS[name], command=command)
        figures = await measure(Entry(name, system, pace), Path(folder))
        seen: Counter[str] = Counter(json.loads(await asyncio.to_thread(file.read_text, "utf-8")))
    each = figures.cpu * 1000 / seen.total()
    parts: Counter[str] = Counter()
    for place, count in seen.items():
        parts[part(place)] += count
    note = f"{seen.total()} looks at {figures.messages} messages, {figures.per_second:.0f} a second"
    functions = dict(seen.most_common(SHOWN))
    return "\n\n".join((_table("part", parts, each), _table("function", functions, each), note))


def part(place: str) -> str:
    return next(name for beginning, name in PARTS.items() if place.startswith(beginning))


def _table(of: str, counts: Mapping[str, int], each: float) -> str:
    """The most expensive first."""
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    lines = [f"| {name or '—'} | {count * each:.0f} |" for name, count in ranked]
    return "\n".join((f"| {of} | µs a message |", "|---|---:|", *lines))
