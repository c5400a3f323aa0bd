"""The case after one that ended: an officer opens it, and has it at once."""

from __future__ import annotations

from dataclasses import replace

from bot.staff import card
from bot.staff.known import bare
from bot.turns import clock, keeping
from bot.turns.casework import case_of, open_case, record
from bot.turns.dossier import Dossier
from bot.turns.scene import Scene
from flows import cases as lifecycle
from flows.moves import ENDED, OPEN_AGAIN
from flows.priority import RANKS
from flows.text import Text
from storage import cases, references
from storage.cases import Case

REASON = OPEN_AGAIN


def foreseen(case: Case, dossier: Dossier) -> lifecycle.Case | None:
    """The case that this one would go on in, if it can go on in no other way."""
    if case.state not in ENDED:
        return None
    return replace(bare(case), reference=dossier.references[0], follows=case.reference)


async def begin(scene: Scene, before: Case, next_: lifecycle.Case, officer: str) -> None:
    """Under its own number, with what is known of the person, in the lane of the one before."""
    references.reserve(scene.unit, next_.reference, "case", scene.now)
    about = card.details("", (), scene.kit.renderer, card.channel(before))
    case = replace(
        case_of(scene, next_.reference, "hand_off", REASON, "officer"),
        details={**about, "fields": card.fields_of(before)},
        department=before.department,
        programme=before.programme,
        priority=RANKS["reopened"],
        lane=before.lane,
        concerns=before.concerns,
        follows=before.reference,
    )
    open_case(scene, keeping.grave(case) if case.lane == "focal" else case)
    claimed = replace(case, state="claimed", owner=officer, claimed_at=scene.now)
    claimed = await clock.turn(scene.unit, scene.kit, claimed, "claim", scene.now)
    cases.move(scene.unit, claimed)
    actor = f"officer:{officer}"
    record(scene, "claim", case.reference, case.reference, actor=actor)
    scene.kit.room.redraw(scene.unit, claimed, scene.now)
    if await cases.rooms(scene.unit, before.reference):  # else it was cleared away
        goes_on = Text("staff.followed", {"reference": case.reference})
        scene.kit.room.note(scene.unit, before, goes_on, scene.now)
