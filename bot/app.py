"""The composition root: every part made once, started and stopped in order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog
from starlette.routing import Route
from starlette.types import ASGIApp

from bot import accounts, attachments, catalog, content, duties
from bot.accounts import Intake
from bot.answers import ANSWERS
from bot.answers_current import Answers
from bot.attachments import Attachments
from bot.channels import telegram_people, website, whatsapp_limits, whatsapp_webhook
from bot.channels.channel import NOWHERE, Capabilities, Channel, Provided
from bot.channels.watched import Watched
from bot.channels.website import Website
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.daily import Daily
from bot.dictionary import dictionary
from bot.documents.uploads import Uploads, has_file
from bot.kit import Kit
from bot.readiness import Readiness
from bot.render import Renderer, book_lines
from bot.reports import weekly
from bot.reports.archive import Archive
from bot.reports.weekly import Weekly
from bot.roster import OFFICERS, Officers, roster_of, with_roster
from bot.secret import secret_key
from bot.sender import Limits, Sender
from bot.staff.room import Room
from bot.timer import Timer
from bot.turns.loop import CHANGED, Turns
from bot.turns.shelf import SHELVED, Shelf
from bot.update import Departed, FromOfficer, Order, Report, Update
from bot.web import server
from bot.web.answers_page import AnswersPage
from bot.web.chat import Chat
from bot.web.desk import Desk
from bot.web.desk_answers import AnswersDesk
from bot.web.desk_files import DeskFiles
from bot.web.desk_logbook import LogbookDesk
from bot.web.door import Door
from bot.web.duty import DutyDesk
from bot.web.health import Health
from bot.web.improvements import ImprovementsDesk
from bot.web.media import Media
from bot.web.metrics import Metrics
from bot.web.misconceptions import MisconceptionsDesk
from bot.web.passes import Passes
from bot.web.reports import ReportPages
from bot.web.streams import Streams
from flows import logbook
from flows.book import Book
from flows.cases import Refused
from flows.catalogue import FLOWS
from flows.engine import Engine
from flows.matching import Matcher
from storage.database import Database
from storage.location import sqlite_file
from storage.outbox import Sendable
from storage.probe import probe
from storage.tenure import Tenure

CAPABILITIES: Mapping[str, Capabilities] = {
    "telegram": telegram_people.CAPABILITIES,
    "website": website.CAPABILITIES,
    "whatsapp": whatsapp_limits.CAPABILITIES,
}

log = structlog.get_logger()


@dataclass(slots=True, repr=False)  # it would be eight megabytes
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
    web: ASGIApp
    provided: list[Provided]
    tenures: Mapping[str, Tenure]
    answers: Answers
    officers: Officers
    daily: Daily
    weekly: Weekly
    died: bool = False  # a loop ended by itself

    def hear(self, word: str) -> None:
        """What a process that shares the database has told. An empty word: some may be missed."""
        if word in {"", CHANGED}:
            self.sender.woken.set()
            self.timer.woken.set()
            self.streams.wake("desk")
        if word in {"", SHELVED}:
            self.turns.shelf.look()
        if word in {"", ANSWERS}:
            self.answers.changed.set()
        if word in {"", OFFICERS}:
            self.officers.changed.set()
        if not word:
            self.streams.wake_all()
        self.streams.wake(word)


@asynccontextmanager
async def open_database(settings: Settings, clock: Clock) -> AsyncIterator[Database]:
    """The database, brought up to date and unlocked."""

    async def pause(seconds: float) -> None:
        await clock.wait(asyncio.Event(), clock.now() + timedelta(seconds=seconds))

    database = await Database.open(settings.database_url, pause)
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
    renderer = Renderer(catalog.read_all(), book_lines(book), book.officers)
    return Kit(
        engine=Engine(FLOWS),
        book=book,
        matcher=Matcher.of_book(book),
        labels=renderer.labels(book),
        renderer=renderer,
        capabilities={**CAPABILITIES, logbook.CHANNEL: NOWHERE},
        room=Room(
            settings.telegram_chats,
            bot_id(settings),
            renderer,
            desk=f"{settings.public_url or ''}/desk",
            officers=book.officers,
        ),
    )


@asynccontextmanager
async def running(settings: Settings, clock: Clock | None = None) -> AsyncIterator[App]:
    """Everything started; on leaving, turns in hand are finished and sends in hand recorded.

    Raises content.ContentError, keys.WrongSecret and schema.MigrationError before anything runs.
    """
    clock = clock or SystemClock()
    book = with_roster(content.load(settings.association))
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings, clock))
        if sqlite_file(settings.database_url):
            await stack.enter_async_context(database.hold(duties.SERVE))
        names = (duties.TIME, "website", *accounts.names(settings))
        tenures = await stack.enter_async_context(duties.held(database, names))
        kit = build_kit(settings, book)
        await database.add_dictionary(dictionary(kit.renderer), clock.now())
        app = _assemble(settings, clock, kit, database, tenures)
        await database.listen(app.hear)
        await app.answers.start()
        await app.officers.load()
        await stack.enter_async_context(_started(app))
        yield app


def _assemble(
    settings: Settings,
    clock: Clock,
    kit: Kit,
    database: Database,
    tenures: Mapping[str, Tenure],
) -> App:
    async def take(update: Update) -> Refused | None:
        async with uploads.ready(update) as ready:
            return await turns.take(ready)

    async def take_or_keep(update: Update) -> None:
        async with uploads.ready(update) as ready:
            await turns.take_or_keep(ready)

    def committed(update: Update, address: str | None) -> None:
        if isinstance(update.what, FromOfficer | Report | Order | Departed) or has_file(update):
            timer.woken.set()
        if address:
            streams.wake(address)
        streams.wake("desk")

    def told(sendable: Sendable) -> None:
        if sendable.message.address:
            streams.wake("desk")

    def expecting() -> bool:
        return turns.is_busy

    def current() -> Kit:
        return turns.kit

    streams = Streams()
    archive = Archive(database, lambda: turns.kit.book, clock)
    board = Weekly(database, clock, tenures[duties.TIME], archive, current)
    officers = Officers(database, clock, roster_of(kit.book))
    intake, attached = Intake(officers.heeding(take), take_or_keep), Attachments(database).fetch
    own = {weekly.CHANNEL: board.fetch, attachments.CHANNEL: attached}
    provided = accounts.open_all(settings, kit, database, clock, intake, own=own)
    fetch = {attachments.CHANNEL: attached} | {one.name: one.fetch for one in provided}
    channels: dict[str, Channel] = {
        channel.name: Watched(channel, kit.meter, clock) for channel in (Website(), *provided)
    }
    limits = Limits(
        chat=settings.rate_chat,
        group=settings.rate_group,
        accounts={"telegram": settings.rate_bot, "whatsapp": settings.rate_whatsapp},
    )
    sender = Sender(
        database, clock, channels, limits, lambda: current().parking, told, tenures, expecting
    )
    shelf = Shelf({"whatsapp": whatsapp_webhook.read}, kit.book.words)
    turns = Turns(database, clock, kit, committed, sender.boarding, sender.woken.set, shelf)
    uploads = Uploads(turns, fetch)
    timer = Timer(database, clock, turns, tenures[duties.TIME])
    answers = Answers(database, clock, turns, kit.book.answers)
    daily = Daily.of(database, clock, tenures[duties.TIME], kit, sender.woken.set)
    passes = Passes(database.vault)
    chat = Chat(database, turns, uploads, streams, kit.renderer.catalogs, clock)
    door = Door(current, passes, clock, settings.demo)
    routes = [*chat.routes(), *AnswersDesk(database, answers, door).routes()]
    routes += Desk(database, turns, streams, door).routes()
    routes += DeskFiles(database, turns, door, fetch).routes()
    routes += DutyDesk(database, turns, door).routes()
    routes += LogbookDesk(database, turns, door).routes()
    routes += AnswersPage(current, clock).routes()
    routes += _watched(settings, turns, channels)
    routes += ReportPages(database, archive, door).routes()
    routes += ImprovementsDesk(database, door).routes()
    routes += MisconceptionsDesk(database, answers, door).routes()
    routes += Media(database, clock, fetch).routes()
    routes += [route for channel in provided for route in channel.routes()]
    web = server.build(routes, settings.widget_origins, demo=settings.demo)
    return App(
        settings,
        database,
        kit,
        turns,
        sender,
        timer,
        streams,
        passes,
        web,
        provided,
        tenures,
        answers,
        officers,
        daily,
        weekly=board,
    )


def _watched(settings: Settings, turns: Turns, channels: Collection[str]) -> list[Route]:
    """Health and metrics, for whoever looks after the process."""
    clock, meter = turns.clock, turns.kit.meter
    readiness = Readiness(partial(probe, settings.database_url), clock)
    states = [(name, name in channels) for name in CAPABILITIES]
    counted = (turns.database, clock, meter, lambda: len(turns.queue), readiness)
    health, metrics = Health(*counted, states), Metrics(*counted, settings.metrics_token)
    return [*health.routes(), *metrics.routes()]


@asynccontextmanager
async def _started(app: App) -> AsyncIterator[None]:
    """The loops, as tasks; one that dies ends the process rather than going on without it."""
    loops: list[Awaitable[None]] = [app.turns.run(), app.sender.run(), app.timer.run()]
    if app.kit.room.chat is not None:
        loops.append(app.weekly.run())
    loops += [app.answers.run(), app.officers.run()]
    loops.append(app.daily.run())
    loops += [duties.while_held(app.tenures[c.name], c.run) for c in app.provided]
    loops += [duties.wake_on_gain(tenure, app.sender.woken) for tenure in app.tenures.values()]
    tasks = [asyncio.ensure_future(loop) for loop in loops]
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
