"""Programs under test: started, watched through /proc, stopped or killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.wire import HERE

TICK = os.sysconf("SC_CLK_TCK")
PATIENCE = 60.0  # seconds for a program to start or to end
LOOK = 0.02  # seconds between two looks at whether it listens


class Trouble(Exception):  # noqa: N818 -- told to the person at the keyboard
    """A program did not start, or ended by itself; with the end of what it wrote."""


def free_port() -> int:
    with socket.create_server((HERE, 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass(slots=True)
class Program:
    """One running program and what it started. `log` is where both its streams go."""

    process: asyncio.subprocess.Process
    log: Path

    @classmethod
    async def start(
        cls, command: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path
    ) -> Program:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        with log.open("ab") as stream:
            process = await asyncio.create_subprocess_exec(
                *command, env={**kept, **environment}, cwd=folder, stdout=stream, stderr=stream
            )
        return cls(process, log)

    async def answers(self, port: int) -> None:
        """Wait until it answers a request, whatever it says."""
        async with asyncio.timeout(PATIENCE):
            while not await _answers(port):
                if self.process.returncode is not None:
                    raise Trouble(f"it ended with {self.process.returncode}:\n{self.told()}")
                await asyncio.sleep(LOOK)

    async def stop(self) -> None:
        """As an operator would."""
        if self.process.returncode is None:
            self.process.terminate()
        async with asyncio.timeout(PATIENCE):
            await self.process.wait()

    async def kill(self) -> None:
        """At once, whatever it is doing: it and all that it started."""
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        await self.process.wait()

    def told(self) -> str:
        return self.log.read_text("utf-8", "replace")[-2000:]

    def pids(self) -> list[int]:
        """It and its descendants."""
        children: dict[int, list[int]] = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and (stat := _stat(int(folder.name))):
                children.setdefault(int(stat[1]), []).append(int(folder.name))
        found = [self.process.pid]
        for pid in found:
            found += children.get(pid, [])
        return found

    def cpu(self) -> float:
        """Seconds of processor, user and system, that it and its descendants have used."""
        stats = filter(None, map(_stat, self.pids()))
        return sum(sum(map(int, stat[11:15])) for stat in stats) / TICK

    def peak_memory(self) -> int:
        """Bytes: the sum of what each of them held in memory at most."""
        return sum(map(_peak, self.pids()))


async def _answers(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection(HERE, port)
    except OSError:
        return False
    try:
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return bool(await reader.read(1))
    except OSError:
        return False
    finally:
        writer.close()


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/<pid>/stat behind the name, state first; see proc_pid_stat(5)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return None
    return text[text.rindex(")") + 2 :].split()


def _peak(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
