"""Where officers write: replies go out, notes stay inside, and no typed word is lost."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Route, expect

from tests.browser.desk.desk_page import DeskPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def made(room: DeskPage) -> list[tuple[str, str]]:
    return [(move["move"], move.get("text", "")) for move in room.desk.moves]


async def test_a_reply_goes_out_and_shows_its_fate(room: DeskPage) -> None:
    await room.open("26000109")
    await room.text.fill("وصلتنا الهوية، شكرًا لك.")
    await room.text.press("Control+Enter")
    await expect(room.line("وصلتنا الهوية").locator(".fate")).to_have_text("✓أُرسلت")
    await expect(room.text).to_have_value("")
    await expect(room.text).to_be_focused()
    assert made(room) == [("say", "وصلتنا الهوية، شكرًا لك.")]


async def test_enter_alone_only_starts_a_line(room: DeskPage) -> None:
    await room.open("26000109")
    await room.text.press_sequentially("سطر\nآخر")
    await expect(room.text).to_have_value("سطر\nآخر")
    assert room.desk.moves == []


async def test_writing_in_an_unclaimed_case_offers_to_claim_it(room: DeskPage) -> None:
    await room.open("26000422")
    await expect(room.send).to_have_text("استلام وإرسال")
    await room.text.fill("ينزل المبلغ غدًا.")
    await room.send.click()
    await expect(room.line("ينزل المبلغ غدًا.")).to_be_visible()
    await expect(room.send).to_have_text(room.say("send.reply"))
    assert made(room) == [("claim", ""), ("say", "ينزل المبلغ غدًا.")]


async def test_a_note_stays_a_note(room: DeskPage) -> None:
    await room.open("26000109")
    await room.choose("note")
    await expect(room.send).to_have_text(room.say("send.note"))
    await room.text.fill("اتصلت به هاتفيًا")
    await room.send.click()
    note = room.line("اتصلت به هاتفيًا")
    await expect(note).to_have_attribute("data-author", "note")
    await expect(note).to_contain_text(room.say("inside"))
    await expect(room.send).to_have_text(room.say("send.note"))  # the next words stay inside too
    assert made(room) == [("note", "اتصلت به هاتفيًا")]


async def test_two_slashes_make_a_reply_a_note(room: DeskPage) -> None:
    await room.open("26000109")
    reply = "element => getComputedStyle(element).backgroundColor"
    before = await room.text.evaluate(reply)
    await room.text.fill("// يبدو أنه أخ لمستفيد سابق")
    await expect(room.send).to_have_text(room.say("send.note"))
    assert await room.text.evaluate(reply) != before
    await room.send.click()
    await expect(room.line("أخ لمستفيد سابق")).to_have_attribute("data-author", "note")
    assert made(room) == [("note", "يبدو أنه أخ لمستفيد سابق")]


async def test_words_typed_as_a_note_never_stand_in_the_reply_box(room: DeskPage) -> None:
    await room.open("26000109")
    await room.text.fill("رد لم يُرسل")
    await room.choose("note")
    await expect(room.text).to_have_value("")
    await room.text.fill("سر بين الزملاء")
    await room.choose("reply")
    await expect(room.text).to_have_value("رد لم يُرسل")
    await room.choose("note")
    await expect(room.text).to_have_value("سر بين الزملاء")


async def test_a_case_of_somebody_else_takes_notes_only(room: DeskPage) -> None:
    room.desk.cases["26000422"].update(state="claimed", owner="ahmad", owner_name="أحمد")
    await room.open("26000422")
    await expect(room.send).to_have_text(room.say("send.note"))
    await room.choose("reply")
    await room.text.fill("رد في غير محله")
    await expect(room.send).to_be_disabled()
    await room.text.press("Control+Enter")
    await room.choose("note")
    await room.text.fill("ملاحظة")
    await room.send.click()
    await expect(room.line("ملاحظة")).to_be_visible()
    assert made(room) == [("note", "ملاحظة")]


async def test_a_refusal_is_told_beside_the_text_which_stays(room: DeskPage) -> None:
    await room.open("26000109")
    room.desk.refusal = 409, "استلم أحمد هذه الحالة."
    await room.text.fill("نص طويل كُتب بعناية")
    await room.send.click()
    await expect(room.composer.locator(".trouble")).to_have_text("استلم أحمد هذه الحالة.")
    await expect(room.text).to_have_value("نص طويل كُتب بعناية")
    await room.page.reload()
    await expect(room.text).to_have_value("نص طويل كُتب بعناية")
    assert await room.page.evaluate("localStorage.length") == 0  # nothing outlives the tab
    room.desk.refusal = None
    await room.send.click()
    await expect(room.line("نص طويل كُتب بعناية")).to_be_visible()
    await expect(room.composer.locator(".trouble")).to_have_text("")


async def test_a_wish_refused_and_repeated_is_a_new_wish(room: DeskPage) -> None:
    await room.open("26000109")
    room.desk.refusal = 409, "ليس الآن."
    await room.text.fill("مرة أخرى")
    await room.send.click()
    await expect(room.composer.locator(".trouble")).to_have_text("ليس الآن.")
    room.desk.refusal = None
    await room.send.click()
    await expect(room.line("مرة أخرى")).to_be_visible()
    assert len(set(room.desk.attempts)) == 2


async def test_a_refused_form_keeps_its_sentence(room: DeskPage) -> None:
    await room.open("26000109")
    await room.move("إغلاق").click()
    room.desk.refusal = 403, ""
    await room.form.get_by_label("حُلّت").check()
    await room.form.locator("textarea").fill("تم المطلوب")
    await room.form.locator(".send").click()
    await expect(room.form.locator(".trouble")).to_have_text(room.say("error.forbidden"))
    await room.page.keyboard.press("Escape")
    await expect(room.composer).to_be_visible()
    await room.move("إغلاق").click()
    await expect(room.form.locator("textarea")).to_have_value("تم المطلوب")


async def test_words_whose_answer_was_lost_count_once(room: DeskPage) -> None:
    await room.open("26000109")

    async def lose(route: Route) -> None:
        await route.fetch()  # the server has them, but nobody hears so
        await route.abort()

    await room.page.route("**/moves", lose, times=1)
    await room.text.fill("مرة واحدة")
    await room.send.click()
    await expect(room.composer.locator(".trouble")).to_have_text(room.say("error.unreachable"))
    await expect(room.text).to_have_value("مرة واحدة")
    await room.send.click()
    await expect(room.text).to_have_value("")
    await expect(room.line("مرة واحدة")).to_have_count(1)
    assert made(room) == [("say", "مرة واحدة")]
    assert len(room.desk.attempts) == 2
    assert len(set(room.desk.attempts)) == 1


async def test_the_same_words_said_again_are_said_again(room: DeskPage) -> None:
    await room.open("26000109")
    for count in (1, 2):
        await room.text.fill("نعم")
        await room.send.click()
        await expect(room.line("نعم")).to_have_count(count)


async def test_an_ended_entry_keeps_the_text(room: DeskPage) -> None:
    await room.open("26000109")
    await room.text.fill("لا يضيع")
    room.desk.officer = None
    await room.send.click()
    await expect(room.composer.locator(".trouble")).to_have_text(room.say("error.stranger"))
    await expect(room.page.locator("#entry")).to_be_visible()
    await expect(room.text).to_have_value("لا يضيع")
    entry, text = await room.page.locator("#entry").bounding_box(), await room.text.bounding_box()
    assert entry is not None
    assert text is not None
    assert entry["y"] + entry["height"] < text["y"] < 800 - text["height"]
    room.desk.officer = "sara"  # came in again, in another tab
    room.desk.hang_up()
    await expect(room.page.locator("#entry")).to_be_hidden()
    await room.send.click()
    await expect(room.line("لا يضيع")).to_be_visible()


async def test_every_fate_has_its_mark_and_trouble_its_reason(room: DeskPage) -> None:
    fates = [
        ("sent", "أُرسلت", None),
        ("delivered", "وصلت", None),
        ("read", "قُرئت", None),
        ("failed", "لم تُرسل", "أوقف المستفيد الرسائل"),
        ("parked", "محفوظة", "نافذة واتساب مغلقة"),
    ]
    for status, label, reason in fates:
        fate = {"status": status, "status_label": label, "reason": reason}
        room.desk.say("26000109", "officer", f"سطر {status}", **fate)
    await room.open("26000109")
    marks = room.page.locator(".fate > [aria-hidden]")
    await expect(marks).to_have_text(["✓", "✓✓", "✓✓", "✗", "◷"])
    troubles = room.page.locator(".outcome")
    await expect(troubles).to_have_text(
        [re.compile("لم تُرسل.*أوقف المستفيد الرسائل"), re.compile("محفوظة.*نافذة واتساب مغلقة")]
    )


async def test_a_closed_window_is_said_before_one_writes(room: DeskPage) -> None:
    room.desk.cases["26000109"]["window_until"] = "2026-11-22T10:00:00Z"
    await room.open("26000109")
    await expect(room.composer).to_contain_text(room.say("hint.window"))
    await room.choose("note")
    await expect(room.composer).to_contain_text(room.say("hint.note"))
