"""The twilio library over our transport, against the fake of Twilio's API."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList
from twilio.rest.content.v1.content.approval_create import ApprovalCreateList

from bot.transport.connection import NotSent, OutcomeUnknown
from bot.transport.twilio import TWILIO, AiohttpClient, client, close
from tests.fakes.twilio import LOST, TwilioApi, User

ACCOUNT, TOKEN = "AC" + "a" * 32, "the token"
NUMBER = "whatsapp:+966500000001"
NOURA = "whatsapp:+966551234567"
SEND = "POST /2010-04-01"


@pytest.fixture
async def api() -> AsyncIterator[TwilioApi]:
    async with TwilioApi(ACCOUNT, TOKEN) as running:
        yield running


@pytest.fixture
async def twilio(api: TwilioApi) -> AsyncIterator[Client]:
    made = client(ACCOUNT, TOKEN, api.url)
    yield made
    await close(made)


@pytest.fixture
async def noura(api: TwilioApi) -> User:
    user = api.user("+966551234567", profile="نورة")
    await user.say("السلام عليكم", LOST)
    return user


async def send(twilio: Client, body: str = "أهلًا بك") -> str:
    message = await twilio.messages.create_async(to=NOURA, from_=NUMBER, body=body)
    return str(message.sid)


async def test_a_message_is_sent_and_read_back(twilio: Client, noura: User) -> None:
    sent = await twilio.messages.create_async(to=NOURA, from_=NUMBER, body="أهلًا & مرحبًا=١")
    assert [str(sent.status), str(sent.direction)] == ["queued", "outbound-api"]
    assert sent.error_code is None
    assert isinstance(sent.date_created, datetime)
    read = await twilio.messages(str(sent.sid)).fetch_async()
    assert read.body == "أهلًا & مرحبًا=١" == noura.inbox[0].body


async def test_lists_are_repeated_and_blanks_are_kept(
    api: TwilioApi, twilio: Client, noura: User
) -> None:
    links = ["https://sila.example.org/1.pdf", "https://sila.example.org/2.pdf"]
    await twilio.messages.create_async(to=NOURA, from_=NUMBER, media_url=links)
    (sent,) = api.sent
    assert sent.attached == tuple(links)
    await api.settle()
    await twilio.messages(sent.sid).update_async(body="")
    assert api.calls[-1].data == {"Body": ""}


async def test_messages_are_listed_page_by_page(twilio: Client, noura: User) -> None:
    for number in range(5):
        await send(twilio, f"رسالة {number}")
    found = await twilio.messages.list_async(
        to=NOURA, date_sent_after=datetime.now(UTC) - timedelta(hours=1), page_size=2
    )
    assert [message.body for message in found] == [f"رسالة {number}" for number in (4, 3, 2, 1, 0)]
    (inbound,) = await twilio.messages.list_async(to=NUMBER)
    assert [str(inbound.direction), inbound.from_] == ["inbound", NOURA]


async def test_contents_are_created_as_json_and_approved(api: TwilioApi, twilio: Client) -> None:
    actions = [{"title": "ممتاز", "id": "rate:5"}, {"title": "ضعيف", "id": "rate:1"}]
    body = "كيف كانت خدمة {{1}} المقدمة لك اليوم؟"
    request = ContentList.ContentCreateRequest(
        {
            "friendly_name": "rate_ar",
            "language": "ar",
            "variables": {"1": "السلة الغذائية"},
            "types": {"twilio/quick-reply": {"body": body, "actions": actions}},
        }
    )
    content = await twilio.content.v1.contents.create_async(request)
    assert isinstance(content.date_created, datetime)
    sid = str(content.sid)
    assert api.contents[sid].types["twilio/quick-reply"]["actions"] == actions
    approval = await twilio.content.v1.contents(sid).approval_create.create_async(
        ApprovalCreateList.ContentApprovalRequest({"name": "rate_ar", "category": "UTILITY"})
    )
    assert approval.status == "received"
    api.review(sid, "approved")
    read = await twilio.content.v1.contents(sid).approval_fetch().fetch_async()
    assert (read.whatsapp or {})["status"] == "approved"
    (listed,) = await twilio.content.v1.contents.list_async()
    assert listed.sid == sid
    assert await twilio.content.v1.contents(sid).delete_async()


@pytest.mark.parametrize(
    ("status", "code"), [(429, 20429), (500, 20500), (503, 20503), (401, 20003)]
)
async def test_an_error_carries_its_status_and_code(
    api: TwilioApi, twilio: Client, status: int, code: int
) -> None:
    api.fail(SEND, status, code)
    with pytest.raises(TwilioRestException) as caught:
        await send(twilio)
    assert (caught.value.status, caught.value.code) == (status, code)
    assert not api.sent


async def test_a_wrong_token_is_refused(api: TwilioApi) -> None:
    stranger = client(ACCOUNT, "not the token", api.url)
    with pytest.raises(TwilioRestException) as caught:
        await send(stranger)
    assert (caught.value.status, caught.value.code) == (401, 20003)
    await close(stranger)


async def test_a_refused_connection_was_not_sent(unused_tcp_port: int) -> None:
    lonely = client(ACCOUNT, TOKEN, f"http://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(NotSent):
        await send(lonely)
    await close(lonely)


async def test_a_timeout_leaves_the_outcome_unknown(api: TwilioApi, twilio: Client) -> None:
    await twilio.messages.list_async()  # connected: what times out below is the answer
    api.silence(SEND)
    twilio.http_client.timeout = 0.05
    with pytest.raises(OutcomeUnknown):
        async with asyncio.timeout(4):  # a net for a client that would wait on
            await send(twilio)
    assert len(api.calls) == 2


async def test_a_connection_lost_after_the_request_leaves_the_outcome_unknown(
    api: TwilioApi, twilio: Client, noura: User
) -> None:
    api.drop(SEND)
    with pytest.raises(OutcomeUnknown):
        await send(twilio, "مرة واحدة")
    assert [message.body for message in noura.inbox] == ["مرة واحدة"]
    (found,) = await twilio.messages.list_async(to=NOURA)
    assert found.body == "مرة واحدة"


async def test_a_good_status_without_json_leaves_the_outcome_unknown(
    api: TwilioApi, twilio: Client
) -> None:
    api.garble(SEND, 201)
    with pytest.raises(OutcomeUnknown):
        await send(twilio)


async def test_a_gateway_page_is_an_error_with_its_status(api: TwilioApi, twilio: Client) -> None:
    api.garble(SEND, 502)
    with pytest.raises(TwilioRestException) as caught:
        await send(twilio)
    assert caught.value.status == 502


async def test_fifty_sends_are_in_flight_together(
    api: TwilioApi, twilio: Client, noura: User
) -> None:
    answered = api.hold(SEND, times=50)
    sends = asyncio.gather(*(send(twilio, f"رسالة {number}") for number in range(50)))
    await api.until(lambda: len(api.sent) == 50)
    answered.set()
    assert len(set(await sends)) == 50
    assert len(noura.inbox) == 50


async def test_one_connection_is_kept(api: TwilioApi, twilio: Client, noura: User) -> None:
    for _ in range(5):
        await send(twilio)
    assert len({call.port for call in api.calls}) == 1


async def test_the_environment_is_not_read(
    api: TwilioApi, noura: User, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_tcp_port}")
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    made = client(ACCOUNT, TOKEN, api.url)
    assert await send(made) in api.messages
    assert made.get_hostname(TWILIO) == TWILIO
    await close(made)


async def test_nothing_personal_is_logged(
    twilio: Client, noura: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await send(twilio, "سري")
    await twilio.messages.list_async(to=NOURA)
    assert "966551234567" not in caplog.text
    assert "سري" not in caplog.text


@pytest.mark.parametrize(
    ("base", "url", "address"),
    [
        (TWILIO, "https://content.twilio.com/v1/Content", "https://content.twilio.com/v1/Content"),
        ("http://127.0.0.1:9", "https://api.twilio.com/x?a=%2B1", "http://127.0.0.1:9/x?a=%2B1"),
        ("http://proxy/twilio/", "https://messaging.twilio.com/v2", "http://proxy/twilio/v2"),
        ("http://127.0.0.1:9", "https://sila.example.org/x", "https://sila.example.org/x"),
    ],
)
def test_twilios_hosts_are_replaced(base: str, url: str, address: str) -> None:
    assert AiohttpClient(base).address(url) == address
