"""Listening: the address, the server on it, and an end that leaves nothing unfinished.

The server is uvicorn with httptools, in whatever event loop it is started: `sila` runs on uvloop.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp
from uvicorn.server import HANDLED_SIGNALS

GRACE = 5  # seconds that answers in hand get when the process is to end
BACKLOG = 2048  # connections that may wait to be accepted


class CannotListen(Exception):  # noqa: N818 -- read by people as a sentence
    """The address is taken, or not ours."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens. It is had before anything else: two processes never share one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, UnicodeError) as error:
        raise CannotListen(f"HOST, PORT: cannot listen on {host}:{port}: {error}") from None


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds what listens there."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- not listened on
    return f"http://[{here}]:{port}" if ":" in here else f"http://{here}:{port}"


class Server(uvicorn.Server):
    """uvicorn on a socket of ours. It calls `began` once it serves, `ending` when it is to stop.

    A signal ends it, and is not raised again afterwards: what is around it has to be put away.
    """

    def __init__(
        self,
        app: ASGIApp,
        listening: socket.socket,
        began: Callable[[], None],
        ending: Callable[[], None],
    ) -> None:
        options = uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=GRACE,
        )
        super().__init__(options)
        self.listening = listening
        self.began = began
        self.ending = ending

    async def run_until_told(self) -> None:
        """Until SIGTERM or SIGINT."""
        await self.serve([self.listening])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.began()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.ending()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for signal in HANDLED_SIGNALS:
            loop.add_signal_handler(signal, self.handle_exit, signal, None)
        try:
            yield
        finally:
            for signal in HANDLED_SIGNALS:
                loop.remove_signal_handler(signal)
