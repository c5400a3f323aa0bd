"""Somebody who waits for an officer, and what a browser keeps."""

from __future__ import annotations

from http.cookies import Morsel, SimpleCookie

from bot.web.door import COOKIE
from tests.bot.site import Answer, Site
from tests.shell import Visitor


def cookie(answer: Answer) -> Morsel[str] | None:
    return SimpleCookie(answer.headers.get("Set-Cookie", "")).get(COOKIE)


async def waiting(ours: Site, external: str, *words: str) -> tuple[Visitor, str]:
    """Somebody who asked for an officer, and the number of their case."""
    person = Visitor(ours.app, external)
    await person.say("السلام عليكم", "مسؤول", *words)
    return person, (await person.cases())[-1].reference
