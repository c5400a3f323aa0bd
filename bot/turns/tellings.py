"""What falls due to be told to one person, in allowed hours; the conversation goes on as it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from bot.clock import riyadh
from bot.kit import Kit
from bot.turns import clock, improving
from bot.turns.dossier import Dossier
from bot.turns.effects import apply
from bot.turns.scene import Scene
from bot.update import Telling
from flows import changes, clocks, handoff, progress, quiet
from flows.clocks import BREACH
from flows.effects import Say
from flows.moves import OPEN
from flows.period import Period
from flows.text import Text
from storage import cases, improvements, schedule
from storage.cases import Case
from storage.improvements import Improvement
from storage.times import stamp
from storage.unit import Unit
from storage.vault import Json

APOLOGY, PROMISE = "apology", "promise"

Teller: TypeAlias = Callable[[Scene, Json], Awaitable[Text | None]]
"""What is said of the payload of a due row; None where it no longer matters."""


async def tell(unit: Unit, kit: Kit, now: datetime, dossier: Dossier | None, what: Telling) -> None:
    """Say it, or later where it is quiet now."""
    schedule.done(unit, what.row)
    if dossier is None or not dossier.address.reachable:
        return
    if quiet.is_quiet(now, hours := kit.book.association.hours):
        schedule.repeat(unit, what.row, quiet.allowed(now, hours))
        return
    scene = Scene.enter(unit, kit, now, dossier, apply)
    if said := await TELLERS[what.kind](scene, what.payload):
        scene.says.append(Say(said))
        scene.speak(invitation=INVITATIONS.get(what.kind))
        scene.leave()


def owe_apology(unit: Unit, case: Case, promised: datetime, at: datetime) -> None:
    """A promise to the person was not kept: they hear of it, once for each."""
    clock.add(unit, case, APOLOGY, at, _once(case, promised))


def watch_promise(unit: Unit, case: Case, promised: datetime) -> None:
    """Words were promised by then: it is looked at then whether they came."""
    clock.add(unit, case, PROMISE, promised, _once(case, promised))


def _once(case: Case, promised: datetime) -> str:
    return f"{APOLOGY}:{case.reference}:{stamp(promised)}"


async def _progress(scene: Scene, payload: Json) -> Text | None:
    """Halfway through a complaint or a suggestion, unless it was answered already."""
    case = await cases.by_reference(scene.unit, payload["case"])
    voice = scene.kit.book.voices.get(case.reason) if case else None
    if case is None or voice is None or case.state not in OPEN:
        return None
    since, hours = riyadh(case.opened_at).date(), scene.kit.book.association.hours
    department = case.department or voice.department
    return progress.told(voice, case.reference, department, since, hours)


async def _apology(scene: Scene, payload: Json) -> Text | None:
    """A promise was not kept: by when the answer comes now, to whoever still waits for it.

    A window that is closed is not opened for this.
    """
    case = await cases.by_reference(scene.unit, payload["case"])
    if case is None or scene.window_is_closed:
        return None
    kept, promised = await clock.kept(scene.unit, case), clock.promised(scene.kit, case)
    broken = {name for name in kept.keys() & promised if kept[name].told >= BREACH}
    if not any(kept[name].since for name in broken):
        return None
    by_the_clock = case.lane == "focal" and case.reason not in scene.kit.book.voices
    in_days = broken == {"resolution"} and not by_the_clock
    return handoff.late(case.reference, await scene.context(), in_days=in_days)


async def _promise(scene: Scene, payload: Json) -> Text | None:
    """Words did not come by when they were promised; those that are owed since are others."""
    case = await cases.by_reference(scene.unit, payload["case"])
    if case is None or scene.window_is_closed:
        return None
    owed = clocks.reply(await clock.kept(scene.unit, case))
    due = owed.due(scene.kit.book.association.hours) if owed else None
    if due is None or stamp(due) != payload["at"]:
        return None
    return handoff.late(case.reference, await scene.context(), in_days=False)


async def _changed(scene: Scene, payload: Json) -> Text | None:
    """What came of a suggestion: told to whoever made it, unless they want no notices."""
    item = await improvements.by_reference(scene.unit, payload["improvement"])
    if item is None or item.state != "approved" or scene.address.person.notices is False:
        return None
    suggestion, words = payload["suggestion"], _words(scene, item)
    return Text("suggestion.changed", {"reference": suggestion, "words": words})


async def _what_changed(scene: Scene, payload: Json) -> Text | None:
    """What changed in a quarter, to whoever still wants notices."""
    if not scene.address.person.notices:
        return None
    quarter = Period.read(payload["quarter"])
    assert quarter is not None
    found = await improvements.approved(scene.unit, quarter.begins, quarter.ends)
    return changes.told(_words(scene, item) for item in found)


def _words(scene: Scene, item: Improvement) -> str:
    """What changed, in the person's language."""
    words = item.changed_ar if scene.conversation.language == "ar" else item.changed_en
    return words or ""


TELLERS: Mapping[str, Teller] = {
    progress.KIND: _progress,
    APOLOGY: _apology,
    PROMISE: _promise,
    improving.TOLD: _changed,
    changes.KIND: _what_changed,
}
"""By the kind of the due row."""
INVITATIONS: Mapping[str, str] = {changes.KIND: "waiting_changes"}
"""The template that asks the person to write, where it is not the one for any notice."""
