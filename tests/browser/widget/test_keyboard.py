"""The website chat without a mouse: every act has a key, and the focus is never lost."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.browser.page import active
from tests.browser.widget.chat_page import ChatPage, chatting, visiting

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PHONE = {"width": 390, "height": 780}

# The first word of every message that appears, with how the log is read aloud at that moment.
WATCH = """addEventListener("sila:ready", () => {
  const log = document.querySelector("sila-chat").shadowRoot.querySelector(".log");
  window.lives = [];
  new MutationObserver((changes) => {
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
      const text = node.querySelector(".text")?.textContent;
      if (text) lives.push([text.split(" ")[0], log.ariaLive]);
    }
  }).observe(log, { childList: true });
});"""


async def press(chat: ChatPage, *keys: str) -> str:
    """Press the keys; returns what holds the focus then."""
    for key in keys:
        await chat.page.keyboard.press(key)
    return await active(chat.page)


async def test_a_whole_visit_by_keyboard(chat: ChatPage) -> None:
    assert await press(chat, "Tab") == "button زر في الصفحة"
    assert await press(chat, "Tab") == f"button {chat.say('open')}"
    await chat.page.keyboard.press("Enter")
    await expect(chat.field).to_be_focused()
    await expect(chat.option("متابعة طلب")).to_be_visible()

    assert await press(chat, "Shift+Tab") == "button متابعة طلب"
    assert await press(chat, "Shift+Tab", "Shift+Tab") == "button التسجيل في خدمة"
    await chat.page.keyboard.press("Enter")
    await expect(chat.bubble("وصل الاختيار: التسجيل في خدمة")).to_be_visible()
    assert await active(chat.page) == f"log {chat.say('log')}"

    assert await press(chat, "Tab") == "button سؤال آخر"
    assert await press(chat, "Tab") == f"textarea {chat.say('placeholder')}"
    await chat.page.keyboard.type("شكرًا")
    await chat.page.keyboard.press("Enter")
    await expect(chat.bubble("شكرًا")).to_be_visible()
    assert await press(chat, "Tab") == f"button {chat.say('send')}"

    await chat.page.keyboard.press("Escape")
    await expect(chat.panel).to_be_hidden()
    await expect(chat.launcher).to_be_focused()


async def test_a_key_pressed_twice_does_not_answer_the_next_question(chat: ChatPage) -> None:
    await chat.open()
    await chat.option("استفسار").focus()
    await chat.page.keyboard.press("Enter")
    await expect(chat.option("سؤال آخر")).to_be_enabled()
    await chat.page.keyboard.press("Enter")
    await chat.write("بعد ذلك")
    await expect(chat.message("بعد ذلك")).to_contain_text(chat.say("sent"))
    assert chat.server.said() == ["/start", "ask", "بعد ذلك"]


async def test_escape_closes_one_thing_at_a_time(chat: ChatPage) -> None:
    await chat.open()
    await chat.button("menu").focus()
    assert await press(chat, "Enter") == f"button {chat.say('language')}"
    assert await press(chat, "Escape") == f"button {chat.say('menu')}"
    await expect(chat.button("language")).to_be_hidden()
    await press(chat, "Enter", "Tab", "Enter")
    await expect(chat.page.get_by_role("dialog", name=chat.say("forget_title"))).to_be_visible()
    assert await active(chat.page) == f"button {chat.say('forget_cancel')}"
    assert await press(chat, "Escape") == f"button {chat.say('menu')}"
    await expect(chat.panel).to_be_visible()
    assert await press(chat, "Escape") == f"button {chat.say('open')}"
    await expect(chat.panel).to_be_hidden()


async def test_the_focus_returns_to_what_opened_the_chat(chat: ChatPage) -> None:
    opener = chat.page.get_by_role("button", name="زر في الصفحة")
    await opener.focus()
    await chat.page.evaluate("Sila.open()")
    await expect(chat.field).to_be_focused()
    await chat.page.keyboard.press("Escape")
    await expect(opener).to_be_focused()


async def test_escape_elsewhere_on_the_page_is_not_ours(chat: ChatPage) -> None:
    await chat.open()
    await chat.page.get_by_role("button", name="زر في الصفحة").focus()
    await chat.page.keyboard.press("Escape")
    await expect(chat.panel).to_be_visible()


async def test_on_a_phone_the_focus_stays_inside(browser: Browser) -> None:
    async with chatting(browser, viewport=PHONE) as chat:
        await chat.open()
        await chat.button("send").focus()
        assert await press(chat, "Tab") == f"button {chat.say('menu')}"
        assert await press(chat, "Shift+Tab") == f"button {chat.say('send')}"


async def test_on_a_wide_screen_the_focus_may_leave(chat: ChatPage) -> None:
    await chat.open()
    await chat.button("menu").focus()
    assert await press(chat, "Shift+Tab", "Shift+Tab") == "button زر في الصفحة"


async def test_who_listens_is_told(chat: ChatPage) -> None:
    await chat.open()
    await expect(chat.panel).to_have_attribute("aria-labelledby", "title")
    await expect(chat.log).to_have_attribute("aria-live", "polite")
    await expect(chat.launcher).to_have_attribute("aria-expanded", "true")
    question = chat.page.get_by_role("group", name="السلام عليكم ورحمة الله، أهلًا بك. كيف نخدمك؟")
    await expect(question.get_by_role("button")).to_have_count(3)
    await chat.launcher.click()
    await expect(chat.launcher).to_have_attribute("aria-expanded", "false")


async def test_news_is_read_aloud_but_history_is_not(browser: Browser) -> None:
    async with visiting(browser) as (server, context):
        await context.add_init_script(WATCH)
        chat = ChatPage(await context.new_page(), server)
        await chat.load()
        await chat.open()
        assert await chat.page.evaluate("lives") == [["السلام", "polite"]]
        await chat.page.reload()
        await chat.ready()
        await chat.open()
        await expect(chat.log).to_have_attribute("aria-live", "polite")
        server.talk.add("officer", "خبر جديد", name="سارة")
        await expect(chat.bubble("خبر جديد")).to_be_visible()
        assert await chat.page.evaluate("lives") == [["السلام", "off"], ["خبر", "polite"]]
