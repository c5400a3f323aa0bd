"""A disk that tests fill: a small file system in memory where one may be mounted, and a limit to
what a process writes, which works everywhere.
"""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from storage.probe import State

SIZE = 16 * 2**20
MAY_MOUNT = 1 << 21  # CAP_SYS_ADMIN

Kind: TypeAlias = Literal["file system", "limit"]


class Disk(Protocol):
    """`process` is whose writing fails from `fill` until `free`; `state` is what it then sees."""

    folder: Path
    state: State

    def fill(self, process: int) -> None: ...

    def free(self, process: int) -> None: ...


@dataclass
class FileSystem:
    """Of its own, in memory."""

    folder: Path
    state: State = "full"

    def fill(self, process: int) -> None:
        """To the last byte."""
        filler = os.open(self.folder / "filler", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            for size in (2**16, 2**12, 1):
                _write_until_refused(filler, bytes(size))
        finally:
            os.close(filler)

    def free(self, process: int) -> None:
        (self.folder / "filler").unlink()


@dataclass
class Limit:
    """No file may be written at all, which the kernel answers with another error."""

    folder: Path
    state: State = "failing"

    def fill(self, process: int) -> None:
        _, most = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (0, most))

    def free(self, process: int) -> None:
        _, most = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (most, most))


def _write_until_refused(file: int, block: bytes) -> None:
    try:
        while True:
            os.write(file, block)
    except OSError:
        return


def may_mount() -> bool:
    """Whether this machine lets us have a file system of our own."""
    status = Path("/proc/self/status").read_text("ascii")
    able = next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff:"))
    return bool(int(able, 16) & MAY_MOUNT)


@contextmanager
def disk(kind: Kind, folder: Path) -> Iterator[Disk]:
    """One at `folder`, which is there and empty."""
    if kind == "file system":
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", str(folder)]
        subprocess.run(mount, check=True)
        try:
            yield FileSystem(folder)
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
    else:
        yield Limit(folder)


def make_read_only(folder: Path) -> None:
    """The file system at `folder`, where nothing of it is open."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


def make_writable(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
