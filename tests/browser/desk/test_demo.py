"""The demo page: the beneficiary's chat and the officers' desk, side by side or in two tabs."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.async_api import Page, expect

from tests.browser.desk.contrast import weak_words
from tests.browser.desk.desk_server import DeskServer, words

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_both_sides_stand_beside_each_other(page: Page, desk: DeskServer) -> None:
    await page.goto(desk.url)
    widget = page.locator("#beneficiary")
    await expect(widget).to_have_text("widget ar")
    room = page.frame_locator("#desk")
    await expect(room.locator(".row")).to_have_count(3)
    await expect(room.locator("#language")).to_be_hidden()  # this page offers its own
    await expect(page.locator(".hints li")).to_have_count(3)
    chat, cases = await widget.bounding_box(), await page.locator("#desk").bounding_box()
    assert chat is not None
    assert cases is not None
    assert chat["x"] > cases["x"] + cases["width"]  # the beneficiary's side is read first


async def test_the_desk_within_is_the_whole_desk(page: Page, desk: DeskServer) -> None:
    await page.goto(desk.url)
    room = page.frame_locator("#desk")
    await room.locator(".row[href='#26000422']").click()
    await room.locator("textarea").fill("رد من العرض")
    await room.locator(".composer .send").click()
    await expect(room.locator(".line", has_text="رد من العرض")).to_be_visible()
    assert [move["move"] for move in desk.moves] == ["claim", "say"]


async def test_the_desk_does_not_take_the_cursor_from_the_other_side(
    page: Page, desk: DeskServer
) -> None:
    await page.goto(desk.url)
    room = page.frame_locator("#desk")
    await room.locator(".row[href='#26000422']").click()
    await room.locator(".composer textarea").fill("رد من العرض")
    await page.evaluate("""() => document.body.append(document.createElement("textarea"))""")
    chat = page.get_by_role("textbox")
    await chat.focus()
    desk.say("26000422", "beneficiary", "سؤال آخر")
    desk.tell("26000422")
    await expect(room.locator(".line", has_text="سؤال آخر")).to_be_visible()
    await expect(chat).to_be_focused()
    await room.locator(".composer .send").evaluate("button => button.form.requestSubmit()")
    await expect(room.locator(".line", has_text="رد من العرض")).to_be_visible()
    await expect(room.locator(".composer:not([aria-busy=true]) textarea")).to_have_value("")
    await expect(chat).to_be_focused()


async def test_english_turns_all_three(page: Page, desk: DeskServer) -> None:
    await page.goto(desk.url)
    await page.get_by_role("link", name="English").click()
    await expect(page.locator("#beneficiary")).to_have_text("widget en")
    await expect(page.locator("h1")).to_have_text(words("en")["demo.title"])
    inside = page.frame_locator("#desk").locator("html")
    for root in (page.locator("html"), inside):
        await expect(root).to_have_attribute("dir", "ltr")


async def test_a_phone_has_two_tabs(page: Page, desk: DeskServer) -> None:
    await page.set_viewport_size({"width": 390, "height": 780})
    await page.goto(desk.url)
    widget, room = page.locator("#beneficiary"), page.locator("#desk")
    await expect(widget).to_be_visible()
    await expect(room).to_be_hidden()
    await page.get_by_role("tab", name=words("ar")["demo.desk"]).click()
    await expect(room).to_be_visible()
    await expect(widget).to_be_hidden()
    await page.keyboard.press("ArrowRight")
    await expect(widget).to_be_visible()
    chosen = page.get_by_role("tab", selected=True)
    await expect(chosen).to_have_text(words("ar")["demo.beneficiary"])
    await expect(chosen).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_stand_out(
    page: Page, desk: DeskServer, scheme: Literal["light", "dark"]
) -> None:
    await page.emulate_media(color_scheme=scheme)
    await page.goto(desk.url)
    await expect(page.locator("#beneficiary")).to_have_text("widget ar")
    assert await weak_words(page) == []
