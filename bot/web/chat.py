"""The website's chat: sessions, messages up, server-sent events down with resume."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import body
from bot.catalog import Catalog
from bot.clock import Clock
from bot.documents.uploads import Uploads
from bot.rates import Bucket, Rate
from bot.turns.loop import Turns
from bot.update import FromPerson, Update
from bot.web.answers import problem
from bot.web.media import path_of
from bot.web.streams import COMMENT, Streams, heartbeat, streamed, written
from flows.book import Language
from flows.events import Event, Said, Sent, Tapped
from storage import messages, outbox, people
from storage.database import Database
from storage.messages import Message
from storage.people import Origin

CHANNEL, ACCOUNT = "website", "website"
LONGEST = 4000  # characters of one line
A_FILE = "📎"  # what is shown of a line without words
PAGE = 200  # lines read at a time
TYPING = timedelta(seconds=8)  # in which an officer is seen to write, or to have begun to
TYPES = written("typing", {})
PER_PERSON = Rate(burst=20, per_second=1)
SESSIONS = Rate(burst=60, per_second=1)  # from one network address
TRACKED = 10_000  # buckets kept before full ones are forgotten


class Line(msgspec.Struct):
    """What the widget posts: words, or the option tapped under a prompt."""

    id: str
    text: str | None = None
    prompt: int | None = None
    option: str | None = None


class Session(msgspec.Struct):
    language: Language = "ar"


@dataclass(slots=True)
class Chat:
    database: Database
    turns: Turns
    uploads: Uploads
    streams: Streams
    catalogs: Mapping[Language, Catalog]
    clock: Clock
    _buckets: dict[str, Bucket] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        return [
            Route("/chat/strings", self.strings),
            Route("/chat/sessions", self.session, methods=["POST"]),
            Route("/chat/messages", self.message, methods=["POST"]),
            Route("/chat/files", self.file, methods=["POST"]),
            Route("/chat/events", self.events),
        ]

    async def strings(self, request: Request) -> Response:
        language: Language = "en" if request.query_params.get("language") == "en" else "ar"
        return JSONResponse(self.catalogs[language].page("widget."))

    async def session(self, request: Request) -> Response:
        """A token that nobody can guess; nothing is stored until its first message."""
        wanted = msgspec.json.decode(await request.body() or b"{}", type=Session)
        asking = request.client.host if request.client else ""
        if wait := self._wait(f"from {asking}", SESSIONS):
            return problem(429, retry_after=wait)
        bare = f"{wanted.language}{secrets.token_urlsafe(32)}"
        return JSONResponse({"token": f"{bare}.{self._signature(bare)}"}, 201)

    async def message(self, request: Request) -> Response:
        external = self._external(request)
        if external is None:
            return problem(401)
        raw = await request.body()
        line = msgspec.json.decode(raw, type=Line)
        event = _event(line)
        if event is None or not 1 <= len(line.id) <= 64:
            return problem(400)
        if isinstance(event, Said) and len(event.text) > LONGEST:
            return problem(413)
        if wait := self._wait(external, PER_PERSON):
            return problem(429, retry_after=wait)
        language: Language = "en" if _token(request).startswith("en") else "ar"
        what = FromPerson(external, event, line.id, language=language)
        number = f"{self._address(external)}:{line.id}"
        await self.turns.take(Update(CHANNEL, ACCOUNT, number, what, raw))
        return JSONResponse({"id": line.id}, 202)

    async def file(self, request: Request) -> Response:
        """A file, as the body, where the question on the screen asks for one."""
        external, id_ = self._external(request), request.query_params.get("id", "")
        if external is None:
            return problem(401)
        if not 1 <= len(id_) <= 64:
            return problem(400)
        if wait := self._wait(external, PER_PERSON):
            return problem(429, retry_after=wait)
        if await self.uploads.wanted(Origin(CHANNEL, ACCOUNT, external)) is None:
            return problem(409)
        content = await request.body()
        what = FromPerson(external, Sent("document", ""), id_, content=content)
        number = f"{self._address(external)}:{id_}"
        async with self.uploads.ready(Update(CHANNEL, ACCOUNT, number, what)) as ready:
            await self.turns.take(ready)
        return JSONResponse({"id": id_}, 202)

    async def events(self, request: Request) -> Response:
        external = self._external(request)
        if external is None:
            return problem(401)
        last = request.headers.get("Last-Event-ID", "0")
        after = int(last) if last.isascii() and last.isdecimal() and len(last) < 19 else 0
        return streamed(request, self._feed(self._address(external), after))

    async def _feed(self, address: str, after: int) -> AsyncIterator[bytes]:
        with self.streams.watch(address) as event:
            yield COMMENT
            while not self.streams.closing:
                async with self.database.view() as view:
                    lines = await messages.transcript(view, address, after, PAGE)
                for line in lines:
                    if told := self._told(line):
                        yield told
                    after = line.id
                if lines:
                    await self._delivered(lines)
                elif not await heartbeat(event):
                    yield COMMENT

    async def _delivered(self, lines: list[Message]) -> None:
        """What was written to the stream has reached the browser, as far as we can know."""
        out = [line for line in lines if line.status in {"queued", "sending", "sent"}]
        if out:
            async with self.database.unit() as unit:
                for line in out:
                    outbox.settle(unit, line.id, "delivered", self.clock.now())
            self.streams.wake("desk")

    def _told(self, line: Message) -> bytes | None:
        """One row of the log as the widget hears of it."""
        kept = body.read(line.body)
        if kept.hidden or kept.internal or line.status in {"expired", "parked"}:
            return None
        if line.act == "delete":
            return written("delete", {"id": line.target}, line.id)
        data: dict[str, Any] = {
            "id": line.target if line.act == "edit" else line.id,
            "text": body.quoting(kept) or A_FILE,
            "prompt": kept.prompt,
            "wants": kept.wants,
            "options": [{"id": o.id, "label": o.label} for o in kept.options],
        }
        if line.act == "edit":
            return written("edit", data, line.id)
        if kept.file and line.direction == "out":
            data["text"] = f"{A_FILE} {kept.text}".strip()
            data["file"] = path_of(self.database.vault, line.id, self.clock.now())
        author = "me" if line.direction == "in" else line.author.partition(":")[0]
        data |= {"author": author, "name": kept.name, "client": kept.client}
        data |= {"at": line.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")}
        message = written("message", data, line.id)
        if self.clock.now() - line.created_at >= TYPING:
            return message
        before = TYPES if author == "officer" else b""
        return before + message + (TYPES if kept.typing else b"")

    def _external(self, request: Request) -> str | None:
        """The person's id, of a token that we signed; the token itself is never stored."""
        bare, _, signature = _token(request).rpartition(".")
        if not bare or not secrets.compare_digest(
            signature.encode(), self._signature(bare).encode()
        ):
            return None
        return hashlib.sha256(bare.encode()).hexdigest()

    def _address(self, external: str) -> str:
        return people.identify(self.database.vault, Origin(CHANNEL, ACCOUNT, external))

    def _signature(self, bare: str) -> str:
        return self.database.vault.lookup("chat", bare)

    def _wait(self, who: str, rate: Rate) -> int:
        """How many seconds somebody has to wait; without a wait it counts as done."""
        now = self.clock.now()
        if len(self._buckets) > TRACKED:
            self._buckets = {who: b for who, b in self._buckets.items() if not b.is_fresh(now)}
        bucket = self._buckets.setdefault(who, rate.bucket())
        wait = bucket.wait(now)
        if not wait:
            bucket.take()
        return ceil(wait.total_seconds())


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _event(line: Line) -> Event | None:
    if line.prompt is not None and line.option is not None and len(line.option) <= 64:
        return Tapped(line.prompt, line.option)
    if line.text is not None and line.text.strip():
        return Said(line.text)
    return None
