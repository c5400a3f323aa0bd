"""The variables of a content template: ``{{1}}`` or ``{{name}}``, and the texts put there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.fakes.twilio.refusal import Refusal

PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
MALFORMED = re.compile(r"\{\{(?!\w+\}\})")
UNSENDABLE = re.compile(r"[\n\t]| {5,}")
"""What Meta refuses in a value put into an approved template."""

MOST_VARIABLES = 100
LONGEST_VALUE = 1600
LONGEST_NAME = 16


def read_variables(text: str) -> dict[str, str]:
    """The variables of a send: JSON text of one object whose values are texts, none empty."""
    try:
        given = json.loads(text or "{}")
    except ValueError:
        raise invalid_variables() from None
    if not valid_variables(given) or not all(given.values()):
        raise invalid_variables()
    return dict(given)


def valid_variables(given: object) -> bool:
    return isinstance(given, dict) and all(
        re.fullmatch(rf"\w{{1,{LONGEST_NAME}}}", name)
        and isinstance(value, str)
        and len(value) <= LONGEST_VALUE
        for name, value in given.items()
    )


def texts(value: Any) -> Iterator[str]:
    """Every text anywhere in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def placeholders(value: Any) -> set[str]:
    return {name for text in texts(value) for name in PLACEHOLDER.findall(text)}


def fill(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return PLACEHOLDER.sub(lambda found: values[found[1]], value)
    if isinstance(value, Mapping):
        return {name: fill(inner, values) for name, inner in value.items()}
    if isinstance(value, list):
        return [fill(inner, values) for inner in value]
    return value


def invalid_variables() -> Refusal:
    return Refusal(21656, "The Content Variables parameter is invalid.")
