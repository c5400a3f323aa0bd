"""Is it well formed? aiogram's models, written by others, judge every request and answer."""

from __future__ import annotations

import json
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin

from aiogram import methods
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from pydantic import BaseModel, TypeAdapter, ValidationError

from tests.fakes.botapi.refusal import bad

MODELS: Mapping[str, type[TelegramMethod[Any]]] = {
    model.__api_method__.lower(): model
    for model in (getattr(methods, name) for name in methods.__all__)
    if isinstance(getattr(model, "__api_method__", None), str)
}
"""Every method of the Bot API by its name in lower case: Telegram does not mind the case."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    data: bytes
    mime: str


def decode(model: type[TelegramMethod[Any]], raw: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as they were meant: in a form, all but strings are JSON in a string."""
    return {name: _decode(model, name, value) for name, value in raw.items()}


def faults_of_request(
    model: type[TelegramMethod[Any]], parameters: Mapping[str, Any]
) -> Iterator[str]:
    """What is wrong with these parameters: a type, a missing one, one nobody knows."""
    plain = {
        name: "attach://file" if isinstance(value, Upload) else value
        for name, value in parameters.items()
    }
    yield from _faults(TypeAdapter(model), plain, model.__api_method__)


def faults_of_result(model: type[TelegramMethod[Any]], result: Any) -> Iterator[str]:
    """What is wrong with an answer of the fake."""
    yield from _faults(_adapter(model), result, f"{model.__api_method__} result")


def faults_of_update(update: Any) -> Iterator[str]:
    """What is wrong with an update of the fake."""
    yield from _faults(TypeAdapter(Update), update, "update")


@cache
def _adapter(model: type[TelegramMethod[Any]]) -> TypeAdapter[Any]:
    return TypeAdapter(model.__returning__)


def _faults(adapter: TypeAdapter[Any], value: Any, name: str) -> Iterator[str]:
    try:
        parsed = adapter.validate_python(value)
    except ValidationError as error:
        for line in error.errors():
            yield f"{name}: {'.'.join(map(str, line['loc']))}: {line['msg']}"
    else:
        yield from _strangers(parsed, name)


def _strangers(value: Any, path: str) -> Iterator[str]:
    """Fields no model knows; aiogram keeps them, to live with a newer Bot API."""
    if isinstance(value, BaseModel):
        for name in value.model_extra or ():
            yield f"{path}: nobody knows {name!r}"
        for name in value.model_fields_set & set(type(value).model_fields):
            yield from _strangers(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strangers(item, f"{path}[{index}]")


def _decode(model: type[TelegramMethod[Any]], name: str, value: Any) -> Any:
    field = model.model_fields.get(name)
    if field is None or not isinstance(value, str):
        return value
    alternatives = _alternatives(field.annotation)
    if str in alternatives:
        number = int in alternatives and value.removeprefix("-").isdecimal()
        return int(value) if number else value
    try:
        return json.loads(value)
    except ValueError:
        what = "reply keyboard markup" if name == "reply_markup" else name.replace("_", " ")
        raise bad(f"can't parse {what} JSON object") from None


def _alternatives(annotation: Any) -> tuple[Any, ...]:
    union = get_origin(annotation) in (Union, types.UnionType)
    return get_args(annotation) if union else (annotation,)
