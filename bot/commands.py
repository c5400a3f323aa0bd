"""What each `sila` command does."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Coroutine, Mapping

import uvicorn

from bot import app, config, content, logs
from bot.clock import SystemClock
from bot.web.passes import Passes
from storage.keys import WrongSecret
from storage.schema import MigrationError

TROUBLES = (content.ContentError, WrongSecret, MigrationError, OSError)


class UnknownOfficer(OSError):  # noqa: N818 -- read as a sentence
    """No such officer in association/officers.toml."""


async def serve(_: argparse.Namespace) -> int:
    settings = config.read()
    logs.start()
    async with app.running(settings) as running:
        options = uvicorn.Config(
            running.web,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
        server = Server(options, running)
        await server.serve()
    return 0


class Server(uvicorn.Server):
    """uvicorn, which says when it listens, and ends the event streams when it is to stop."""

    def __init__(self, options: uvicorn.Config, running: app.App) -> None:
        super().__init__(options)
        self.running = running

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(None)
        if self.started:
            port = self.servers[0].sockets[0].getsockname()[1]
            _say(f"Sila: http://{self.config.host}:{port}")

    async def shutdown(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        self.running.streams.close()
        await super().shutdown(None)


async def migrate(_: argparse.Namespace) -> int:
    settings = config.read()
    async with app.open_database(settings, SystemClock()):
        _say("the database is up to date")
    return 0


async def desk(chosen: argparse.Namespace) -> int:
    """A link good for ten minutes. Whoever has it is that officer: hand it over privately."""
    settings = config.read()
    book = content.load(settings.association)
    if chosen.officer not in book.officers:
        names = ", ".join(book.officers)
        raise UnknownOfficer(f"{chosen.officer}: no such officer; there are {names}")
    clock = SystemClock()
    async with app.open_database(settings, clock) as database:
        key = Passes(database.vault).link(chosen.officer, clock.now())
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    _say(f"{base}/desk?key={key}")
    return 0


async def check_content(chosen: argparse.Namespace) -> int:
    folder = chosen.folder or config.read().association
    book = content.load(folder)
    _say(
        f"{folder}: {len(book.answers)} answers, {len(book.programmes)} programmes, "
        f"{len(book.officers)} officers: no problems"
    )
    return 0


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 -- the operator's screen


COMMANDS: Mapping[str, Callable[[argparse.Namespace], Coroutine[None, None, int]]] = {
    "serve": serve,
    "migrate": migrate,
    "desk": desk,
    "content": check_content,
}
