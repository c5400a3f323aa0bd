"""From TOML tables to the dataclasses of `flows.book`, reporting every value that does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from functools import cache
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from bot.content_rules import findings
from bot.toml_file import TomlFile
from bot.toml_lines import Place

_ID = re.compile(r"[a-z0-9_]{1,32}")
_NAMES = ("id", "key")  # a first field called so is written as the name of the thing's table

_EXPECTED: Mapping[Any, str] = {
    str: "a text in quotes",
    int: "a whole number",
    float: "a number, such as 26.42",
    bool: "true or false",
    date: "a date, such as 2027-06-30",
    time: "a time, such as 08:00:00",
    tuple[str, ...]: 'a list of texts, such as ["one", "two"]',
    tuple[date, ...]: "a list of dates, such as [2027-09-22]",
    frozenset[str]: 'a list of texts, such as ["one", "two"]',
    frozenset[int]: "a list of whole numbers, such as [7, 1, 2, 3, 4]",
}


_hints = cache(get_type_hints)


class Unfit(Exception):  # noqa: N818 -- not an error of ours: all that is wrong was reported
    """The value, or something in it, does not fit its type."""


def build(kind: Any, value: object, file: TomlFile, place: Place) -> Any:
    """`value` as `kind`: a dataclass, a tuple of dataclasses, or a type msgspec converts to.

    Raises `Unfit` when it cannot be built, after reporting everything that is wrong with it.
    """
    kind = _present(kind)
    if is_dataclass(kind):
        return _record(kind, {}, value, file, place)
    item = next(iter(get_args(kind)), None)
    if get_origin(kind) is not tuple or not is_dataclass(item):
        return _plain(kind, value, file, place)
    made: tuple[Any, ...]
    if fields(item)[0].name in _NAMES:
        value = _table(value, file, place)
        made = tuple(things(item, value, file, place))
    else:
        value = _list(value, file, place)
        made = tuple(_each(item, value, file, place))
    if len(made) < len(value):
        raise Unfit
    return made


def things(kind: Any, table: object, file: TomlFile, place: Place = ()) -> Iterator[Any]:
    """Those of a table's things that fit, in the order they are written."""
    with suppress(Unfit):
        for id_, value in _table(table, file, place).items():
            with suppress(Unfit):
                yield thing(kind, id_, value, file, (*place, id_))


def thing(kind: Any, id_: str, value: object, file: TomlFile, place: Place) -> Any:
    """Something with an id. Where one field is left, the value itself is that field."""
    if not _ID.fullmatch(id_):
        file.report(place, "expected a name of a-z, 0-9 and _, at most 32 of them")
    name, *rest = (field.name for field in fields(kind))
    if len(rest) == 1:
        return kind(id_, build(_hints(kind)[rest[0]], value, file, place))
    return _record(kind, {name: id_}, value, file, place)


def _each(kind: Any, values: list[object], file: TomlFile, place: Place) -> Iterator[Any]:
    for index, value in enumerate(values):
        with suppress(Unfit):
            yield build(kind, value, file, (*place, index))


def _record(
    kind: Any, given: Mapping[str, str], value: object, file: TomlFile, place: Place
) -> Any:
    table = _table(value, file, place)
    hints = _hints(kind)
    known = {f.name: f for f in fields(kind) if f.name not in given}
    for key in table.keys() - known.keys():
        file.report((*place, key), f"unknown here; expected one of: {', '.join(known)}")
    made: dict[str, Any] = dict(given)
    fits = True
    for name, field in known.items():
        try:
            if name in table:
                made[name] = build(hints[name], table[name], file, (*place, name))
            elif _required(field, hints[name]):
                file.report((*place, name), f"missing; expected {_expected(hints[name])}")
                fits = False
            elif NoneType in get_args(hints[name]):
                made[name] = None
        except Unfit:
            fits = False
    if not fits:
        raise Unfit
    record = kind(**made)
    for where, says in findings(record):
        file.report((*place, *where), says)
    return record


def _required(field: Field[Any], kind: Any) -> bool:
    has_default = field.default is not MISSING or field.default_factory is not MISSING
    return not has_default and NoneType not in get_args(kind)


def _table(value: object, file: TomlFile, place: Place) -> dict[str, Any]:
    if not isinstance(value, dict):
        file.report(place, "expected a table")
        raise Unfit
    return value


def _list(value: object, file: TomlFile, place: Place) -> list[Any]:
    if not isinstance(value, list):
        file.report(place, "expected a list of tables")
        raise Unfit
    return value


def _plain(kind: Any, value: object, file: TomlFile, place: Place) -> Any:
    try:
        made = msgspec.convert(value, kind, builtin_types=(date, time))
    except msgspec.ValidationError:
        file.report(place, f"expected {_expected(kind)}")
        raise Unfit from None
    if isinstance(value, str) and not value.strip():
        file.report(place, "expected a text that is not empty")
    return made


def _present(kind: Any) -> Any:
    """What a value is, where there need not be one."""
    if NoneType not in get_args(kind):
        return kind
    return next(one for one in get_args(kind) if one is not NoneType)


def _expected(kind: Any) -> str:
    kind = _present(kind)
    if get_origin(kind) is Literal:
        return f"one of: {', '.join(get_args(kind))}"
    if get_origin(kind) is frozenset and get_origin(item := get_args(kind)[0]) is Literal:
        return f"a list of any of: {', '.join(get_args(item))}"
    if is_dataclass(kind):
        return f"a table of {', '.join(f.name for f in fields(kind))}"
    return _EXPECTED.get(kind, "a list of tables")
