"""The twilio library over our transport, against the fake of Twilio's API."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList
from twilio.rest.content.v1.content.approval_create import ApprovalCreateList

from bot.transport.twilio import (
    TWILIO,
    AiohttpClient,
    NotSent,
    OutcomeUnknown,
    TooLarge,
    client,
    close,
    download,
)
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


# media


async def test_media_is_downloaded_without_showing_the_token_to_the_cdn(
    api: TwilioApi, twilio: Client, noura: User
) -> None:
    message = await noura.send_media("image/jpeg", b"\xff\xd8" + b"x" * 200_000, delivery=LOST)
    url = message.form["MediaUrl0"]
    assert url.startswith("https://api.twilio.com/")
    assert await download(url, twilio) == message.media[0].content
    assert [call.path.split("/")[1] for call in api.calls] == ["2010-04-01", "cdn"]


async def test_media_beyond_the_limit_is_refused(twilio: Client, noura: User) -> None:
    message = await noura.send_media("application/pdf", b"x" * 1001, delivery=LOST)
    url = message.form["MediaUrl0"]
    assert len(await download(url, twilio, limit=1001)) == 1001
    with pytest.raises(TooLarge):
        await download(url, twilio, limit=1000)


async def test_media_that_is_gone_is_an_error(twilio: Client, noura: User) -> None:
    message = await noura.send_media("application/pdf", b"x", delivery=LOST)
    media = twilio.messages(message.sid).media(message.media[0].sid)
    assert (await media.fetch_async()).content_type == "application/pdf"
    assert len(await twilio.messages(message.sid).media.list_async()) == 1
    assert await media.delete_async()
    with pytest.raises(TwilioRestException) as caught:
        await download(message.form["MediaUrl0"], twilio)
    assert caught.value.status == 404


@pytest.mark.parametrize(
    "url",
    [
        "http://api.twilio.com/media",
        "https://api.twilio.com:8443/media",
        "https://api.twilio.com@evil.example/media",
        "https://twilio.com.evil.example/media",
        "https://eviltwilio.com/media",
        "http://127.0.0.1:1/media",
        "file:///etc/passwd",
        "",
    ],
)
@pytest.mark.parametrize("base", [TWILIO, "http://127.0.0.1:9"])
async def test_media_at_a_foreign_address_is_never_fetched(base: str, url: str) -> None:
    with pytest.raises(ValueError, match="foreign"):
        await download(url, client(ACCOUNT, TOKEN, base))


@pytest.fixture
async def elsewhere() -> AsyncIterator[str]:
    """A server with bad manners: endless redirects, insecure ones, unannounced sizes."""

    async def redirect(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": request.match_info["to"]})

    async def stream(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(20):
            await answer.write(b"x" * 1000)
        return answer

    application = web.Application()
    application.add_routes([web.get("/to/{to:.*}", redirect), web.get("/stream", stream)])
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield site.name
    await runner.cleanup()


@pytest.mark.parametrize(
    ("path", "problem"), [("to/", "too often"), ("to/http://evil.example/", "insecure")]
)
async def test_bad_redirects_are_not_followed(elsewhere: str, path: str, problem: str) -> None:
    made = client(ACCOUNT, TOKEN, elsewhere)
    with pytest.raises(ValueError, match=problem):
        await download(f"{elsewhere}/{path}", made)
    await close(made)


async def test_the_limit_holds_without_an_announced_size(elsewhere: str) -> None:
    made = client(ACCOUNT, TOKEN, elsewhere)
    assert len(await download(f"{elsewhere}/stream", made, limit=20_000)) == 20_000
    with pytest.raises(TooLarge):
        await download(f"{elsewhere}/stream", made, limit=19_999)
    await close(made)
