"""A case passed on: who or what an officer means by a name, and what the rooms hear of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from bot.kit import Kit
from bot.staff.known import known
from bot.update import FromOfficer
from flows import cases as lifecycle
from flows import transfer
from flows.arabic import fold
from flows.book import Department, Officer
from flows.lanes import sees
from flows.moves import OPEN
from flows.text import Text
from storage import cases, duty
from storage.cases import Case
from storage.unit import View

if TYPE_CHECKING:
    from bot.turns.scene import Scene

Target: TypeAlias = Officer | Department | lifecycle.Case | None
MOVES = transfer.MOVES


async def named(view: View, kit: Kit, case: Case, what: FromOfficer) -> tuple[FromOfficer, Target]:
    """The move with what is left of its words as the note, and whom or what it is for.

    A target is picked by its id, or typed as the first words. One that is not known is None.
    """
    id_ = what.outcome or what.about
    match what.move:
        case "assign" | "transfer" if id_:
            found = kit.book.officers if what.move == "assign" else kit.book.departments
            return replace(what, outcome=id_, about=""), found.get(id_)
        case "assign" | "transfer":
            return _typed(kit, what)
        case "merge":
            number = id_ or what.text
            other = await cases.by_reference(view, number)
            is_theirs = other is not None and sees(kit.book.officers[what.officer], other)
            seen = await known(view, other, kit, case.updated_at) if other and is_theirs else None
            return replace(what, outcome=number if seen else "", text="", about=""), seen
    return what, None


def _typed(kit: Kit, what: FromOfficer) -> tuple[FromOfficer, Target]:
    """``سارة لأنها تعرف الموضوع``: a name of one word or more, and the note."""
    spellings = dict(_spellings(kit))
    words = what.text.split()
    for n in range(len(words), 0, -1):
        target = spellings.get(fold(" ".join(words[:n])).lstrip("@"))
        if target:
            move = "assign" if isinstance(target, Officer) else "transfer"
            note = " ".join(words[n:])
            return replace(what, move=move, text=note, outcome=target.id), target
    return what, None


def _spellings(kit: Kit) -> Iterator[tuple[str, Officer | Department]]:
    for team in kit.book.departments.values():
        yield from ((fold(name), team) for name in (team.id, team.name.ar, team.name.en))
    for one in kit.book.officers.values():
        yield from ((fold(name), one) for name in (one.id, one.alias.ar, one.alias.en))


async def targets(
    view: View, kit: Kit, case: Case, officer: Officer
) -> dict[str, list[tuple[str, Text]]]:
    """Where this officer may pass the case: by the move, each with its id and name."""
    ways = lifecycle.passing(await known(view, case, kit, case.updated_at), officer)
    away = await duty.absent(view)
    officers = (o for o in kit.book.officers.values() if o.id not in {case.owner, *away})
    others = (await cases.open_of(view, [case.address]) if case.address else {}).values()
    merging = (
        other
        for found in others
        for other in found
        if other.state in OPEN and other.kind == "hand_off" and other.reference != case.reference
    )
    found = {
        "assign": [(o.id, Text(f"book.officer.{o.id}")) for o in officers if sees(o, case)],
        "transfer": [
            (id_, Text(f"book.department.{id_}"))
            for id_ in kit.book.departments
            if id_ != case.department or case.owner
        ],
        "merge": [
            (other.reference, Text("staff.case_number", {"reference": other.reference}))
            for other in merging
            if sees(officer, other)
        ],
    }
    return {move: choices for move in ways if (choices := found[move])}


def tell(scene: Scene, case: Case, what: FromOfficer, into: Case | None = None) -> None:
    """The topic hears who goes on with the case, or where; the person's name is not needed."""
    room, officer = scene.kit.room, Text(f"book.officer.{what.officer}")
    match what.move:
        case "assign":
            to = Text(f"book.officer.{case.owner}")
            said = Text("staff.assigned", {"officer": officer, "to": to, "words": what.text})
            room.note(scene.unit, case, said, scene.now)
        case "transfer":
            team = Text(f"book.department.{case.department}")
            said = Text("staff.transferred", {"officer": officer, "to": team, "words": what.text})
            room.note(scene.unit, case, said, scene.now)
        case "merge" if into:
            goes_on = Text("staff.merged_into", {"reference": into.reference})
            room.note(scene.unit, case, goes_on, scene.now)
            came = Text("staff.merged_from", {"reference": case.reference})
            room.note(scene.unit, into, came, scene.now)
