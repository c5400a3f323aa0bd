"""The desk: cases in the server's order, one opened, and every move an officer makes on it."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.desk.desk_page import DeskPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_cases_stand_in_the_servers_order(room: DeskPage) -> None:
    await room.open()
    await expect(room.rows.locator(".reference")).to_have_text(["26000422", "26000505", "26000109"])
    first = room.row("26000422")
    await expect(first).to_contain_text("واتساب")
    await expect(first).to_contain_text("نورة ع.")
    await expect(first).to_contain_text("متى ينزل المبلغ؟")
    await expect(first.locator(".due")).to_contain_text("خلال 10 دقائق")
    await expect(first.locator(".unread")).to_have_text("2")
    await expect(first.locator("[data-priority]")).to_have_text("عاجلة")
    await expect(room.page).to_have_title(f"(2) {room.say('title')}")


async def test_a_late_case_says_so_in_another_colour(room: DeskPage) -> None:
    await room.open()
    late, early = (room.row(number).locator(".due") for number in ("26000109", "26000422"))
    await expect(late).to_contain_text("قبل 15 دقيقة")
    colour = "element => getComputedStyle(element).color"
    assert await late.evaluate(colour) != await early.evaluate(colour)


async def test_time_left_runs_while_the_page_stands(room: DeskPage) -> None:
    await room.page.clock.install(time="2026-11-22T10:35:00Z")
    await room.open("26000422")
    await expect(room.case.locator(".due")).to_contain_text("خلال 10 دقائق")
    await room.page.clock.fast_forward("12:00")
    await expect(room.case.locator(".due")).to_contain_text("قبل دقيقتين")
    await expect(room.row("26000422").locator(".due")).to_have_attribute("data-late", "")


async def test_filters_show_mine_and_closed(room: DeskPage) -> None:
    await room.open()
    await room.page.get_by_label(room.say("filter.mine")).check()
    await expect(room.rows.locator(".reference")).to_have_text(["26000109"])
    await room.page.get_by_label(room.say("filter.closed")).check()
    await expect(room.page.get_by_text(room.say("empty.closed"))).to_be_visible()


async def test_an_open_case_shows_its_facts_and_what_was_said(room: DeskPage) -> None:
    await room.open()
    await room.row("26000422").click()
    await expect(room.case.locator("h2")).to_have_text("نورة ع.")
    await expect(room.case.locator(".facts")).to_contain_text("لم يتضح السؤال مرتين")
    await expect(room.lines.locator("p[dir=auto]")).to_have_text(
        ["السلام عليكم", "وعليكم السلام، كيف نخدمك؟", "متى ينزل المبلغ؟"]
    )
    authors = "lines => lines.map((line) => line.dataset.author)"
    assert await room.lines.evaluate_all(authors) == ["beneficiary", "bot", "beneficiary"]
    await expect(room.page.locator(".day")).to_contain_text("12 جمادى الآخرة 1448")
    await expect(room.row("26000422")).to_have_attribute("aria-current", "true")


async def test_a_case_that_is_not_there_says_so(room: DeskPage) -> None:
    await room.open()
    await room.page.goto(f"{room.desk.url}/desk#99999999")
    await expect(room.case.get_by_role("alert")).to_contain_text([room.say("error.missing")])


async def test_claiming_makes_the_case_mine(room: DeskPage) -> None:
    await room.open("26000422")
    await room.move("استلام").click()
    await expect(room.move("إغلاق")).to_be_visible()
    await expect(room.move("استلام")).to_have_count(0)
    await expect(room.row("26000422").locator("[data-state]")).to_have_text("مستلَمة · سارة")
    await expect(room.text).to_be_focused()
    assert [move["move"] for move in room.desk.moves] == ["claim"]


async def test_closing_asks_an_outcome_and_a_sentence(room: DeskPage) -> None:
    await room.open("26000109")
    await room.move("إغلاق").click()
    await room.form.locator("textarea").fill("اكتملت المستندات")
    await room.form.locator(".send").click()  # no outcome yet: the browser asks for one
    await expect(room.form.locator("input:invalid")).to_have_count(2)
    assert room.desk.moves == []
    await room.form.get_by_label("حُلّت").check()
    await room.form.locator(".send").click()
    await expect(room.row("26000109")).to_have_count(0)
    await expect(room.form).to_have_count(0)
    made = room.desk.moves[0]
    assert (made["move"], made["outcome"], made["text"]) == ("close", "solved", "اكتملت المستندات")


async def test_delivery_asks_what_was_delivered(room: DeskPage) -> None:
    await room.open("26000109")
    await room.move("تمت الخدمة").click()
    await expect(room.form).to_contain_text(room.say("move.deliver.hint"))
    await room.form.locator("textarea").fill("سلة غذائية")
    await room.page.keyboard.press("Control+Enter")
    await expect(room.case.locator(".marks [data-state]")).to_contain_text("بانتظار المستفيد")
    assert [(move["move"], move["text"]) for move in room.desk.moves] == [("deliver", "سلة غذائية")]


async def test_a_lost_race_is_told_beside_the_moves(room: DeskPage) -> None:
    await room.open("26000422")
    room.desk.refusal = 409, "استلمها أحمد قبل قليل."
    room.desk.meanwhile = {"state": "claimed", "owner": "ahmad", "owner_name": "أحمد"}
    await room.move("استلام").click()
    await expect(room.case.locator("header .trouble")).to_have_text("استلمها أحمد قبل قليل.")
    await expect(room.case.locator(".marks [data-state]")).to_have_text("مستلَمة · أحمد")
    await expect(room.move("استلام")).to_have_count(0)


async def test_another_officer_is_chosen_in_the_demo(room: DeskPage) -> None:
    await room.open("26000109")
    await room.text.fill("مسودة سارة")
    await room.page.get_by_label(room.say("officer")).select_option("أحمد")
    await expect(room.text).to_have_value("")
    await expect(room.page.locator("#officer")).to_have_value("ahmad")
    assert room.desk.officer == "ahmad"


async def test_a_stranger_learns_how_to_come_in(room: DeskPage) -> None:
    room.desk.officer = None
    await room.open()
    await expect(room.page.locator("#entry")).to_contain_text("sila desk")
    await expect(room.page.locator("#desk")).to_be_hidden()
