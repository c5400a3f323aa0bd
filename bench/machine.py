"""The machine that figures are of, and how busy it is."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def describe() -> str:
    """Processor, cores, memory, system and Python."""
    models = re.findall(r"^model name\s*: (.+)$", _read("/proc/cpuinfo"), re.MULTILINE)
    kilobytes = re.findall(r"^MemTotal:\s+(\d+)", _read("/proc/meminfo"), re.MULTILINE)
    parts = (
        models[0] if models else platform.machine(),
        f"{os.cpu_count()} cores",
        f"{int(kilobytes[0]) / 1e6:.0f} GB" if kilobytes else "memory unknown",
        f"Linux {platform.release()}",
        f"Python {platform.python_version()}",
    )
    return ", ".join(parts)


def busy() -> float:
    """Seconds of processor that everything on this machine has used."""
    fields = list(map(int, _read("/proc/stat").splitlines()[0].split()[1:]))
    idle, waiting = fields[3], fields[4]
    return (sum(fields[:8]) - idle - waiting) / TICK


def _read(path: str) -> str:
    return Path(path).read_text("utf-8")
