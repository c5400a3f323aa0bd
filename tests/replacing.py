"""A copy with some fields changed, of a dataclass or of a struct."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

import msgspec

Record = TypeVar("Record")


def replace(record: Record, **changes: Any) -> Record:
    if isinstance(record, msgspec.Struct):
        return msgspec.structs.replace(record, **changes)
    copy: Record = dataclasses.replace(record, **changes)  # type: ignore[type-var]  # a dataclass
    return copy
