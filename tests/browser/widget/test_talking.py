"""The website chat as a visitor uses it: greeted, writing, tapping, reading, forgetting."""

from __future__ import annotations

import re
import uuid
from itertools import pairwise

import pytest
from playwright.async_api import Browser, expect

from tests.browser.widget.chat_page import NOW, ChatPage, chatting, visiting
from tests.browser.widget.chat_server import MENU, Answer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

KEPT = "Object.keys(localStorage).filter(name => name.startsWith('sila.')).sort()"


async def test_the_first_opening_makes_a_session_and_the_bot_greets(chat: ChatPage) -> None:
    assert chat.server.languages == []
    assert chat.server.streams == []
    await chat.launcher.click()
    await expect(chat.panel).to_be_visible()
    await expect(chat.bubbles).to_have_text(["السلام عليكم ورحمة الله، أهلًا بك.\nكيف نخدمك؟"])
    assert chat.server.languages == ["ar"]
    assert chat.server.said() == ["/start"]
    assert await chat.bubbles.inner_text() == "السلام عليكم ورحمة الله، أهلًا بك.\nكيف نخدمك؟"


async def test_a_written_message_arrives_once_and_is_marked_as_sent(chat: ChatPage) -> None:
    await chat.open()
    await chat.write("  متى موعد الدورة؟  ")
    await expect(chat.message("متى موعد الدورة؟")).to_contain_text(chat.say("sent"))
    await expect(chat.bubble("متى موعد الدورة؟")).to_have_count(1)
    await expect(chat.field).to_have_value("")
    await expect(chat.field).to_be_focused()
    posted = chat.server.posts[-1]
    assert posted.token == "token-1"
    assert posted.body["text"] == "متى موعد الدورة؟"
    assert uuid.UUID(posted.body["id"]).version == 4


async def test_an_option_is_answered_and_the_old_ones_stay_to_be_read(chat: ChatPage) -> None:
    await chat.open()
    await chat.option("استفسار").click()
    await expect(chat.bubble("وصل الاختيار: استفسار")).to_be_visible()
    posted = chat.server.posts[-1].body
    assert posted == {"id": posted["id"], "prompt": 2, "option": "ask"}
    await expect(chat.bubbles).to_have_count(3)
    for choice in MENU:
        await expect(chat.option(choice["label"])).to_be_visible()
        await expect(chat.option(choice["label"])).to_be_disabled()
    await expect(chat.option("سؤال آخر")).to_be_enabled()


async def test_the_newest_question_is_the_last_one_whatever_its_number(chat: ChatPage) -> None:
    await chat.open()
    chat.server.talk.add("bot", "سؤال جديد", prompt=1, options=[{"id": "yes", "label": "نعم"}])
    await expect(chat.option("نعم")).to_be_enabled()
    await expect(chat.option("استفسار")).to_be_disabled()
    chat.server.talk.add("officer", "لحظة", name="سارة", prompt=0)
    await expect(chat.bubble("لحظة")).to_be_visible()
    await expect(chat.option("نعم")).to_be_enabled()
    chat.server.talk.add("bot", "ما الاسم؟", prompt=3)
    await expect(chat.option("نعم")).to_be_disabled()


async def test_options_stand_one_to_a_row_and_fit_a_finger(chat: ChatPage) -> None:
    await chat.open()
    boxes = [await chat.option(choice["label"]).bounding_box() for choice in MENU]
    for box in boxes:
        assert box is not None
        assert box["height"] >= 44
    tops = [box["y"] for box in boxes if box]
    assert all(below - above >= 44 for above, below in pairwise(tops))


async def test_a_second_tap_on_the_same_option_says_nothing_new(chat: ChatPage) -> None:
    await chat.open()
    chat.server.refusals.append(Answer(503))
    await chat.option("استفسار").dblclick()
    await expect(chat.bubble("وصل الاختيار: استفسار")).to_be_visible()
    assert chat.server.said() == ["/start", "ask"]


async def test_enter_sends_and_shift_enter_begins_a_line(chat: ChatPage) -> None:
    await chat.open()
    height = "element => element.clientHeight"
    low = await chat.field.evaluate(height)
    await chat.field.press_sequentially("سطر")
    await chat.field.press("Shift+Enter")
    await chat.field.press_sequentially("وسطر")
    assert await chat.field.evaluate(height) > low
    await chat.field.press("Enter")
    await expect(chat.bubble("وسطر")).to_be_visible()
    assert await chat.bubble("وسطر").inner_text() == "سطر\nوسطر"
    assert await chat.field.evaluate(height) == low


async def test_too_long_is_told_before_sending(chat: ChatPage) -> None:
    await chat.open()
    await chat.field.fill("م" * 4002)
    hint = chat.say("limit").format(limit=4000, over=2)
    await expect(chat.page.get_by_text(hint)).to_be_visible()
    await expect(chat.button("send")).to_be_disabled()
    await chat.field.press("Enter")
    await chat.field.fill("م" * 4000)
    await expect(chat.page.get_by_text(hint)).to_be_hidden()
    await chat.field.press("Enter")
    await expect(chat.bubble("م" * 4000)).to_be_visible()
    assert [len(text) for text in chat.server.said()] == [len("/start"), 4000]


@pytest.mark.parametrize(("status", "word"), [(413, "too_long"), (400, "refused")])
async def test_a_refused_message_says_so_and_can_be_edited(
    chat: ChatPage, status: int, word: str
) -> None:
    await chat.open()
    chat.server.refusals.append(Answer(status))
    await chat.write("رسالة لا تُقبل")
    await expect(chat.message("رسالة لا تُقبل").get_by_role("alert")).to_have_text(chat.say(word))
    await chat.button("edit").click()
    await expect(chat.bubble("رسالة لا تُقبل")).to_have_count(0)
    await expect(chat.field).to_have_value("رسالة لا تُقبل")
    await expect(chat.field).to_be_focused()
    await chat.field.press("Enter")
    await expect(chat.message("رسالة لا تُقبل")).to_contain_text(chat.say("sent"))


async def test_what_arrives_while_it_is_closed_is_counted(chat: ChatPage) -> None:
    await chat.open()
    await chat.launcher.click()
    await expect(chat.panel).to_be_hidden()
    await expect(chat.launcher.locator(".badge")).to_be_hidden()
    chat.server.talk.add("officer", "أهلًا بك", name="سارة")
    chat.server.talk.add("bot", "ملخص الطلب")
    await expect(chat.launcher.locator(".badge")).to_have_text("2")
    label = f"{chat.say('open')} · {chat.say('unread').format(count=2)}"
    await expect(chat.launcher).to_have_attribute("aria-label", label)
    await chat.launcher.click()
    await expect(chat.bubble("ملخص الطلب")).to_be_in_viewport()
    await expect(chat.launcher.locator(".badge")).to_be_hidden()


async def test_the_typing_sign_goes_when_the_reply_comes_or_does_not(browser: Browser) -> None:
    async with visiting(browser) as (server, context):
        await context.clock.install(time=NOW)
        chat = ChatPage(await context.new_page(), server)
        await chat.load()
        await chat.open()
        await chat.stop_clock()
        sign = chat.page.get_by_role("status").filter(has_text=chat.say("typing"))
        dots = sign.locator(".typing")
        await expect(dots).to_be_hidden()
        server.talk.tell("typing", {})
        await expect(dots).to_be_visible()
        server.talk.add("officer", "وصلت", name="سارة")
        await expect(chat.bubble("وصلت")).to_be_visible()
        await expect(dots).to_be_hidden()
        server.talk.tell("typing", {})
        await expect(dots).to_be_visible()
        await chat.page.clock.run_for(8_000)
        await expect(dots).to_be_hidden()


async def test_an_officer_is_told_from_the_bot(chat: ChatPage) -> None:
    await chat.open()
    chat.server.talk.add("officer", "معك سارة", name="سارة العتيبي")
    officer = chat.message("معك سارة")
    await expect(officer.locator(".author")).to_have_text(f"سارة العتيبي{chat.say('officer')}")
    bot = chat.message("السلام عليكم")
    await expect(bot.locator(".author")).to_have_text(chat.say("bot"))
    ground = "element => getComputedStyle(element).backgroundColor"
    colours = {await message.locator(".text").evaluate(ground) for message in (officer, bot)}
    assert len(colours) == 2


async def test_messages_change_and_go(chat: ChatPage) -> None:
    await chat.open()
    number = chat.server.talk.ask("كم عدد الأفراد؟", [{"id": "1", "label": "واحد"}])
    await expect(chat.option("واحد")).to_be_enabled()
    change = {
        "id": number,
        "text": "كم عدد أفراد الأسرة؟",
        "options": [{"id": "2", "label": "اثنان"}],
    }
    chat.server.talk.tell("edit", change)
    await expect(chat.bubble("كم عدد أفراد الأسرة؟")).to_be_visible()
    await expect(chat.option("واحد")).to_have_count(0)
    await expect(chat.option("استفسار")).to_be_disabled()
    chat.server.talk.tell("delete", {"id": number})
    await expect(chat.bubbles).to_have_count(1)
    await expect(chat.option("استفسار")).to_be_enabled()


async def test_times_are_of_this_clock_in_western_digits(chat: ChatPage) -> None:
    await chat.open()
    await expect(chat.log.get_by_role("time")).to_have_text("10:02 ص")
    await expect(chat.log.locator(".day")).to_have_text("اليوم")
    chat.server.talk.add("bot", "قديمة", at="2025-03-09T20:05:00Z")
    await expect(chat.message("قديمة").get_by_role("time")).to_have_text("11:05 م")
    await expect(chat.log.locator(".day").last).to_have_text(re.compile(r"الأحد.* 9 مارس 2025"))


async def test_what_people_write_stays_text(chat: ChatPage) -> None:
    await chat.open()
    evil = '<img src=x onerror="document.title = 1"><b>x</b>&amp; javascript:alert(1) <script>'
    chat.server.talk.add("officer", evil, name="<i>سارة</i>")
    chat.server.talk.ask("<u>سؤال</u>", [{"id": "a", "label": "<s>نعم</s>"}])
    await chat.write(evil)
    await expect(chat.bubble(evil)).to_have_count(2)
    await expect(chat.option("<s>نعم</s>")).to_be_visible()
    await expect(chat.log).to_contain_text("<i>سارة</i>")
    assert await chat.log.locator("img, b, i, u, s, script, a").count() == 0
    assert await chat.page.title() == "جمعية"


async def test_only_addresses_and_telephones_become_links(chat: ChatPage) -> None:
    await chat.open()
    chat.server.talk.add(
        "bot",
        "الموقع https://sila.example/a?b=1. والهاتف \u2066920001234\u2069 أو tel:911 أو 0551234567،"
        " والمرجع \u2066TS-2026-00412\u2069 والهوية 1012345678 والجهة 7001234567 و http://sila.example",
    )
    links = chat.message("الموقع").get_by_role("link")
    address = "https://sila.example/a?b=1"
    await expect(links).to_have_text([address, "920001234", "911", "0551234567"])
    targets = await links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert targets == [address, "tel:920001234", "tel:911", "tel:0551234567"]
    await expect(links.first).to_have_attribute("rel", "noopener noreferrer")
    await expect(links.first).to_have_attribute("target", "_blank")
    await expect(chat.message("الموقع").locator("bdi")).to_have_text(["920001234", "TS-2026-00412"])


async def test_a_device_can_forget(chat: ChatPage) -> None:
    await chat.open()
    await chat.field.fill("نصف جملة")
    await chat.button("menu").click()
    await chat.button("forget").click()
    await chat.button("forget_cancel").click()
    assert await chat.page.evaluate(KEPT) == ["sila.read", "sila.token"]
    await chat.button("menu").click()
    await chat.button("forget").click()
    await chat.button("forget_confirm").click()
    await expect(chat.log).to_contain_text(chat.say("forgotten"))
    await expect(chat.bubbles).to_have_count(0)
    await expect(chat.field).to_have_value("")
    assert await chat.page.evaluate(KEPT) == []
    await chat.button("restart").click()
    await expect(chat.bubble("السلام عليكم")).to_be_visible()
    assert len(chat.server.talks) == 2


async def test_the_language_chosen_in_the_menu_is_kept(chat: ChatPage) -> None:
    await chat.open()
    await chat.button("menu").click()
    await chat.button("language").click()
    chat.language = "en"
    await expect(chat.panel).to_be_visible()
    await expect(chat.shell).to_have_attribute("dir", "ltr")
    await expect(chat.log.get_by_role("time")).to_have_text("10:02 AM")
    await chat.page.reload()
    await chat.ready()
    await expect(chat.launcher).to_have_attribute("aria-label", chat.say("open"))


async def test_the_page_can_steer_it(chat: ChatPage) -> None:
    await chat.page.evaluate("Sila.open()")
    await expect(chat.panel).to_be_visible()
    await chat.page.evaluate("Sila.setLanguage('en')")
    chat.language = "en"
    await expect(chat.panel).to_be_visible()
    await chat.page.evaluate("Sila.close()")
    await expect(chat.panel).to_be_hidden()
    await chat.page.evaluate("Sila.toggle()")
    await expect(chat.panel).to_be_visible()
    unknown = "Sila.setLanguage('constructor').catch(error => error.name)"
    assert await chat.page.evaluate(unknown) == "RangeError"
    await chat.page.add_script_tag(url=f"{chat.server.url}/widget.js")
    await expect(chat.launcher).to_have_count(1)


async def test_it_can_be_open_from_the_start(browser: Browser) -> None:
    async with chatting(browser, {"open": "true"}) as chat:
        await expect(chat.bubble("السلام عليكم")).to_be_visible()
        assert await chat.page.evaluate("document.activeElement === document.body")
