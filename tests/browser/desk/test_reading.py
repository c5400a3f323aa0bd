"""The desk for everybody: both directions, a phone, the keyboard, weak eyes; and no markup."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.async_api import ViewportSize, expect

from tests.browser.desk.contrast import weak_words
from tests.browser.desk.desk_page import DeskPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PHONE = ViewportSize(width=360, height=740)


async def test_arabic_runs_from_the_right(room: DeskPage) -> None:
    await room.open("26000422")
    root = room.page.locator("html")
    await expect(root).to_have_attribute("dir", "rtl")
    await expect(root).to_have_attribute("lang", "ar")
    rows, case = await room.rows.first.bounding_box(), await room.case.bounding_box()
    assert rows is not None
    assert case is not None
    assert rows["x"] > case["x"]


async def test_english_runs_from_the_left(room: DeskPage) -> None:
    await room.open("26000422")
    await room.page.get_by_role("link", name="English").click()
    await expect(room.page.locator("html")).to_have_attribute("dir", "ltr")
    await expect(room.case.locator("h2")).to_have_text("نورة ع.")  # the case stays open
    await expect(room.send).to_have_text("Claim and send")
    await expect(room.case.locator(".due")).to_contain_text("in 10 minutes")
    rows, case = await room.rows.first.bounding_box(), await room.case.bounding_box()
    assert rows is not None
    assert case is not None
    assert rows["x"] < case["x"]
    assert room.desk.languages[-1] == "en"  # the server's labels follow


async def test_a_phone_shows_the_list_then_the_case(room: DeskPage) -> None:
    await room.page.set_viewport_size(PHONE)
    await room.open()
    wide = "document.scrollingElement.scrollWidth"
    await expect(room.row("26000422")).to_be_visible()
    for count in await room.page.locator("[data-count]").all():
        await count.evaluate("e => { e.textContent = '128'; }")
    assert await room.page.evaluate(wide) == PHONE["width"], "on a busy day too"
    await room.row("26000422").click()
    await expect(room.text).to_be_visible()
    await expect(room.row("26000422")).to_be_hidden()
    await room.page.get_by_role("link", name=room.say("back")).click()
    await expect(room.row("26000422")).to_be_visible()
    await room.page.go_back()  # the phone's own gesture goes where it came from
    await expect(room.text).to_be_visible()
    assert await room.page.evaluate(wide) == PHONE["width"]


async def test_the_keyboard_walks_opens_writes_and_comes_back(room: DeskPage) -> None:
    await room.open()
    await expect(room.rows).to_have_count(3)
    press = room.page.keyboard.press
    await press("KeyJ")
    await expect(room.row("26000422")).to_be_focused()
    await press("KeyJ")
    await press("ArrowDown")
    await expect(room.row("26000109")).to_be_focused()
    await press("ArrowDown")
    await expect(room.row("26000109")).to_be_focused()
    await press("KeyK")
    await expect(room.row("26000505")).to_be_focused()
    outline = "e => getComputedStyle(e).outlineStyle"
    assert await room.row("26000505").evaluate(outline) == "solid"
    await press("Enter")
    await expect(room.text).to_be_focused()
    await room.page.keyboard.type("// jk")
    await press("Control+Enter")
    await expect(room.line("jk")).to_be_visible()
    await press("Escape")
    await expect(room.row("26000505")).to_be_focused()
    await expect(room.case).to_have_count(0)


async def test_keys_are_known_by_their_place_on_an_arabic_keyboard(room: DeskPage) -> None:
    await room.open()
    await expect(room.rows).to_have_count(3)
    await room.page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " { key: 'ت', code: 'KeyJ', bubbles: true }))"
    )
    await expect(room.row("26000422")).to_be_focused()


async def test_what_people_wrote_stays_text(room: DeskPage) -> None:
    bad = "<img src=x onerror='window.hit=1'><b>نص</b>"
    room.desk.add(
        "26000703",
        [("beneficiary", bad)],
        title=bad,
        owner_name=bad,
        reason=bad,
        fields=[{"label": bad, "value": bad}],
    )
    room.desk.say("26000703", "officer", bad, status="failed", status_label=bad, reason=bad)
    await room.open("26000703")
    await expect(room.lines.locator("p[dir=auto]")).to_have_text([bad, bad])
    await expect(room.case.locator("h2")).to_have_text(bad)
    await expect(room.page.locator("main b, main img[src=x]")).to_have_count(0)
    assert await room.page.evaluate("window.hit") is None


async def test_everything_that_is_pressed_or_typed_in_has_a_name(room: DeskPage) -> None:
    await room.open("26000109")
    await room.move("إغلاق").click()
    tree = await room.page.locator("body").aria_snapshot()
    entries = [line.strip(" -:") for line in tree.splitlines()]
    roles = ("button", "link", "textbox", "radio", "combobox", "region")
    assert [entry for entry in entries if entry in roles] == []
    for role in roles:
        assert any(entry.startswith(f'{role} "') for entry in entries), role


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_stand_out_from_their_ground(
    room: DeskPage, scheme: Literal["light", "dark"]
) -> None:
    page, desk = room.page, room.desk
    await page.emulate_media(color_scheme=scheme)
    desk.say("26000109", "note", "ملاحظة")
    for status in ("sent", "delivered", "read", "failed", "parked"):
        desk.say("26000109", "officer", status, status=status, status_label=status, reason=status)
    for number, state in enumerate(("waiting_beneficiary", "closed")):
        desk.add(f"2600080{number}", [("bot", "سطر")], state=state, owner="ahmad")
    for label in ("filter.open", "filter.closed"):
        await room.open("26000109")
        await page.get_by_role("radio", name=room.say(label)).check()
        await expect(
            room.row("26000801" if label == "filter.closed" else "26000800")
        ).to_be_visible()
        for mode in ("reply", "note"):
            await room.choose(mode)
            assert await weak_words(page) == []
    desk.officer = None
    await page.goto(f"{desk.url}/desk?again")
    await expect(page.locator("#entry")).to_be_visible()
    assert await weak_words(page) == []
