"""What changes by itself: new lines and cases arrive without disturbing who reads or types."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Route, expect

from tests.browser.desk.desk_page import DeskPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SCROLL = ".transcript"
FROM_END = "e => Math.round(e.scrollHeight - e.scrollTop - e.clientHeight)"


def fill(room: DeskPage) -> None:
    for number in range(40):
        room.desk.say("26000109", "beneficiary", f"سطر رقم {number}")


async def test_a_new_line_arrives_while_one_types(room: DeskPage) -> None:
    await room.open("26000109")
    await room.text.fill("نصف جملة")
    room.desk.say("26000109", "beneficiary", "وهذه صورة السجل")
    room.desk.cases["26000109"]["snippet"] = "وهذه صورة السجل"
    room.desk.tell("26000109")
    await expect(room.line("وهذه صورة السجل")).to_be_visible()
    await expect(room.row("26000109")).to_contain_text("وهذه صورة السجل")
    await expect(room.text).to_have_value("نصف جملة")
    await expect(room.text).to_be_focused()
    announcement = room.page.locator("[aria-live=polite]#announcement")
    await expect(announcement).to_contain_text("وهذه صورة السجل")


async def test_who_writes_before_all_is_read_keeps_the_cursor(room: DeskPage) -> None:
    read = asyncio.Event()

    async def hold(route: Route) -> None:
        await read.wait()
        await route.continue_()

    await room.page.route("**/documents", hold)
    await room.open("26000109")
    await room.text.fill("نصف جملة")
    read.set()
    await expect(room.case).not_to_have_attribute("aria-busy", "true")
    await room.page.evaluate("() => new Promise(requestAnimationFrame)")
    await expect(room.text).to_be_focused()


async def test_at_the_end_one_stays_at_the_end(room: DeskPage) -> None:
    fill(room)
    await room.open("26000109")
    assert await room.page.locator(SCROLL).evaluate(FROM_END) == 0
    room.desk.say("26000109", "beneficiary", "آخر سطر")
    room.desk.tell("26000109")
    await expect(room.line("آخر سطر")).to_be_in_viewport(ratio=1)
    assert await room.page.locator(SCROLL).evaluate(FROM_END) == 0


async def test_who_reads_above_stays_there_and_is_told(room: DeskPage) -> None:
    fill(room)
    await room.open("26000109")
    scroller = room.page.locator(SCROLL)
    await room.line("سطر رقم 3").first.scroll_into_view_if_needed()
    newer = room.page.get_by_role("button", name=room.say("newer"))
    before = await scroller.evaluate("e => e.scrollTop")
    room.desk.say("26000109", "beneficiary", "آخر سطر")
    room.desk.tell("26000109")
    await expect(newer).to_be_visible()
    assert await scroller.evaluate("e => e.scrollTop") == before
    await newer.click()
    await expect(room.line("آخر سطر")).to_be_in_viewport()
    await expect(newer).to_be_hidden()


async def test_a_fate_changes_in_place(room: DeskPage) -> None:
    room.desk.say("26000109", "officer", "رد", status="sent", status_label="أُرسلت")
    await room.open("26000109")
    first = room.lines.first
    await first.evaluate("line => { line.dataset.kept = 'yes' }")
    room.desk.talk["26000109"][-1].update(status="read", status_label="قُرئت")
    room.desk.tell("26000109")
    await expect(room.line("رد").locator(".fate")).to_have_attribute("data-status", "read")
    await expect(first).to_have_attribute("data-kept", "yes")  # the others were left alone


async def test_a_new_order_leaves_the_focus_on_its_case(room: DeskPage) -> None:
    await room.open()
    await room.row("26000505").focus()
    room.desk.add("26000703", [("beneficiary", "سؤال جديد")])
    order = ["26000703", "26000505", "26000422"]
    room.desk.cases = {number: room.desk.cases[number] for number in order}
    room.desk.tell("26000703")
    await expect(room.rows.locator(".reference")).to_have_text(order)
    await expect(room.row("26000505")).to_be_focused()


async def test_an_open_form_outlives_a_change(room: DeskPage) -> None:
    await room.open("26000109")
    await room.move("إغلاق").click()
    await room.form.get_by_label("حُلّت").check()
    await room.form.locator("textarea").fill("كُتب قبل التغيير")
    room.desk.say("26000109", "beneficiary", "شكرًا")
    room.desk.tell("26000109")
    await expect(room.line("شكرًا")).to_be_visible()
    await expect(room.form.get_by_label("حُلّت")).to_be_checked()
    await expect(room.form.locator("textarea")).to_have_value("كُتب قبل التغيير")


async def test_a_dropped_connection_comes_back_and_misses_nothing(room: DeskPage) -> None:
    await room.open("26000109")
    room.desk.say("26000109", "beneficiary", "كُتب أثناء الانقطاع")  # and no event tells of it
    room.desk.hang_up()
    await room.desk.heard.wait()
    await expect(room.line("كُتب أثناء الانقطاع")).to_be_visible()
    await expect(room.page.locator("#connection")).to_have_text("")


async def test_a_list_that_cannot_be_read_says_so_and_comes_back(room: DeskPage) -> None:
    await room.open()
    await room.page.route("**/desk/cases?*", lambda route: route.abort())
    await room.page.get_by_label(room.say("filter.mine")).check()
    trouble = room.page.locator("#list-trouble")
    await expect(trouble).to_contain_text(room.say("error.unreachable"))
    await room.page.unroute("**/desk/cases?*")
    await trouble.get_by_role("button").click()
    await expect(room.rows.locator(".reference")).to_have_text(["26000109"])
    await expect(trouble).to_have_text("")
