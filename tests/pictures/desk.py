"""The scenes at the desk: a simulated year, and a few cases that people began this morning."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Page, expect

from bot.web.door import COOKIE
from tests.bot.answering import QUESTION, REPLY
from tests.bot.site import Site
from tests.bot.test_reports.year import reporting
from tests.pictures.album import Album, shot
from tests.shell import REGISTRATION, Desk, Visitor
from tests.walks.both import Both

WIDE = {"width": 1180, "height": 760}
PHONE = {"width": 380, "height": 690}
TO_THE_TOP = """one => {
  const pane = one.closest(".facts");
  pane.scrollTop += one.getBoundingClientRect().top - pane.getBoundingClientRect().top;
}"""
NAMES = {
    "fahad": ("فهد سالم علي الدوسري", "1010101010", "0509876543"),
    "noura": ("نورة سعد محمد العتيبي", "1000000008", "0551234567"),
}
SUNDAY = date(2026, 11, 22)


async def people(ours: Site) -> dict[str, str]:
    """What this morning brought: the references by who began them."""
    found = dict[str, str]()
    for who, (name, identity, mobile) in NAMES.items():
        words = {NAMES["noura"][0]: name, NAMES["noura"][1]: identity, NAMES["noura"][2]: mobile}
        found[who] = await _began(ours, who, *(words.get(word, word) for word in REGISTRATION))
    found["asked"] = await _began(ours, "asked", "السلام عليكم", QUESTION, "غير ذلك")
    found["waits"] = await _began(
        ours, "waits", "السلام عليكم", "مسؤول", "متى تبدأ الدورة القادمة؟"
    )
    sara = Desk(ours.app)
    await sara.make(found["asked"], "claim")
    await sara.make(found["asked"], "say", REPLY)
    await sara.make(found["asked"], "answer")
    await sara.make(found["noura"], "claim")
    for field, how in (("national_id", "sighted"), ("id_expiry", "sighted"), ("mobile", "wrong")):
        await sara.make(found["noura"], "mark", outcome=how, about=field)
    return found


async def _began(ours: Site, who: str, *words: str) -> str:
    ours.clock.advance(timedelta(minutes=2))
    visitor = Visitor(ours.app, who)
    await visitor.say(*words)
    return (await visitor.cases())[-1].reference


async def enter(context: BrowserContext, ours: Site | Both, officer: str, path: str) -> Page:
    """As one who came by a link, at the program's own time."""
    page = await context.new_page()
    value = ours.app.passes.browser(officer, ours.clock.now())
    await context.add_cookies([{"name": COOKIE, "value": value, "url": f"{ours.url}/desk"}])
    await page.clock.set_fixed_time(ours.clock.now())
    await page.goto(f"{ours.url}{path}")
    return page


async def look(page: Page, reference: str) -> None:
    await page.evaluate("number => { location.hash = number; }", reference)


async def case_work(album: Album, page: Page, cases: dict[str, str]) -> None:
    row = page.locator(f".row[href='#{cases['waits']}']")
    await expect(row).to_be_visible()
    await album.take("list", page)
    await row.click()
    await expect(page.locator(".composer")).to_be_visible()
    await album.take("case", page)
    await look(page, cases["asked"])
    await page.locator(".moves").get_by_role("button", name="إغلاق").click()
    await page.get_by_label("أُوضح الأمر").check()
    await page.locator(".move-form textarea").fill("لا سكن للمتدربين، وأُرسلت أماكن قريبة.")
    await album.take("outcome", page)


async def verification(album: Album, page: Page, cases: dict[str, str]) -> None:
    await look(page, cases["noura"])
    checklist = page.locator(".checklist")
    await expect(checklist.locator("[data-field=name]")).to_be_visible()
    await checklist.evaluate(TO_THE_TOP)
    await album.take("checklist", page)
    await checklist.locator("[data-field=name] button").first.click()
    await expect(checklist.locator("[data-field=name]")).to_contain_text("العتيبي")
    await album.take("reveal", page)
    await page.locator(".moves").get_by_role("button", name="طلب تصحيح").click()
    await page.locator(".move-form textarea").fill("الجوال لا يرد، نأمل كتابة رقم يعمل.")
    await album.take("correction", page)


async def answers(album: Album, page: Page, cases: dict[str, str]) -> None:
    draft = page.locator(f"[data-part=drafts] [data-answer=case_{cases['asked']}]")
    await draft.get_by_role("button", name="فتح").click()
    await expect(draft.locator("textarea[name='text.ar']")).to_have_value(REPLY)
    await album.take("answers", page)


async def reports(album: Album, page: Page, _: dict[str, str]) -> None:
    await expect(page.locator("svg.chart").first).to_be_visible()
    await album.take("reports", page)


async def on_a_phone(album: Album, page: Page, cases: dict[str, str]) -> None:
    row = page.locator(f".row[href='#{cases['waits']}']")
    await expect(row).to_be_visible()
    whole = await shot(page)
    await row.click()
    await expect(page.locator(".composer")).to_be_visible()
    album.keep("phone", [whole, await shot(page)])


SCENES: tuple[tuple[Any, str, str, dict[str, int], tuple[str, ...]], ...] = (
    (case_work, "sara", "/desk", WIDE, ("list", "case", "outcome")),
    (verification, "sara", "/desk", WIDE, ("checklist", "reveal", "correction")),
    (on_a_phone, "sara", "/desk", PHONE, ("phone",)),
    (answers, "noura", "/desk/answers", WIDE, ("answers",)),
    (reports, "noura", "/desk/reports", WIDE, ("reports",)),
)
"""What is played, for whom, where, how large; and the pictures of it."""


async def show(album: Album) -> None:
    """All of them, and the week's board."""
    if not album.wants("board", *(name for *_, names in SCENES for name in names)):
        return
    with tempfile.TemporaryDirectory() as there:
        async with reporting(Path(there)) as ours:
            album.keep("board", [await ours.app.weekly.fetch(SUNDAY.isoformat())])
            cases = await people(ours)
            for play, officer, path, size, names in SCENES:
                if album.wants(*names):
                    async with album.watched(**size) as context:
                        await play(album, await enter(context, ours, officer, path), cases)
