"""twilio's asynchronous client behind Starlette: a commit a message, then the reply, then 204."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl

import aiosqlite
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response as Answer
from starlette.routing import Route
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from bench import whatsapp
from bench.peers.registration import DONE, QUESTIONS, UNCLEAR

FIRST_REFERENCE = 26_000_000
SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS talks (phone TEXT PRIMARY KEY, step INTEGER, answers TEXT);
CREATE TABLE IF NOT EXISTS applications (reference INTEGER PRIMARY KEY, data TEXT NOT NULL);
"""


class Here(AsyncTwilioHttpClient):
    """The library's own client, calling the API of the benchmark."""

    async def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]  # as the library's own
        here = url.replace("https://api.twilio.com", os.environ["API"])
        return await super().request(method, here, *args, **kwargs)


class Bot:
    def __init__(self, database: aiosqlite.Connection) -> None:
        self.database = database
        self.http = Here()
        self.client = Client(whatsapp.ACCOUNT, whatsapp.AUTH_TOKEN, http_client=self.http)
        self.validator = RequestValidator(whatsapp.AUTH_TOKEN)

    async def receive(self, request: Request) -> Answer:
        body = (await request.body()).decode()
        form = dict(parse_qsl(body, keep_blank_values=True))
        signature = request.headers.get("X-Twilio-Signature", "")
        url = whatsapp.PUBLIC + request.url.path
        if not self.validator.validate(url, form, signature):
            return Answer(status_code=403)
        text = await self.turn(form["From"], form["Body"])
        await self.client.messages.create_async(to=form["From"], from_=form["To"], body=text)
        return Answer(status_code=204)

    async def turn(self, phone: str, typed: str) -> str:
        """The reply, and the new state committed."""
        query = "SELECT step, answers FROM talks WHERE phone = ?"
        rows = list(await self.database.execute_fetchall(query, (phone,)))
        step, answers = (rows[0][0], json.loads(rows[0][1])) if rows else (0, {})
        if typed == "/start":
            step, answers = 0, {}
        elif (value := QUESTIONS[step].read(typed)) is None:
            return UNCLEAR
        else:
            answers[QUESTIONS[step].key] = value
            step += 1
        kept = json.dumps(answers, ensure_ascii=False)
        if step < len(QUESTIONS):
            row = (phone, step, kept)
            await self.database.execute("INSERT OR REPLACE INTO talks VALUES (?, ?, ?)", row)
            await self.database.commit()
            return QUESTIONS[step].ask(answers)
        await self.database.execute("DELETE FROM talks WHERE phone = ?", (phone,))
        query = "INSERT INTO applications (data) VALUES (?)"
        added = await self.database.execute(query, (kept,))
        await self.database.commit()
        return DONE.format(reference=FIRST_REFERENCE + (added.lastrowid or 0))


@asynccontextmanager
async def lifespan(application: Starlette) -> AsyncIterator[None]:
    async with aiosqlite.connect(os.environ["DATABASE"]) as database:
        await database.executescript(SCHEMA)
        bot = Bot(database)
        webhook = Route(whatsapp.WhatsApp.path, bot.receive, methods=["POST"])
        application.router.routes.append(webhook)
        yield
        await bot.http.close()  # type: ignore[no-untyped-call]  # of twilio


if __name__ == "__main__":
    port = int(os.environ["PORT"])
    server = Starlette(lifespan=lifespan)
    uvicorn.run(server, port=port, loop="uvloop", http="httptools", access_log=False)
