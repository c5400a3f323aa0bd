"""The server of the website chat, small enough to read: sessions in memory and a scripted bot.

It speaks the contract of the widget (`/widget.js`, `/static/…`, `/chat/…`) to pages of any origin.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from aiohttp import web
from aiohttp.test_utils import TestServer
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3]
STATIC = ROOT / "bot/web/static"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "authorization, content-type, last-event-id",
    "Access-Control-Expose-Headers": "retry-after",
    "Access-Control-Max-Age": "0",
}
MENU = [
    {"id": "register", "label": "التسجيل في خدمة"},
    {"id": "ask", "label": "استفسار"},
    {"id": "follow", "label": "متابعة طلب"},
]


class Answer(NamedTuple):
    """What the server answers instead of doing what it was asked."""

    status: int
    headers: dict[str, str] = {}  # noqa: RUF012 - a constant: nothing ever writes to it
    done: bool = False  # it was done, only its answer is another
    when: asyncio.Event | None = None  # not before this is set


class Posted(NamedTuple):
    """A message that was posted: by which token, what, and the status it was answered with."""

    token: str
    body: dict[str, Any]
    status: int


class Talk:
    """One session: everything that happened in it, and the streams that listen."""

    def __init__(self) -> None:
        self.messages: dict[int, dict[str, Any]] = {}
        self.streams: set[asyncio.Queue[str | None]] = set()

    def add(self, author: str, text: str, **more: Any) -> int:
        """A new message, told to every stream; returns its number."""
        number = max(self.messages, default=0) + 1
        at = f"2026-11-22T07:{number % 60:02d}:48.123Z"
        plain: dict[str, Any] = {
            "name": None,
            "client": None,
            "prompt": None,
            "options": [],
            "wants": None,
        }
        message = {"id": number, "author": author, "text": text, "at": at, **plain, **more}
        self.messages[number] = message
        self.tell("message", message)
        return number

    def heard(self) -> list[str]:
        """What the person wrote, each line once."""
        return [line["text"] for line in self.messages.values() if line["author"] == "me"]

    def ask(self, text: str, options: list[dict[str, str]] = MENU) -> int:
        """A message of the bot with options."""
        number = max(self.messages, default=0) + 1
        return self.add("bot", text, prompt=number, options=options)

    def tell(self, event: str, data: dict[str, Any]) -> None:
        """An event to every open stream."""
        for stream in self.streams:
            stream.put_nowait(written(event, data))


def written(event: str, data: dict[str, Any]) -> str:
    """The event as it goes over the wire; only a message moves the number to resume from."""
    number = f"id: {data['id']}\n" if event == "message" else ""
    return f"{number}event: {event}\ndata: {json.dumps(data)}\n\n"


@cache
def words(language: str) -> dict[str, str]:
    """The catalogue of the widget, id to text."""
    with (ROOT / f"locales/{language}/LC_MESSAGES/widget.po").open("rb") as lines:
        return {str(line.id): str(line.string) for line in read_po(lines) if line.id}


class ChatServer:
    """Talks by token, and what was asked of the server: posts, streams opened, sessions made."""

    def __init__(self) -> None:
        self.talks: dict[str, Talk] = {}
        self.languages: list[str] = []
        self.posts: list[Posted] = []
        self.streams: list[str | None] = []  # the Last-Event-ID of every stream opened
        self.refusals: deque[Answer] = deque()  # for the next posts
        self.taken: set[str] = set()  # client ids: a message that comes again changes nothing
        self.is_away = False  # no stream can be opened
        self.url = ""
        self._changed = asyncio.Condition()

    @property
    def talk(self) -> Talk:
        """The newest session."""
        return list(self.talks.values())[-1]

    def said(self) -> list[str]:
        """The texts the server has taken, greeting and options included."""
        taken = [post.body for post in self.posts if post.status == 202]
        return [str(body.get("text") or body["option"]) for body in taken]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something asked of the server makes the condition hold."""
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(holds)

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def hang_up(self) -> None:
        """End every stream."""
        for talk in self.talks.values():
            for stream in talk.streams:
                stream.put_nowait(None)

    async def _page(self, request: web.Request) -> web.Response:
        return embedding(request, self.url)

    async def _widget(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(STATIC / "widget.js")

    async def _strings(self, request: web.Request) -> web.Response:
        return web.json_response(words(request.query["language"]))

    async def _session(self, request: web.Request) -> web.Response:
        self.languages.append((await request.json())["language"])
        token = f"token-{len(self.languages)}"
        self.talks[token] = Talk()
        await self._notify()
        return web.json_response({"token": token}, status=201)

    async def _post(self, request: web.Request) -> web.Response:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        body = await request.json()
        answer = self.refusals.popleft() if self.refusals else Answer(202, done=True)
        if answer.done and token not in self.talks:
            answer = Answer(401)
        self.posts.append(Posted(token, body, answer.status))
        if answer.done and body["id"] not in self.taken:
            self.taken.add(body["id"])
            self._reply(self.talks[token], body)
        await self._notify()
        if answer.when:
            await answer.when.wait()
        return web.Response(status=answer.status, headers=answer.headers)

    async def _file(self, request: web.Request) -> web.Response:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        body: dict[str, Any] = {"id": request.query["id"], "file": await request.read()}
        answer = self.refusals.popleft() if self.refusals else Answer(202, done=True)
        self.posts.append(Posted(token, body, answer.status))
        if answer.done and body["id"] not in self.taken:
            self.taken.add(body["id"])
            self.talks[token].add("me", "📎", client=body["id"])
        await self._notify()
        return web.Response(status=answer.status, headers=answer.headers)

    def _reply(self, talk: Talk, body: dict[str, Any]) -> None:
        labels = {option["id"]: option["label"] for option in MENU}
        text = body.get("text") or labels[body["option"]]
        talk.add("me", text, client=body["id"])
        if text == "/start":
            talk.ask("السلام عليكم ورحمة الله، أهلًا بك.\nكيف نخدمك؟")
        elif "option" in body:
            talk.ask(f"وصل الاختيار: {text}", [{"id": "ask", "label": "سؤال آخر"}])

    async def _events(self, request: web.Request) -> web.StreamResponse:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        last = request.headers.get("Last-Event-ID")
        self.streams.append(last)
        if self.is_away or token not in self.talks:
            await self._notify()
            return web.Response(status=503 if self.is_away else 401)
        talk = self.talks[token]
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", **CORS})
        await stream.prepare(request)
        missed = [message for number, message in talk.messages.items() if number > int(last or 0)]
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        talk.streams.add(queue)
        await self._notify()
        try:
            told = "".join(written("message", message) for message in missed)
            await stream.write(f": here\n\n{told}".encode())
            while (event := await queue.get()) is not None:
                await stream.write(event.encode())
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            talk.streams.discard(queue)
            await self._notify()
        return stream

    def app(self) -> web.Application:
        """The application; `/page` embeds the widget with the attributes of the query."""
        app = web.Application(middlewares=[self._open_to_all])
        app.router.add_get("/page", self._page)
        app.router.add_get("/widget.js", self._widget)
        app.router.add_static("/static", STATIC)
        app.router.add_get("/chat/strings", self._strings)
        app.router.add_post("/chat/sessions", self._session)
        app.router.add_post("/chat/messages", self._post)
        app.router.add_post("/chat/files", self._file)
        app.router.add_get("/chat/events", self._events)
        return app

    @web.middleware
    async def _open_to_all(
        self,
        request: web.Request,
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        if request.method == "OPTIONS":
            return web.Response(status=204, headers=CORS)
        response = await handler(request)
        if not response.prepared:
            response.headers.update(CORS)
        return response


def embedding(request: web.Request, server: str) -> web.Response:
    """A page of some association's site; its own styles must not reach into the chat."""
    data = " ".join(f'data-{name}="{value}"' for name, value in request.query.items())
    return web.Response(
        content_type="text/html",
        charset="utf-8",
        headers={"Content-Security-Policy": f"default-src {server}; style-src 'unsafe-inline'"},
        text=f"""<!doctype html><html lang="ar" dir="rtl"><title>جمعية</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <style>
          html {{ font-size: 62.5% }}
          * {{ color: red; direction: ltr; letter-spacing: 4px }}
        </style>
        <h1>جمعية من الجمعيات</h1><button>زر في الصفحة</button>
        <div id="place" style="max-width: 480px; height: 600px"></div>
        <script async src="{server}/widget.js" {data}></script></html>""",
    )


@asynccontextmanager
async def serving(application: web.Application) -> AsyncIterator[str]:
    """The application on a free port of this machine; yields its address."""
    server = TestServer(application)
    await server.start_server()
    try:
        yield str(server.make_url("")).rstrip("/")
    finally:
        await server.close()
