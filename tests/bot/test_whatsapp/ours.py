"""Our number as its tests hold it: served over real HTTP behind a public address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from bot.body import Body, Choice
from bot.channels.channel import Outgoing
from bot.channels.whatsapp import WhatsApp
from bot.config import Settings
from bot.update import FromPerson, Report, Update
from flows.book import Language, Pick, Sample, Template, Wording
from flows.events import Event
from storage.database import Database
from tests.clock import FakeClock
from tests.fakes.twilio import TwilioApi, User

ACCOUNT, TOKEN = "AC" + "a" * 32, "the token"
NUMBER = "whatsapp:+966500000001"
PUBLIC = "https://sila.example.org"
WEBHOOK, STATUS = f"{PUBLIC}/whatsapp/webhook", f"{PUBLIC}/whatsapp/status"
TEMPLATES = {
    "hello": Template(
        id="hello",
        category="utility",
        body=Wording(
            "أهلًا {name}، لديك رسالة بخصوص المعاملة {reference} هنا.",
            "Hello {name}, there is a message about case {reference} here.",
        ),
        samples=(Sample("name", "نورة"), Sample("reference", "26000422")),
        buttons=(Pick("open", Wording("عرض الرسالة", "Show it")),),
    ),
}
CHOOSE: Mapping[Language, str] = {"ar": "اختر من القائمة", "en": "Choose"}
SENDS = "POST /2010-04-01"
DAY = timedelta(days=1)


def settings(**changes: Any) -> Settings:
    values = {
        "public_url": PUBLIC,
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_token": TOKEN,
        "twilio_whatsapp_from": NUMBER,
        **changes,
    }
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]  # of pydantic-settings


@dataclass
class Ours:
    """A channel and what it handed in. `trouble` is raised instead, as often as it stands there."""

    api: TwilioApi
    twilio: Client
    database: Database
    clock: FakeClock
    taken: list[Update] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    url: str = ""

    def channel(self, **changes: Any) -> WhatsApp:
        return WhatsApp(
            settings(**changes),
            self.twilio,
            self.database,
            self.clock,
            self.take,
            choose=CHOOSE,
            templates=TEMPLATES,
        )

    async def take(self, update: Update) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.taken.append(update)

    @property
    def people(self) -> list[FromPerson]:
        return [update.what for update in self.taken if isinstance(update.what, FromPerson)]

    @property
    def events(self) -> list[Event]:
        return [what.event for what in self.people]

    @property
    def reports(self) -> list[Report]:
        return [update.what for update in self.taken if isinstance(update.what, Report)]

    async def post(
        self, path: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, str]]:
        """Posts a form as it stands to where we listen; the status and headers answered."""
        sent = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}{path}", data=body, headers=sent) as answer,
        ):
            return answer.status, answer.headers

    async def post_signed(
        self, path: str, form: Mapping[str, str], public: str = PUBLIC
    ) -> tuple[int, Mapping[str, str]]:
        signature = RequestValidator(TOKEN).compute_signature(public + path, form)
        return await self.post(path, urlencode(form).encode(), {"X-Twilio-Signature": signature})

    def outgoing(self, to: User, text: str = "أهلًا بك", **changes: Any) -> Outgoing:
        """A line to a person who has just written."""
        names = ("options", "prompt", "language", "name", "quote", "typing")
        body = Body(text=text, **{name: changes.pop(name) for name in names if name in changes})
        row = {
            "id": 1,
            "act": "post",
            "window_until": self.clock.now() + DAY,
            "created_at": self.clock.now(),
            **changes,
        }
        return Outgoing(body=body, to=to.address, **row)


def choices(*labels: str) -> tuple[Choice, ...]:
    """Options `a`, `b`, … with these labels."""
    return tuple(
        Choice(id=chr(ord("a") + place), label=label, number=place + 1)
        for place, label in enumerate(labels)
    )
