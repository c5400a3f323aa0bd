"""The composition root: every part made once, started and stopped in order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

import structlog
from starlette.applications import Starlette

from bot import catalog, content
from bot.channels import telegram_people, website, whatsapp
from bot.channels.channel import Capabilities, Channel, Fetch, Provided
from bot.channels.telegram import Telegram
from bot.channels.website import Website
from bot.channels.whatsapp import WhatsApp
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.kit import Kit
from bot.render import Renderer, book_lines
from bot.secret import secret_key
from bot.sender import Limits, Sender
from bot.staff.room import Room
from bot.timer import Timer
from bot.transport import twilio as transport
from bot.turns.loop import Turns
from bot.update import FromOfficer, Report, Update
from bot.web import server
from bot.web.chat import Chat
from bot.web.desk import Desk
from bot.web.health import Health
from bot.web.passes import Passes
from bot.web.streams import Streams
from flows.book import Book
from flows.cases import Refused
from flows.catalogue import FLOWS
from flows.engine import Engine
from flows.matching import Matcher
from flows.text import Text
from storage.database import Database
from storage.outbox import Sendable

CAPABILITIES: Mapping[str, Capabilities] = {
    "telegram": telegram_people.CAPABILITIES,
    "website": website.CAPABILITIES,
    "whatsapp": whatsapp.CAPABILITIES,
}

log = structlog.get_logger()


@dataclass(slots=True)
class App:
    """A running Sila. `web` is served by uvicorn, or by tests."""

    settings: Settings
    database: Database
    kit: Kit
    turns: Turns
    sender: Sender
    timer: Timer
    streams: Streams
    passes: Passes
    web: Starlette
    provided: list[Provided]
    died: bool = False  # a loop ended by itself


@asynccontextmanager
async def open_database(settings: Settings, clock: Clock) -> AsyncIterator[Database]:
    """The database, brought up to date and unlocked."""
    database = await Database.open(settings.database_url)
    try:
        await database.migrate()
        await database.unlock(secret_key(settings), clock.now())
        yield database
    finally:
        await database.close()


def bot_id(settings: Settings) -> str:
    """Telegram's id of our bot, which every token begins with."""
    token = settings.telegram_bot_token
    return token.get_secret_value().partition(":")[0] if token else ""


def build_kit(settings: Settings, book: Book) -> Kit:
    """The book made ready for turns: matcher, labels, words."""
    renderer = Renderer(catalog.read_all(), book_lines(book))
    return Kit(
        engine=Engine(FLOWS),
        book=book,
        matcher=Matcher.build(book.answers.values(), book.words),
        labels=renderer.labels(book),
        renderer=renderer,
        capabilities=CAPABILITIES,
        room=Room(settings.telegram_staff_chat_id, bot_id(settings), renderer),
    )


@asynccontextmanager
async def running(settings: Settings, clock: Clock | None = None) -> AsyncIterator[App]:
    """Everything started; on leaving, turns in hand are finished and sends in hand recorded.

    Raises content.ContentError, keys.WrongSecret and schema.MigrationError before anything runs.
    """
    clock = clock or SystemClock()
    book = content.load(settings.association)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings, clock))
        app = _assemble(settings, clock, book, database)
        await stack.enter_async_context(_started(app))
        yield app


def _assemble(settings: Settings, clock: Clock, book: Book, database: Database) -> App:
    async def take(update: Update) -> Refused | None:
        return await turns.take(update)

    def committed(update: Update, address: str | None) -> None:
        sender.woken.set()
        if isinstance(update.what, FromOfficer | Report):
            timer.woken.set()
        if address:
            streams.wake(address)
        streams.wake("desk")

    def told(sendable: Sendable) -> None:
        if sendable.message.address:
            streams.wake("desk")

    def expecting() -> bool:
        return turns.is_busy

    streams = Streams()
    kit = build_kit(settings, book)
    provided = _provided(settings, kit, database, clock, take)
    channels: dict[str, Channel] = {channel.name: channel for channel in (Website(), *provided)}
    limits = Limits(
        chat=settings.rate_chat,
        group=settings.rate_group,
        accounts={"telegram": settings.rate_bot, "whatsapp": settings.rate_whatsapp},
    )
    sender = Sender(database, clock, channels, limits, kit.room, told, expecting)
    turns = Turns(database, clock, kit, committed, sender.boarding)
    timer = Timer(database, clock, turns)
    passes = Passes(database.vault)
    chat = Chat(database, turns, streams, kit.renderer.catalogs, clock)
    desk = Desk(database, turns, streams, kit, passes, clock, settings.demo)
    routes = [*chat.routes(), *desk.routes(), *Health(database, clock).routes()]
    routes += [route for channel in provided for route in channel.routes()]
    web = server.build(routes, settings.widget_origins, demo=settings.demo)
    return App(settings, database, kit, turns, sender, timer, streams, passes, web, provided)


def _provided(
    settings: Settings,
    kit: Kit,
    database: Database,
    clock: Clock,
    take: Callable[[Update], Awaitable[Refused | None]],
) -> list[Provided]:
    """The channels whose accounts are set."""
    found: list[Provided] = []
    fetch: dict[str, Fetch] = {}
    if settings.whatsapp_on:
        twilio = transport.client(
            str(settings.twilio_account_sid),
            str(settings.twilio_auth_token and settings.twilio_auth_token.get_secret_value()),
            settings.twilio_api_url,
        )
        words = kit.renderer
        choose = {code: words.render(Text("common.choose"), code) for code in words.catalogs}
        phone = WhatsApp(settings, twilio, database, clock, take, choose=choose)
        found.append(phone)
        fetch[phone.name] = phone.fetch
    if settings.telegram_bot_token:
        found.append(Telegram(settings, kit, database, clock, take, fetch=fetch))
    return found


@asynccontextmanager
async def _started(app: App) -> AsyncIterator[None]:
    """The loops, as tasks; one that dies ends the process rather than going on without it."""
    loops = [app.turns.run, app.sender.run, app.timer.run]
    loops += [channel.run for channel in app.provided]
    tasks = [asyncio.ensure_future(loop()) for loop in loops]
    for task in tasks:
        task.add_done_callback(partial(_died, app))
    try:
        yield
    finally:
        app.streams.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await app.turns.drain()
        await app.sender.stop()
        for channel in app.provided:
            await channel.close()


def _died(app: App, task: asyncio.Future[None]) -> None:
    """A loop that ended by itself: stop in order, so that whoever runs us starts us again."""
    if not task.cancelled() and (error := task.exception()):
        log.critical("loop_died", error=type(error).__name__)
        app.died = True
        signal.raise_signal(signal.SIGTERM)
