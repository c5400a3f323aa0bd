"""`sila` with a look at what it is doing, a few hundred times in each second of its processor time.

    .venv/bin/python -m bench.sampled <file> serve

From when it serves until it ends. How often it was seen where is put into the file as JSON.
"""

from __future__ import annotations

import json
import runpy
import signal
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

from bench.systems import ROOT
from bot.serving import Server

INTERVAL = 0.001  # seconds of processor, of all threads; the kernel's own clock may be coarser
ELSEWHERE = ""  # no code of ours: the event loop, and the thread in which SQLite commits


def place(frame: FrameType | None) -> str:
    """Our innermost code: what the libraries do for it counts as its own. ``file:function``."""
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and ".venv" not in path.parts:
            return f"{path.relative_to(ROOT)}:{frame.f_code.co_name}"
        frame = frame.f_back
    return ELSEWHERE


def main(file: Path) -> None:
    seen: Counter[str] = Counter()
    startup = Server.startup

    async def begin(server: Server, sockets: object = None) -> None:
        await startup(server, sockets)  # type: ignore[arg-type]  # handed on as it came
        signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)

    Server.startup = begin  # type: ignore[method-assign, assignment]  # what starts is not looked at
    signal.signal(signal.SIGPROF, lambda _, frame: seen.update((place(frame),)))
    try:
        runpy.run_module("bot", run_name="__main__")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        file.write_text(json.dumps(seen), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv.pop(1)))
