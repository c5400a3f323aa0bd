"""A question that changes with every tap is changed where it stands, not asked again below."""

from __future__ import annotations

from bot import body
from bot.turns.scene import Scene
from flows.effects import Say
from flows.events import Event, Tapped
from storage import messages


async def settle(scene: Scene, event: Event) -> None:
    """Say it so, if all that is said is the question that was tapped and it is the newest."""
    match scene.says, event:
        case [Say(prompt=asked)], Tapped(prompt=tapped) if asked == tapped:
            pass
        case _:
            return
    if not scene.kit.capabilities[scene.address.channel].in_place:
        return
    newest = await messages.posted_last(scene.unit, scene.address.id)
    if newest and body.read(newest.body).prompt == asked:
        scene.speak(slot=f"asked:{newest.id}", instead_of=newest.id)
