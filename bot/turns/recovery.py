"""Recovery in the shell: the case that a low rating opens, and the one rating after it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.clock import riyadh
from bot.staff import card
from bot.turns.casework import BENEFICIARY, URGENT, case_of, open_case, record
from flows import recovery
from flows.cases import OPEN
from flows.effects import Escalate, Fields, Rerated
from flows.text import Text
from storage import cases, ratings, recoveries, references, schedule
from storage.cases import Case
from storage.ratings import Rating
from storage.recoveries import Recovery, Why
from storage.schedule import Due
from storage.vault import Json

if TYPE_CHECKING:
    from bot.turns.scene import Scene


# ------------------------------------------------------------------ what opens it
async def follow(scene: Scene, rating: Rating) -> Rating:
    """The rating with the case that it called for; its officer sees what is added meanwhile."""
    if rating.recovery:
        await _show(scene, rating)
        return rating
    why = recovery.why(rating.score, rating.comment, scene.kit.book)
    if why is None:
        return rating
    reference = scene.dossier.references[-1]
    references.reserve(scene.unit, reference, "case", scene.now)
    _begin(scene, _case(scene, reference, why, rating), rating, why)
    return replace(rating, recovery=reference)


async def called(scene: Scene, effect: Escalate) -> None:
    """Somebody who rated without a name wants to be heard: what they answered stays unknown."""
    references.reserve(scene.unit, effect.reference, "case", scene.now)
    rating = await ratings.by_application(scene.unit, str(effect.about))
    case = _case(scene, effect.reference, "call_me", rating)
    if rating is None:
        open_case(scene, case)
    else:
        _begin(scene, case, rating, "call_me")


def _begin(scene: Scene, case: Case, rating: Rating, why: Why) -> None:
    open_case(scene, case)
    score = None if why == "call_me" else rating.score
    begun = Recovery(case.reference, rating.application, why, scene.now, score)
    recoveries.begin(scene.unit, begun)


def _case(scene: Scene, reference: str, why: Why, rating: Rating | None) -> Case:
    """For supervisors, and never for the officer who was rated."""
    case = case_of(scene, reference, recovery.KIND, why, "rating")
    case = replace(
        case,
        lane="supervisors",
        priority=URGENT,
        due_at=recovery.due(riyadh(scene.now), scene.kit.book.association),
        details=card.details("", (), scene.kit.renderer, scene.address.channel),
    )
    if rating is None:
        return case
    return replace(
        case,
        application=rating.application if rating.kind == "service" else None,
        programme=rating.programme or None,
        department=rating.department,
        concerns=rating.officer,
        details=case.details if why == "call_me" else _details(scene, rating),
    )


def _details(scene: Scene, rating: Rating) -> Json:
    """The answers so far, as the card shows them."""
    fields: Fields = ((Text("rating.score.label"), Text(f"rating.score.option.{rating.score}")),)
    if rating.reason:
        why = Text(f"rating.reason.option.{rating.reason}")
        fields = (*fields, (Text("rating.reason.label"), why))
    if rating.comment_kind == "voice":
        fields = (*fields, (Text("rating.comment.label"), Text("common.voice")))
    through = scene.address.channel
    return card.details(rating.comment or "", fields, scene.kit.renderer, through)


async def _show(scene: Scene, rating: Rating) -> None:
    case = await cases.by_reference(scene.unit, str(rating.recovery))
    if case is None or case.state not in OPEN or case.reason == "call_me":
        return
    shown = replace(case, details=_details(scene, rating), updated_at=scene.now)
    cases.move(scene.unit, shown)
    scene.kit.room.redraw(scene.unit, shown, scene.now)


# ------------------------------------------------------------------ what follows it
async def closed(scene: Scene, case: Case) -> None:
    """It was dealt with: it is rated once more, and nobody is reminded of that."""
    if case.kind != recovery.KIND:
        return
    if begun := await recoveries.by_reference(scene.unit, case.reference):
        payload = {"recovery": case.reference, "application": begun.application}
        at = recovery.asked_again(riyadh(scene.now), scene.kit.book.association)
        key = f"{recovery.FLOW}:{case.reference}:{scene.now:%Y%m%d%H%M}"
        schedule.add(scene.unit, Due(scene.address.id, recovery.FLOW, payload, at, key))


async def ask(scene: Scene, reference: str) -> bool:
    """Whether the second rating is asked for now; it never is again.

    Who is at no chat is to be called: that stands in the case, and in the logbook.
    """
    begun = await recoveries.by_reference(scene.unit, reference)
    case = await cases.by_reference(scene.unit, reference)
    if case is None or case.state in OPEN:  # it was opened again
        return False
    at_chat, phone = scene.address.reachable, scene.address.phone
    wanted = (at_chat or phone) and scene.address.person.notices is not False
    if begun is None or begun.asked_at or not wanted:
        return False
    recoveries.move(scene.unit, replace(begun, asked_at=scene.now))
    if not at_chat:
        scene.kit.room.note(scene.unit, case, Text("staff.rerating.call"), scene.now)
    return at_chat


async def rerated(scene: Scene, effect: Rerated, *, reader: str = BENEFICIARY) -> None:
    """Beside the first score, which stays as it is. `reader` wrote it down, where somebody did."""
    begun = await recoveries.by_reference(scene.unit, effect.recovery)
    if begun is None or begun.answered_at or not _is_theirs(scene, begun):
        return
    recoveries.move(scene.unit, replace(begun, again=effect.score, answered_at=scene.now))
    details = {"score": begun.score, "again": effect.score}
    how = None if reader == BENEFICIARY else "phone"
    about = (begun.application, effect.recovery, how)
    record(scene, "rerate", *about, actor=reader, details=details)
    note = Text("staff.rerated", {"again": effect.score, "before": begun.score or "–"})
    if case := await cases.by_reference(scene.unit, effect.recovery):
        scene.kit.room.note(scene.unit, case, note, scene.now)


def _is_theirs(scene: Scene, begun: Recovery) -> bool:
    return any(one.application == begun.application for one in scene.dossier.ratings)
