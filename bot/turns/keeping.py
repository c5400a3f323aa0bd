"""A case that goes to another lane: how it ranks there, and how it leaves a room."""

from __future__ import annotations

from dataclasses import replace

from bot.staff import alerts
from bot.turns.scene import Scene
from flows import priority, sensitive
from storage import outbox, questions
from storage.cases import Case

ANSWERED = "asked"
"""Why there is a case that was taken for a report, and is none: somebody wants an answer."""


def grave(case: Case) -> Case:
    """In the focal points' lane, before everything else."""
    return replace(case, lane="focal", priority=priority.RANKS["safeguarding"])


def ranked(scene: Scene, case: Case) -> Case:
    """As its lane has it. What is no report after all does not tell that it was taken for one."""
    if case.lane == "focal":
        return grave(case)
    voice = scene.kit.book.voices.get(case.reason)
    rank = priority.of_reason(case.reason, urgent=voice.urgent) if voice else 0
    reason = ANSWERED if case.reason == sensitive.REASON else case.reason
    return replace(case, priority=rank, reason=reason)


async def hand_over(scene: Scene, before: Case, after: Case) -> None:
    """Out of the room it was in, with all that was said of it there, and into that of its lane."""
    await alerts.take_away(scene.unit, scene.kit, before, scene.now)
    if chat := scene.kit.room.chat_of(before):
        outbox.withdraw(scene.unit, before.reference, str(chat), scene.now)
    questions.forget(scene.unit, before.reference)
    scene.kit.room.purge(scene.unit, before, scene.now)
    scene.kit.room.open(scene.unit, after, scene.now)
