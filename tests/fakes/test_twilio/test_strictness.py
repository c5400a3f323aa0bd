"""What our side must never do is noticed, and nothing hangs."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.transport.connection import OutcomeUnknown
from bot.transport.twilio import client, close
from tests.fakes.test_twilio.ours import ACCOUNT, TOKEN, post, send
from tests.fakes.twilio import LOST, TwilioApi, User
from tests.fakes.twilio import api as module


async def test_media_and_records_need_the_token(api: TwilioApi, noura: User) -> None:
    message = await noura.send_media("image/png", b"x", delivery=LOST)
    path = f"{message.path}/Media/{message.media[0].sid}"
    async with aiohttp.ClientSession() as session, session.get(f"{api.url}{path}") as answer:
        assert answer.status == 401
    status, answer_json = await post(api, "/v1/Content", token="wrong", json={})
    assert (status, answer_json["code"]) == (401, 20003)


async def test_showing_the_token_to_the_cdn_is_a_violation(api: TwilioApi, noura: User) -> None:
    message = await noura.send_media("image/png", b"x", delivery=LOST)
    path = f"{message.path}/Media/{message.media[0].sid}"
    headers = {"Authorization": aiohttp.encode_basic_auth(ACCOUNT, TOKEN)}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{api.url}{path}") as answer,  # aiohttp keeps the header on the same host
    ):
        assert answer.status == 400
    assert api.violations == ["the token was shown to the CDN"]
    api.violations.clear()


async def test_what_nobody_serves_is_a_violation(api: TwilioApi, noura: User) -> None:
    assert (await post(api, "/2010-04-01/Accounts.json", data={}))[0] == 404
    await send(api, noura, Body="x", MessagingServiceSid="MG1")
    await post(api, "/v1/Content", data=b"{}", headers={"Content-Type": "text/plain"})
    assert len(api.violations) == 3
    api.violations.clear()


async def test_violations_fail_the_test_that_made_them() -> None:
    with pytest.raises(AssertionError):
        async with TwilioApi(ACCOUNT, TOKEN) as strict:
            await post(strict, "/nowhere", data={})


async def test_another_account_is_not_found(api: TwilioApi, noura: User) -> None:
    path = f"/2010-04-01/Accounts/AC{'b' * 32}/Messages.json"
    assert (await post(api, path, data={}))[0] == 404


async def test_a_condition_that_never_holds_fails(
    api: TwilioApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    with pytest.raises(AssertionError, match="never held"):
        await api.until(lambda: False)


async def test_silent_and_held_calls_end_with_the_fake() -> None:
    async with TwilioApi(ACCOUNT, TOKEN) as silent:
        silent.silence("POST")
        held = silent.hold("GET")
        quiet = client(ACCOUNT, TOKEN, silent.url)
        asked = asyncio.gather(
            quiet.messages.list_async(),
            quiet.messages.create_async(to="whatsapp:+966551234567", body="x"),
            return_exceptions=True,
        )
        await silent.until(lambda: len(silent.calls) == 2)
        assert not held.is_set()
    listed, sent = await asked
    assert listed == []
    assert isinstance(sent, OutcomeUnknown)
    await close(quiet)
