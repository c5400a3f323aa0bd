"""A case that the focal points alone keep: how soon it is due, and how it leaves a room."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.turns.scene import Scene
from flows.priority import RANKS
from storage import outbox, questions
from storage.cases import Case


def grave(scene: Scene, case: Case) -> Case:
    """In the focal points' lane, before everything else, within a day by the clock."""
    hours = timedelta(hours=scene.kit.book.association.numbers.sensitive_hours)
    return replace(case, lane="focal", priority=RANKS["safeguarding"], due_at=scene.now + hours)


def hand_over(scene: Scene, before: Case, after: Case) -> None:
    """Out of the room it was in, with all that was said of it there, and into that of its lane."""
    if chat := scene.kit.room.chat_of(before):
        outbox.withdraw(scene.unit, before.reference, str(chat), scene.now)
    questions.forget(scene.unit, before.reference)
    scene.kit.room.purge(scene.unit, before, scene.now)
    scene.kit.room.open(scene.unit, after, scene.now)
