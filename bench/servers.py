"""One system's processes on one database: started, killed one by one, started again, stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bench.process import Program, free_port
from bench.systems import Place, System


@dataclass(slots=True)
class Servers:
    """Programs that have the folder `data` for what they keep, unless `database` is elsewhere."""

    system: System
    folder: Path
    api: str
    database: str
    ports: list[int]
    programs: list[Program] = field(default_factory=list)
    took: float = 0.0  # seconds until the first one answered

    async def start(self) -> None:
        """One after the other; return when the last one answers."""
        begun = perf_counter()
        for number in range(len(self.ports)):
            self.programs.append(await self._start(number))
            self.took = self.took or perf_counter() - begun

    async def kill(self, number: int) -> None:
        """`kill -9`, whatever it is doing."""
        await self.programs[number].kill()

    async def restart(self, number: int) -> None:
        """On the same data, on the same port."""
        self.programs[number] = await self._start(number)

    async def stop(self) -> None:
        """In order, as an operator would."""
        for program in self.programs:
            await program.stop()

    def signal(self, number: int) -> None:
        """SIGSTOP and SIGCONT hold them still and let them go on."""
        for program in self.programs:
            program.process.send_signal(number)

    def disk(self) -> int:
        """Bytes in the folder where they keep their data."""
        return sum(path.stat().st_size for path in (self.folder / "data").rglob("*"))

    async def _start(self, number: int) -> Program:
        port = self.ports[number]
        place = Place(self.folder, port, self.api, self.database)
        program = await Program.start(
            self.system.command,
            self.system.environment(place),
            self.folder,
            self.folder / f"log-{number}.txt",
        )
        try:
            await program.answers(port)
        except BaseException:
            await program.kill()
            raise
        return program


def file_url(folder: Path) -> str:
    """The database of programs that have this folder."""
    return f"sqlite:///{folder}/data/bot.db"


@asynccontextmanager
async def running(
    system: System, folder: Path, api: str, database: str | None = None, processes: int = 1
) -> AsyncIterator[Servers]:
    """Started; whatever happens, none of them is left at the end.

    Without a `database` each has its own in `folder`.
    """
    (folder / "data").mkdir(exist_ok=True)
    database = database or file_url(folder)
    ports = [free_port() for _ in range(processes)]
    servers = Servers(system, folder, api, database, ports)
    try:
        await servers.start()
        yield servers
    finally:
        for program in servers.programs:
            await program.kill()
