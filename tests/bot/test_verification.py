"""An application verified and decided through the real shell, on either database."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from bot.app import App
from flows.checklist import ALL
from storage import applications, audit, cases, verifications
from storage.applications import Application
from storage.cases import Case
from tests.clock import FakeClock
from tests.shell import REGISTRATION, Desk, Visitor, running_on


async def applied(app: App) -> tuple[Visitor, Desk, str]:
    noura = Visitor(app)
    await noura.say(*REGISTRATION)
    [case] = await noura.cases()
    return noura, Desk(app), case.reference


async def application(app: App, reference: str) -> Application:
    async with app.database.view() as view:
        found = await applications.by_reference(view, reference)
    assert found is not None
    return found


async def case(app: App, reference: str) -> Case:
    async with app.database.view() as view:
        found = await cases.by_reference(view, reference)
    assert found is not None
    return found


async def marks(app: App, reference: str) -> dict[str, str]:
    async with app.database.view() as view:
        return {row.field: row.mark for row in await verifications.of(view, reference)}


async def moves(app: App, reference: str) -> list[str]:
    async with app.database.view() as view:
        return [entry.move for entry in await audit.of_subject(view, reference)]


async def mark(sara: Desk, reference: str, about: str, how: str) -> Any:
    return await sara.make(reference, "mark", outcome=how, about=about)


async def test_a_correction_asks_what_is_wrong_and_keeps_the_rest(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, sara, reference = await applied(app)
        before = await application(app, reference)
        await sara.make(reference, "claim")
        await mark(sara, reference, "name", "wrong")
        await mark(sara, reference, ALL, "sighted")
        assert await sara.make(reference, "approve") is not None
        assert await sara.make(reference, "ask_correction", "كما في الهوية") is None
        assert (await application(app, reference)).state == "needs_correction"
        assert "كما في الهوية" in (await noura.heard())[-1]
        assert "وصل تصحيحك" in await noura.say("سارة سعد محمد العتيبي")
        after = await application(app, reference)
        changed = {"name": "سارة سعد محمد العتيبي"}
        assert (after.state, after.identity) == ("under_verification", before.identity)
        assert {k: v for k, v in after.answers.items() if v != before.answers.get(k)} == changed
        assert "name" not in await marks(app, reference)
        assert len(await marks(app, reference)) > 5
        assert (await case(app, reference)).state == "waiting_officer"
        assert "سارة ع." in str((await case(app, reference)).details)
        await mark(sara, reference, "name", "called")
        assert await sara.make(reference, "approve") is None
        assert await moves(app, reference) == [
            *("submit", "open", "claim", "verify", "mark", "mark", "ask_correction"),
            *("correct", "correct", "mark", "complete", "approve"),
        ]


async def test_two_officers_at_once_make_one_decision(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, sara, reference = await applied(app)
        both = (sara, Desk(app, "khalid"))
        claims = await asyncio.gather(*(each.make(reference, "claim") for each in both))
        [owner] = [each for each, refused in zip(both, claims, strict=True) if refused is None]
        assert (await case(app, reference)).owner == owner.officer
        marked = await asyncio.gather(*(mark(each, reference, ALL, "sighted") for each in both))
        assert [each for each, no in zip(both, marked, strict=True) if no is None] == [owner]
        wanted = [each.make(reference, "approve") for each in (*both, *both)]
        assert (await asyncio.gather(*wanted)).count(None) == 1
        assert (await moves(app, reference)).count("approve") == 1
        told = [line for line in await noura.heard() if "بقبول طلبك" in line]
        assert len(told) == 1


async def test_what_expired_meanwhile_is_not_approved_and_may_be_corrected(
    database_url: str,
) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        noura, sara, reference = await applied(app)
        await sara.make(reference, "claim")
        await mark(sara, reference, ALL, "sighted")
        clock.advance(timedelta(days=3000))
        refused = await sara.make(reference, "approve")
        assert refused is not None
        assert refused.reason.id == "case.refused.lapsed"
        assert (await application(app, reference)).state == "under_verification"
        assert (await marks(app, reference))["id_expiry"] == "lapsed"
        assert await sara.make(reference, "ask_correction", "بعد التجديد") is None
        assert "ما تاريخ انتهاء الهوية" in (await noura.heard())[-1]


async def test_an_objection_is_another_officers(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, sara, reference = await applied(app)
        khalid = Desk(app, "khalid")
        await sara.make(reference, "claim")
        assert await sara.make(reference, "reject", "ليس من الفئة", "need") is None
        assert "ليس من الفئة" in (await noura.heard())[-1]
        assert "سُجّل اعتراضك" in await noura.say("اعتراض", "هذه أول مرة أتقدم")
        [objection] = await noura.cases()
        assert (objection.kind, objection.application) == ("objection", reference)
        assert "ليس من الفئة" in str(objection.details)
        refused = await sara.make(objection.reference, "claim")
        assert refused is not None
        assert refused.reason.id == "case.refused.decider"
        await noura.say("مسؤول", "إنهاء")
        assert (await case(app, objection.reference)).state == "queued", "not given up by a talk"
        assert await khalid.make(objection.reference, "claim") is None
        assert await khalid.make(objection.reference, "grant", "ثبت ذلك") is None
        assert "ثبت ذلك" in "".join(await noura.heard())
        again = await case(app, reference)
        assert (again.state, again.owner, again.priority > 0) == ("queued", None, True)
        assert await sara.make(reference, "claim") is None
        assert await sara.make(reference, "deliver") is None


async def test_a_withdrawal_ends_every_case_of_it(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, sara, reference = await applied(app)
        await sara.make(reference, "claim")
        assert "سُحب طلبك" in await noura.say("سحب الطلب", "نعم")
        assert (await application(app, reference)).state == "withdrawn"
        assert await noura.cases() == []
        refused = await mark(sara, reference, ALL, "sighted")
        assert refused is not None
