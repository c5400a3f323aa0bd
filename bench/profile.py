"""Where Sila spends its time: the server under cProfile while people register."""

from __future__ import annotations

import io
import pstats
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bench.measure import measure
from bench.suite import Entry, Pace
from bench.systems import SYSTEMS

SHOWN = 40  # functions


async def of_sila(pace: Pace) -> str:
    """The functions that take most of the time, themselves and with what they call."""
    with tempfile.TemporaryDirectory() as name:
        kept = Path(name)
        file = kept / "profile"
        command = (sys.executable, "-m", "cProfile", "-o", str(file), "-m", "bot", "serve")
        system = replace(SYSTEMS["sila"], command=command)
        await measure(Entry("Sila", system, pace), kept)
        told = io.StringIO()
        stats = pstats.Stats(str(file), stream=told).strip_dirs()
        for order in ("tottime", "cumtime"):
            stats.sort_stats(order).print_stats(SHOWN)
        return told.getvalue()
