"""The marks of an application: the newest of each field, and none of a field given anew."""

from __future__ import annotations

from storage import verifications
from storage.database import Database
from storage.verifications import Verification
from tests.replacing import replace
from tests.storage.rows import NOW, applied, later, somebody

NAME = Verification("26000001", "name", "sighted", "sara", NOW)
MOBILE = Verification("26000001", "mobile", "wrong", "sara", NOW, "لا يرد")


async def test_the_newest_mark_of_a_field_counts(database: Database) -> None:
    async with database.unit() as unit:
        await applied(unit, "26000001", await somebody(unit))
        await applied(unit, "26000002", await somebody(unit, "2"))
        verifications.mark(unit, NAME)
        verifications.mark(unit, MOBILE)
        verifications.mark(unit, replace(NAME, application="26000002"))
    called = replace(MOBILE, mark="called", officer="khalid", at=later(hours=1), note=None)
    async with database.unit() as unit:
        assert await verifications.of(unit, "26000001") == [MOBILE, NAME]
        verifications.mark(unit, called)
    async with database.view() as view:
        assert await verifications.of(view, "26000001") == [called, NAME]


async def test_fields_given_anew_have_no_mark(database: Database) -> None:
    async with database.unit() as unit:
        await applied(unit, "26000001", await somebody(unit))
        verifications.mark(unit, NAME)
        verifications.mark(unit, MOBILE)
        verifications.clear(unit, "26000001", ["mobile", "no such field"])
    async with database.view() as view:
        assert await verifications.of(view, "26000001") == [NAME]
