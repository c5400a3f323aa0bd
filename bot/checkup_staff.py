"""Who the officers are: those of the file, and what the staff room made of them."""

from __future__ import annotations

from collections.abc import Mapping

from bot import content, secret
from bot.checkup import Findings, ok
from bot.checkup_here import REFUSALS
from bot.clock import Clock
from bot.config import Settings
from bot.roster import overlaid
from flows.book import Officer
from storage.inspection import inspect
from storage.keys import WrongSecret
from storage.location import sqlite_file
from storage.vault import Unsealed

UNREAD: tuple[type[Exception], ...] = (*REFUSALS, secret.NoSecret, WrongSecret, Unsealed)


async def officers(settings: Settings) -> Mapping[str, Officer]:
    """Those of the file, as the staff room changed them, as far as both can be read."""
    try:
        files = content.load(settings.association).officers
    except content.ContentError:
        return {}
    path = sqlite_file(settings.database_url)
    if path is not None and not path.exists():
        return files
    try:
        inspection = await inspect(settings.database_url)
        return overlaid(files, inspection.officers(secret.kept(settings)))
    except UNREAD:
        return files


async def staff(settings: Settings, _: Clock) -> Findings:
    """Who the officers are now."""
    people = await officers(settings)
    listed = [officer.id for officer in people.values() if officer.roles]
    yield ok("officers", f"{len(listed)} are listed: {', '.join(listed)}")
