"""What people do in Telegram, as the events it becomes."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram_update import decode, heard
from bot.update import FromPerson, Reach, What
from flows.events import Edited, Event, Located, Said, Sent, Shared, Tapped, Unread
from tests.bot.test_telegram.ours import FAHD, NOURA, Ours
from tests.fakes.botapi import BotApi, User

CHAT = {"id": NOURA, "type": "private", "first_name": "نورة"}
SENDER = {"id": NOURA, "is_bot": False, "first_name": "نورة", "language_code": "ar"}


def update(kind: str = "message", /, **content: Any) -> bytes:
    body: dict[str, Any] = {"update_id": 7, kind: content}
    if kind.endswith("message"):
        body[kind] = {"message_id": 9, "date": 1, "chat": CHAT, "from": SENDER} | content
    return json.dumps(body).encode()


def read(raw: bytes) -> What | None:
    incoming = decode(raw)
    return heard(incoming, raw) if incoming else None


def event(raw: bytes) -> Event | None:
    what = read(raw)
    return what.event if isinstance(what, FromPerson) else None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("السلام عليكم", "السلام عليكم"),
        ("/start", "/start"),
        ("/start widget-abc_1", "/start"),
        ("/Start@sila_bot x", "/start"),
        ("/menu@sila_bot", "/menu"),
        ("/rate 5", "/rate 5"),
        ("/ ٥", "/ ٥"),
        ("a/b", "a/b"),
    ],
)
def test_texts_and_commands(typed: str, said: str) -> None:
    assert read(update(text=typed)) == FromPerson(str(NOURA), Said(said), "9", None, "ar")


FILE = {"file_id": "F", "file_unique_id": "f"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"photo": [FILE | {"file_id": "small"}, FILE]}, Sent("image", "F")),
        ({"photo": [FILE], "caption": "بيان"}, Sent("image", "F", "بيان")),
        ({"document": FILE}, Sent("document", "F")),
        ({"animation": FILE, "document": FILE}, Sent("video", "F")),
        ({"video": FILE}, Sent("video", "F")),
        ({"video_note": FILE}, Sent("video", "F")),
        ({"voice": FILE}, Sent("audio", "F")),
        ({"audio": FILE}, Sent("audio", "F")),
        ({"contact": {"phone_number": "966551234567", "user_id": NOURA}}, Shared("+966551234567")),
        ({"contact": {"phone_number": "+966551234567", "user_id": FAHD}}, Unread("contact")),
        ({"contact": {"phone_number": "966551234567"}}, Unread("contact")),
        ({"sticker": FILE}, Unread("sticker")),
        ({"location": {"latitude": 1, "longitude": 2}}, Located(1, 2)),
        ({"venue": {}, "location": {"latitude": 1, "longitude": 2}}, Located(1, 2)),
        ({"poll": {"id": "1"}}, Unread("other")),
        ({"dice": {"value": 6}}, Unread("other")),
        ({"something_of_next_year": {}}, Unread("other")),
        ({}, Unread("other")),
        ({"pinned_message": {}}, None),
        ({"message_auto_delete_timer_changed": {}}, None),
    ],
)
def test_everything_else_that_is_sent(content: dict[str, Any], expected: Event | None) -> None:
    assert event(update(**content)) == expected


def test_a_shared_number_is_known() -> None:
    what = read(update(contact={"phone_number": "966551234567", "user_id": NOURA}))
    assert isinstance(what, FromPerson)
    assert what.phone == "+966551234567"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"text": "نورة سعد"}, Edited("نورة سعد")),
        ({"caption": "بيان", "photo": [FILE]}, Edited("بيان")),
        ({"location": {"latitude": 1, "longitude": 2}}, None),
    ],
)
def test_edits(content: dict[str, Any], expected: Event | None) -> None:
    assert event(update("edited_message", **content)) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("12:yes", Tapped(12, "yes")),
        ("3:a:b", Tapped(3, "a:b")),
        ("yes", Tapped(0, "")),
        ("٣:yes", Tapped(0, "")),
        ("1234567890:yes", Tapped(0, "")),
        ("1:", Tapped(0, "")),
        (None, Tapped(0, "")),
    ],
)
def test_taps(data: str | None, expected: Event) -> None:
    raw = update("callback_query", **{"id": "1", "from": SENDER, "data": data})
    assert read(raw) == FromPerson(str(NOURA), expected, None, None, "ar")


@pytest.mark.parametrize(
    ("code", "language"),
    [("ar", "ar"), ("ar-SA", "ar"), ("en", "en"), ("en-US", "en"), ("ur", None), (None, None)],
)
def test_the_language_of_the_app(code: str | None, language: str | None) -> None:
    what = read(update(text="x", **{"from": SENDER | {"language_code": code}}))
    assert isinstance(what, FromPerson)
    assert what.language == language


@pytest.mark.parametrize(("status", "reachable"), [("kicked", False), ("member", True)])
def test_blocked_and_back(status: str, reachable: bool) -> None:
    raw = update(
        "my_chat_member", chat=CHAT, new_chat_member={"status": status}, **{"from": SENDER}
    )
    assert read(raw) == Reach(str(NOURA), reachable)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'{"message": {}}',
        b'{"update_id": "7"}',
        b'{"update_id": 7, "message": {"message_id": 1}}',
        b'{"update_id": 7, "message": null, "x": "\xff"}',
        b'{"update_id": 7, "message": {"text": "\\ud800"}}',
        b'{"update_id": 7, "x": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
)
def test_what_is_no_update_is_nothing(raw: bytes) -> None:
    assert read(raw) is None


def test_a_kind_nobody_asked_for_is_nothing() -> None:
    assert read(update("poll", id="1")) is None


names = st.sampled_from(
    (
        *("update_id", "message", "edited_message", "callback_query", "my_chat_member", "chat"),
        *("id", "type", "from", "text", "data", "photo", "file_id", "contact", "user_id", "voice"),
        *("message_id", "new_chat_member", "status", "caption", "sticker", "reply_to_message"),
    )
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=6),
    max_leaves=20,
)
kinds = st.sampled_from(("message", "edited_message", "callback_query", "my_chat_member", "poll"))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=40))
def test_bytes_of_any_kind_are_survived(raw: bytes) -> None:
    read(raw)


@settings(max_examples=300, deadline=None)
@given(kinds, st.dictionaries(names, values, max_size=6))
def test_json_of_any_shape_is_survived(kind: str, content: dict[str, Any]) -> None:
    read(update(kind, **content))


# ------------------------------------------------------------------ as Telegram itself says it
Act = Callable[[User], Awaitable[object]]


async def both(user: User) -> None:
    await user.block()
    await user.unblock()


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda user: user.say("السلام عليكم"), Said("السلام عليكم")),
        (lambda user: user.say("/start abc"), Said("/start")),
        (lambda user: user.share_contact(), Shared("+966500000501")),
        (lambda user: user.send_photo(caption="بيان"), Sent("image", "AgAC000001", "بيان")),
        (lambda user: user.send_document(), Sent("document", "AgAC000001")),
        (lambda user: user.send_voice(), Sent("audio", "AgAC000001")),
        (lambda user: user.send_sticker(), Unread("sticker")),
        (lambda user: user.send_location(), Located(24.71, 46.68)),
    ],
)
async def test_through_the_fake(ours: Ours, noura: User, act: Act, expected: Event) -> None:
    async with ours.running():
        await ours.ready()
        await act(noura)
        assert await ours.heard() == [expected]
        assert ours.people[0].external == str(NOURA)
        assert ours.taken[0].account == "123456"


async def test_the_card_of_somebody_else_is_no_number(ours: Ours, api: BotApi, noura: User) -> None:
    async with ours.running():
        await ours.ready()
        await noura.share_contact_of(api.user(FAHD))
        assert await ours.heard() == [Unread("contact")]
        assert ours.people[0].phone is None


async def test_whoever_blocks_us_cannot_be_reached_until_they_are_back(
    ours: Ours, api: BotApi, noura: User
) -> None:
    async with ours.running():
        await ours.ready()
        await both(noura)
        await api.until(lambda: len(ours.taken) == 2)
        assert [update.what for update in ours.taken] == [
            Reach(str(NOURA), reachable=False),
            Reach(str(NOURA), reachable=True),
        ]


async def test_an_edit_arrives_with_the_id_of_what_was_edited(ours: Ours, noura: User) -> None:
    async with ours.running():
        await ours.ready()
        message = await noura.say("نوره")
        await noura.edit(message, "نورة")
        assert await ours.heard(2) == [Said("نوره"), Edited("نورة")]
        assert {what.message for what in ours.people} == {str(message.id)}
