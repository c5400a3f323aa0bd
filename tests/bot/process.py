"""`sila` as a process of its own, in a folder of its own."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.config import Settings
from tests.shell import ROOT

PATIENCE = 60  # seconds until a condition that does not come is a failure


@dataclass
class Served:
    process: Process
    url: str


def clean(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in this folder, with nothing of ours in the environment but the sample content."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("ASSOCIATION", str(ROOT / "association"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(folder)
    return folder


async def begin(*arguments: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, stdout=PIPE, stderr=PIPE
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@asynccontextmanager
async def serving(monkeypatch: pytest.MonkeyPatch, **changes: str) -> AsyncIterator[Served]:
    """`sila serve` on a free port, killed at the end unless it has ended."""
    for name, value in {"PORT": "0", **changes}.items():
        monkeypatch.setenv(name, value)
    process = await begin("serve")
    try:
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            said = (await process.stdout.readline()).decode()
        assert said.startswith("Sila: http://127.0.0.1:")
        yield Served(process, said.removeprefix("Sila: ").strip())
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
