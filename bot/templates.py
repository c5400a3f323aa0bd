"""What is said by a template: whole sentences that WhatsApp approved, with a few values in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from bot.body import Body, Choice
from flows.arabic import isolate
from flows.book import Language, Template

OPEN = "open"
"""The button that asks for nothing but what waits; so does writing `1`."""


def said(template: Template, language: Language, values: Mapping[str, str]) -> Body:
    """The template filled in, as it also goes out where no window closes."""
    # A variable of a template holds no line break.
    shown = {key: isolate(" ".join(value.split())) for key, value in values.items()}
    words = template.body.in_(language).strip().format_map(shown)
    choices = tuple(
        Choice(button.id, button.label.in_(language), number)
        for number, button in enumerate(template.buttons, 1)
    )
    return Body(text=words, language=language, options=choices, template=template.id, values=shown)


def digest(template: Template, language: Language) -> str:
    """Changes with anything that would have to be approved anew."""
    buttons = [(button.id, button.label.in_(language)) for button in template.buttons]
    samples = [(sample.key, sample.text) for sample in template.samples]
    parts = (template.category, template.body.in_(language), samples, buttons)
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:12]
