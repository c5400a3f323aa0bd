"""Prepared requests to the Bot API carry what the library would have sent."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import json as msgspec_json
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.body import Body, Choice
from bot.catalog import read_all
from bot.channels.telegram_files import Files
from bot.channels.telegram_manners import Manners
from bot.channels.telegram_people import People
from bot.channels.telegram_update import Chat, Message, Person, Query
from bot.render import Renderer
from bot.transport import bot_api
from bot.transport.bot_api import BotApi
from bot.transport.telegram import NotSent
from tests.bot.test_telegram.ours import choices, outgoing
from tests.fakes.botapi import BotApi as Fake
from tests.wire import Wire, answer, holding, listening

TOKEN = "123456:THE-TOKEN"
SOON = 0.05  # seconds; what it ends never comes
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
ACCEPTED = answer(b'{"ok":true,"result":{"message_id":7,"date":0}}')


class Recorded(BaseRequest):
    """What the library would have sent, before it is written down."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any]] = []

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        assert request_data is not None
        self.sent.append((url.rpartition("/")[2], request_data.parameters))
        chat = {"id": 1, "type": "private"}
        result = {"message_id": 7, "date": 0, "chat": chat}
        return 200, json.dumps({"ok": True, "result": result}).encode()


class Kept(BotApi):
    """What we would have sent, as JSON."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:1", TOKEN)
        self.sent: list[tuple[str, Any]] = []

    async def _call(self, method: str, parameters: Mapping[str, object], expected: Any) -> Any:
        self.sent.append((method, json.loads(msgspec_json.encode(parameters))))
        return expected.decode(b'{"result":{"message_id":7}}')


@cache
def renderer() -> Renderer:
    return Renderer(read_all(), {})


words = st.text(st.characters(codec="utf-8"), max_size=60).map(str.strip).filter(bool)
options = st.lists(words, max_size=4).map(lambda labels: choices(*labels))


@settings(max_examples=60, deadline=None)
@given(text=words, chosen=options, prompt=st.integers(0, 10**9 - 1))
async def test_a_message_is_what_the_library_would_send(
    text: str, chosen: tuple[Choice, ...], prompt: int
) -> None:
    api, library = Kept(), Recorded()
    bot = Bot(TOKEN, request=library)
    await People(api, bot, Files(bot, {}), renderer()).send(
        outgoing(text=text, options=chosen, prompt=prompt)
    )
    rows = [[InlineKeyboardButton(o.label, callback_data=f"{prompt}:{o.id}")] for o in chosen]
    markup = InlineKeyboardMarkup(rows) if rows else None
    await bot.send_message(501, text, reply_markup=markup, link_preview_options=NO_PREVIEW)
    assert api.sent == library.sent


async def test_the_button_for_the_number_is_what_the_library_would_send() -> None:
    api, library = Kept(), Recorded()
    bot = Bot(TOKEN, request=library)
    people = People(api, bot, Files(bot, {}), renderer())
    asked = Body(text="ما رقم الجوال؟", wants="contact", options=choices("تخطٍّ"))
    for body in (asked, Body(text="شكرًا"), Body(text="وصل")):
        await people._post(501, body)
    share = api.sent[0][1]["reply_markup"]["keyboard"][0][0]["text"]
    keys = [[KeyboardButton(share, request_contact=True)], [KeyboardButton("تخطٍّ")]]
    keyboard = ReplyKeyboardMarkup(keys, resize_keyboard=True, one_time_keyboard=True)
    for text, markup in (
        ("ما رقم الجوال؟", keyboard),
        ("شكرًا", ReplyKeyboardRemove()),
        ("وصل", None),
    ):
        await bot.send_message(501, text, reply_markup=markup, link_preview_options=NO_PREVIEW)
    assert api.sent == library.sent


async def test_courtesies_are_what_the_library_would_send() -> None:
    api, library = Kept(), Recorded()
    bot = Bot(TOKEN, request=library)
    manners = Manners(api, bot)
    query = Query("q", Person(501), Message(9, Chat(501, "private"), date=1))
    manners.answer(query, "تم")
    manners.take_buttons(query)
    await manners.courtesies.close()
    await bot.answer_callback_query("q", "تم", show_alert=True)
    await bot.edit_message_reply_markup(501, 9)
    assert api.sent == library.sent
    manners.answer(query)
    await manners.courtesies.close()
    assert api.sent[-1] == ("answerCallbackQuery", {"callback_query_id": "q"})


# ------------------------------------------------------------------ on the wire
@pytest.fixture
async def fake() -> AsyncIterator[Fake]:
    async with Fake(limited=False) as fake:
        yield fake


async def test_what_we_send_is_what_the_bot_api_takes(fake: Fake) -> None:
    noura = fake.user(501, started=True)
    api = BotApi(fake.url, fake.token)
    text = 'أهلًا "بك" & \\ 🌴\n'
    assert await api.send_message({"chat_id": 501, "text": text}) == noura.last.id
    assert noura.last.text == text.strip()
    await api.call("deleteMessage", {"chat_id": 501, "message_id": noura.last.id})
    assert noura.inbox[0].deleted
    await api.close()
    assert len({call.port for call in fake.calls}) == 1


def requested(wire: Wire) -> list[str]:
    return [request.split(b" ")[1].decode() for request in wire.requests]


async def test_the_url_may_have_a_path_of_its_own() -> None:
    async with listening(holding(ACCEPTED)) as wire:
        api = BotApi(f"{wire.url}/proxy", TOKEN)
        assert await api.send_message({"chat_id": 501, "text": "x"}) == 7
        await api.close()
    assert requested(wire) == [f"/proxy/bot{TOKEN}/sendMessage"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (answer(b'{"ok":true,"result":{"message_id":"7"}}'), ValueError),
        (answer(b'{"ok":true,"result":true}'), ValueError),
        (answer(b'{"ok":true}'), KeyError),
        (answer(b"<html>"), TelegramError),
        (answer(b"\xff"), TelegramError),
        (answer(b"[" * 100_000), RecursionError),
        (answer(b"<html>", "502 Bad Gateway"), NetworkError),
        (answer(b"", "302 Found"), NetworkError),
        (b"", TimedOut),
        (b"HTTP/1.1 200 OK\r\n\x00", NetworkError),
    ],
)
async def test_what_is_no_answer_is_an_error_of_the_librarys(
    said: bytes, expected: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot_api, "PATIENCE", SOON)
    async with listening(holding(said)) as wire:
        api = BotApi(wire.url, TOKEN)
        with pytest.raises(expected) as met:
            await api.send_message({"chat_id": 501, "text": "x"})
        assert not isinstance(met.value, NotSent)
        assert TOKEN not in str(met.value)
        await api.close()


async def test_nobody_there_means_nothing_was_sent() -> None:
    with pytest.raises(NotSent) as met:
        await BotApi("http://127.0.0.1:1", TOKEN).send_message({"chat_id": 501, "text": "x"})
    assert TOKEN not in repr(met.value)
