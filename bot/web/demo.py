"""The demo: one page where the person at this machine plays a beneficiary and every officer."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.config import LOOPBACK
from bot.web.answers import problem

PAGE = Path(__file__).parent / "static" / "demo.html"
PROXIES = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
"""Headers that say somebody else is behind the one who asks."""


def at_this_machine(request: Request) -> bool:
    """Whether a page of this machine asks: not a proxy, and no foreign name that leads here."""
    try:
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:
        return False
    return host in LOOPBACK and not any(name in request.headers for name in PROXIES)


async def page(request: Request) -> Response:
    return FileResponse(PAGE) if at_this_machine(request) else problem(404)
