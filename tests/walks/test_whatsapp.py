"""The walk on WhatsApp: signed webhooks in, Twilio's REST API out, status callbacks, the desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.app import App
from bot.channels.whatsapp import WhatsApp
from bot.web.door import COOKIE
from tests.clock import FakeClock
from tests.fakes.twilio import LOST, TWICE, Message, TwilioApi, User
from tests.serve import served
from tests.shell import running
from tests.walks.officers import DeskOfficer
from tests.walks.walk import register, walk

ACCOUNT, TOKEN = "AC" + "a" * 32, "twilio-token"
NUMBER = "whatsapp:+966500000001"
PUBLIC = "https://sila.example.org"
A_MOMENT = timedelta(seconds=5)


@dataclass
class Phone:
    """The beneficiary's WhatsApp: buttons are tapped, lists picked from, numbers typed."""

    api: TwilioApi
    user: User
    clock: FakeClock

    async def say(self, text: str, answer: str) -> None:
        seen = self._start()
        await self.user.say(text)
        await self._hears(answer, seen)

    async def choose(self, label: str, answer: str) -> None:
        seen = self._start()
        inbox = reversed(self.user.inbox)
        offer = next(m for m in inbox if label in _titles(m) or _numbers(m, label))
        if label not in _titles(offer):
            [number] = _numbers(offer, label)
            await self.user.say(number)
        elif len(offer.buttons) > 3:
            await self.user.pick(offer, label)
        else:
            await self.user.tap(offer, label)
        await self._hears(answer, seen)

    async def hears(self, answer: str) -> None:
        await self._hears(answer, 0)

    async def show(self, picture: bytes, caption: str, answer: str) -> None:
        seen = self._start()
        await self.user.send_media("image/png", picture, caption)
        await self._hears(answer, seen)

    def heard(self) -> list[str]:
        return [message.body for message in self.user.inbox]

    def _start(self) -> int:
        self.clock.advance(A_MOMENT)
        return len(self.user.inbox)

    async def _hears(self, answer: str, seen: int) -> None:
        def heard() -> bool:
            self.clock.advance(A_MOMENT)  # the number's own limit, after each line
            return any(answer in message.body for message in self.user.inbox[seen:])

        if answer:
            await self.api.until(heard)
        await self.api.settle()


def _titles(message: Message) -> list[str]:
    return [button.title for button in message.buttons]


def _numbers(message: Message, label: str) -> list[str]:
    """What is typed where there are no buttons, if the message offers it."""
    lines = (line for line in message.body.splitlines() if line.endswith(f") {label}"))
    return [line.lstrip("\u200f").partition(")")[0] for line in lines]


@dataclass
class World:
    app: App
    api: TwilioApi
    clock: FakeClock
    session: ClientSession
    url: str

    def phone(self, number: str = "+966551234567") -> Phone:
        return Phone(self.api, self.api.user(number, profile="Noura"), self.clock)

    def officer(self) -> DeskOfficer:
        return DeskOfficer(self.session, self.url)


def entry(app: App, clock: FakeClock) -> str:
    """A pass to the desk: where there is a public address there is no demo."""
    return app.passes.browser("sara", clock.now() + timedelta(days=7))


@asynccontextmanager
async def world(folder: Path, **changes: object) -> AsyncIterator[World]:
    clock = FakeClock()
    async with TwilioApi(ACCOUNT, TOKEN, number=NUMBER, clock=clock.now) as api:
        accounts = {
            "twilio_account_sid": ACCOUNT,
            "twilio_auth_token": TOKEN,
            "twilio_whatsapp_from": NUMBER,
            "twilio_api_url": api.url,
            "public_url": PUBLIC,
            **changes,
        }
        async with (
            running(folder, clock, **accounts) as app,
            served(app.web) as url,
            ClientSession(cookies={COOKIE: entry(app, clock)}) as session,
        ):
            api.webhook_url = f"{url}/whatsapp/webhook"
            api.public_url = f"{PUBLIC}/whatsapp/webhook"
            yield World(app, api, clock, session, url)


async def test_from_salam_to_a_rating(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        await walk(there.phone(), there.officer())
        statuses = [m.status for m in there.api.sent]
        assert set(statuses) == {"delivered"}
        bodies = "".join(message.body for message in there.api.sent)
        assert "من يعرف هذا الموضوع" not in bodies  # said inside
        assert "1000000008" not in bodies


async def test_somebody_without_a_number(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        await register(there.phone(""))


async def test_a_reply_after_the_window_waits_for_the_person(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        noura, sara = there.phone(), there.officer()
        await noura.say("مسؤول", "إلى مسؤول البرامج")
        [case] = await sara.references()
        await sara.claim(case)
        await noura.hears("الرسائل من الآن يكتبها موظف")
        await sara.reply(case, "أهلًا بك.")
        await noura.hears("أهلًا بك.")
        there.clock.advance(timedelta(hours=25))
        before = len(there.api.sent)
        await sara.reply(case, "نعتذر عن التأخر.")
        await until_shown(there, case, "نعتذر عن التأخر.", "parked")
        assert len(there.api.sent) == before
        await noura.say("هل من جديد؟", "نعتذر عن التأخر.")
        await until_shown(there, case, "نعتذر عن التأخر.", "delivered")


@pytest.mark.parametrize("answer", ["1", "the button", "هل من جديد؟"])
async def test_an_approved_template_asks_once_for_what_waits(tmp_path: Path, answer: str) -> None:
    async with world(tmp_path) as there:
        await templates_approved(there)
        noura, sara = there.phone(), there.officer()
        await noura.say("مسؤول", "إلى مسؤول البرامج")
        [case] = await sara.references()
        await sara.claim(case)
        await noura.hears("الرسائل من الآن يكتبها موظف")
        await sara.reply(case, "أهلًا بك.")
        await noura.hears("أهلًا بك.")
        there.clock.advance(timedelta(hours=25))
        words = ["نعتذر عن التأخر.", "اكتمل الملف."]
        for text in words:
            await sara.reply(case, text)
            await until_shown(there, case, text, "asked")
        await noura.hears(f"وصل رد الموظف على المعاملة رقم \u2066{case}\u2069")
        [asked] = [message for message in there.api.sent if "وصل رد الموظف" in message.body]
        assert asked.template
        before = len(noura.user.inbox)
        if answer == "the button":
            await noura.choose("عرض الرد", words[1])
        else:
            await noura.say(answer, words[1])
        heard = [message.body for message in noura.user.inbox[before:]]
        assert [words[0] in heard[0], words[1] in heard[1], len(heard)] == [True, True, 2]
        case_page = await sara.lines(case)
        relayed = [line for line in case_page if line["text"] == answer]
        assert len(relayed) == (0 if answer == "the button" else 1)


async def templates_approved(there: World) -> None:
    """What an administrator does once, and WhatsApp a little later."""
    [phone] = [channel for channel in there.app.provided if isinstance(channel, WhatsApp)]
    made = [one async for one in phone.templates.create()]
    submitted = [one async for one in phone.templates.submit()]
    assert len(made) == len(submitted) == 2 * len(there.app.kit.book.templates)
    for one in submitted:
        there.api.review(one.sid, "approved")
    await phone.templates.refresh()


async def until_shown(there: World, case: str, text: str, status: str) -> None:
    """Wait until the desk shows that line with that fate."""
    with there.app.streams.watch("desk") as changed:
        async with asyncio.timeout(10):
            while await there.officer().fate(case, text) != status:
                await changed.wait()
                changed.clear()


async def test_a_webhook_that_came_twice_and_one_that_was_lost(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        noura = there.phone()
        await noura.user.say("السلام عليكم", TWICE)
        await noura.hears("وعليكم السلام")
        assert len(noura.user.inbox) == 1
        await noura.user.say("مسؤول", LOST)
        there.clock.advance(timedelta(minutes=6))
        await noura.hears("إلى مسؤول البرامج")
