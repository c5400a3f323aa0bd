"""Files that officers send, by addresses of ours: signed, for one file, for a day.

WhatsApp and the website fetch them there. The file stays where it came from; nothing is kept here.
The address says nothing about anybody: the number of a line in the log, an end, a signature.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import body
from bot.body import File
from bot.channels.channel import Fetch, LostFile
from bot.clock import Clock
from bot.turns.taking_back import retracted
from bot.web.answers import problem
from storage import messages
from storage.database import Database
from storage.vault import Vault

LIFE = timedelta(days=1)
PATH = "/media"
GUESSED = {"image": "image/jpeg", "audio": "audio/ogg", "video": "video/mp4"}
"""What Telegram does not say of photos and voices: its own kinds."""
SOUNDS = frozenset({"audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac"})
SHOWN = SOUNDS | {"image/jpeg", "image/png", "video/mp4"}
"""What a browser may show in its place; the rest is saved."""

log = structlog.get_logger()


def path_of(vault: Vault, line: int, now: datetime) -> str:
    """The path under which the file of a line of the log is given out, until a day from now."""
    ends = str(int((now + LIFE).timestamp()))
    return f"{PATH}/{line}.{ends}.{_signature(vault, line, ends)}"


@dataclass(frozen=True, slots=True)
class Media:
    """`fetch` gives the files of each channel."""

    database: Database
    clock: Clock
    fetch: Mapping[str, Fetch]

    def routes(self) -> list[Route]:
        return [Route(f"{PATH}/{{pass_}}", self.file)]

    async def file(self, request: Request) -> Response:
        line = self._line(request.path_params["pass_"])
        if line is None:
            return problem(403)
        async with self.database.view() as view:
            kept = await messages.by_id(view, line)
            withdrawn = await messages.by_dedupe(view, retracted(line))
        is_ours = kept is not None and kept.direction == "out" and kept.room is None
        is_ours = is_ours and withdrawn is None
        file = body.read(kept.body).file if kept and is_ours else None
        fetch = self.fetch.get(file.channel) if file else None
        if file is None or fetch is None:
            return problem(404)
        try:
            content = await fetch(file.handle)
        except LostFile as lost:
            log.warning("media_lost", reason=str(lost))
            return problem(404)
        return answer(content, file)

    def _line(self, pass_: str) -> int | None:
        """The line it is for, if the pass is ours and has not ended."""
        number, _, rest = pass_.partition(".")
        ends, _, signature = rest.partition(".")
        if not (number.isascii() and number.isdecimal() and len(number) < 19):
            return None
        ours = _signature(self.database.vault, int(number), ends)
        if not hmac.compare_digest(signature.encode(), ours.encode()):
            return None
        return int(number) if self.clock.now().timestamp() < int(ends) else None


def answer(content: bytes, file: File) -> Response:
    """The file as a browser may have it: never as a page of ours."""
    type_ = file.type or GUESSED.get(file.kind, "application/octet-stream")
    how = "inline" if type_ in SHOWN else "attachment"
    return Response(
        content,
        media_type=type_,
        headers={
            "Content-Disposition": how,
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _signature(vault: Vault, line: int, ends: str) -> str:
    return vault.lookup("media", str(line), ends)
