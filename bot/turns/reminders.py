"""Reminders: whether what fell due still matters, and what is said before it."""

from __future__ import annotations

from bot.turns import enquiries, recommending, recovery, surveys
from bot.turns.scene import Scene
from flows.applications import OVER
from flows.effects import Say
from flows.events import Event, Opened
from flows.recovery import FLOW
from flows.text import Text
from storage import applications
from storage.applications import Application


async def matters(scene: Scene, event: Event) -> bool:
    """Not a delivery that was confirmed meanwhile, nor a date that was renewed."""
    match event:
        case Opened("delivery", given):
            return await _state(scene, given.get("application")) == "in_delivery"
        case Opened("requests", given):
            return await _state(scene, given.get("reference")) == "needs_correction"
        case Opened("renewal", given):
            made = await _application(scene, given.get("application"))
            wanted = scene.address.person.notices and scene.address.reachable
            same = made is not None and made.answers.get("id_expiry") == given.get("expiry")
            return bool(wanted and same and made and made.state not in OVER)
        case Opened("rating", given):
            return await surveys.matters(scene, str(given.get("application")))
        case Opened("satisfaction", given):
            return await enquiries.matters(scene, str(given.get("application")))
        case Opened("recommendation", given):
            return await recommending.matters(scene, str(given.get("half")))
        case _:
            return True


def before(event: Event) -> list[Say]:
    """What is said before the flow that the event opens."""
    if isinstance(event, Opened) and event.flow == "requests":
        return [Say(Text("requests.reminder"))]
    return []


async def may_begin(scene: Scene, event: Event) -> bool:
    """Not a survey that something holds back for now."""
    match event:
        case Opened("rating", given):
            return await surveys.ask(scene, str(given.get("application")))
        case Opened("satisfaction", given):
            return await enquiries.ask(scene, str(given.get("application")))
        case Opened("recommendation", given):
            return await recommending.ask(scene, str(given.get("half")))
        case Opened(flow, given) if flow == FLOW:
            return await recovery.ask(scene, str(given.get("recovery")))
        case _:
            return True


async def _state(scene: Scene, reference: object) -> str | None:
    made = await _application(scene, reference)
    return made.state if made else None


async def _application(scene: Scene, reference: object) -> Application | None:
    return await applications.by_reference(scene.unit, str(reference))
