"""The library's HTTP over aiohttp: what arrives, what is told apart when it does not."""

from __future__ import annotations

import asyncio
import socket
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from io import BytesIO

import pytest
from telegram import Bot, InputFile
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import RequestData

from bot.transport import telegram
from bot.transport.telegram import AiohttpRequest, NotSent
from tests.fakes.botapi import BotApi, User

SARA = 501
SOON = 0.05  # seconds; what it ends never comes


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(limited=False) as api:
        yield api


@pytest.fixture
def sara(api: BotApi) -> User:
    return api.user(SARA, started=True)


@asynccontextmanager
async def connected(api: BotApi, request: AiohttpRequest | None = None) -> AsyncIterator[Bot]:
    request = request or AiohttpRequest()
    bot = Bot(api.token, f"{api.url}/bot", f"{api.url}/file/bot", request=request)
    async with request:
        yield bot


@asynccontextmanager
async def deaf_server() -> AsyncIterator[str]:
    """Accepts connections and never reads."""

    async def ignore(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reader._transport.pause_reading()  # type: ignore[attr-defined] # or asyncio reads ahead
        await over.wait()
        writer.close()

    over = asyncio.Event()
    server = await asyncio.start_server(ignore, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        over.set()


async def test_two_hundred_messages_at_once_over_sixty_four_connections(
    api: BotApi, sara: User
) -> None:
    async with connected(api, AiohttpRequest(pool_timeout=None)) as bot:
        await asyncio.gather(*(bot.send_message(SARA, str(n)) for n in range(200)))
    assert sorted(int(message.text) for message in sara.inbox) == [*range(200)]
    assert 1 < len({call.port for call in api.calls}) <= 64


async def test_a_connection_is_kept_for_the_next_request(api: BotApi, sara: User) -> None:
    async with connected(api) as bot:
        for _ in range(3):
            await bot.send_message(SARA, "x")
    assert len({call.port for call in api.calls}) == 1


@pytest.mark.parametrize("handle", [False, True], ids=["bytes", "handle"])
async def test_a_file_goes_up_and_comes_down(api: BotApi, sara: User, handle: bool) -> None:
    paper = b"%PDF" * 750_000
    file = InputFile(BytesIO(paper), "هوية «1».pdf", read_file_handle=not handle)
    async with connected(api) as bot:
        sent = await bot.send_document(SARA, file, caption="نسخة الهوية")
        assert sent.document is not None
        assert sent.document.file_name == "هوية «1».pdf"
        fetched = await (await sent.document.get_file()).download_as_bytearray()
    assert bytes(fetched) == paper
    assert sara.last.text == "نسخة الهوية"


async def test_an_answer_that_does_not_come_is_a_time_out(api: BotApi, sara: User) -> None:
    api.hold("sendMessage")
    async with connected(api) as bot:
        with pytest.raises(TimedOut) as late:
            await bot.send_message(SARA, "x", read_timeout=SOON)
    assert not isinstance(late.value, NotSent)
    assert len(sara.inbox) == 1


async def test_an_upload_nobody_reads_is_a_time_out() -> None:
    request = AiohttpRequest(media_write_timeout=SOON, read_timeout=None)
    async with deaf_server() as url, request:
        bot = Bot("1:a", f"{url}/bot", request=request)
        with pytest.raises(TimedOut):
            await bot.send_document(SARA, b"x" * 20_000_000)


async def test_no_free_connection_in_time_is_not_sent(api: BotApi, sara: User) -> None:
    hold = api.hold("sendMessage")
    async with connected(api, AiohttpRequest(connections=1)) as bot:
        first = asyncio.create_task(bot.send_message(SARA, "x"))
        await hold.arrived.wait()
        with pytest.raises(NotSent, match="all 1 connections are busy"):
            await bot.send_message(SARA, "y", pool_timeout=SOON)
        hold.open.set()
        await first
        await bot.send_message(SARA, "z")
    assert [message.text for message in sara.inbox] == ["x", "z"]


async def test_a_closed_port_and_a_wrong_address_are_not_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        port = taken.getsockname()[1]
        async with AiohttpRequest() as request:
            with pytest.raises(NotSent):
                await request.post(f"http://127.0.0.1:{port}/bot1:a/getMe")
            with pytest.raises(NotSent):
                await request.post("http://127.0.0.1:99999/bot1:a/getMe")


async def test_a_connection_that_is_not_made_in_time_is_not_sent() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)  # its queue takes one; further ones hang
        address = full.getsockname()
        with socket.create_connection(address):
            async with AiohttpRequest() as request:
                url = f"http://127.0.0.1:{address[1]}/bot1:secret/getMe"
                with pytest.raises(NotSent) as late:
                    await request.post(url, connect_timeout=SOON)
    assert "secret" not in "".join(traceback.format_exception(late.value))


@pytest.mark.parametrize("done", [False, True])
async def test_a_lost_connection_leaves_the_outcome_open(
    api: BotApi, sara: User, done: bool
) -> None:
    api.drop("sendMessage", done=done)
    async with connected(api) as bot:
        with pytest.raises(NetworkError) as lost:
            await bot.send_message(SARA, "x")
        assert not isinstance(lost.value, NotSent | TimedOut)
        await bot.send_message(SARA, "y")
    assert len(sara.inbox) == 1 + done


async def test_an_answer_cut_short_leaves_the_outcome_open() -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        writer.close()

    server = await asyncio.start_server(cut, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot1:a/getMe"
    async with server, AiohttpRequest() as request:
        with pytest.raises(NetworkError) as lost:
            await request.post(url)
    assert not isinstance(lost.value, NotSent | TimedOut)


async def test_errors_and_garbage_are_the_librarys_to_judge(api: BotApi, sara: User) -> None:
    async with connected(api) as bot:
        api.fail("sendMessage", 502)
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(SARA, "x")
        api.fail("sendMessage", 200, body="<html>")
        with pytest.raises(TelegramError, match="Invalid server response"):
            await bot.send_message(SARA, "x")
        api.fail("sendMessage", 429, retry_after=9)
        with pytest.raises(RetryAfter) as flood:
            await bot.send_message(SARA, "x")
        assert flood.value.retry_after == timedelta(seconds=9)


async def test_an_answer_beyond_all_sense_is_refused(
    api: BotApi, sara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram, "LONGEST_ANSWER", 1000)
    async with connected(api) as bot:
        api.fail("getMe", 200, body=b"x" * 1000)
        with pytest.raises(TelegramError, match="Invalid server response"):
            await bot.get_me()
        api.fail("getMe", 200, body=b"x" * 1001)
        with pytest.raises(NetworkError, match="longer than 1000 bytes"):
            await bot.get_me()
        assert (await bot.get_me()).id == bot.id


async def test_it_opens_and_closes_as_often_as_it_is_told(api: BotApi) -> None:
    request = AiohttpRequest(read_timeout=7)
    assert request.read_timeout == 7
    url = f"{api.url}/bot{api.token}/getMe"
    with pytest.raises(NetworkError, match=r"before initialize"):
        await request.post(url)
    for _ in range(2):
        await request.initialize()
        await request.initialize()
        assert isinstance(await request.post(url, RequestData()), dict)
        await request.shutdown()
        await request.shutdown()
