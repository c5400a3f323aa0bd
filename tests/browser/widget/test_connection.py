"""The website chat on a bad line: nothing is lost or said twice, and the visitor is told."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Browser, expect

from tests.browser.widget.chat_page import NOW, ChatPage, tab, visiting
from tests.browser.widget.chat_server import Answer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ROUND_TRIP = "fetch('/page').then(({ status }) => status)"

EXPIRE = """async (token) => {
  const { Session } = await import("/static/widget/session.js");
  new Session().expire(token);
}"""


async def test_a_reload_brings_the_history_back(chat: ChatPage) -> None:
    await chat.open()
    await chat.write("قبل التحديث")
    await expect(chat.message("قبل التحديث")).to_contain_text(chat.say("sent"))
    await chat.page.reload()
    await chat.ready()
    await expect(chat.launcher.locator(".badge")).to_be_hidden()
    await chat.open()
    await expect(chat.bubbles).to_have_count(2)
    await expect(chat.bubble("قبل التحديث")).to_be_in_viewport()
    assert chat.server.languages == ["ar"]
    assert chat.server.streams == [None, None]
    assert chat.server.said() == ["/start", "قبل التحديث"]


async def test_a_broken_stream_resumes_after_the_last_message(chat: ChatPage) -> None:
    await chat.open()
    chat.server.hang_up()
    chat.server.talk.add("bot", "أثناء الانقطاع")
    await chat.server.until(lambda: len(chat.server.streams) == 2)
    assert chat.server.streams == [None, "2"]
    await expect(chat.bubble("أثناء الانقطاع")).to_have_count(1)
    await expect(chat.bubbles).to_have_count(2)
    await expect(chat.offline).to_be_hidden()


async def test_a_line_says_that_there_is_no_connection(chat: ChatPage) -> None:
    await chat.open()
    chat.server.is_away = True
    chat.server.hang_up()
    await expect(chat.offline).to_be_visible()
    chat.server.talk.add("bot", "أثناء الغياب")
    chat.server.is_away = False
    await expect(chat.bubble("أثناء الغياب")).to_be_visible()
    await expect(chat.offline).to_be_hidden()


async def test_messages_wait_in_their_order_and_keep_their_ids(chat: ChatPage) -> None:
    await chat.open()
    chat.server.refusals.extend([Answer(503), Answer(429), Answer(502)])
    await chat.write("الأولى")
    await expect(chat.message("الأولى")).to_contain_text(chat.say("waiting"))
    await chat.write("الثانية")
    await expect(chat.message("الثانية")).to_contain_text(chat.say("sent"))
    posts = [post for post in chat.server.posts if post.body.get("text") != "/start"]
    assert [post.status for post in posts] == [503, 429, 502, 202, 202]
    assert [post.body["text"] for post in posts] == ["الأولى"] * 4 + ["الثانية"]
    assert len({post.body["id"] for post in posts}) == 2
    await expect(chat.bubbles).to_have_count(3)


async def test_a_message_whose_answer_was_lost_is_shown_once(chat: ChatPage) -> None:
    await chat.open()
    told = asyncio.Event()
    chat.server.refusals.append(Answer(502, {"Retry-After": "600"}, done=True, when=told))
    async with chat.page.expect_response(lambda response: response.status == 502):
        await chat.write("مرة واحدة")
        await expect(chat.message("مرة واحدة")).to_contain_text(chat.say("sent"))
        told.set()
    await chat.page.evaluate(ROUND_TRIP)
    await expect(chat.message("مرة واحدة")).to_contain_text(chat.say("sent"))
    await chat.page.reload()
    await chat.server.until(lambda: [post.status for post in chat.server.posts[1:]] == [502, 202])
    await chat.open()
    await expect(chat.bubbles).to_have_count(2)


async def test_the_server_is_left_alone_for_as_long_as_it_asked(browser: Browser) -> None:
    async with visiting(browser) as (server, context):
        await context.clock.install(time=NOW)
        chat = await tab(context, server)
        await chat.open()
        server.refusals.append(Answer(503, {"Retry-After": "40"}))
        await chat.stop_clock()
        await chat.write("بعد قليل")
        await expect(chat.message("بعد قليل")).to_contain_text(chat.say("waiting"))
        await chat.page.clock.run_for(39_000)
        assert server.said() == ["/start"]
        await chat.page.clock.run_for(1_000)
        await server.until(lambda: server.said() == ["/start", "بعد قليل"])


async def test_what_was_waiting_is_sent_after_a_reload(chat: ChatPage) -> None:
    await chat.open()
    chat.server.refusals.append(Answer(503, {"Retry-After": "600"}))
    await chat.write("لا تضيع")
    await expect(chat.message("لا تضيع")).to_contain_text(chat.say("waiting"))
    await chat.page.reload()
    await chat.server.until(lambda: chat.server.said() == ["/start", "لا تضيع"])
    first, second = chat.server.posts[1:]
    assert first.body == second.body
    await chat.open()
    await expect(chat.message("لا تضيع")).to_contain_text(chat.say("sent"))
    await expect(chat.bubbles).to_have_count(2)


async def test_without_a_network_messages_wait_for_it_and_no_longer(browser: Browser) -> None:
    async with visiting(browser) as (server, context):
        await context.clock.install(time=NOW)
        chat = await tab(context, server)
        await chat.open()
        await context.set_offline(True)
        await expect(chat.offline).to_be_visible()
        await chat.stop_clock()
        await chat.write("من النفق")
        await expect(chat.message("من النفق")).to_contain_text(chat.say("waiting"))
        await context.set_offline(False)
        await expect(chat.message("من النفق")).to_contain_text(chat.say("sent"))
        await expect(chat.offline).to_be_hidden()


async def test_one_cut_is_mended_without_a_word(browser: Browser) -> None:
    async with visiting(browser) as (server, context):
        await context.clock.install(time=NOW)
        chat = await tab(context, server)
        await chat.open()
        await chat.stop_clock()
        server.hang_up()
        await server.until(lambda: not server.talk.streams)
        await chat.page.evaluate(ROUND_TRIP)
        await expect(chat.offline).to_be_hidden()
        await chat.page.clock.run_for(1_000)
        await server.until(lambda: server.streams == [None, "2"])


async def test_an_unknown_token_is_renewed_and_the_message_sent_again(chat: ChatPage) -> None:
    await chat.open()
    del chat.server.talks["token-1"]
    await chat.write("هل من أحد؟")
    await expect(chat.message("هل من أحد؟")).to_contain_text(chat.say("sent"))
    await expect(chat.log).to_contain_text(chat.say("expired"))
    refused, taken = chat.server.posts[1:]
    assert (refused.token, refused.status) == ("token-1", 401)
    assert (taken.token, taken.status) == ("token-2", 202)
    assert refused.body == taken.body
    await expect(chat.bubbles).to_have_count(1)


async def test_a_token_that_another_tab_has_replaced_is_left_alone(chat: ChatPage) -> None:
    await chat.open()
    await chat.page.evaluate(EXPIRE, "an older one")
    assert await chat.page.evaluate("localStorage.getItem('sila.token')") == "token-1"
    await chat.page.evaluate(EXPIRE, "token-1")
    assert await chat.page.evaluate("localStorage.getItem('sila.token')") is None


async def test_a_stream_refused_with_an_open_panel_begins_anew(chat: ChatPage) -> None:
    await chat.open()
    chat.server.hang_up()
    chat.server.talks.clear()
    await chat.server.until(lambda: len(chat.server.talks) == 1)
    await expect(chat.log).to_contain_text(chat.say("expired"))
    await expect(chat.bubble("السلام عليكم")).to_have_count(1)
    assert chat.server.said() == ["/start", "/start"]


async def test_a_stale_token_makes_no_session_until_the_chat_is_opened(chat: ChatPage) -> None:
    await chat.open()
    chat.server.hang_up()
    chat.server.talks.clear()
    opened = len(chat.server.streams)
    await chat.page.evaluate("Sila.close()")
    await chat.page.reload()
    await chat.server.until(lambda: len(chat.server.streams) > opened)
    await chat.page.wait_for_function("() => localStorage.getItem('sila.token') === null")
    assert chat.server.languages == ["ar"]
    await chat.open()
    assert chat.server.languages == ["ar", "ar"]
