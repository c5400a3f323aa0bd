"""Whatever Telegram says about the group is read without a fault, and mostly means nothing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.telegram_update import decode
from bot.config import Settings
from bot.kit import Kit
from bot.staff import telegram as staff
from bot.staff.telegram_reading import NOTHING, Reading
from bot.update import Refusal
from flows.text import Text
from storage.database import Database
from tests.bot.test_telegram.ours import FAHD, ROOM, SARA, kit
from tests.clock import SUNDAY_MORNING, FakeClock

CHAT = {"id": ROOM, "type": "supergroup", "title": "غرفة الموظفين", "is_forum": True}
OFFICER = {"id": SARA, "is_bot": False, "first_name": "سارة"}
STRANGER = {"id": FAHD, "is_bot": False, "first_name": "فهد"}
BOT = {"id": 123456, "is_bot": True, "first_name": "صلة"}

relaxed = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite:///{tmp_path}/sila.db")
    try:
        await opened.migrate()
        await opened.unlock("a secret of the tests", FakeClock().now())
        yield opened
    finally:
        await opened.close()


@pytest.fixture(scope="module")
def ours() -> Kit:
    token = {"telegram_bot_token": "123456:TEST", "telegram_staff_chat_id": ROOM}
    return kit(Settings(_env_file=None, **token))  # type: ignore[arg-type, call-arg]  # pydantic-settings


async def read(database: Database, ours: Kit, content: dict[str, Any]) -> Reading | None:
    incoming = decode(json.dumps({"update_id": 1, **content}).encode())
    if incoming is None:
        return None
    async with database.view() as view:
        return await staff.read(view, ours, incoming, SUNDAY_MORNING)


def message(**content: Any) -> dict[str, Any]:
    return {"message": {"message_id": 9, "date": 1, "chat": CHAT, "from": OFFICER} | content}


def query(**content: Any) -> dict[str, Any]:
    shown = {"message_id": 9, "date": 1, "chat": CHAT}
    return {"callback_query": {"id": "1", "from": OFFICER, "message": shown} | content}


@pytest.mark.parametrize(
    "content",
    [
        {},
        message(),
        message(text="صباح الخير"),
        message(text=""),
        message(text="استلام"),
        message(text="// ملاحظة"),
        message(text="/unknown"),
        message(text="نعم", message_thread_id=77, is_topic_message=True),
        message(text="نعم", reply_to_message={"message_id": 5}),
        message(sticker={"file_id": "F"}),
        message(photo=[{"file_id": "F"}]),
        message(forum_topic_closed={}),
        message(pinned_message={}),
        message(text="/claim", **{"from": BOT}),
        message(text="صباح الخير", **{"from": STRANGER}),
        message(text="استلام", **{"from": STRANGER}),
        {"edited_message": message(text="/claim")["message"]},
        {"my_chat_member": {"chat": CHAT, "new_chat_member": {"status": "administrator"}}},
    ],
)
async def test_what_means_nothing(database: Database, ours: Kit, content: dict[str, Any]) -> None:
    assert await read(database, ours, content) == NOTHING


@pytest.mark.parametrize(
    ("content", "who"),
    [
        (message(text="/claim", **{"from": STRANGER}), f"فهد {FAHD}"),
        (message(text="/claim", **{"from": None}), ""),
        (message(text="/claim", sender_chat=CHAT), f"غرفة الموظفين {ROOM}"),
        (message(text="/claim", sender_chat=CHAT, **{"from": BOT}), f"غرفة الموظفين {ROOM}"),
    ],
)
async def test_strangers(database: Database, ours: Kit, content: dict[str, Any], who: str) -> None:
    assert await read(database, ours, content) == Reading(Refusal(str(ROOM), who))


@pytest.mark.parametrize("data", [None, "", "c:1:claim", "c:26000422:claim", "c:26000422:rate:x"])
async def test_buttons_of_nothing(database: Database, ours: Kit, data: str | None) -> None:
    found = await read(database, ours, query(data=data))
    assert found == Reading(answer=Text("case.refused.unknown"))


names = st.sampled_from(
    (
        *("text", "caption", "photo", "from", "sender_chat", "reply_to_message", "message_id"),
        *("message_thread_id", "is_topic_message", "file_id", "id", "data", "message", "voice"),
    )
)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.sampled_from(("/claim", "/claim 26000422", "استلام", "//", "c:26000422:claim", "نعم"))
    | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=4),
    max_leaves=10,
)


@relaxed
@given(st.booleans(), st.dictionaries(names, values, max_size=6))
async def test_anything_is_read_without_a_fault(
    database: Database, ours: Kit, tapped: bool, content: dict[str, Any]
) -> None:
    await read(database, ours, query(**content) if tapped else message(**content))
