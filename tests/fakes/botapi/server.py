"""The HTTP side: from a request to its parameters, from a result to an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from aiogram.methods import TelegramMethod
from aiohttp import BodyPartReader, web

from tests.fakes.botapi.asking import ASKING
from tests.fakes.botapi.faults import Faults
from tests.fakes.botapi.forum import FORUM
from tests.fakes.botapi.refusal import Refusal, bad
from tests.fakes.botapi.schema import (
    MODELS,
    Upload,
    decode,
    faults_of_request,
    faults_of_result,
)
from tests.fakes.botapi.sending import SENDING
from tests.fakes.botapi.world import World

METHODS = {**ASKING, **FORUM, **SENDING}
TOKEN = re.compile(r"\d+:[\w-]{3,}")
LONGEST_POLL = 50  # seconds
LARGEST_REQUEST = 60 * 2**20  # bytes


@dataclass(eq=False)
class Call:
    """One request of the bot and what it was answered; the status is None until then, and where
    the connection was closed. The port is the bot's: it tells connections apart."""

    method: str
    parameters: dict[str, Any]
    port: int = 0
    status: int | None = None
    answer: Any = None


class Server:
    """Listens on this machine, on a free port."""

    def __init__(self, token: str, world: World, faults: Faults) -> None:
        self.calls: list[Call] = []
        self._token = token
        self._world = world
        self._faults = faults
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.router.add_route("*", "/bot{token}/{method}", self._receive)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)

    async def open(self) -> str:
        """Starts, and says at which URL."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0]
        return f"http://{host}:{port}"

    async def close(self) -> None:
        await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        name = request.match_info["method"].lower()
        assert request.transport is not None
        call = Call(name, {}, request.transport.get_extra_info("peername")[1])
        self.calls.append(call)
        fault = self._faults.take(name)
        try:
            model = self._model(request, name)
            call.method = model.__api_method__
            call.parameters = decode(model, await _read(request))
            self._world.violations.extend(faults_of_request(model, call.parameters))
            self._world.changed.pulse()
            if fault is None or fault.done:
                call.answer = await self._perform(name, call.parameters)
                self._world.violations.extend(faults_of_result(model, call.answer))
            answer = web.json_response({"ok": True, "result": call.answer})
        except Refusal as refusal:
            call.answer = refusal.description
            answer = web.json_response(refusal.json(), status=refusal.code)
        if fault is not None:
            self._world.changed.pulse()
            answer = await fault.apply(request, answer)
        call.status = None if fault is not None and fault.silent else answer.status
        self._world.changed.pulse()
        return answer

    async def _perform(self, name: str, parameters: dict[str, Any]) -> Any:
        updates = self._world.updates
        if name == "getupdates":
            updates.allow(parameters.get("allowed_updates"))
            return await updates.poll(
                parameters.get("offset") or 0,
                min(parameters.get("limit") or 100, 100),
                min(parameters.get("timeout") or 0, LONGEST_POLL),
            )
        if name not in METHODS:
            self._world.complain(f"the fake does not know {name}")
            raise Refusal(404, "method not found")
        try:
            return METHODS[name](self._world, parameters)
        except (AttributeError, KeyError, TypeError) as malformed:
            self._world.complain(f"{name}: {malformed!r}")
            raise bad("the request is malformed") from malformed

    async def _download(self, request: web.Request) -> web.Response:
        fault = self._faults.take("file")
        try:
            self._check_token(request)
            answer = web.Response(body=self._world.files.download(request.match_info["path"]))
        except Refusal as refusal:
            answer = web.json_response(refusal.json(), status=refusal.code)
        return answer if fault is None else await fault.apply(request, answer)

    def _model(self, request: web.Request, name: str) -> type[TelegramMethod[Any]]:
        self._check_token(request)
        if name not in MODELS:
            raise Refusal(404, "method not found")
        return MODELS[name]

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if not TOKEN.fullmatch(token):
            raise Refusal(404)
        if token != self._token:
            raise Refusal(401)


async def _read(request: web.Request) -> dict[str, Any]:
    """The parameters of a request, however it carries them."""
    raw: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        raw.update(await request.json())
        return raw
    if request.content_type != "multipart/form-data":
        raw.update(await request.post())
        return raw
    uploads: dict[str, Upload] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        data = bytes(await part.read())
        name = part.name or ""
        if part.filename is None:
            raw[name] = data.decode()
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            uploads[name] = Upload(part.filename, data, mime)
    for name, value in raw.items():
        if isinstance(value, str) and value.removeprefix("attach://") in uploads:
            raw[name] = uploads.pop(value.removeprefix("attach://"))
    return raw | uploads
