"""One person plays both sides of the demo page, on the real program, which is killed on the way.

With SILA_SCREENSHOTS=docs/images the pictures of the README are taken anew.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, FrameLocator, Locator, Page, expect

from tests.browser.page import visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ROOT = Path(__file__).parent.parent.parent
ALL_DAY = "[{opens=00:00:00, closes=12:00:00}, {opens=12:00:00, closes=23:59:59}]"
PICTURES = os.environ.get("SILA_SCREENSHOTS")


@dataclass
class Server:
    """`sila serve` as a process of its own, always at the same address."""

    folder: Path
    port: int = 0
    process: Process | None = None

    async def start(self) -> None:
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "serve",
            cwd=self.folder,
            stdout=PIPE,
            env={
                **environment,
                "PYTHONPATH": str(ROOT),
                "ASSOCIATION": str(self.folder / "association"),
                "PORT": str(self.port),
            },
        )
        assert self.process.stdout is not None
        said = await self.process.stdout.readline()
        assert said.startswith(b"Sila: http://"), said
        self.port = int(said.rsplit(b":", 1)[1])

    async def kill(self) -> None:
        """kill -9, and start again."""
        await self.stop(signal.SIGKILL)
        await self.start()

    async def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(by)
        return await self.process.wait()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[Server]:
    _always_open(folder / "association")
    server = Server(folder)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


def _always_open(association: Path) -> None:
    """The sample without closed days: what is said must not depend on the hour of the test."""
    shutil.copytree(ROOT / "association", association)
    file = association / "association.toml"
    text = file.read_text("utf-8")
    text = re.sub(r"^days = .*$", "days = [1, 2, 3, 4, 5, 6, 7]", text, flags=re.MULTILINE)
    text = re.sub(r"^(frames|ramadan) = .*$", rf"\1 = {ALL_DAY}", text, flags=re.MULTILINE)
    text = re.sub(r"\[\[hours\.closed\]\]\n(?:.+\n)+\n", "", text)
    file.write_text(text, "utf-8")


@dataclass
class Demo:
    """The demo page: `chat` is the beneficiary's side, `desk` the officer's."""

    page: Page
    server: Server
    pictures: int = 0

    @property
    def chat(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def desk(self) -> FrameLocator:
        return self.page.frame_locator("#desk")

    async def say(self, text: str, answer: str, *, killed: bool = False) -> None:
        """Type, and wait for the answer; killed in between, the person does nothing again."""
        field = self.page.get_by_role("textbox").first
        await field.fill(text)
        await field.press("Enter")
        await self.hears(answer, killed=killed)

    async def tap(self, option: str, answer: str, *, killed: bool = False) -> None:
        await self.chat.get_by_role("button", name=option, exact=True).last.click()
        await self.hears(answer, killed=killed)

    async def hears(self, answer: str, *, killed: bool) -> None:
        if killed:
            await self.server.kill()
        await expect(self.chat.locator(".text", has_text=answer).last).to_be_visible()

    async def open(self, title: str) -> None:
        """Open a case of the desk's list."""
        subject = self.desk.locator(".row-title", has_text=title)
        await subject.first.click()

    async def move(self, label: str) -> None:
        await self.desk.locator(".moves").get_by_role("button", name=label, exact=True).click()

    async def match_all(self) -> None:
        """Every answer of the application was found to be right."""
        facts = self.desk.locator("details.facts")
        if await facts.get_attribute("open") is None:
            await facts.locator("summary").first.click()
        checklist = self.desk.locator(".checklist")
        await checklist.get_by_role("button", name="كل الباقي مطابق").click()
        await expect(checklist.locator("[data-mark=unmarked]")).to_have_count(0)

    async def write(self, text: str) -> None:
        """Answer the beneficiary, claiming the case where nobody has it."""
        await self.desk.locator(".composer textarea").fill(text)
        await self.desk.locator(".composer .send").click()
        await expect(self.desk.locator(".line", has_text=text)).to_be_visible()

    async def finish(self, text: str, outcome: str = "") -> None:
        """Fill in the form of a move, and wait until the move was made."""
        form = self.desk.locator(".move-form")
        if outcome:
            await form.get_by_label(outcome).check()
        await form.locator("textarea").fill(text)
        await form.locator(".send").click()
        await expect(form).to_be_hidden()

    async def picture(self, name: str) -> None:
        self.pictures += 1
        if PICTURES:
            path = ROOT / PICTURES / f"walk-{self.pictures}-{name}.png"
            await self.page.screenshot(path=path, animations="disabled")


async def walk(demo: Demo, *, killed: bool) -> None:
    """From the greeting to a rating."""
    await demo.say("السلام عليكم", "وعليكم السلام ورحمة الله", killed=killed)
    await demo.picture("welcome")
    await demo.tap("التسجيل في خدمة", "هل لدينا موافقتك؟", killed=killed)
    await demo.picture("consent")
    await demo.tap("موافقة", "لمن هذا الطلب؟", killed=killed)
    await demo.tap("لنفسي", "ما البرنامج المطلوب؟", killed=killed)
    await demo.tap("الاستشارة الفردية", "متصل بالعمل غير الربحي", killed=killed)
    await demo.tap("نعم", "ما رقم الهوية", killed=killed)
    await demo.say("١٠٠٠٠٠٠٠٠٨", "ما تاريخ انتهاء الهوية", killed=killed)
    await demo.say("1450/05/23", "23 جمادى الأولى 1450", killed=killed)
    await demo.tap("نعم", "ما الاسم", killed=killed)
    await demo.say("نورة سعد محمد العتيبي", "ما رقم الجوال", killed=killed)
    await demo.say("0551234567", "في أي محافظة", killed=killed)
    await demo.say("الخبر", "ما موضوع الاستشارة", killed=killed)
    await demo.tap("المسار المهني", "أقرب يوم", killed=killed)
    await demo.say("غدًا", "هل من ملاحظة", killed=killed)
    await demo.tap("تخطٍّ", "مراجعة قبل الإرسال", killed=killed)
    await demo.picture("review")
    await demo.tap("إرسال الطلب", "وصلنا طلبك", killed=killed)
    await expect(demo.desk.locator(".row", has_text="الاستشارة الفردية")).to_be_visible()
    await demo.picture("submitted")

    await demo.say("ابغى اعرف كيف اطبخ كبسة", "لم يتضح لنا المقصود", killed=killed)
    await demo.say("والله ما ادري وش السالفة", "أُحيلت المحادثة إلى مسؤول البرامج", killed=killed)
    await demo.open("لم يتضح المقصود")
    await demo.picture("unclear")
    await demo.write("وعليكم السلام، معك سارة. ما المطلوب بالضبط؟")
    await demo.hears("معك سارة. ما المطلوب", killed=killed)
    await demo.say("شكرًا، اتضح الأمر", "شكرًا، اتضح الأمر", killed=killed)
    await expect(demo.desk.locator(".line", has_text="اتضح الأمر")).to_be_visible()
    await demo.picture("officer")
    await demo.move("إغلاق")
    await demo.finish("أوضحنا المطلوب.", "أُوضح الأمر")
    await demo.hears("أوضحنا المطلوب.", killed=killed)

    await demo.open("الاستشارة الفردية")
    await demo.move("استلام")
    await demo.match_all()
    await demo.move("قبول الطلب")
    await demo.hears("بقبول طلبك", killed=False)  # nothing says that the desk has sent it
    await demo.move("تمت الخدمة")
    await demo.finish("عُقدت الجلسة.")
    await demo.hears("هل وصلتك الخدمة؟", killed=killed)
    await demo.picture("delivered")
    await demo.tap("نعم، كاملة", "ما مدى رضاك", killed=killed)
    await demo.tap("عالٍ جدًا", "ما مدى سهولة", killed=killed)
    await demo.tap("سهلة", "كيف كان تعامل", killed=killed)
    await demo.tap("ممتاز", "هل من ملاحظة أو اقتراح", killed=killed)
    await demo.say("شكرًا على الخدمة", "رأيك محفوظ", killed=killed)
    await demo.picture("rating")


@pytest.mark.parametrize("killed", [False, True], ids=["undisturbed", "killed at every step"])
async def test_from_salam_to_a_rating(browser: Browser, tmp_path: Path, killed: bool) -> None:
    size = {"width": 1360, "height": 860}
    async with serving(tmp_path) as server, visitor(browser, viewport=size) as context:
        demo = Demo(await context.new_page(), server)
        await demo.page.goto(server.url)
        await expect(demo.chat.locator(".text").first).to_be_visible()
        await walk(demo, killed=killed)
        await demo.page.reload()
        await expect(demo.chat.locator(".text", has_text="رأيك محفوظ")).to_be_visible()
        await expect(demo.chat.locator(".text", has_text="وصلنا طلبك")).to_have_count(1)
