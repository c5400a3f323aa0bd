"""The desk's side of the server, small enough to read: cases in memory, moves that change them.

It speaks the contract of the desk's pages (`/desk`, `/desk/…`, `/static/…`, `/`) under a strict
content policy, so that a page which needs an inline script or style fails here.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3]
STATIC = ROOT / "bot/web/static"
POLICY = "default-src 'self'; frame-ancestors 'self'; base-uri 'none'"
NAMES = {"sara": "سارة", "ahmad": "أحمد"}
DEPARTMENTS = [{"id": "البرامج", "name": "البرامج"}, {"id": "الرعاية", "name": "الرعاية"}]
NOW, NEVER = "2026-11-22T10:35:00Z", "9"
STATES = {
    "queued": "بانتظار الاستلام",
    "claimed": "مستلَمة",
    "waiting_beneficiary": "بانتظار المستفيد",
    "closed": "مغلقة",
}
MOVES: dict[str, dict[str, Any]] = {
    "claim": {"label": "استلام", "needs": "none"},
    "assign": {
        "label": "تحويل",
        "needs": "target",
        "outcomes": [{"id": "ahmad", "label": "أحمد"}],
    },
    "sensitive": {"label": "سري", "needs": "sure"},
    "hand_back": {"label": "إعادة للرد الآلي", "needs": "none"},
    "release": {"label": "إعادة للقائمة", "needs": "none"},
    "deliver": {"label": "تمت الخدمة", "needs": "text"},
    "close": {
        "label": "إغلاق",
        "needs": "outcome",
        "outcomes": [
            {"id": "solved", "label": "حُلّت"},
            {"id": "referred", "label": "أُحيلت إلى جهة أخرى"},
        ],
    },
}


def words(language: str) -> dict[str, str]:
    """The catalogue of the desk, id to text."""
    with (ROOT / f"locales/{language}/LC_MESSAGES/desk.po").open("rb") as lines:
        return {str(line.id): str(line.string) for line in read_po(lines) if line.id}


class DeskServer:
    """What the pages see, and what they did: `moves` were made, `attempts` are all ids received."""

    def __init__(self) -> None:
        self.officer: str | None = "sara"
        self.cases: dict[str, dict[str, Any]] = {}
        self.talk: dict[str, list[dict[str, Any]]] = {}
        self.moves: list[dict[str, Any]] = []
        self.attempts: list[str] = []
        self.languages: list[str] = []
        self.sought: list[str] = []
        self.page = 100  # cases that are shown at most
        self.owners = ["release", "deliver", "close"]  # what the owner of a case may do
        self.refusal: tuple[int, str] | None = None
        self.meanwhile: dict[str, Any] = {}  # what a case that is refused has become
        self.listeners: set[asyncio.Queue[str | None]] = set()
        self.heard = asyncio.Event()
        self.url = ""

    def add(self, reference: str, talk: list[tuple[str, str]], **facts: Any) -> None:
        """A case on the queue, with what was said in it as (author, text)."""
        self.cases[reference] = {
            "reference": reference,
            "channel": "whatsapp",
            "kind": "handoff",
            "kind_label": "محادثة",
            "title": "نورة ع.",
            "state": "queued",
            "owner": None,
            "owner_name": "",
            "priority": 0,
            "priority_label": "عادية",
            "opened_at": "2026-11-22T08:00:00Z",
            "due_at": None,
            "unread": 0,
            "snippet": talk[-1][1] if talk else "",
            "department": "البرامج",
            "programme": "التدريب",
            "reason": "لم يتضح السؤال مرتين",
            "window_until": None,
            "fields": [{"label": "الاسم", "value": "نورة ع."}],
            **facts,
        }
        self.talk[reference] = []
        for author, text in talk:
            self.say(reference, author, text)

    def say(self, reference: str, author: str, text: str, **more: Any) -> None:
        """A line of the conversation, at the next minute."""
        lines = self.talk[reference]
        name = {"beneficiary": "نورة ع.", "bot": ""}.get(author, NAMES["sara"])
        at = f"2026-11-22T{8 + len(lines) // 60:02d}:{len(lines) % 60:02d}:00Z"
        fate: dict[str, Any] = {"status": None, "status_label": "", "reason": None}
        fate |= {"mark": None, "mark_label": "", "acts": []}
        line = {"id": len(lines) + 1, "author": author, "name": name, "text": text, "at": at}
        lines.append({**line, **fate, **more})

    def tell(self, reference: str) -> None:
        """Announce a change to every open page."""
        for listener in self.listeners:
            listener.put_nowait(reference)

    def _shown(self, case: dict[str, Any]) -> dict[str, Any]:
        mine = case["owner"] == self.officer
        offered = self.owners if mine else ["claim"]
        if case["state"] == "closed":
            mine, offered = False, []
        elif case["owner"] and not mine:
            offered = []
        moves = [{"id": move, "outcomes": [], **MOVES[move]} for move in offered]
        return {**self._row(case), "moves": moves, "may_speak": mine}

    @staticmethod
    def _row(case: dict[str, Any]) -> dict[str, Any]:
        return {**case, "state_label": STATES[case["state"]]}

    async def _demo(self, _: web.Request) -> web.FileResponse:
        return web.FileResponse(STATIC / "demo.html")

    async def _desk(self, _: web.Request) -> web.FileResponse:
        return web.FileResponse(STATIC / "desk.html")

    async def _widget(self, _: web.Request) -> web.Response:
        return web.Response(text=STUB, content_type="text/javascript")

    async def _strings(self, request: web.Request) -> web.Response:
        return web.json_response(words(request.query["language"]))

    async def _me(self, request: web.Request) -> web.Response:
        officers = [{"id": key, "name": name} for key, name in NAMES.items()]
        me = {"id": self.officer, "name": NAMES[str(self.officer)], "roles": ["officer"]}
        more = {"demo": True, "officers": officers, "departments": DEPARTMENTS, "language": "ar"}
        return web.json_response({**me, **more})

    async def _become(self, request: web.Request) -> web.Response:
        self.officer = (await request.json())["id"]
        return web.json_response({"ok": True})

    async def _list(self, request: web.Request) -> web.Response:
        self.languages.append(request.headers["Accept-Language"])
        belongs: dict[str, Callable[[dict[str, Any]], bool]] = {
            "open": lambda case: case["state"] != "closed",
            "closed": lambda case: case["state"] == "closed",
            "mine": lambda case: case["owner"] == self.officer,
            "unclaimed": lambda case: case["state"] == "queued",
            "late": lambda case: (case["due_at"] or NEVER) < NOW,
        }
        every = [c for c in self.cases.values() if request.query["department"] in c["department"]]
        chosen = [*filter(belongs[request.query["state"]], every)]
        shown = min(int(request.query["count"]), self.page)
        counts = {name: sum(map(test, every)) for name, test in belongs.items()}
        newest = max((case["opened_at"] for case in every), default=None)
        rows = [self._row(case) for case in chosen[:shown]]
        more = {"counts": counts, "newest": newest, "more": len(chosen) > shown}
        return web.json_response({"cases": rows, **more})

    async def _find(self, request: web.Request) -> web.Response:
        sought = (await request.json())["text"]
        self.sought.append(sought)
        if not sought.isdecimal():
            return web.json_response({"error": "رقم مرجعي أو أربعة أرقام"}, status=400)
        found = [case for number, case in self.cases.items() if number == sought]
        return web.json_response({"cases": [self._row(case) for case in found]})

    async def _read(self, request: web.Request) -> web.Response:
        case = self.cases.get(request.match_info["reference"])
        if case is None:
            return web.json_response({}, status=404)
        talk, lines = self.talk[case["reference"]], int(request.query["lines"])
        shown = {"messages": talk[-lines:], "earlier": len(talk) > lines}
        return web.json_response({"case": self._shown(case), **shown})

    async def _move(self, request: web.Request) -> web.Response:
        case = self.cases[request.match_info["reference"]]
        move = await request.json()
        self.attempts.append(move["id"])
        if self.refusal:
            status, why = self.refusal
            case.update(self.meanwhile)
            return web.json_response({"error": why}, status=status)
        if all(move["id"] != made["id"] for made in self.moves):
            self.moves.append(move)
            self._make(case, move)
        return web.json_response({"ok": True})

    def _make(self, case: dict[str, Any], move: dict[str, Any]) -> None:
        officer = str(self.officer)
        match move["move"]:
            case "claim":
                case.update(state="claimed", owner=officer, owner_name=NAMES[officer])
            case "release":
                case.update(state="queued", owner=None, owner_name="")
            case "say":
                case["state"] = "waiting_beneficiary"
                fate = {"status": "sent", "status_label": "أُرسلت", "acts": ["amend", "retract"]}
                self.say(case["reference"], "officer", move["text"], **fate)
            case "note":
                self.say(case["reference"], "note", move["text"])
            case "deliver":
                case["state"] = "waiting_beneficiary"
            case "close":
                case["state"] = "closed"
            case "assign":
                case.update(owner=move["about"], owner_name=NAMES[move["about"]])
            case "sensitive":
                del self.cases[case["reference"]]
            case "amend" | "retract":
                self._change(case["reference"], move)
            case unknown:
                raise ValueError(unknown)

    def _change(self, reference: str, move: dict[str, Any]) -> None:
        [line] = [one for one in self.talk[reference] if str(one["id"]) == move["about"]]
        if move["move"] == "amend":
            line.update(text=move["text"], mark="edited", mark_label="عُدّلت")
        else:
            line.update(mark="withdrawn", mark_label="سُحبت", acts=[])

    async def _events(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await stream.prepare(request)
        await stream.write(b"retry: 20\n\n")  # milliseconds until a dropped page connects again
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self.listeners.add(queue)
        self.heard.set()
        try:
            while (reference := await queue.get()) is not None:
                data = json.dumps({"case": reference})
                await stream.write(f"event: changed\ndata: {data}\n\n".encode())
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            self.listeners.discard(queue)
        return stream

    def hang_up(self) -> None:
        """End every event stream; pages connect again by themselves."""
        self.heard.clear()
        for listener in self.listeners:
            listener.put_nowait(None)

    def app(self) -> web.Application:
        """The application; `/widget.js` is a stub that shows where and how it was embedded."""
        app = web.Application(middlewares=[self._guard])
        app.router.add_get("/", self._demo)
        app.router.add_get("/desk", self._desk)
        app.router.add_get("/widget.js", self._widget)
        app.router.add_get("/desk/strings", self._strings)
        app.router.add_get("/desk/me", self._me)
        app.router.add_post("/desk/officer", self._become)
        app.router.add_get("/desk/cases", self._list)
        app.router.add_post("/desk/search", self._find)
        app.router.add_get("/desk/cases/{reference}", self._read)
        app.router.add_post("/desk/cases/{reference}/moves", self._move)
        app.router.add_get("/desk/events", self._events)
        app.router.add_static("/static", STATIC)
        return app

    @web.middleware
    async def _guard(
        self,
        request: web.Request,
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        within = request.path.startswith("/desk/") and request.path != "/desk/strings"
        if within and self.officer is None:
            return web.json_response({}, status=401)
        if request.method == "POST" and request.headers.get("X-Sila") != "desk":
            return web.json_response({"error": "X-Sila"}, status=403)
        response = await handler(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = POLICY
        return response


STUB = """{
  const { target, language } = document.currentScript.dataset;
  document.querySelector(target).append(`widget ${language}`);
}"""


@asynccontextmanager
async def serving(desk: DeskServer) -> AsyncIterator[DeskServer]:
    """The server on a free port of this machine, `desk.url` says which."""
    server = TestServer(desk.app())
    await server.start_server()
    desk.url = str(server.make_url("")).rstrip("/")
    try:
        yield desk
    finally:
        desk.hang_up()
        await server.close()
