"""Praise in the shell: kept without whose it is, and read by the department's room at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows import mask
from flows.effects import Praised
from flows.text import Text
from storage import praises
from storage.praises import Praise

if TYPE_CHECKING:
    from bot.turns.scene import Scene


async def praised(scene: Scene, effect: Praised) -> None:
    words = mask.redact(effect.words)
    praises.record(scene.unit, Praise(effect.department, words, scene.now))
    department = Text(f"book.department.{effect.department}")
    told = Text("staff.praise", {"department": department, "words": words})
    scene.kit.room.report(scene.unit, told, scene.now)
