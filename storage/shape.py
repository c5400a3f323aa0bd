"""How a dataclass lies in a table: one column a field, some sealed, times as text."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import fields
from datetime import datetime
from typing import Any, Generic, TypeVar, get_type_hints

from storage.connection import Row
from storage.times import moment
from storage.unit import Parameter
from storage.vault import UnknownKey, Unsealed, Vault

Record = TypeVar("Record")


class Shape(Generic[Record]):
    """The way of one dataclass into the columns of the same names and back.

    A sealed field holds anything JSON-able, and None stays null. Of the rest, the field's type
    says how it is read: datetime from stored text, bool from 0 and 1, all else as it is.
    """

    def __init__(self, record: type[Record], table: str, sealed: Collection[str] = ()) -> None:
        self._record = record
        hints = get_type_hints(record)
        # A dataclass type carries its fields; the TypeVar cannot say so.
        names = [field.name for field in fields(record)]  # type: ignore[arg-type]
        self._sealed = {name: f"{table}.{name}" for name in names if name in sealed}
        self._plain = {name: _reader(hints[name]) for name in names if name not in sealed}

    def parameters(self, vault: Vault, record: Record) -> dict[str, Parameter]:
        """What to bind to parameters named like the fields."""
        plain = {name: getattr(record, name) for name in self._plain}
        sealed = {
            name: vault.seal_json(getattr(record, name), context)
            for name, context in self._sealed.items()
        }
        return plain | sealed

    def load(self, vault: Vault, row: Row, **instead: Any) -> Record:
        """The record in a row that has all its columns.

        A sealed value that was changed, and will never open, is what `instead` says for its field;
        without that it raises Unsealed. A key not read here yet raises UnknownKey in any case.
        """
        values = {
            name: row[name] if read is None else read(row[name])
            for name, read in self._plain.items()
        }
        for name, context in self._sealed.items():
            try:
                values[name] = vault.open_json(row[name], context)
            except UnknownKey:
                raise
            except Unsealed:
                if name not in instead:
                    raise
                values[name] = instead[name]
        return self._record(**values)


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    if hint in (datetime, datetime | None):
        return moment
    return bool if hint is bool else None
