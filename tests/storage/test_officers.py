"""What the room changed about officers: the last change of each counts, and none is lost."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import asyncpg
import pytest

from storage import cases, officers
from storage.cases import Case
from storage.database import Database
from storage.officers import Change
from tests.storage.rows import NOW, applied, later, somebody

REFUSED = (sqlite3.IntegrityError, asyncpg.UniqueViolationError)
SARA = Change("sara", 1, "listed", {"alias": {"ar": "سارة", "en": "Sarah"}}, "", "abdullah", NOW)


async def test_the_last_change_of_each_counts(database: Database) -> None:
    gone = replace(SARA, number=2, standing="left", made_by="sara", made_at=later(hours=1))
    other = replace(SARA, officer="khalid", file="digest")
    async with database.unit() as unit:
        for made in (SARA, gone, other):
            officers.change(unit, made)
    async with database.view() as view:
        assert await officers.latest(view) == {"sara": gone, "khalid": other}


async def test_of_two_who_change_at_once_one_does(database: Database) -> None:
    async with database.unit() as unit:
        officers.change(unit, SARA)
    with pytest.raises(REFUSED):
        async with database.unit() as unit:
            officers.change(unit, replace(SARA, standing="removed"))


async def test_what_an_officer_has(database: Database) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
        for reference, state, owner in (
            ("26000000", "claimed", "sara"),
            ("26000018", "queued", None),
            ("26000026", "closed", "sara"),
            ("26000034", "claimed", "khalid"),
        ):
            await applied(unit, reference, address)
            case = Case(reference, "hand_off", "asked", state, NOW, NOW, address.id, owner=owner)
            cases.open(unit, case)
    async with database.view() as view:
        [held] = await officers.cases_of(view, "sara", ["claimed"])
        assert (held.reference, held.address) == ("26000000", address.id)
