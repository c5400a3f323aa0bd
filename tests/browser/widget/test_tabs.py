"""The website chat in several tabs, hidden, on odd streams and without storage."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Browser, Route, expect

from tests.browser.widget.chat_page import NOW, ChatPage, tab, visiting
from tests.browser.widget.chat_server import Answer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""

# The events of a stream that comes byte by byte.
READ = """async (text) => {
  const { readEvents } = await import("/static/widget/server.js");
  const pieces = new TextEncoder().encode(text);
  const body = new ReadableStream({
    start(stream) {
      for (const piece of pieces) stream.enqueue(Uint8Array.of(piece));
      stream.close();
    },
  });
  const events = [];
  for await (const batch of readEvents(body)) events.push(...batch);
  return events;
}"""

BLOCK = """Object.defineProperty(window, "localStorage", {
  get: () => { throw new DOMException("denied", "SecurityError"); },
});"""


async def test_two_tabs_share_one_session(browser: Browser) -> None:
    async with visiting(browser) as (server, context):
        first, second = await tab(context, server), await tab(context, server)
        await asyncio.gather(first.open(), second.open())
        assert server.languages == ["ar"]
        assert server.said() == ["/start"]
        await first.write("من الأولى")
        await expect(second.bubble("من الأولى")).to_have_count(1)
        await second.write("من الثانية")
        await expect(first.bubble("من الثانية")).to_have_count(1)
        await expect(first.bubbles).to_have_count(3)
        server.refusals.append(Answer(503, {"Retry-After": "600"}))
        await first.write("معلّقة")
        await expect(second.message("معلّقة")).to_contain_text(second.say("waiting"))
        await first.button("menu").click()
        await first.button("forget").click()
        await first.button("forget_confirm").click()
        await expect(second.log).to_contain_text(second.say("forgotten"))
        await expect(second.bubbles).to_have_count(0)
        await second.button("restart").click()
        await expect(first.bubble("السلام عليكم")).to_be_visible()
        assert server.languages == ["ar", "ar"]


async def test_a_silent_stream_is_given_up(browser: Browser) -> None:
    async with visiting(browser) as (server, context):
        await context.clock.install(time=NOW)
        chat = await tab(context, server)
        await chat.open()
        await chat.page.clock.fast_forward(61_000)
        await server.until(lambda: server.streams == [None, "2"])


async def test_a_hidden_tab_lets_go_of_its_stream_and_takes_it_up_again(browser: Browser) -> None:
    async with visiting(browser) as (server, context):
        await context.clock.install(time=NOW)
        chat = await tab(context, server)
        await chat.open()
        await chat.page.evaluate(HIDE, True)
        await chat.page.clock.fast_forward(31_000)
        server.talk.add("bot", "لمن عاد")
        await chat.page.evaluate(HIDE, False)
        await server.until(lambda: server.streams == [None, "2"])
        await expect(chat.bubble("لمن عاد")).to_have_count(1)


async def test_tabs_that_write_at_once_lose_nothing(browser: Browser) -> None:
    async with visiting(browser) as (server, context):
        tabs = [await tab(context, server) for _ in range(3)]
        for chat in tabs:
            await chat.open()
        told = [f"{turn} من {number}" for turn in range(4) for number in range(3)]
        for turn in range(4):
            await asyncio.gather(
                *(chat.write(f"{turn} من {number}") for number, chat in enumerate(tabs))
            )
        # One tab may send what another has just sent: browsers tell their tabs of it a little
        # later. The server takes it once.
        await server.until(lambda: sorted(server.talk.heard()[1:]) == sorted(told))
        for number in range(3):
            mine = [text for text in server.talk.heard() if text.endswith(f" {number}")]
            assert mine == [f"{turn} من {number}" for turn in range(4)]


async def test_a_session_that_cannot_be_made_yet_is_made_later(chat: ChatPage) -> None:
    async def refuse(route: Route) -> None:
        await route.fulfill(status=503)

    await chat.page.route("**/chat/sessions", refuse, times=2)
    await chat.launcher.click()
    await expect(chat.offline).to_be_visible()
    await expect(chat.bubble("السلام عليكم")).to_be_visible()
    await expect(chat.offline).to_be_hidden()


async def test_a_stream_may_arrive_in_any_pieces(chat: ChatPage) -> None:
    stream = (
        ': here\n\nid: 7\nevent: message\ndata: {"text":"سلام"}\n\n'
        'event: typing\r\ndata: {}\r\n\r\n:\n\ndata: {"a":\ndata: 1}\n\nid: 9\ndata: cut'
    )
    assert await chat.page.evaluate(READ, stream) == [
        {"event": "message", "id": "7", "data": '{"text":"سلام"}'},
        {"event": "typing", "id": "", "data": "{}"},
        {"event": "message", "id": "", "data": '{"a":1}'},
    ]


async def test_without_its_words_the_chat_is_not_shown(browser: Browser) -> None:
    async with visiting(browser) as (server, context):
        chat = ChatPage(await context.new_page(), server)
        away = asyncio.Event()

        async def refuse(route: Route) -> None:
            await route.fulfill(status=503)
            away.set()

        await context.route("**/chat/strings*", refuse)
        loading = asyncio.create_task(chat.load())
        await away.wait()
        await expect(chat.page.locator("sila-chat")).to_have_count(0)
        await context.unroute("**/chat/strings*")
        await loading
        await expect(chat.launcher).to_be_visible()


async def test_blocked_storage_costs_only_the_memory(browser: Browser) -> None:
    async with visiting(browser) as (server, context):
        chat = ChatPage(await context.new_page(), server)
        await context.add_init_script(BLOCK)
        await chat.load()
        await chat.open()
        await chat.write("بلا ذاكرة")
        await expect(chat.message("بلا ذاكرة")).to_contain_text(chat.say("sent"))
