"""The checklist at the desk: masked, marked by the owner, and one answer shown on record."""

from __future__ import annotations

from typing import Any

import pytest

from storage import audit
from tests.bot.site import OURS, Answer, Site
from tests.shell import REGISTRATION, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def claimed(ours: Site, external: str) -> str:
    person = Visitor(ours.app, external)
    await person.say(*REGISTRATION)
    [case] = await person.cases()
    assert (await ours.move(case.reference, move="claim")).status == 200
    return case.reference


async def shown(ours: Site, reference: str, officer: str = "sara") -> Any:
    page = (await ours.see(f"/desk/cases/{reference}", officer)).json
    return page["case"]["checklist"]


async def reveal(ours: Site, reference: str, about: str, officer: str = "sara") -> Answer:
    headers = {**OURS, **ours.entry(officer)}
    wish = {"id": f"look {officer} {about}", "about": about}
    return await ours.post(f"/desk/cases/{reference}/reveal", json=wish, headers=headers)


async def test_fields_are_masked_and_marked_one_by_one(ours: Site) -> None:
    reference = await claimed(ours, "marked")
    found = await shown(ours, reference)
    assert found["may_mark"]
    values = {field["key"]: field["value"] for field in found["fields"]}
    assert "••••••0008" in values["national_id"]
    assert "1000000008" not in str(found)
    wish = {"move": "mark", "about": "name", "outcome": "called"}
    assert (await ours.move(reference, **wish)).status == 200
    marked = [f for f in (await shown(ours, reference))["fields"] if f["mark"]]
    assert [(f["key"], f["mark"], f["officer"]) for f in marked] == [("name", "called", "سارة")]
    assert not (await shown(ours, reference, "khalid"))["may_mark"]
    assert (await ours.move(reference, "khalid", **wish)).status == 409
    assert (await ours.move(reference, move="mark", about="name", outcome="?")).status == 400


async def test_an_answer_is_shown_to_the_owner_on_record(ours: Site) -> None:
    reference = await claimed(ours, "revealed")
    for about, value in (("name", "نورة سعد محمد العتيبي"), ("national_id", "1000000008")):
        assert value in (await reveal(ours, reference, about)).json["value"]
    for about, officer in (("name", "khalid"), ("gone", "sara")):
        assert (await reveal(ours, reference, about, officer)).status == 409
    async with ours.app.database.view() as view:
        looks = [e for e in await audit.of_case(view, reference) if e.move == "reveal"]
    assert [(look.actor, look.details) for look in looks] == [
        ("officer:sara", {"fields": [about]}) for about in ("name", "national_id")
    ]


async def test_nobody_else_is_shown_anything(ours: Site) -> None:
    reference = await claimed(ours, "guarded")
    wish = {"id": "x", "about": "name"}
    path = f"/desk/cases/{reference}/reveal"
    assert (await ours.post(path, json=wish, headers=OURS)).status == 401
    assert (await ours.post(path, json=wish, headers=ours.entry("sara"))).status == 403


async def test_a_rejection_offers_the_clauses(ours: Site) -> None:
    reference = await claimed(ours, "rejected")
    moves = (await ours.see(f"/desk/cases/{reference}")).json["case"]["moves"]
    [reject] = [move for move in moves if move["id"] == "reject"]
    assert [each["id"] for each in reject["outcomes"]] == [*ours.app.kit.book.clauses]
    assert (await ours.move(reference, move="reject", text="x", outcome="solved")).status == 409
    made = await ours.move(reference, move="reject", text="ليس من الفئة", outcome="need")
    assert made.status == 200
