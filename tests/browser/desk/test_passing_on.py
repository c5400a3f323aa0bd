"""What is done now and then stands behind one button; a case is given to somebody, with a note."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.desk.desk_page import DeskPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MANY = ["close", "release", "hand_back", "assign", "sensitive"]


async def opened(room: DeskPage) -> None:
    """A case of one's own, with the menu of what is rarer open."""
    room.desk.owners = MANY
    await room.open("26000109")
    await expect(room.move("إغلاق")).to_be_visible()
    await expect(room.move("تحويل")).to_be_hidden()
    await room.page.get_by_text(room.say("moves.more")).click()


async def test_a_case_is_given_to_a_colleague_with_a_note(room: DeskPage) -> None:
    await opened(room)
    await room.move("تحويل").click()
    await expect(room.move("سري")).to_be_hidden()  # the menu is put away
    await room.form.get_by_label("أحمد").check()
    await room.form.locator("textarea").fill("يعرف الموضوع")
    await room.form.locator(".send").click()
    await expect(room.row("26000109")).to_contain_text("أحمد")
    [made] = room.desk.moves
    assert (made["move"], made["about"], made["text"]) == ("assign", "ahmad", "يعرف الموضوع")
    assert "outcome" not in made


async def test_what_others_will_not_see_any_more_is_asked_once_more(room: DeskPage) -> None:
    await opened(room)
    await room.move("سري").click()
    assert room.desk.moves == []
    await expect(room.form).to_contain_text(room.say("move.sensitive.hint"))
    await expect(room.form.locator("textarea")).to_have_count(0)
    await room.form.locator(".send").click()
    await expect(room.row("26000109")).to_have_count(0)
    trouble = room.case.locator(".trouble[data-from=load]")
    await expect(trouble).to_have_text(room.say("error.missing"))


async def test_the_menu_fits_a_phone_and_closes_when_one_turns_away(room: DeskPage) -> None:
    await room.page.set_viewport_size({"width": 360, "height": 740})
    await opened(room)
    await expect(room.case.locator(".menu")).to_be_in_viewport(ratio=1)
    await room.text.focus()
    await expect(room.move("سري")).to_be_hidden()
