"""An ASGI application on a port of its own, served by the real server inside the test."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp


@asynccontextmanager
async def served(application: ASGIApp) -> AsyncIterator[str]:
    """Yields its address. Requests wait in the socket until the server is up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        options = uvicorn.Config(application, log_config=None, lifespan="off")
        server = uvicorn.Server(options)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving
