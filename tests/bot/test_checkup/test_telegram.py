"""What `sila check` hears from Telegram, and what it says to do."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.checkup import Finding
from bot.checkup_telegram import telegram
from bot.config import Settings
from tests.clock import FakeClock
from tests.fakes.botapi import BotApi
from tests.fakes.botapi.group import ALL_RIGHTS
from tests.fakes.botapi.updates import Webhook
from tests.walks.test_telegram import SARA, association

ROOM, OTHERS = -1001000000001, -1001000000002
PUBLIC = "https://sila.example.org"
HOOK = f"{PUBLIC}/telegram/webhook"
STAFF = "TELEGRAM_STAFF_CHAT_ID"


@pytest.fixture
def clock() -> FakeClock:
    """As the machine's, which dates the answers."""
    return FakeClock(datetime.now(UTC))


@pytest.fixture
async def api(clock: FakeClock) -> AsyncIterator[BotApi]:
    async with BotApi(clock=clock.now) as api:
        yield api


def settings(api: BotApi, **changes: Any) -> Settings:
    values = {"telegram_bot_token": api.token, "telegram_api_url": api.url, **changes}
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]  # of pydantic-settings


async def found(settings: Settings, clock: FakeClock) -> list[Finding]:
    return [finding async for finding in telegram(settings, clock)]


async def of_room(
    api: BotApi, clock: FakeClock, *, is_forum: bool = True, rights: Iterable[str] | None
) -> list[Finding]:
    """What is said of a staff room in which the bot has these rights."""
    api.group(ROOM, is_forum=is_forum, rights=rights)
    told = await found(settings(api, telegram_staff_chat_id=ROOM), clock)
    return [finding for finding in told if finding.about == STAFF]


async def test_without_a_token_nobody_is_asked(clock: FakeClock) -> None:
    off = Settings(_env_file=None)  # type: ignore[call-arg]  # of pydantic-settings
    assert await found(off, clock) == [Finding("ok", "Telegram", "off, without TELEGRAM_BOT_TOKEN")]


async def test_all_is_well(api: BotApi, clock: FakeClock) -> None:
    api.group(ROOM, is_forum=True)
    api.group(OTHERS, is_forum=True)
    ids = {"telegram_staff_chat_id": ROOM, "telegram_focal_chat_id": OTHERS}
    findings = await found(settings(api, **ids), clock)
    assert findings == [
        Finding("ok", "Telegram", "the bot is @sila_test_bot"),
        Finding("ok", "clock", "as Telegram has it"),
        Finding("ok", "Telegram", "updates by polling"),
        Finding("ok", STAFF, "the bot is an administrator with the rights it needs"),
        Finding(
            "ok", "TELEGRAM_FOCAL_CHAT_ID", "the bot is an administrator with the rights it needs"
        ),
    ]


async def test_nothing_is_changed_at_telegram(api: BotApi, clock: FakeClock) -> None:
    await found(settings(api, public_url=PUBLIC), clock)
    assert {call.method for call in api.calls} == {"getMe", "getWebhookInfo"}


# ------------------------------------------------------------------ the token and the network
async def test_a_token_that_is_refused_is_a_problem(api: BotApi, clock: FakeClock) -> None:
    [finding] = await found(settings(api, telegram_bot_token="123456:OTHER"), clock)
    assert (finding.level, finding.about) == ("problem", "Telegram")
    assert finding.words.startswith("it refuses TELEGRAM_BOT_TOKEN")


async def test_telegram_that_is_away_is_a_problem(api: BotApi, clock: FakeClock) -> None:
    away = settings(api, telegram_api_url="http://127.0.0.1:1")
    [finding] = await found(away, clock)
    assert finding.level == "problem"
    assert finding.words.startswith("not to be had at http://127.0.0.1:1 (")
    api.fail("getWebhookInfo", 502)
    *_, finding = await found(settings(api), clock)
    assert finding.level == "problem"
    assert api.token not in str(finding)


async def test_a_clock_that_is_wrong_is_told(api: BotApi, clock: FakeClock) -> None:
    clock.advance(timedelta(hours=1))
    [finding] = [f for f in await found(settings(api), clock) if f.about == "clock"]
    assert finding.level == "problem"
    assert "ahead of Telegram" in finding.words


# ------------------------------------------------------------------ how updates come
async def updates(api: BotApi, clock: FakeClock, **changes: Any) -> Finding:
    told = await found(settings(api, **changes), clock)
    return [finding for finding in told if finding.about == "Telegram"][1]


async def test_a_webhook_as_it_must_be(api: BotApi, clock: FakeClock) -> None:
    api.world.updates.set_webhook(Webhook(HOOK, "", 40))
    finding = await updates(api, clock, public_url=PUBLIC)
    assert finding == Finding("ok", "Telegram", f"updates by {HOOK}")


@pytest.mark.parametrize(
    ("there", "changes", "words"),
    [
        (None, {"public_url": PUBLIC}, f"it knows no webhook, not {HOOK}"),
        ("https://other.example.org/x", {"public_url": PUBLIC}, f"/x, not {HOOK}: "),
        ("https://other.example.org/x", {}, "it knows https://other.example.org/x, not polling"),
    ],
)
async def test_a_webhook_of_somebody_else_is_warned_of(
    api: BotApi, clock: FakeClock, there: str | None, changes: dict[str, Any], words: str
) -> None:
    if there:
        api.world.updates.set_webhook(Webhook(there, "", 40))
    finding = await updates(api, clock, **changes)
    assert finding.level == "warning"
    assert words in finding.words


async def test_a_webhook_set_by_hand_is_none_of_our_business(api: BotApi, clock: FakeClock) -> None:
    api.world.updates.set_webhook(Webhook("https://elsewhere.example.org/hook", "", 40))
    assert (await updates(api, clock, telegram_mode="webhook")).level == "ok"


async def test_a_webhook_that_failed_lately_is_told_with_telegrams_words(
    api: BotApi, clock: FakeClock
) -> None:
    api.world.updates.set_webhook(Webhook(HOOK, "", 40))
    api.world.updates.last_error = (clock.now(), "Wrong response from the webhook: 503")
    finding = await updates(api, clock, public_url=PUBLIC)
    assert finding.level == "warning"
    assert "failed lately: Wrong response from the webhook: 503; 0 updates wait" in finding.words
    api.world.updates.last_error = (clock.now() - timedelta(days=1), "long ago")
    assert (await updates(api, clock, public_url=PUBLIC)).level == "ok"


async def test_updates_that_pile_up_are_warned_of(api: BotApi, clock: FakeClock) -> None:
    noura = api.user(501, started=True)
    for n in range(101):
        await noura.say(str(n))
    finding = await updates(api, clock)
    assert finding.level == "warning"
    assert finding.words.startswith("101 updates wait: `sila serve` does not run")


# ------------------------------------------------------------------ the groups
async def test_a_member_without_rights_is_a_problem(api: BotApi, clock: FakeClock) -> None:
    [finding] = await of_room(api, clock, rights=None)
    assert finding.level == "problem"
    assert finding.words.startswith("the bot is no administrator")


@pytest.mark.parametrize("right", ["can_manage_topics", "can_delete_messages"])
async def test_a_right_that_is_lacking_is_named(api: BotApi, clock: FakeClock, right: str) -> None:
    [finding] = await of_room(api, clock, rights=ALL_RIGHTS - {right})
    assert finding.level == "warning"
    assert finding.words.startswith(f"the bot lacks {right}: ")


async def test_a_group_without_topics_is_warned_of(api: BotApi, clock: FakeClock) -> None:
    [finding] = await of_room(api, clock, is_forum=False, rights=ALL_RIGHTS)
    assert finding.level == "warning"
    assert finding.words.startswith("topics are off")


async def test_a_group_the_bot_is_not_in_is_a_problem(api: BotApi, clock: FakeClock) -> None:
    group = api.group(ROOM)
    await group.remove_bot()
    ids = {"telegram_staff_chat_id": ROOM, "telegram_supervisor_chat_id": OTHERS}
    *_, staff, supervisors = await found(settings(api, **ids), clock)
    assert [staff.level, supervisors.level] == ["problem", "problem"]
    assert "add the bot to the group, or correct the number" in staff.words
    assert supervisors.about == "TELEGRAM_SUPERVISOR_CHAT_ID"


async def test_officers_who_never_wrote_are_named(
    api: BotApi, clock: FakeClock, tmp_path: Path
) -> None:
    api.user(SARA, started=True)
    told = await found(settings(api, association=association(tmp_path)), clock)
    warned = [finding.words for finding in told if finding.about == "officers"]
    assert [words.partition(":")[0] for words in warned] == ["khalid", "abdullah"]
    assert all("press Start" in words for words in warned)
