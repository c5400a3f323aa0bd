"""Files in the website chat: given where one is wanted, sent again, refused with the reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, expect

from tests.browser.widget.chat_page import ChatPage, chatting
from tests.browser.widget.chat_server import Answer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NAME, CONTENT = "شهادة الترخيص 2026.pdf", b"%PDF-1.7 content"
PICTURES = os.environ.get("SILA_SCREENSHOTS")


async def ask(chat: ChatPage, wants: str | None = "file") -> None:
    """The bot asks its next question."""
    number = len(chat.server.talk.messages) + 1
    text = f"السؤال {number}"
    chat.server.talk.add("bot", text, prompt=number, wants=wants)
    await chat.bubble(text).wait_for()


async def give(chat: ChatPage, name: str = NAME) -> None:
    async with chat.page.expect_file_chooser() as asked:
        await chat.button("attach").click()
    chooser = await asked.value
    await chooser.set_files(FilePayload(name=name, mimeType="application/pdf", buffer=CONTENT))


def sent(chat: ChatPage) -> list[tuple[int, bytes]]:
    return [(post.status, post.body["file"]) for post in chat.server.posts if "file" in post.body]


async def test_the_button_is_there_only_where_a_file_is_wanted(chat: ChatPage) -> None:
    await chat.open()
    await expect(chat.button("attach")).to_be_hidden()
    await ask(chat)
    await expect(chat.button("attach")).to_be_visible()
    clip, field = await chat.button("attach").bounding_box(), await chat.field.bounding_box()
    assert clip is not None
    assert field is not None
    assert clip["x"] > field["x"], "before the words, from the right"
    if PICTURES:
        await chat.panel.screenshot(path=Path(PICTURES) / "widget-file.png")
    await ask(chat, wants=None)
    await expect(chat.button("attach")).to_be_hidden()


async def test_in_english_it_stands_on_the_left(browser: Browser) -> None:
    async with chatting(browser, {"language": "en"}) as chat:
        await chat.open()
        await ask(chat)
        clip, field = await chat.button("attach").bounding_box(), await chat.field.bounding_box()
        assert clip is not None
        assert field is not None
        assert clip["x"] < field["x"]


async def test_a_file_is_sent_without_its_name(chat: ChatPage) -> None:
    await chat.open()
    await ask(chat)
    urls: list[str] = []
    chat.page.on("request", lambda request: urls.append(request.url))
    await give(chat)
    await expect(chat.message("📎")).to_contain_text(chat.say("sent"))
    assert sent(chat) == [(202, CONTENT)]
    assert not [url for url in urls if "2026" in url]
    await expect(chat.bubble(NAME)).to_have_count(0)


@pytest.mark.parametrize(
    ("status", "word"), [(409, "unwanted"), (413, "too_large"), (400, "refused")]
)
async def test_one_that_is_refused_is_named_with_the_reason(
    chat: ChatPage, status: int, word: str
) -> None:
    await chat.open()
    await ask(chat)
    chat.server.refusals.append(Answer(status))
    await give(chat)
    await expect(chat.message(NAME)).to_contain_text(chat.say(word))
    assert len(sent(chat)) == 1
    if PICTURES:
        await chat.panel.screenshot(path=Path(PICTURES) / f"widget-file-{word}.png")


async def test_without_a_connection_it_waits_and_goes_once(chat: ChatPage) -> None:
    await chat.open()
    await ask(chat)
    await chat.page.context.set_offline(True)
    await give(chat)
    await expect(chat.message(NAME)).to_contain_text(chat.say("waiting"))
    assert sent(chat) == []
    await chat.page.context.set_offline(False)
    await chat.server.until(lambda: sent(chat) == [(202, CONTENT)])
    await expect(chat.message("📎")).to_contain_text(chat.say("sent"))


async def test_a_server_that_cannot_take_it_now_gets_it_again_under_the_same_id(
    chat: ChatPage,
) -> None:
    await chat.open()
    await ask(chat)
    chat.server.refusals.extend([Answer(503), Answer(429)])
    await give(chat)
    await chat.server.until(lambda: len(sent(chat)) == 3)
    assert [status for status, _ in sent(chat)] == [503, 429, 202]
    assert len({post.body["id"] for post in chat.server.posts if "file" in post.body}) == 1
    await expect(chat.message("📎")).to_have_count(1)
