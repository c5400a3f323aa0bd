"""What a turn says, in as few messages as its channel allows: each one costs and disturbs."""

from __future__ import annotations

from collections.abc import Iterable

from bot.body import Body, Choice
from bot.render import Renderer
from flows.book import Language
from flows.effects import Say
from flows.text import Option, Text

GAP = "\n\n"


def compose(says: Iterable[Say], renderer: Renderer, language: Language, limit: int) -> list[Body]:
    """Messages of at most `limit` characters each. Only the last question keeps its buttons."""
    bodies: list[Body] = []
    for say in says:
        words = renderer.render(say.text, language)
        if say.progress:
            step, of = say.progress
            progress = Text("common.progress", {"step": step, "of": of})
            words = f"{renderer.render(progress, language)}\n{words}"
        last = bodies[-1] if bodies else None
        if last and len(last.text) + len(GAP) + len(words) <= limit:
            bodies.pop()
            words = f"{last.text}{GAP}{words}"
        bodies += [Body(text=part) for part in _parts(words, limit)]
        bodies[-1] = Body(
            text=bodies[-1].text,
            language=language,
            options=choices(say.options, renderer, language),
            prompt=say.prompt,
            wants=say.wants,
        )
    return bodies


def choices(
    options: tuple[Option, ...], renderer: Renderer, language: Language
) -> tuple[Choice, ...]:
    """Labelled and numbered: by position, or by the number that an option of a scale is."""
    scale = bool(options) and all(option.id.isdecimal() for option in options)
    return tuple(
        Choice(option.id, renderer.render(option.label, language), int(option.id) if scale else n)
        for n, option in enumerate(options, 1)
    )


def numbered(body: Body) -> str:
    """The text with its options written out, for where there are no buttons."""
    lines = [f"\u200f{c.number}) {c.label}" for c in body.options]
    return "\n".join([body.text, *lines]) if lines else body.text


def _parts(words: str, limit: int) -> list[str]:
    """Cut at a line's end where there is one, else at a space, else anywhere."""
    parts: list[str] = []
    while len(words) > limit:
        cut = max(words.rfind("\n", 0, limit), 0) or max(words.rfind(" ", 0, limit), 0) or limit
        parts.append(words[:cut].rstrip())
        words = words[cut:].lstrip()
    return [*parts, words]
