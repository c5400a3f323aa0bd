"""What each `sila` command does."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from functools import partial

from bot import accounts, answers, app, backup, checkup_here, config, content, copying, logs
from bot.channels.whatsapp_templates import Templates
from bot.checkup import Findings, problem
from bot.checkup_staff import staff
from bot.checkup_telegram import telegram
from bot.checkup_whatsapp import whatsapp
from bot.clock import Clock, SystemClock
from bot.reports import verbs
from bot.roster import overlaid
from bot.secret import NoSecret
from bot.serving import CannotListen, Server, address, listen
from bot.transport import twilio as transport
from bot.web.passes import Passes
from bot.web.traced import Traced
from flows import matching
from flows.book import Book
from flows.matching import Matcher
from storage import answers as kept
from storage import officers, rotation
from storage.backup import CannotCopy
from storage.keys import WrongSecret
from storage.location import sqlite_file
from storage.schema import MigrationError
from storage.trouble import TROUBLE, InUse
from storage.vault import Unsealed


class UnknownOfficer(Exception):  # noqa: N818 -- read as a sentence
    """No such officer in association/officers.toml."""


TROUBLES = (
    *verbs.TROUBLES,
    config.BadSettings,
    content.ContentError,
    UnknownOfficer,
    CannotListen,
    CannotCopy,
    NoSecret,
    WrongSecret,
    InUse,
    MigrationError,
    Unsealed,
    OSError,
)
"""What the operator can put right; the text of each is for them."""
DATABASE_TROUBLES = TROUBLE
UNREADABLE: tuple[type[Exception], ...] = (*TROUBLES, *DATABASE_TROUBLES)


async def serve(_: argparse.Namespace) -> int:
    settings = config.read()
    logs.start(settings.log_level)
    with listen(settings.host, settings.port) as listening:
        here = address(settings.host, listening.getsockname()[1])
        async with app.running(settings) as running:
            began = partial(_say, "\n".join([f"Sila: {here}", *_webhooks(settings)]))
            ending = running.streams.close
            gc.collect()
            gc.freeze()  # else all that was read at the start is gone through again, for 60 ms
            await Server(Traced(running.web), listening, began, ending).run_until_told()
    return 1 if running.died else 0


def _webhooks(settings: config.Settings) -> list[str]:
    """What is entered at Twilio. It tries once and only on connect errors, unless the end says."""
    if not settings.whatsapp_on:
        return []
    base = settings.public_url
    return [
        f"WhatsApp, when a message comes in: {base}/whatsapp/webhook#rc=3&rp=all",
        f"WhatsApp, status callback: {base}/whatsapp/status#rc=3&rp=all",
    ]


async def migrate(chosen: argparse.Namespace) -> int:
    settings = config.read()
    async with app.open_database(settings, SystemClock()) as database:
        if chosen.post:
            await database.migrate(post=True)
        _say("the database is up to date")
    return 0


async def rotate(_: argparse.Namespace) -> int:
    """A new data key, and everything sealed with it anew. It may run beside a server."""
    clock = SystemClock()
    async with app.open_database(config.read(), clock) as database:
        await database.add_data_key(clock.now())
        _say(f"{await rotation.reseal(database)} values sealed with a new key")
    return 0


async def back_up(chosen: argparse.Namespace) -> int:
    """A verified copy, made beside a server."""
    for line in await backup.back_up(config.read(), chosen.file):
        _say(line)
    return 0


async def restore(chosen: argparse.Namespace) -> int:
    """A copy put where there is no database yet."""
    for line in await backup.restore(config.read(), chosen.file):
        _say(line)
    return 0


async def copy(chosen: argparse.Namespace) -> int:
    """From an SQLite file into DATABASE_URL, to move on to PostgreSQL."""
    _say(await copying.copy(config.read(), chosen.source, SystemClock()))
    return 0


async def check(chosen: argparse.Namespace) -> int:
    """Look at everything, line by line; 1 if there is a problem."""
    code = 0
    async for finding in _findings(SystemClock(), offline=chosen.offline):
        _say(finding.line)
        if finding.level == "problem":
            code = 1
    return code


async def _findings(clock: Clock, *, offline: bool) -> Findings:
    try:
        settings = config.read()
    except config.BadSettings as error:
        for line in str(error).splitlines():
            yield problem("settings", line)
        return
    here = (checkup_here.settings_read, checkup_here.association, checkup_here.database, staff)
    for look in here if offline else (*here, telegram, whatsapp):
        async for finding in look(settings, clock):
            yield finding


async def templates(chosen: argparse.Namespace) -> int:
    """Make them at Twilio, ask for their approval, or tell how they stand."""
    settings = config.read()
    if not settings.whatsapp_on:
        raise config.BadSettings("templates are WhatsApp's: set TWILIO_ACCOUNT_SID and the others")
    book, clock = content.load(settings.association), SystemClock()
    async with app.open_database(settings, clock) as database:
        twilio = accounts.twilio(settings)
        ours = Templates(twilio, database, clock, book.templates)
        try:
            async for made in {"create": ours.create, "submit": ours.submit, "list": ours.list_}[
                chosen.what
            ]():
                _say(f"{made.name} ({made.language}): {made.status} {made.reason or ''}".rstrip())
        finally:
            await transport.close(twilio)
    return 0


async def desk(chosen: argparse.Namespace) -> int:
    """A link good for ten minutes. Whoever has it is that officer: hand it over privately."""
    settings = config.read()
    book = content.load(settings.association)
    clock = SystemClock()
    async with app.open_database(settings, clock) as database:
        async with database.view() as view:
            people = overlaid(book.officers, await officers.latest(view))
        listed = [officer.id for officer in people.values() if officer.roles]
        if chosen.officer not in listed:
            names = ", ".join(listed)
            raise UnknownOfficer(f"{chosen.officer}: no such officer; there are {names}")
        key = Passes(database.vault).link(chosen.officer, clock.now())
    _say(f"{settings.public_url or address(settings.host, settings.port)}/desk?key={key}")
    return 0


async def explain(chosen: argparse.Namespace) -> int:
    """How a question is read, and why it is answered, offered choices or handed on.

    Where there is a database, with the answers that officers wrote.
    """
    settings = config.read()
    book, _ = await counting(settings, content.load(settings.association))
    matcher = Matcher.of_book(book)
    _say(str(matching.explain(chosen.question, matcher)))
    return 0


async def counting(settings: config.Settings, book: Book) -> tuple[Book, Mapping[str, int]]:
    """The book with the answers that are spoken today, and the version each of them has.

    Where there is no database yet, it is the book as the files say it.
    """
    file = sqlite_file(settings.database_url)
    if file and not file.is_file():
        return book, {}
    async with app.open_database(settings, SystemClock()) as database, database.view() as view:
        latest = await kept.latest(view)
    spoken = {its.id: its for its in answers.spoken(latest, book, book.answers)}
    return replace(book, answers=spoken), {id_: its.number for id_, its in latest.items()}


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 -- the operator's screen


COMMANDS: Mapping[str, Callable[[argparse.Namespace], Coroutine[None, None, int]]] = {
    "serve": serve,
    "migrate": migrate,
    "rotate": rotate,
    "check": check,
    "backup": back_up,
    "restore": restore,
    "copy": copy,
    "desk": desk,
    "templates": templates,
    "explain": explain,
    "export": verbs.export,
    "simulate": verbs.simulate,
}
