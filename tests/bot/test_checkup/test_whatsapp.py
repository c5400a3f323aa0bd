"""What `sila check` hears from Twilio, and what it says to do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.checkup import Finding
from bot.checkup_whatsapp import SANDBOX, whatsapp
from bot.config import Settings
from tests.bot.test_whatsapp.ours import ACCOUNT, NUMBER, PUBLIC, STATUS, TOKEN, WEBHOOK, settings
from tests.clock import FakeClock
from tests.fakes.twilio import TwilioApi

ENTERED = {
    "callback_url": f"{WEBHOOK}#rc=3&rp=all",
    "status_callback_url": f"{STATUS}#rc=3&rp=all",
}


@pytest.fixture
def clock() -> FakeClock:
    """As the machine's, which dates the answers."""
    return FakeClock(datetime.now(UTC))


@pytest.fixture
async def api(clock: FakeClock) -> AsyncIterator[TwilioApi]:
    async with TwilioApi(ACCOUNT, TOKEN, NUMBER, clock.now) as api:
        api.account.senders[0].webhook = dict(ENTERED)
        yield api


async def found(api: TwilioApi, clock: FakeClock, **changes: Any) -> list[Finding]:
    chosen: Settings = settings(twilio_api_url=api.url, **changes)
    return [finding async for finding in whatsapp(chosen, clock)]


async def wrong(api: TwilioApi, clock: FakeClock, **changes: Any) -> list[Finding]:
    return [f for f in await found(api, clock, **changes) if f.level != "ok"]


def template(name: str) -> dict[str, Any]:
    types = {"twilio/text": {"body": "نص"}}
    return {"friendly_name": name, "language": "ar", "types": types, "variables": {}}


async def test_without_an_account_nobody_is_asked(clock: FakeClock) -> None:
    off = Settings(_env_file=None)  # type: ignore[call-arg]  # of pydantic-settings
    [finding] = [finding async for finding in whatsapp(off, clock)]
    assert finding == Finding("ok", "WhatsApp", "off, without an account at Twilio")


async def test_all_is_well(api: TwilioApi, clock: FakeClock) -> None:
    assert await found(api, clock) == [
        Finding("ok", "WhatsApp", "the account is active"),
        Finding("ok", "clock", "as Twilio has it"),
        Finding("ok", "WhatsApp", f"{NUMBER} is online"),
        Finding("ok", "WhatsApp", "0 contents made"),
    ]
    assert {call.method for call in api.calls} == {"GET"}, "nothing is changed at Twilio"


# ------------------------------------------------------------------ account and network
async def test_credentials_that_are_refused_are_a_problem(api: TwilioApi, clock: FakeClock) -> None:
    [finding] = await found(api, clock, twilio_auth_token="another")
    assert finding.level == "problem"
    assert finding.words.startswith("Twilio refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN")
    assert "another" not in finding.words


@pytest.mark.parametrize(
    ("account", "told"),
    [
        (("suspended", "Full"), ("problem", "the account is suspended: see Twilio's console")),
        (("closed", "Full"), ("problem", "the account is closed: see Twilio's console")),
        (("active", "Trial"), ("warning", "the account is a trial: only numbers that joined get ")),
    ],
)
async def test_an_account_that_does_not_send_is_told(
    api: TwilioApi, clock: FakeClock, account: tuple[str, str], told: tuple[str, str]
) -> None:
    api.account.status, api.account.kind = account
    [finding] = await wrong(api, clock)
    assert finding.level == told[0]
    assert finding.words.startswith(told[1])


async def test_twilio_that_is_away_is_a_problem(api: TwilioApi, clock: FakeClock) -> None:
    away = settings(twilio_api_url="http://127.0.0.1:1")
    [finding] = [finding async for finding in whatsapp(away, clock)]
    assert finding == Finding(
        "problem", "WhatsApp", "Twilio is not to be had at http://127.0.0.1:1 (NotSent)"
    )
    api.fail("Accounts", 503)
    [finding] = await wrong(api, clock)
    assert "(Twilio" in finding.words
    assert finding.words.endswith(", 20503)")
    api.garble("Senders")
    assert [finding.level for finding in await wrong(api, clock)] == ["problem"]


async def test_a_clock_that_is_wrong_is_told(api: TwilioApi, clock: FakeClock) -> None:
    clock.advance(-timedelta(minutes=2))
    [finding] = await wrong(api, clock)
    assert (finding.level, finding.about) == ("warning", "clock")
    assert "behind Twilio" in finding.words


# ------------------------------------------------------------------ the sender
async def test_a_number_that_is_no_sender_is_a_problem(api: TwilioApi, clock: FakeClock) -> None:
    [finding] = await wrong(api, clock, twilio_whatsapp_from="whatsapp:+966500000009")
    assert finding.level == "problem"
    assert finding.words == "whatsapp:+966500000009 is no WhatsApp sender of this account"


@pytest.mark.parametrize(("status", "is_wrong"), [("OFFLINE", True), ("ONLINE:UPDATING", False)])
async def test_a_sender_that_is_offline_is_a_problem(
    api: TwilioApi, clock: FakeClock, status: str, is_wrong: bool
) -> None:
    api.account.senders[0].status = status
    told = await wrong(api, clock)
    assert bool(told) == is_wrong
    if told:
        assert told[0].level == "problem"
        assert told[0].words == f"{NUMBER} is OFFLINE: see Twilio's console"


async def test_the_sandbox_is_for_trials(api: TwilioApi, clock: FakeClock) -> None:
    [finding] = await wrong(api, clock, twilio_whatsapp_from=SANDBOX)
    assert finding.level == "warning"
    assert "sandbox" in finding.words


async def test_webhooks_that_lead_elsewhere_are_named(api: TwilioApi, clock: FakeClock) -> None:
    api.account.senders[0].webhook = {**ENTERED, "callback_url": WEBHOOK}
    [finding] = await wrong(api, clock)
    wanted = ENTERED["callback_url"]
    assert finding == Finding(
        "warning", "WhatsApp", f"callback_url at Twilio is {WEBHOOK}, not {wanted}"
    )
    api.account.senders[0].webhook = None
    told = await wrong(api, clock)
    assert [f.words.partition(",")[0] for f in told] == [
        "callback_url at Twilio is nothing",
        "status_callback_url at Twilio is nothing",
    ]
    assert PUBLIC in told[0].words


# ------------------------------------------------------------------ the contents
async def test_contents_that_whatsapp_refuses_are_counted(api: TwilioApi, clock: FakeClock) -> None:
    for name in ("sila quick-reply 1", "sila quick-reply 2", "sila list-picker 3", "theirs"):
        made = api._records.create(template(name))
        api._records.submit(
            made.sid,
            {"name": made.sid.lower(), "category": "UTILITY", "allow_category_change": True},
        )
        api.review(made.sid, "approved")
    [*_, finding] = await found(api, clock)
    assert finding == Finding("ok", "WhatsApp", "3 contents made")
    first, second, _, theirs = api.contents
    api.review(first, "paused")
    api.review(second, "disabled")
    api.review(theirs, "disabled")
    [finding] = await wrong(api, clock)
    assert finding.level == "warning"
    assert finding.words == "of 3 contents 1 disabled, 1 paused: see Twilio's console"
