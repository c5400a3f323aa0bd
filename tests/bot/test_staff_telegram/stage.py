"""The whole shell on a fake Bot API: a staff group, officers in it, a person at the website."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot.app import App
from bot.update import Update
from storage import cases, inbox, messages
from storage.cases import Case, CaseRoom
from storage.outbox import Sendable
from tests.bot.test_telegram.ours import ROOM
from tests.clock import FakeClock
from tests.fakes.botapi import BotApi, Group, Message, Seat, Topic, User
from tests.shell import Visitor, running
from tests.walks.test_telegram import ABDULLAH, KHALID, SARA, association

Found = TypeVar("Found")
UNLIMITED = {"rate_chat": "0", "rate_bot": "0", "rate_group": "0"}


@dataclass
class Stage:
    """`sara` and `khalid` are officers, in the group, `abdullah` is the administrator; `visitor` is
    at the website.
    """

    app: App
    api: BotApi
    clock: FakeClock
    group: Group
    visitor: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.visitor = Visitor(self.app)

    def seat(self, user: int) -> Seat:
        return self.api.user(user).in_group(self.group)

    @property
    def sara(self) -> Seat:
        return self.seat(SARA)

    @property
    def khalid(self) -> Seat:
        return self.seat(KHALID)

    @property
    def abdullah(self) -> Seat:
        return self.seat(ABDULLAH)

    async def open_case(self, question: str = "موظف") -> str:
        """The visitor asks for an officer; the number of the case, once the room shows it."""
        await self.visitor.say("السلام عليكم", question)
        await self.settled()
        return (await self.visitor.cases())[-1].reference

    async def claimed_case(self) -> str:
        reference = await self.open_case()
        await self.sara.tap(self.card(reference), "استلام")
        await self.settled()
        return reference

    async def claimed_on_telegram(self, person: User) -> str:
        """As `claimed_case`, of somebody who writes on Telegram."""
        await person.say("السلام عليكم")
        await person.say("موظف")
        await self.settled()
        reference = self.group.topics[-1].name.partition(" ")[0].strip("\u2066\u2069")
        await self.sara.tap(self.card(reference), "استلام")
        await self.settled()
        return reference

    async def case(self, reference: str) -> Case:
        async with self.app.database.view() as view:
            found = await cases.by_reference(view, reference)
        assert found is not None
        return found

    async def place(self, reference: str) -> CaseRoom:
        async with self.app.database.view() as view:
            [place] = await cases.rooms(view, reference)
        return place

    def topic(self, reference: str) -> Topic:
        """The case's newest topic."""
        return [topic for topic in self.group.topics if reference in topic.name][-1]

    def told(self, reference: str) -> list[Message]:
        """What the bot said in the case's topic, and is still there."""
        return [m for m in self.topic(reference).messages if m.by_bot and not m.deleted]

    def texts(self, reference: str) -> str:
        return "\n".join(message.text for message in self.told(reference))

    def card(self, reference: str) -> Message:
        return next(message for message in self.told(reference) if reference in message.text)

    async def answer(self, line: Message) -> Message:
        """What the bot replied to a line, at once."""

        def replied() -> Message | None:
            replies = self.group.messages.values()
            return next((m for m in replies if m.by_bot and m.reply_to is line), None)

        found = await self.api.until(replied)
        assert found is not None
        return found

    async def delete(self, topic: Topic) -> None:
        """Somebody deletes a topic with all that stands in it."""
        for message in self.group.messages.values():
            message.deleted |= message.thread == topic.id
        del self.group.by_thread[topic.id]

    async def settled(self) -> None:
        """Until every update was taken and everything queued was sent."""
        await self._until(self._is_settled)

    async def stands(self, reference: str, state: str) -> Case:
        """Until the case is in this state, and the room shows it."""

        async def there() -> bool:
            return (await self.case(reference)).state == state

        await self._until(there)
        await self.settled()
        return await self.case(reference)

    async def sent_to_visitor(self) -> str:
        return "\n".join(await self.visitor.heard())

    async def _is_settled(self) -> bool:
        async with self.app.database.view() as view:
            waiting = await messages.backlog(view)
        return self.api.idle and not [line for line in waiting if line.status != "parked"]

    async def _until(self, holds: Callable[[], Awaitable[Found]]) -> Found:
        async with asyncio.timeout(30):
            while True:
                changed = asyncio.ensure_future(self.api.world.changed.wait())
                await asyncio.sleep(0)  # it listens from here on
                found = await holds()
                if found:
                    changed.cancel()
                    return found
                await changed


@asynccontextmanager
async def stage(
    folder: Path,
    *,
    room: int = ROOM,
    is_forum: bool = True,
    supervisors: int | None = None,
    focal: int | None = None,
    **group: object,
) -> AsyncIterator[Stage]:
    """Polling, so that what was committed is what was confirmed.

    `supervisors` and `focal` are the ids of groups of their own.
    """
    clock = FakeClock()
    async with BotApi(clock=clock.now, limited=False) as api:
        made = api.group(room, is_forum=is_forum, admins=[api.user(SARA)], **group)  # type: ignore[arg-type]
        for own in filter(None, (supervisors, focal)):
            api.group(own, is_forum=own == focal, admins=[api.user(SARA)])
        accounts = {
            "telegram_bot_token": api.token,
            "telegram_api_url": api.url,
            "telegram_staff_chat_id": room,
            "telegram_supervisor_chat_id": supervisors,
            "telegram_focal_chat_id": focal,
            "association": association(folder),
            **UNLIMITED,
        }
        async with running(folder, clock, **accounts) as app:
            _tell(app, api)
            await api.until(lambda: api.called("getUpdates"))
            yield Stage(app, api, clock, made)
            async with app.database.view() as view:
                assert await inbox.unfinished(view, "failed") == []


def _tell(app: App, api: BotApi) -> None:
    """Whoever waits for the fake also looks again when something was committed or sent."""
    committed, told = app.turns.committed, app.sender.told

    def after_commit(update: Update, address: str | None) -> None:
        committed(update, address)
        api.world.changed.pulse()

    def after_send(sendable: Sendable) -> None:
        told(sendable)
        api.world.changed.pulse()

    app.turns.committed, app.sender.told = after_commit, after_send
