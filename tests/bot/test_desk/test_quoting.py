"""Approved words from the desk: a canned reply, and a clause beneath the officer's own."""

from __future__ import annotations

import pytest

from tests.bot.site import Site
from tests.bot.test_desk.people import waiting

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_canned_replies_are_offered_and_sent(ours: Site) -> None:
    person, case = await waiting(ours, "canned")
    await ours.move(case, move="claim")
    whole = (await ours.see(f"/desk/cases/{case}")).json["case"]
    [canned] = [move for move in whole["moves"] if move["id"] == "canned"]
    assert {"id": "no_fees", "label": "الخدمة دون رسوم"} in canned["outcomes"]
    assert (await ours.move(case, move="canned", outcome="no_fees")).status == 200
    assert "دون رسوم" in (await person.heard())[-1]
    assert (await ours.move(case, "khalid", move="canned", outcome="no_fees")).status == 409
    assert (await ours.move(case, move="canned", outcome="nothing")).status == 400


async def test_a_clause_is_quoted(ours: Site) -> None:
    person, case = await waiting(ours, "quoted")
    await ours.move(case, move="claim")
    made = await ours.move(case, move="clause", outcome="correctness", text="نأمل التصحيح")
    assert made.status == 200
    heard = (await person.heard())[-1]
    assert heard.startswith("\u2068نأمل التصحيح")
    assert "الإجراء 4" in heard
    assert (await ours.move(case, move="clause", outcome="correctness")).status == 409
    assert (await ours.move(case, move="clause", text="نص")).status == 409
