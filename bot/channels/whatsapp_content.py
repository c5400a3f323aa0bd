"""Buttons and lists on WhatsApp: each needs a content template at Twilio, made once and kept.

A template holds the labels and the shape of the text; the words are variables, one for each line,
because Twilio refuses a variable with a line break (error 21656). What comes back of a tap or a
pick is `<prompt>:<option>`, where the prompt is a variable too. So one template serves every text
of its shape. Sources: twilio.com/docs/content/twilio-quick-reply, twiliolist-picker (ids take
variables), using-variables-with-content-api, docs/api/errors/21656.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, cast

import msgspec
import structlog
from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList

from bot.body import Body, Choice
from bot.clock import Clock
from flows.book import Language
from storage import contents
from storage.database import Database

LONGEST_BODY = 1024
BUTTONS, BUTTON = 3, 20  # quick replies while the window is open, and characters on each
ITEMS, ITEM = 10, 24  # of a list
LINES = 99  # variables of one template, less the prompt
PROMPT = "prompt"
PAYLOAD = re.compile(r"(?P<prompt>[0-9]{1,9}):(?P<option>[!-~]{1,64})")
"""What a button or an item of ours sends back."""

PAUSE = timedelta(minutes=5)
"""How long a template that could not be made is not tried again."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Template:
    """What one content template shows. `lines` tells of each line of its text if it has words."""

    kind: Literal["quick-reply", "list-picker"]
    language: str
    lines: tuple[bool, ...]
    options: tuple[tuple[str, str], ...]  # id and label
    button: str  # that opens the list

    @property
    def key(self) -> str:
        parts = (self.kind, self.language, self.lines, self.options, self.button)
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()

    @property
    def text(self) -> str:
        """``{{1}}`` and so on; lines without words stay empty."""
        return "\n".join(f"{{{{{n}}}}}" if words else "" for n, words in enumerate(self.lines, 1))

    def request(self) -> ContentList.ContentCreateRequest:
        """As the Content API takes it; every variable is its own sample."""
        names = [str(n) for n, words in enumerate(self.lines, 1) if words]
        fields = self._buttons() if self.kind == "quick-reply" else self._list()
        return ContentList.ContentCreateRequest(
            {
                "friendly_name": f"sila {self.kind} {self.key[:12]}",
                "language": self.language,
                "variables": dict(zip([*names, PROMPT], [*names, "1"], strict=True)),
                "types": {f"twilio/{self.kind}": {"body": self.text, **fields}},
            }
        )

    def _buttons(self) -> dict[str, Any]:
        return {
            "actions": [
                {"type": "QUICK_REPLY", "title": label, "id": _payload(option)}
                for option, label in self.options
            ]
        }

    def _list(self) -> dict[str, Any]:
        items = [{"item": label, "id": _payload(option)} for option, label in self.options]
        return {"button": self.button, "items": items}


@dataclass(frozen=True, slots=True)
class Content:
    """A template that exists, and the variables that make a message of it."""

    key: str
    sid: str
    variables: str


@dataclass(slots=True)
class Contents:
    """Finds or makes the template of a message. `choose` is the button that opens a list."""

    twilio: Client
    database: Database
    clock: Clock
    choose: Mapping[Language, str]
    _sids: dict[str, str] = field(default_factory=dict)
    _paused: dict[str, datetime] = field(default_factory=dict)
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def of(self, body: Body) -> Content | None:
        """What shows this message with buttons or a list; None where only its text can go out."""
        template = template_of(body, self.choose)
        if template is None:
            return None
        try:
            sid = await self._sid(template)
        except Exception as error:  # noqa: BLE001 -- buttons are a comfort, the words must go out
            log.warning("content_not_made", kind=template.kind, error=type(error).__name__)
            self._paused[template.key] = self.clock.now() + PAUSE
            return None
        return Content(template.key, sid, _variables(body)) if sid else None

    async def forget(self, content: Content) -> None:
        """Twilio does not know the template (any more): it is made anew the next time."""
        self._sids.pop(content.key, None)
        try:
            async with self.database.unit() as unit:
                contents.forget(unit, content.key, content.sid)
        except Exception as error:  # noqa: BLE001 -- as above; Twilio will refuse it once more
            log.warning("content_not_forgotten", error=type(error).__name__)

    async def _sid(self, template: Template) -> str | None:
        key = template.key
        if key in self._sids:
            return self._sids[key]
        async with self._making:
            now = self.clock.now()
            if now < self._paused.get(key, now):
                return None
            async with self.database.view() as view:
                sid = await contents.sid(view, key)
            self._sids[key] = sid or await self._make(template)
            return self._sids[key]

    async def _make(self, template: Template) -> str:
        made = await self.twilio.content.v1.contents.create_async(template.request())
        if not made.sid:
            raise ValueError("a content without an id")
        async with self.database.unit() as unit:
            contents.keep(unit, template.key, made.sid, self.clock.now())
        return made.sid


def template_of(body: Body, choose: Mapping[Language, str]) -> Template | None:
    """The template that shows a message, or None where WhatsApp has none that could."""
    lines = _lines(body.text)
    button = choose[cast(Language, body.language)]
    most = max((len(choice.label) for choice in body.options), default=0)
    if not _fits(body, lines):
        return None
    kind: Literal["quick-reply", "list-picker"]
    if len(body.options) <= BUTTONS and most <= BUTTON:
        kind, button = "quick-reply", ""
    elif len(body.options) <= ITEMS and most <= ITEM and _usable(button, BUTTON):
        kind = "list-picker"
    else:
        return None
    options = tuple((choice.id, choice.label) for choice in body.options)
    return Template(kind, body.language, tuple(map(bool, lines)), options, button)


def _fits(body: Body, lines: list[str]) -> bool:
    """What holds for both kinds: WhatsApp wants some text, and labels and ids that differ."""
    labels = {choice.label for choice in body.options}
    return (
        any(lines)
        and len(lines) <= LINES
        and len("\n".join(lines)) <= LONGEST_BODY
        and bool(body.options)
        and len(labels) == len({choice.id for choice in body.options}) == len(body.options)
        and all(map(_comes_back, body.options))
    )


def _comes_back(choice: Choice) -> bool:
    return _usable(choice.label, ITEM) and PAYLOAD.fullmatch(f"1:{choice.id}") is not None


def _usable(label: str, most: int) -> bool:
    """Words that stand in a template as they are: there, double braces would be a variable."""
    return 0 < len(label) <= most and label == " ".join(label.split()) and "{{" not in label


def _payload(option: str) -> str:
    return f"{{{{{PROMPT}}}}}:{option}"


def _lines(text: str) -> list[str]:
    """The lines of a text without what a variable may not hold: tabs and long runs of spaces."""
    return [" ".join(line.split()) for line in text.strip().splitlines()]


def _variables(body: Body) -> str:
    """The JSON text Twilio wants: each line that has words by its number, and the prompt."""
    words = {str(number): line for number, line in enumerate(_lines(body.text), 1) if line}
    return msgspec.json.encode({**words, PROMPT: str(body.prompt)}).decode()
