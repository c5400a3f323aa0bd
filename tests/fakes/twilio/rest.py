"""What holds for every call: authentication, content types, faults, and what is never allowed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from aiohttp import encode_basic_auth, web

from tests.fakes.twilio.account_routes import AccountRoutes
from tests.fakes.twilio.content_routes import ContentRoutes
from tests.fakes.twilio.faults import Drop, Fail, Fault, Faults, Garble, Hold, Silence
from tests.fakes.twilio.media_routes import CDN, MediaRoutes
from tests.fakes.twilio.message_routes import MessageRoutes
from tests.fakes.twilio.records import Records
from tests.fakes.twilio.refusal import Refusal, missing
from tests.fakes.twilio.user import User

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    """One request that came in: what was asked, its form, JSON or query, the caller's port."""

    method: str
    path: str
    data: Mapping[str, Any]
    port: int

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Rest:
    """Serves an account's records to whoever has its token; notes every call and violation."""

    def __init__(self, records: Records, auth_token: str, users: Mapping[str, User]) -> None:
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.faults = Faults()
        self.changed = asyncio.Condition()
        self.closing = asyncio.Event()
        self.messages = MessageRoutes(records, users, self.violations)
        self._media = MediaRoutes(records, self.violations)
        self._contents = ContentRoutes(records)
        self.accounts = AccountRoutes(records)
        self._account = records.account
        self._credentials = encode_basic_auth(records.account, auth_token)

    def application(self) -> web.Application:
        application = web.Application(middlewares=[self._serve])
        for part in (self.messages, self._media, self._contents, self.accounts):
            application.add_routes(part.table())
        return application

    async def notify(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    @web.middleware
    async def _serve(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        port = request.transport.get_extra_info("peername")[1] if request.transport else 0
        call = Call(request.method, request.path, await _data(request), port)
        self.calls.append(call)
        await self.notify()
        answer = await self._meet(self.faults.strike(str(call)), request, handler)
        await self.notify()
        return answer

    async def _meet(
        self, fault: Fault | None, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        match fault:
            case Fail(status, code, message):
                refusal = Refusal(code, message, status)
                return web.json_response(refusal.as_json(), status=status)
            case Garble(status):
                return web.Response(status=status, text="<html>", content_type="text/html")
            case Silence():
                await self.closing.wait()
                return _cut(request)
        answer = await self._answer(request, handler)
        match fault:
            case Hold(released):
                await released.wait()
            case Drop():
                return _cut(request)
        return answer

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            if not request.path.startswith(CDN):
                self._admit(request)
            return await handler(request)
        except Refusal as refusal:
            return web.json_response(refusal.as_json(), status=refusal.status)
        except web.HTTPException as problem:
            self.violations.append(f"{request.method} {request.path}: {problem.reason}")
            return web.json_response(missing(request.path).as_json(), status=problem.status)
        except Exception as problem:
            self.violations.append(f"{request.method} {request.path} broke the fake: {problem!r}")
            raise

    def _admit(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != self._credentials:
            raise Refusal(20003, "Authenticate", 401)
        if request.match_info.get("account", self._account) != self._account:
            raise missing(request.path)
        expected = JSON if request.path.startswith("/v1/Content") else FORM
        if request.method == "POST" and request.content_type != expected:
            self.violations.append(f"{request.path} was sent {request.content_type}")


def _cut(request: web.Request) -> web.StreamResponse:
    """Breaks the connection; what is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _data(request: web.Request) -> Mapping[str, Any]:
    if request.content_type == JSON and request.can_read_body:
        return dict(await request.json())
    form = await request.post() if request.method == "POST" else request.query
    return {
        name: values[0] if len(values) == 1 else values
        for name in form
        for values in [form.getall(name)]
    }
