"""What a turn says, in as few messages as its channel allows: each one costs and disturbs."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from msgspec.structs import replace

from bot.body import Body, Choice
from bot.render import Renderer
from flows.book import Language
from flows.effects import Say
from flows.text import Option, Text

GAP = "\n\n"


def compose(says: Iterable[Say], renderer: Renderer, language: Language, limit: int) -> list[Body]:
    """Messages of at most `limit` characters each. Only the last question has its buttons."""
    bodies: list[Body] = []
    question, place = None, 0
    for say in says:
        words = _words(say, renderer, language)
        if bodies and len(bodies[-1].text) + len(GAP) + len(words) <= limit:
            words = f"{bodies.pop().text}{GAP}{words}"
        bodies += [Body(text=part, language=language) for part in _parts(words, limit)]
        if say.prompt or say.options:
            question, place = say, len(bodies) - 1
    if question:
        bodies[place] = replace(
            bodies[place],
            options=choices(question.options, renderer, language),
            prompt=question.prompt,
            wants=question.wants,
        )
    return bodies


def _words(say: Say, renderer: Renderer, language: Language) -> str:
    words = renderer.render(say.text, language)
    if say.progress is None:
        return words
    step, of = say.progress
    progress = Text("common.progress", {"step": step, "of": of})
    return f"{renderer.render(progress, language)}\n{words}"


def choices(
    options: tuple[Option, ...], renderer: Renderer, language: Language
) -> tuple[Choice, ...]:
    """Labelled and numbered: by position, or by the number that an option of a scale is."""
    ids = [option.id for option in options]
    scale = any(id_.isdecimal() for id_ in ids)
    numbers = [int(id_) if id_.isdecimal() else 0 for id_ in ids] if scale else count(1)
    return tuple(
        Choice(option.id, renderer.render(option.label, language), number)
        for option, number in zip(options, numbers, strict=False)
    )


def numbered(body: Body) -> str:
    """The text with its options written out, for where there are no buttons."""
    lines = [f"\u200f{f'{c.number})' if c.number else '•'} {c.label}" for c in body.options]
    return "\n".join([body.text, *lines]) if lines else body.text


def _parts(words: str, limit: int) -> list[str]:
    """Cut at a line's end where there is one, else at a space, else anywhere."""
    parts: list[str] = []
    words = words.strip()
    while len(words) > limit:
        line, word = words.rfind("\n", 1, limit + 1), words.rfind(" ", 1, limit + 1)
        cut = next((place for place in (line, word) if place > 0), limit)
        parts.append(words[:cut].rstrip())
        words = words[cut:].lstrip()
    return [*parts, words]
