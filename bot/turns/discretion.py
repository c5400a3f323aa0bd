"""Lines that are held back: for those who will take the matter on, or for nobody.

A report may begin anywhere. Until it is known whose it is, its lines are shown at no desk; then
they belong to its case, whose lane says who may read them. What was given up is destroyed.
"""

from __future__ import annotations

from msgspec.structs import replace

from bot.body import read
from bot.turns.drafts import BLANK
from bot.turns.scene import Scene
from flows.effects import Public
from storage import messages, retention

RECENT = 60  # lines of a conversation that are looked through


async def settle(scene: Scene) -> None:
    """What becomes of lines held back, once somebody who may hear them has the turn.

    Else they wait until nothing is asked any more about the matter.
    """
    case = scene.conversation.talk
    apart = case in (await scene.context()).person.apart
    if not apart and scene.kit.engine.is_discreet(scene.conversation):
        return
    for line in await messages.latest(scene.unit, scene.address.id, RECENT):
        kept = read(line.body)
        if not kept.held:
            continue
        if case or scene.public:
            messages.assign(scene.unit, line.id, case, replace(kept, held=False).plain())
        else:
            retention.erase_line(scene.unit, line.id, BLANK)


async def released(scene: Scene, _: Public) -> None:
    scene.public = True
