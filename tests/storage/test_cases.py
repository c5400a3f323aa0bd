from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from storage import cases, references
from storage.cases import Case, CaseRoom, Lane, Sight
from storage.database import Database
from storage.unit import Unit
from tests.databases import INTEGRITY
from tests.storage.rows import NOW, ROOM, applied, later, somebody

PLAIN = Case("26000001", "enquiry", "misses", "open", NOW, NOW)


def opened(unit: Unit, case: Case) -> Case:
    references.reserve(unit, case.reference, "case", NOW)
    cases.open(unit, case)
    return case


async def test_every_column_comes_back(database: Database) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
        await applied(unit, "26000009", address)
        plain = opened(unit, PLAIN)
        full = opened(
            unit,
            Case(
                reference="26000002",
                kind="complaint",
                reason="asked",
                state="taken",
                opened_at=NOW,
                updated_at=later(minutes=5),
                address=address.id,
                person=address.person.id,
                flow="registration",
                owner="sara",
                department="training",
                programme="incubator",
                application="26000009",
                priority=2,
                details={"last": "نص", "step": [4, 9], "none": None},
                outcome="answered",
                summary="ملخص",
                claimed_at=later(minutes=1),
                due_at=later(minutes=15),
                closed_at=later(hours=1),
                level=2,
                lane="supervisors",
                concerns="khalid",
                follows="26000001",
                parked=True,
                resolved_at=later(minutes=50),
            ),
        )
    async with database.view() as view:
        assert await cases.by_reference(view, "26000001") == plain
        assert await cases.by_reference(view, "26000002") == full
        assert await cases.by_reference(view, "26000003") is None


async def test_a_move_keeps_where_the_case_came_from(database: Database) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
        case = opened(unit, replace(PLAIN, address=address.id, flow="enquiry"))
        moved = replace(case, state="taken", owner="sara", claimed_at=NOW, details={"n": 1})
        cases.move(unit, replace(moved, address=None, flow=None, opened_at=later(days=1)))
        assert await cases.by_reference(unit, case.reference) == moved


async def test_a_reference_is_used_once(database: Database) -> None:
    with pytest.raises(INTEGRITY, match=r"(?i)FOREIGN KEY"):
        async with database.unit() as unit:
            cases.open(unit, PLAIN)  # never reserved
    async with database.unit() as unit:
        opened(unit, PLAIN)
    with pytest.raises(INTEGRITY, match=r"(?i)UNIQUE"):
        async with database.unit() as unit:
            cases.open(unit, PLAIN)


async def test_open_cases_by_address(database: Database) -> None:
    async with database.unit() as unit:
        one = await somebody(unit, "1")
        two = await somebody(unit, "2")
        three = await somebody(unit, "3")
        newer = opened(unit, replace(PLAIN, address=one.id, opened_at=later(hours=1)))
        older = opened(unit, replace(PLAIN, reference="26000002", address=one.id))
        closed = opened(unit, replace(PLAIN, reference="26000003", address=two.id, closed_at=NOW))
        third = opened(unit, replace(PLAIN, reference="26000004", address=three.id))
        found = await cases.open_of(unit, [one.id, two.id, three.id, "nobody"])
        assert found == {one.id: [older, newer], three.id: [third]}
        cases.move(unit, replace(closed, closed_at=None))  # reopened
        assert two.id in await cases.open_of(unit, [two.id])


async def test_the_talk_that_ended_last(database: Database) -> None:
    async with database.unit() as unit:
        one, two = await somebody(unit, "1"), await somebody(unit, "2")
        theirs = replace(PLAIN, address=one.id, person=one.person.id, kind="hand_off")
        opened(unit, replace(theirs, closed_at=later(hours=1)))
        last = opened(unit, replace(theirs, reference="26000002", closed_at=later(hours=2)))
        opened(unit, replace(theirs, reference="26000003"))
        opened(unit, replace(theirs, reference="26000004", kind="x", closed_at=later(hours=3)))

        async def found(person: str, hours: int, lane: Lane = "general") -> Case | None:
            return await cases.last_ended(unit, person, "hand_off", lane, later(hours=hours))

        assert await found(one.person.id, 0) == last
        assert await found(one.person.id, 3) is None
        assert await found(one.person.id, 0, "focal") is None
        assert await found(two.person.id, 0) is None


async def test_a_reply_that_waits_is_known_of_until_the_person_writes(database: Database) -> None:
    async with database.unit() as unit:
        one, two = await somebody(unit, "1"), await somebody(unit, "2")
        opened(unit, replace(PLAIN, address=one.id))
        opened(unit, replace(PLAIN, reference="26000002", address=two.id))
        cases.park(unit, "26000001")
        cases.park(unit, "26000002")
        cases.unpark(unit, one.id)
    async with database.view() as view:
        kept = [await cases.by_reference(view, r) for r in ("26000001", "26000002")]
    assert [case.parked for case in kept if case] == [False, True]


async def test_the_desk(database: Database) -> None:
    def case(number: int, state: str = "open", **columns: Any) -> Case:
        known = {"reference": f"2600000{number}", "state": state, **columns}
        return replace(PLAIN, **known)

    async with database.unit() as unit:
        for each in (
            case(1, due_at=later(minutes=30), department="training"),
            case(2, due_at=later(minutes=10), department="aid", owner="sara"),
            case(3),
            case(4, priority=1, due_at=later(minutes=60)),
            case(9, "late"),
            case(0, "late", level=2),
            case(5, "taken", due_at=later(minutes=20), owner="sara"),
            case(6, "closed", due_at=later(minutes=5), owner="sara"),
            case(7, lane="supervisors", concerns="sara"),
            case(8, lane="focal"),
        ):
            opened(unit, each)

    sight = Sight("noura", ["general"])
    leading = replace(sight, lanes=["supervisors", "focal"])

    async def page(states: list[str], sight: Sight = sight, **wanted: Any) -> list[int]:
        async with database.view() as view:
            found = await cases.desk(view, states, sight, **wanted)
        return [int(case.reference[-1]) for case in found]

    assert await page(["open"]) == [4, 2, 1, 3]
    assert await page(["late"]) == [0, 9], "what was escalated goes first"
    assert await page(["taken", "open"]) == [4, 2, 5, 1, 3]
    assert await page(["open"], replace(sight, department="training")) == [1]
    assert await page(["open", "taken", "closed"], owner="sara") == [6, 2, 5]
    assert await page(["open", "taken"], due_before=later(minutes=30)) == [2, 5]
    assert await page(["open"], limit=2) == [4, 2]
    assert await page([]) == []
    assert await page(["open"], leading) == [7, 8]
    assert await page(["open"], replace(leading, reader="sara")) == [8]
    assert await page(["open"], replace(sight, lanes=[])) == []


async def test_how_many_go_before_one_that_waits(database: Database) -> None:
    def waiting(number: int, **columns: Any) -> Case:
        known = {"reference": f"2600000{number}", "state": "queued", **columns}
        return replace(PLAIN, **known)

    async with database.unit() as unit:
        for each in (
            waiting(1, due_at=later(minutes=30)),
            waiting(2, due_at=later(minutes=10)),
            waiting(3),
            waiting(4, priority=1, due_at=later(minutes=60)),
            waiting(5, level=1, due_at=later(minutes=60)),
            waiting(6, due_at=later(minutes=30)),
            waiting(7, priority=2, state="claimed"),
            waiting(8, priority=2, lane="focal"),
        ):
            opened(unit, each)
    async with database.view() as view:
        found = await cases.desk(view, ["queued"], Sight("", ["general"]))
        counts = [await cases.before(view, case.reference) for case in found]
    assert [int(case.reference[-1]) for case in found] == [4, 5, 2, 1, 6, 3]
    assert counts == [0, 1, 2, 3, 4, 5]


async def test_topics_in_rooms(database: Database) -> None:
    async with database.unit() as unit:
        case = opened(unit, PLAIN)
        cases.enter(unit, CaseRoom(case.reference, ROOM, NOW))
        cases.enter(unit, CaseRoom(case.reference, ROOM, later(hours=1), thread="77"))
        cases.enter(unit, CaseRoom(case.reference, ROOM, later(hours=1), card="1001"))
        cases.enter(unit, CaseRoom(case.reference, "-2", later(minutes=1), thread="77"))
        assert await cases.rooms(unit, case.reference) == [
            CaseRoom(case.reference, ROOM, NOW, thread="77", card="1001"),
            CaseRoom(case.reference, "-2", later(minutes=1), thread="77"),
        ]
        assert await cases.by_thread(unit, ROOM, "77") == case
        assert await cases.by_thread(unit, ROOM, "78") is None
        cases.leave(unit, case.reference, ROOM)
        assert await cases.by_thread(unit, ROOM, "77") is None
        assert await cases.by_thread(unit, "-2", "77") == case


async def test_one_topic_has_one_case(database: Database) -> None:
    async with database.unit() as unit:
        case = opened(unit, PLAIN)
        other = opened(unit, replace(PLAIN, reference="26000002"))
        cases.enter(unit, CaseRoom(case.reference, ROOM, NOW, thread="77"))
    with pytest.raises(INTEGRITY, match=r"(?i)UNIQUE"):
        async with database.unit() as unit:
            cases.enter(unit, CaseRoom(other.reference, ROOM, NOW, thread="77"))
