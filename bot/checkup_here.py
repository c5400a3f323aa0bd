"""What is on this machine: settings, content, database, secret, disk, clock."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from bot import content, secret
from bot.checkup import Finding, Findings, ok, problem, warning
from bot.clock import Clock, riyadh
from bot.config import Settings
from storage.inspection import Inspection, inspect
from storage.keys import WrongSecret
from storage.location import sqlite_file
from storage.probe import Disk, State, probe
from storage.schema import MigrationError
from storage.trouble import REMEDY, TROUBLE, is_damage
from storage.vault import Unsealed

GIB = 2**30
LOW, LOWEST = GIB, GIB // 10  # bytes free
FUTURE = timedelta(minutes=1)
OTHERS = 0o077  # the rights of whoever is not the owner
ENV = Path(".env")
REFUSALS: tuple[type[Exception], ...] = (MigrationError, *TROUBLE)

TO_DO: Mapping[State, str] = {
    "full": "its disk is full: make room there",
    "read_only": "it cannot be written: its file system, or the rights of whom Sila runs as",
    "locked": "another process holds it: end whatever writes to it beside `sila serve`",
    "missing": "there is none, or it may not be opened: see DATABASE_URL",
    "damaged": f"it cannot be read any more: {REMEDY}",
    "unreachable": "it does not answer: see DATABASE_URL, and whether it runs",
    "failing": "it gives errors: see the log of the kernel, or of PostgreSQL",
}


async def settings_read(settings: Settings, _: Clock) -> Findings:
    """What the settings come to, once they could be read."""
    polls = "polling" if settings.telegram_polls else "webhook"
    telegram = f"Telegram by {polls}" if settings.telegram_bot_token else "no Telegram"
    whatsapp = "WhatsApp" if settings.whatsapp_on else "no WhatsApp"
    yield ok("settings", f"{settings.public_url or 'no PUBLIC_URL'}, {telegram}, {whatsapp}")
    if settings.demo and settings.telegram_bot_token:
        yield warning("settings", "the demo page is on: set TELEGRAM_STAFF_CHAT_ID or PUBLIC_URL")
    if _is_open(ENV):
        yield warning("settings", f"others may read {ENV}: chmod 600 {ENV}")


async def association(settings: Settings, clock: Clock) -> Findings:
    """What the association maintains."""
    try:
        book = content.load(settings.association)
    except content.ContentError as error:
        for line in str(error).splitlines():
            yield problem("content", line)
        return
    yield ok(
        "content",
        f"{len(book.answers)} answers, {len(book.programmes)} programmes, "
        f"{len(book.officers)} officers",
    )
    today = riyadh(clock.now()).date()
    if old := [answer.id for answer in book.answers.values() if not answer.valid_on(today)]:
        yield warning("content", f"past their date, so officers are asked: {', '.join(old)}")


async def database(settings: Settings, clock: Clock) -> Findings:
    """The database, its schema, its keys and its disk."""
    path = sqlite_file(settings.database_url)
    if path is not None and not path.exists():
        yield warning("database", f"{path} is not there yet: `sila serve` makes it")
        return
    name = str(path) if path else "PostgreSQL"
    found = await probe(settings.database_url)
    if path is not None and found.disk:
        yield _space(path, found.disk)
    if found.state != "writable":
        yield problem("database", f"{name}: {TO_DO[found.state]}")
        return
    yield ok("database", f"{name} takes writes")
    try:
        inspection = await inspect(settings.database_url)
    except REFUSALS as error:
        yield problem("database", str(error))
        return
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        yield problem("database", f"{name}: {TO_DO['damaged']}")
        return
    yield _schema(inspection)
    yield _newest(inspection, clock)
    async for finding in _secret(settings, inspection):
        yield finding


def _schema(inspection: Inspection) -> Finding:
    if not inspection.pending:
        return ok("schema", "up to date")
    waiting = ", ".join(inspection.pending)
    return warning("schema", f"{waiting} to be applied: by `sila serve` or `sila migrate`")


def _newest(inspection: Inspection, clock: Clock) -> Finding:
    ahead = (inspection.newest or clock.now()) - clock.now()
    if ahead < FUTURE:
        return ok("clock", "no message in the database is from the future")
    return problem(
        "clock",
        f"the newest message is {round(ahead.total_seconds())} s in the future: the clock is "
        "wrong now, or was then",
    )


async def _secret(settings: Settings, inspection: Inspection) -> Findings:
    try:
        inspection.try_secret(secret.kept(settings))
    except (secret.NoSecret, WrongSecret, Unsealed) as error:
        yield problem("secret", str(error))
        return
    if settings.secret_key:
        yield ok("secret", "SECRET_KEY opens the database")
        return
    path = secret.key_file(settings)
    yield ok("secret", f"{path} opens the database")
    if _is_open(path):
        yield warning("secret", f"others may read {path}: chmod 600 {path}")


def _is_open(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & OTHERS)


def _space(path: Path, disk: Disk) -> Finding:
    words = f"{disk.free / GIB:.1f} of {disk.total / GIB:.1f} GiB free beside {path}"
    if disk.free < LOWEST:
        return problem("disk", f"{words}: make room")
    return warning("disk", f"{words}: make room") if disk.free < LOW else ok("disk", words)
