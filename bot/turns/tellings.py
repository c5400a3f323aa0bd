"""What falls due to be told to one person, in allowed hours; the conversation goes on as it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from bot.clock import riyadh
from bot.kit import Kit
from bot.turns import clock
from bot.turns.dossier import Dossier
from bot.turns.effects import apply
from bot.turns.scene import Scene
from bot.update import Telling
from flows import handoff, progress, quiet
from flows.effects import Say
from flows.moves import OPEN
from flows.text import Text
from storage import cases, schedule
from storage.unit import Unit
from storage.vault import Json

APOLOGY = "apology"

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
        scene.leave()


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
    if case is None or not _is_open(scene):
        return None
    owed = (await clock.kept(scene.unit, case.reference)).get(clock.promised(scene.kit, case))
    if owed is None or owed.since is None:
        return None
    return handoff.late(case.reference, case.reason, await scene.context())


def _is_open(scene: Scene) -> bool:
    address = scene.address
    if scene.kit.capabilities[address.channel].window is None:
        return True
    return address.window_until is not None and address.window_until > scene.now


TELLERS: Mapping[str, Teller] = {progress.KIND: _progress, APOLOGY: _apology}
"""By the kind of the due row."""
