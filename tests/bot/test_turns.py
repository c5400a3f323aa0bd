"""Turns through the real shell: the whole walk, duplicates, poison, neighbours, secrets."""

from __future__ import annotations

import asyncio
import logging
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from flows.context import Context, Needs
from flows.conversation import Conversation
from flows.effects import Turn
from flows.engine import Engine
from flows.events import Event, Said, Tapped
from storage import applications, cases, inbox, ratings
from tests.clock import FakeClock
from tests.replacing import replace
from tests.shell import REGISTRATION, ROOT, Desk, Visitor, running, running_on


async def test_from_salam_to_a_rating(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, sara = Visitor(app), Desk(app)
        assert "وصلنا طلبك" in await noura.say(*REGISTRATION)
        [application] = await noura.cases()
        assert (application.kind, application.state) == ("application", "queued")

        promised = await noura.say("ابغى اعرف كيف اطبخ كبسة", "والله ما ادري وش السالفة")
        hand_off = (await noura.cases())[1]
        assert hand_off.reference in promised

        assert await sara.make(hand_off.reference, "say", "مرحبا")  # not claimed yet
        assert await sara.make(hand_off.reference, "claim") is None
        assert await sara.make(hand_off.reference, "say", "وعليكم السلام") is None
        assert (await noura.heard())[-1] == "وعليكم السلام"
        before = len(await noura.heard())
        await noura.say("شكرا لكم")
        assert len(await noura.heard()) == before  # the bot is silent while a human talks
        assert await sara.make(hand_off.reference, "note", "عميلة دائمة") is None
        assert "عميلة دائمة" not in "".join(await noura.heard())
        assert await sara.make(hand_off.reference, "close", "تم الإيضاح", "explained") is None
        assert "تم الإيضاح" in "".join(await noura.heard())

        await sara.approve(application.reference)
        assert await sara.make(application.reference, "deliver") is None
        assert "هل وصلتك الخدمة" in (await noura.heard())[-1]
        assert "ما مدى رضاك" in await noura.say("نعم كاملة")
        await noura.say("٢", "التعامل", "تحتاج إلى لطف أكثر")
        async with app.database.view() as view:
            rating = await ratings.by_application(view, application.reference)
            delivered = await applications.by_reference(view, application.reference)
            closed = await cases.by_reference(view, application.reference)
        assert rating is not None
        assert (rating.score, rating.reason, rating.comment) == (
            2,
            "conduct",
            "تحتاج إلى لطف أكثر",
        )
        assert delivered is not None
        assert closed is not None
        assert (delivered.state, closed.state) == ("closed", "closed")
        assert (rating.officer, rating.department) == ("sara", delivered.department)


async def test_no_brings_the_case_back_as_urgent_and_asks_no_rating(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, sara = Visitor(app), Desk(app)
        await noura.say(*REGISTRATION)
        [case] = await noura.cases()
        await sara.approve(case.reference)
        await sara.make(case.reference, "deliver")
        await noura.say("لم تصل")
        [case] = await noura.cases()
        assert (case.state, case.owner, case.priority > 0) == ("waiting_officer", "sara", True)
        async with app.database.view() as view:
            assert await ratings.by_application(view, case.reference) is None
            application = await applications.by_reference(view, case.reference)
        assert application is not None
        assert application.state == "disputed"


async def test_a_delivery_nobody_confirmed_is_asked_about_once_more(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        noura, sara = Visitor(app), Desk(app)
        await noura.say(*REGISTRATION)
        [case] = await noura.cases()
        await sara.approve(case.reference)
        await sara.make(case.reference, "deliver")
        asked = len(await noura.heard())
        clock.advance(timedelta(hours=47))
        await app.timer.step()
        assert len(await noura.heard()) == asked
        clock.advance(timedelta(hours=2))
        await app.timer.step()
        await app.timer.step()
        assert len(await noura.heard()) == asked + 1
        assert "هل وصلتك الخدمة" in (await noura.heard())[-1]


async def test_a_second_delivery_of_an_update_changes_nothing(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura = Visitor(app)
        for _ in range(3):
            await noura.does(Said("السلام عليكم"), "one")
        assert len(await noura.heard()) == 1


async def test_updates_of_one_person_keep_their_order_when_they_come_together(
    database_url: str,
) -> None:
    async with running_on(database_url) as app:
        noura = Visitor(app)
        await asyncio.gather(*(noura.does(Said(text)) for text in REGISTRATION))
        assert "وصلنا طلبك" in (await noura.heard())[-1]


class Poisoned(Engine):
    """An engine with a fault that one text brings out."""

    __slots__ = ()

    def advance(self, conversation: Conversation, event: Event, ctx: Context) -> Turn | Needs:
        if event == Said("poison"):
            raise ZeroDivisionError
        return super().advance(conversation, event, ctx)


async def test_a_poison_update_is_kept_and_harms_nobody(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running_on(database_url) as app:
        app.turns.kit = replace(app.turns.kit, engine=Poisoned(app.kit.engine.flows))
        people = [Visitor(app, f"p{n}") for n in range(5)]
        said = ["السلام عليكم", "مرحبا", "poison", "هلا", "/start"]
        await asyncio.gather(*(p.does(Said(t)) for p, t in zip(people, said, strict=True)))
        heard = [await person.heard() for person in people]
        assert all(len(lines) == 1 for lines in heard)
        assert "920000000" in heard[2][0] or "خلل" in heard[2][0]
        async with app.database.view() as view:
            [failed] = await inbox.unfinished(view, "failed")
        assert (failed.failure, failed.raw) == ("ZeroDivisionError", b"raw")
        assert "أهلًا" in await people[2].say("السلام عليكم")  # the conversation goes on
    assert "poison" not in capsys.readouterr().err


async def test_a_new_release_meets_a_conversation_it_does_not_know(database_url: str) -> None:
    """An option of a question this release never asked is answered, not crashed on."""
    async with running_on(database_url) as app:
        noura = Visitor(app)
        await noura.does(Tapped(99, "no_such_option"))
        assert len(await noura.heard()) == 1


SECRETS = ("نورة سعد محمد العتيبي", "العتيبي", "1000000008", "+966551234567", "0551234567")


async def test_files_and_logs_show_no_name_number_or_message(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    words = "رسالة سرية جدا لا يقرؤها احد"
    async with running(tmp_path) as app:
        noura, sara = Visitor(app, "966500000001-outside-id"), Desk(app)
        await noura.say(*REGISTRATION, "مسؤول", words)
        case = (await noura.cases())[-1]
        await sara.make(case.reference, "claim")
        await sara.make(case.reference, "say", "جواب الموظفة الخاص")
        _no_trace(tmp_path, (*SECRETS, words, "966500000001-outside-id", "جواب الموظفة"))
    _no_trace(tmp_path, (*SECRETS, words, "966500000001-outside-id", "جواب الموظفة"))
    logged = capfd.readouterr()
    for secret in (*SECRETS, words):
        assert secret not in logged.out + logged.err + caplog.text


def _no_trace(folder: Path, secrets: tuple[str, ...]) -> None:
    files = [path for path in folder.iterdir() if path.name.startswith("sila.db")]
    assert files
    for path in files:
        kept = path.read_bytes()
        for secret in secrets:
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                assert secret.encode(encoding) not in kept, path.name


async def test_a_restart_goes_on_where_it_stopped(database_url: str) -> None:
    for start in range(0, len(REGISTRATION), 4):
        async with running_on(database_url) as app:
            for number in range(start, start + 4):
                await Visitor(app).does(Said(REGISTRATION[number]), str(number))
    async with running_on(database_url) as app:
        assert "وصلنا طلبك" in (await Visitor(app).heard())[-1]


async def test_two_officers_claim_at_once_and_one_owns(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura = Visitor(app)
        await noura.say("السلام عليكم", "مسؤول")
        [case] = await noura.cases()
        officers = list(app.kit.book.officers)[:2]
        refused = await asyncio.gather(
            *(Desk(app, officer).make(case.reference, "claim") for officer in officers)
        )
        assert sorted(map(bool, refused)) == [False, True]
        assert (await noura.cases())[0].owner == officers[refused.index(None)]


async def test_the_case_of_an_officer_who_left_waits_for_another(
    tmp_path: Path, database_url: str
) -> None:
    async with running_on(database_url) as app:
        noura = Visitor(app)
        await noura.say("السلام عليكم", "مسؤول")
        [case] = await noura.cases()
        await Desk(app).make(case.reference, "claim")
    without = tmp_path / "association"
    shutil.copytree(ROOT / "association", without)
    officers = without / "officers.toml"
    officers.write_text(officers.read_text("utf-8").replace("\n[sara]", "\n[samar]"), "utf-8")
    async with running_on(database_url, association=without) as app:
        before = len(await Visitor(app).heard())
        await Visitor(app).does(Said("هل من أحد؟"), "later")
        assert len(await Visitor(app).heard()) == before, "carried, and no apology"
        assert await Desk(app, "khalid").make(case.reference, "claim") is None
        assert (await Visitor(app).cases())[0].owner == "khalid"


async def test_what_was_applied_for_ends_with_its_case(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, sara = Visitor(app), Desk(app)
        await noura.say(*REGISTRATION)
        [case] = await noura.cases()
        await sara.approve(case.reference)
        await sara.make(case.reference, "close", "لا مقاعد هذا الفصل.", "not_possible")
        assert "أُغلق" in await noura.say("طلبي")
