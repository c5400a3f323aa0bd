"""Media are fetched from Twilio alone, within a limit, and the token stays with Twilio."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from bot.transport.twilio import TWILIO, TooLarge, client, close, download
from tests.fakes.twilio import LOST, TwilioApi, User

ACCOUNT, TOKEN = "AC" + "a" * 32, "the token"


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
def noura(api: TwilioApi) -> User:
    return api.user("+966551234567", profile="نورة")


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
