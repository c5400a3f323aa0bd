"""One system's processes on one database: started, killed one by one, started again, stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.process import Program, free_port
from bench.systems import Place, System


@dataclass(slots=True)
class Servers:
    """`data` is the folder that programs keep their data in, unless `database` is elsewhere."""

    system: System
    folder: Path
    api: str
    database: str
    ports: list[int]
    programs: list[Program] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    async def start(self) -> None:
        """All of them; return when each answers."""
        for number in range(len(self.ports)):
            self.programs.append(await self._start(number))

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

    def cpu(self) -> float:
        """Seconds of processor that all of them have used."""
        return sum(program.cpu() for program in self.programs)

    def peak_memory(self) -> int:
        """Bytes that all of them held at most."""
        return sum(program.peak_memory() for program in self.programs)

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


@asynccontextmanager
async def running(
    system: System, folder: Path, api: str, database: str | None = None, processes: int = 1
) -> AsyncIterator[Servers]:
    """Started; whatever happens, none of them is left at the end.

    Without a `database` each has its own in `folder`.
    """
    (folder / "data").mkdir(exist_ok=True)
    database = database or f"sqlite:///{folder}/data/bot.db"
    ports = [free_port() for _ in range(processes)]
    servers = Servers(system, folder, api, database, ports)
    try:
        await servers.start()
        yield servers
    finally:
        for program in servers.programs:
            await program.kill()
