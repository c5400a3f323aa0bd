"""Finding one's way: filters with their counts, a search, the keys, and news of a case."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.desk.desk_page import DeskPage
from tests.browser.page import active

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_every_filter_tells_how_many_it_has(room: DeskPage) -> None:
    await room.open()
    counts = room.page.locator(".filters [data-count]")
    await expect(counts).to_have_text(["3", "1", "2", "1"])
    for name, shown in (("unclaimed", ["26000422", "26000505"]), ("late", ["26000109"])):
        await room.page.get_by_role("radio", name=room.say(f"filter.{name}")).check()
        await expect(room.rows.locator(".reference")).to_have_text(shown)
    await room.page.get_by_role("radio", name=room.say("filter.open")).check()
    room.desk.cases["26000505"]["department"] = "الرعاية"
    await room.page.get_by_label(room.say("filter.department")).select_option("الرعاية")
    await expect(room.rows.locator(".reference")).to_have_text(["26000505"])


async def test_what_does_not_fit_is_shown_when_asked_for(room: DeskPage) -> None:
    room.desk.page = 2
    await room.open()
    await expect(room.rows).to_have_count(2)
    room.desk.page = 100
    await room.page.get_by_role("button", name=room.say("more")).click()
    await expect(room.rows).to_have_count(3)
    await expect(room.page.get_by_role("button", name=room.say("more"))).to_be_hidden()


async def test_a_search_by_keyboard_and_back(room: DeskPage) -> None:
    await room.open()
    await room.page.keyboard.press("/")
    box = room.page.get_by_role("searchbox", name=room.say("search"))
    await expect(box).to_be_focused()
    await box.fill("26000505")
    await box.press("Enter")
    await expect(room.rows.locator(".reference")).to_have_text(["26000505"])
    await expect(room.page.locator("#announcement")).to_contain_text("1")
    room.desk.tell("26000109")  # what was found stays until it is left
    await expect(room.rows).to_have_count(1)
    await box.fill("99999999")
    await box.press("Enter")
    await expect(room.page.get_by_text(room.say("search.none"))).to_be_visible()
    await box.fill("نورة")
    await box.press("Enter")
    await expect(room.page.get_by_role("alert").first).to_contain_text("أربعة أرقام")
    await box.press("Escape")
    await expect(room.rows).to_have_count(3)
    assert room.desk.sought == ["26000505", "99999999", "نورة"]


async def test_the_keys_are_told_and_lead_where_they_say(room: DeskPage) -> None:
    await room.open("26000109")
    await room.page.locator("h2[tabindex]").focus()
    await room.page.keyboard.press("Shift+Slash")
    helping = room.page.get_by_role("dialog", name=room.say("help"))
    await expect(helping).to_contain_text(room.say("key.note.does"))
    await room.page.keyboard.press("Escape")
    await expect(helping).to_be_hidden()
    await expect(room.case).to_be_visible()  # Escape closed the help alone
    await room.page.keyboard.press("n")
    await expect(room.composer).to_have_attribute("data-purpose", "note")
    await expect(room.text).to_be_focused()
    await room.page.keyboard.type("rn؟/")  # in a box they are letters
    await expect(room.text).to_have_value("rn؟/")
    await room.page.locator("h2[tabindex]").focus()
    await room.page.keyboard.press("r")
    await expect(room.composer).to_have_attribute("data-purpose", "reply")
    assert "textarea" in await active(room.page)


async def test_a_new_case_is_marked_and_heard_where_that_is_wanted(room: DeskPage) -> None:
    await room.page.add_init_script(
        """window.rung = 0;
        window.AudioContext = class {
          currentTime = 0;
          createGain() { return { gain: {}, connect() {} }; }
          createOscillator() {
            return { frequency: {}, connect() {}, start() { window.rung += 1; }, stop() {} };
          }
        };"""
    )
    await room.open()
    button = room.page.locator("#alerts")
    await expect(button).to_have_attribute("aria-pressed", "false")

    async def arrive(number: str, at: str) -> None:
        room.desk.add(number, [("beneficiary", "جديد")], opened_at=at)
        room.desk.tell(number)
        await expect(room.row(number)).to_be_visible()

    await arrive("26000701", "2026-11-22T10:30:00Z")
    assert await room.page.evaluate("window.rung") == 0
    await button.click()
    await expect(button).to_have_accessible_name(room.say("alerts.on"))
    heard = await room.page.evaluate("window.rung")
    await arrive("26000702", "2026-11-22T10:31:00Z")
    assert await room.page.evaluate("window.rung") == 2 * heard
    room.desk.tell("26000109")  # no new case
    await room.page.reload()
    await expect(button).to_have_attribute("aria-pressed", "true")


async def test_a_line_of_ones_own_is_changed_and_withdrawn(room: DeskPage) -> None:
    await room.open("26000109")
    await room.text.fill("الموعد الاحد")
    await room.send.click()
    line = room.line("الموعد الاحد")
    await line.hover()
    await line.get_by_role("button", name=room.say("line.amend")).click()
    await expect(room.form.locator("textarea")).to_have_value("الموعد الاحد")
    await room.form.locator("textarea").fill("الموعد الأحد")
    await room.form.locator(".send").click()
    await expect(room.line("الموعد الأحد")).to_contain_text("عُدّلت")
    await room.line("الموعد الأحد").hover()
    await room.line("الموعد الأحد").get_by_role("button", name=room.say("line.retract")).click()
    await expect(room.form.locator("textarea")).to_have_count(0)
    await room.form.locator(".send").click()
    await expect(room.line("الموعد الأحد")).to_contain_text("سُحبت")
    assert [(move["move"], move.get("about")) for move in room.desk.moves] == [
        ("say", None),
        ("amend", "2"),
        ("retract", "2"),
    ]


async def test_what_came_before_is_read_when_asked_for(room: DeskPage) -> None:
    for number in range(150):
        room.desk.say("26000109", "beneficiary", f"سطر رقم {number}")
    await room.open("26000109")
    await expect(room.lines).to_have_count(100)
    first = await room.lines.first.bounding_box()
    assert first is not None
    await room.page.get_by_role("button", name=room.say("earlier")).click()
    await expect(room.lines).to_have_count(151)
    await expect(room.line("سطر رقم 149")).not_to_be_in_viewport()
    await expect(room.page.get_by_role("button", name=room.say("earlier"))).to_be_hidden()
