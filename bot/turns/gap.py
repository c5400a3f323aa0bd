"""A question that the book answers not well enough, kept for whoever writes the answers."""

from __future__ import annotations

from bot.turns.scene import Scene
from flows import mask
from flows.effects import Unanswered
from storage import questions
from storage.questions import Question

LONGEST = 300  # characters


async def unanswered(scene: Scene, effect: Unanswered) -> None:
    """Without the numbers in it, and without whose it is."""
    words = mask.redact(effect.question)[:LONGEST]
    case = scene.conversation.case
    kept = Question(words, effect.reason, scene.now, ",".join(effect.shown), case)
    questions.record(scene.unit, kept)
