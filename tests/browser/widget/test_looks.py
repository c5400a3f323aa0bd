"""How the website chat looks: both directions, both schemes, every width, and on others' pages."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.widget.chat_page import ChatPage, chatting, visiting
from tests.browser.widget.chat_server import Answer, embedding, serving

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WIDE = {"width": 1000, "height": 800}
STILL: dict[str, Any] = {"reduced_motion": "reduce"}  # so that nothing is measured on its way

CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")

BRIGHTNESS = """async (png) => {
  const picture = new Image();
  picture.src = `data:image/png;base64,${png}`;
  await picture.decode();
  const canvas = new OffscreenCanvas(1, 1).getContext("2d");
  canvas.drawImage(picture, 0, 0, 1, 1);
  return Math.max(...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3));
}"""


async def style(locator: Locator, name: str) -> str:
    value: str = await locator.evaluate("(e, name) => getComputedStyle(e)[name]", name)
    return value


async def box(locator: Locator) -> dict[str, float]:
    bounds = await locator.bounding_box()
    assert bounds is not None
    sides = {"x": bounds["x"], "y": bounds["y"], "end": bounds["x"] + bounds["width"]}
    return {**sides, "width": bounds["width"], "height": bounds["height"]}


async def converse(chat: ChatPage) -> None:
    """Bring everything onto the screen that has a colour of its own."""
    await chat.open()
    await chat.option("استفسار").click()
    await expect(chat.option("سؤال آخر")).to_be_enabled()
    chat.server.talk.add("officer", "معك سارة: https://sila.example", name="سارة")
    await expect(chat.bubble("معك سارة")).to_be_visible()


async def brightness(page: Page, picture: bytes) -> int:
    """Of the brightest channel of the picture's mean colour, 0–255."""
    value: int = await page.evaluate(BRIGHTNESS, base64.b64encode(picture).decode())
    return value


async def test_arabic_runs_from_right_to_left(browser: Browser) -> None:
    async with chatting(browser, viewport=WIDE, **STILL) as chat:
        launcher = await box(chat.launcher)
        assert (launcher["width"], launcher["height"], launcher["x"]) == (64, 64, 20)
        await converse(chat)
        await expect(chat.shell).to_have_attribute("lang", "ar")
        assert await style(chat.panel, "direction") == "rtl"
        log, mine, bot = [
            await box(part)
            for part in (chat.log, chat.message("استفسار").first, chat.message("السلام عليكم"))
        ]
        assert mine["x"] - log["x"] == 16
        assert log["end"] - bot["end"] == 16
        title = await box(chat.page.get_by_role("heading", name=chat.say("title")))
        assert title["x"] > (await box(chat.button("menu")))["end"]
        await chat.write("An English line")
        assert await style(chat.bubble("An English line"), "direction") == "ltr"
        assert await style(chat.bubble("السلام عليكم"), "direction") == "rtl"


async def test_english_runs_from_left_to_right(browser: Browser) -> None:
    async with chatting(browser, {"language": "en"}, viewport=WIDE, **STILL) as chat:
        assert (await box(chat.launcher))["end"] == 980
        await converse(chat)
        assert chat.server.languages == ["en"]
        assert await style(chat.panel, "direction") == "ltr"
        log, mine = await box(chat.log), await box(chat.message("استفسار").first)
        assert log["end"] - mine["end"] == 16
        assert await style(chat.bubble("السلام عليكم"), "direction") == "rtl"
        await expect(chat.field).to_have_attribute("placeholder", "Message")
        assert await style(chat.field, "direction") == "ltr"


async def test_the_launcher_can_stand_at_the_other_side(browser: Browser) -> None:
    async with chatting(browser, {"position": "start"}, viewport=WIDE, **STILL) as chat:
        assert (await box(chat.launcher))["end"] == 980
        await chat.open()
        assert (await box(chat.panel))["end"] == 980


async def test_the_styles_of_the_page_stay_outside(chat: ChatPage) -> None:
    await chat.open()
    assert await style(chat.page.get_by_role("heading").first, "color") == "rgb(255, 0, 0)"
    bubble = chat.bubble("السلام عليكم")
    assert await style(bubble, "color") != "rgb(255, 0, 0)"
    assert await style(bubble, "fontSize") == "16px"
    assert await style(bubble, "letterSpacing") == "normal"


@pytest.mark.parametrize("width", [390, 666])
async def test_a_phone_is_filled(browser: Browser, width: int) -> None:
    phone: dict[str, Any] = {
        "viewport": {"width": width, "height": 780},
        "has_touch": True,
        "is_mobile": True,
    }
    async with chatting(browser, **phone, **STILL) as chat:
        await chat.launcher.tap()
        await expect(chat.panel).to_be_focused()
        await expect(chat.panel).to_have_attribute("aria-modal", "true")
        panel = await box(chat.panel)
        assert panel == {"x": 0, "y": 0, "width": width, "height": 780, "end": width}
        await expect(chat.launcher).to_be_hidden()
        await chat.button("close").tap()
        await expect(chat.panel).to_be_hidden()
        await expect(chat.launcher).to_be_focused()


async def test_a_wider_screen_is_not(browser: Browser) -> None:
    async with chatting(browser, viewport={"width": 667, "height": 780}, **STILL) as chat:
        await chat.open()
        panel = await box(chat.panel)
        assert (panel["width"], panel["height"], panel["x"]) == (400, 640, 20)
        await expect(chat.launcher).to_be_visible()
        await expect(chat.panel).to_have_attribute("aria-modal", "false")


async def test_it_can_stand_inside_the_page(browser: Browser) -> None:
    async with chatting(browser, {"target": "#place"}, viewport=WIDE, **STILL) as chat:
        region = chat.page.get_by_role("region", name=chat.say("title"))
        await expect(chat.bubble("السلام عليكم")).to_be_visible()
        assert await box(region) == await box(chat.page.locator("#place"))
        await expect(chat.launcher).to_be_hidden()
        await expect(chat.page.locator(".close")).to_be_hidden()
        await chat.field.press("Escape")
        await expect(region).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_can_be_read(browser: Browser, scheme: str) -> None:
    async with chatting(browser, color_scheme=scheme, **STILL) as chat:
        await converse(chat)
        await chat.launcher.click()
        chat.server.talk.add("bot", "جديد")
        await expect(chat.launcher.locator(".badge")).to_be_visible()
        checked: dict[str, Any] = await chat.page.evaluate(CONTRAST)
        assert checked["texts"] == 1
        assert checked["lowest"] >= 4.5, checked
        await chat.launcher.click()
        chat.server.refusals.extend([Answer(400), Answer(503, {"Retry-After": "99"})])
        await chat.write("مرفوضة")
        await chat.write("بانتظار")
        await expect(chat.message("بانتظار")).to_contain_text(chat.say("waiting"))
        await chat.field.fill("ه" * 4001)
        await chat.button("menu").click()
        chat.server.is_away = True
        chat.server.hang_up()
        await expect(chat.offline).to_be_visible()
        checked = await chat.page.evaluate(CONTRAST)
        assert checked["texts"] > 20
        assert checked["lowest"] >= 4.5, checked
        await chat.button("forget").click()
        checked = await chat.page.evaluate(CONTRAST)
        assert checked["lowest"] >= 4.5, checked


async def test_the_dark_is_dark(browser: Browser, tmp_path: Path) -> None:
    pictures = {}
    for scheme in ("light", "dark"):
        async with chatting(browser, color_scheme=scheme, **STILL) as chat:
            await converse(chat)
            pictures[scheme] = await chat.panel.screenshot(path=tmp_path / f"{scheme}.png")
    blank = await browser.new_page()
    assert await brightness(blank, pictures["light"]) > 180
    assert await brightness(blank, pictures["dark"]) < 60
    await blank.close()


@pytest.mark.parametrize(("motion", "animation"), [("reduce", "none"), ("no-preference", "rise")])
async def test_motion_can_be_done_without(browser: Browser, motion: str, animation: str) -> None:
    async with chatting(browser, reduced_motion=motion) as chat:
        await chat.open()
        assert await style(chat.panel, "animationName") == animation
        assert await style(chat.message("السلام عليكم"), "animationName") == animation


async def test_a_site_of_another_origin_can_embed_it(browser: Browser) -> None:
    async with visiting(browser) as (server, context):
        site = web.Application()

        async def front_page(request: web.Request) -> web.Response:
            return embedding(request, server.url)

        site.router.add_get("/", front_page)
        async with serving(site) as url:
            chat = ChatPage(await context.new_page(), server)
            await chat.page.goto(f"{url}/")
            await chat.open()
            await chat.write("من موقع آخر")
            await expect(chat.message("من موقع آخر")).to_contain_text(chat.say("sent"))
            server.hang_up()
            await server.until(lambda: server.streams == [None, "3"])
            assert await chat.page.evaluate("localStorage.getItem('sila.token')") == "token-1"


async def test_a_long_answer_is_read_from_its_beginning(chat: ChatPage) -> None:
    await chat.open()
    chat.server.talk.add("bot", "بداية الشرح\n" + "سطر\n" * 60)
    await expect(chat.bubble("بداية الشرح")).to_be_in_viewport()
    log, message = await box(chat.log), await box(chat.message("بداية الشرح"))
    assert 0 <= message["y"] - log["y"] <= 32
    chat.server.talk.add("bot", "وبعده")
    await chat.button("latest").click()
    await expect(chat.bubble("وبعده")).to_be_in_viewport()
    await expect(chat.button("latest")).to_be_hidden()


async def test_the_end_stays_in_view_when_the_room_shrinks(chat: ChatPage) -> None:
    await chat.open()
    for number in range(12):
        chat.server.talk.add("bot", f"سطر رقم {number}")
    await chat.write("آخر الكلام")
    await expect(chat.message("آخر الكلام")).to_contain_text(chat.say("sent"))
    await chat.field.fill("سطر\n" * 5)
    await expect(chat.bubble("آخر الكلام")).to_be_in_viewport(ratio=1)
