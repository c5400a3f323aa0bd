"""The walk on Telegram: a private chat, and the staff room as a group with a topic per case."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from flows.cases import OPEN
from storage import cases, messages
from storage.cases import Sight
from tests.clock import FakeClock
from tests.fakes.botapi import BotApi
from tests.fakes.botapi.group import Group, Topic
from tests.fakes.botapi.message import Message
from tests.fakes.botapi.people import Seat, User
from tests.serve import served
from tests.shell import REGISTRATION, ROOT, Visitor, running
from tests.walks.walk import register, walk

BOT, TOKEN = "123456", "123456:TEST"
ROOM = -1001234567890
SARA, KHALID, ABDULLAH = 700001, 700002, 700005
PUBLIC = "https://sila.example.org"
A_MOMENT = timedelta(seconds=5)


@dataclass
class Phone:
    """The beneficiary's Telegram: inline buttons are tapped."""

    api: BotApi
    user: User
    clock: FakeClock

    async def say(self, text: str, answer: str) -> None:
        seen = self._start()
        await self.user.say(text)
        await self._hears(answer, seen)

    async def choose(self, label: str, answer: str) -> None:
        seen = self._start()
        offering = [m for m in self.user.inbox if label in m.labels]
        await self.user.tap(offering[-1], label)
        await self._hears(answer, seen)

    async def hears(self, answer: str) -> None:
        await self._hears(answer, 0)

    async def show(self, picture: bytes, caption: str, answer: str) -> None:
        seen = self._start()
        await self.user.send_photo(picture, caption=caption)
        await self._hears(answer, seen)

    def heard(self) -> list[str]:
        return [message.text for message in self.user.inbox]

    def _start(self) -> int:
        self.clock.advance(A_MOMENT)
        return len(self.user.inbox)

    async def _hears(self, answer: str, seen: int) -> None:
        def heard() -> bool:
            self.clock.advance(A_MOMENT)  # the chat's own limit, after each line
            return any(answer in message.text for message in self.user.inbox[seen:])

        if answer:
            await self.api.until(heard)


@dataclass
class RoomOfficer:
    """An officer in the group: buttons of the card, words in the case's topic."""

    app: App
    api: BotApi
    group: Group
    seat: Seat
    clock: FakeClock

    async def claim(self, reference: str) -> None:
        await self.press(reference, "استلام")
        await self.sees(reference, "سارة")

    async def reply(self, reference: str, text: str) -> None:
        await self.seat.say(text, thread=self._thread(reference))

    async def murmur(self, reference: str, text: str) -> None:
        await self.seat.say(f"// {text}", thread=self._thread(reference))

    async def approve(self, reference: str) -> None:
        await self.press(reference, "✓ كل الباقي")
        await self.press(reference, "✓ اطلاع على الأصل")
        await self.press(reference, "قبول الطلب")

    async def deliver(self, reference: str) -> None:
        await self.press(reference, "تمت الخدمة")

    async def close(self, reference: str, outcome: str, text: str) -> None:
        await self.press(reference, "إغلاق")
        asked = await self._until(reference, lambda m: outcome in m.labels)
        self.clock.advance(A_MOMENT)
        await self.seat.tap(asked, outcome)
        sentence = await self._until(reference, lambda m: m.id > asked.id and outcome in m.text)
        await self._settled(sentence)
        await self.seat.say(text, thread=self._thread(reference), reply_to=sentence)

    async def hears(self, reference: str, text: str) -> None:
        await self.sees(reference, text)

    async def sees(self, reference: str, text: str) -> Message:
        return await self._until(reference, lambda m: text in m.text)

    async def references(self) -> list[str]:
        """By the topics that are open, once the group shows every case there is."""
        self.clock.advance(A_MOMENT)
        async with self.app.database.view() as view:
            there = len(await cases.desk(view, OPEN, Sight("", ["general"])))
        await self.api.until(
            lambda: len(self._open()) == there and all(t.messages for t in self.group.topics)
        )
        return [topic.name.partition(" ")[0].strip("\u2066\u2069") for topic in self._open()]

    def _open(self) -> list[Topic]:
        return [topic for topic in self.group.topics if not topic.closed]

    def _thread(self, reference: str) -> Topic:
        return next(topic for topic in self.group.topics if reference in topic.name)

    async def press(self, reference: str, label: str) -> None:
        self.clock.advance(timedelta(minutes=1))
        card = await self._until(reference, lambda m: label in m.labels)
        await self.seat.tap(card, label)

    async def _settled(self, message: Message) -> None:
        """Until our log knows what Telegram calls that message."""
        room = str(self.group.id)
        async with asyncio.timeout(10):
            while True:
                async with self.app.database.view() as view:
                    if await messages.in_room(view, "telegram", BOT, room, str(message.id)):
                        return

    async def _until(self, reference: str, fits: Callable[[Message], bool]) -> Message:
        self.clock.advance(timedelta(minutes=1))  # the group's own limit

        def found() -> Message | None:
            self.clock.advance(A_MOMENT)
            topics = [topic for topic in self.group.topics if reference in topic.name]
            told = [m for topic in topics for m in topic.messages if fits(m)]
            return told[-1] if told else None

        message = await self.api.until(found)
        assert message is not None
        return message


@dataclass
class World:
    app: App
    api: BotApi
    clock: FakeClock
    group: Group
    url: str

    def phone(self, id_: int = 900001) -> Phone:
        return Phone(self.api, self.api.user(id_, "نورة"), self.clock)

    def officer(self, id_: int = SARA) -> RoomOfficer:
        seat = self.api.user(id_).in_group(self.group)
        return RoomOfficer(self.app, self.api, self.group, seat, self.clock)


def association(folder: Path) -> Path:
    """The sample content, in which two officers and the administrator have Telegram accounts."""
    copy = folder / "association"
    shutil.copytree(ROOT / "association", copy)
    officers = copy / "officers.toml"
    text = officers.read_text("utf-8")
    text = text.replace("\n[sara]\n", f"\n[sara]\ntelegram = {SARA}\n")
    text = text.replace("\n[khalid]\n", f"\n[khalid]\ntelegram = {KHALID}\n")
    text = text.replace("\n[abdullah]\n", f"\n[abdullah]\ntelegram = {ABDULLAH}\n")
    officers.write_text(text, "utf-8")
    return copy


@asynccontextmanager
async def world(folder: Path, *, webhook: bool = False, **changes: object) -> AsyncIterator[World]:
    clock = FakeClock()
    async with BotApi(TOKEN, clock=clock.now) as api:
        group = api.group(ROOM, is_forum=True, admins=[api.user(SARA)])
        accounts = {
            "telegram_bot_token": TOKEN,
            "telegram_api_url": api.url,
            "telegram_staff_chat_id": ROOM,
            **({"public_url": PUBLIC} if webhook else {}),
            **(changes or {"association": association(folder)}),
        }
        async with running(folder, clock, **accounts) as app, served(app.web) as url:
            api.world.updates.hosts[PUBLIC] = url
            await api.until(lambda: api.called("setWebhook" if webhook else "getUpdates"))
            yield World(app, api, clock, group, url)


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_from_salam_to_a_rating(tmp_path: Path, webhook: bool) -> None:
    async with world(tmp_path, webhook=webhook) as there:
        noura = there.phone()
        await walk(noura, there.officer())
        said = "".join(message.text for message in noura.user.inbox)
        assert "من يعرف هذا الموضوع" not in said  # said inside
        shown = "".join(m.text for topic in there.group.topics for m in topic.messages)
        for secret in ("1000000008", "نورة سعد محمد العتيبي", "0551234567", "966551234567"):
            assert secret not in shown
        assert "نورة ع." in shown


async def test_telegram_down_at_the_start_stops_nothing(tmp_path: Path) -> None:
    clock = FakeClock()
    async with BotApi(TOKEN, clock=clock.now) as api:
        api.fail("*", status=502, body="<html>bad gateway</html>", times=None)
        accounts = {"telegram_bot_token": TOKEN, "telegram_api_url": api.url}
        async with running(tmp_path, clock, **accounts) as app:
            await api.until(lambda: api.calls)
            assert "وصلنا طلبك" in await Visitor(app).say(*REGISTRATION)  # the website works
            api.heal()
            clock.advance(timedelta(minutes=10))
            await api.until(lambda: api.called("getUpdates"))
            await register(Phone(api, api.user(900001), clock))


async def test_several_are_picked_where_the_question_stands(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        noura = there.phone()
        await noura.say("ابي اسجل في حاضنة الفرق", "هل لدينا موافقتك؟")
        await noura.choose("موافقة", "لمن هذا الطلب؟")
        await noura.choose("لنفسي", "المنطقة الشرقية")
        await noura.choose("نعم", "ما رقم الهوية")
        await noura.say("1000000008", "ما تاريخ انتهاء الهوية")
        await noura.say("1450/05/23", "23 جمادى الأولى 1450")
        await noura.choose("نعم", "ما الاسم")
        await noura.say("نورة سعد محمد العتيبي", "ما رقم الجوال")
        await noura.say("0551234567", "في أي محافظة")
        await noura.say("الخبر", "ما اسم الفريق")
        await noura.say("فريق الساحل", "كم عدد أعضاء")
        await noura.say("12", "متى بدأ الفريق")
        await noura.choose("تخطٍّ", "ما مجالات عمل الفريق؟")
        [*_, question] = noura.user.inbox
        seen = len(noura.user.inbox)
        for n, label in enumerate(("البيئة", "التعليم"), 1):
            there.clock.advance(A_MOMENT)
            await noura.user.tap(question, label)
            await picked(there, question, n)
        assert len(noura.user.inbox) == seen, "nothing is asked again below"
        await noura.choose("تم", "مراجعة قبل الإرسال")
        assert any("البيئة" in text and "التعليم" in text for text in noura.heard()[seen:])


async def picked(there: World, question: Message, many: int) -> None:
    def shown() -> bool:
        there.clock.advance(A_MOMENT)
        return sum("✓" in label for label in question.labels) == many

    await there.api.until(shown)
