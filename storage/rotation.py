"""Sealing everything anew with the newest data key, in small units, at any time resumable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storage.database import Database
from storage.unit import Parameter


@dataclass(frozen=True, slots=True)
class Sealed:
    """A table with sealed columns. `key`: its key columns, each with what precedes all values."""

    table: str
    key: Mapping[str, str | int]
    columns: tuple[str, ...]


SEALED = (
    Sealed("addresses", {"id": ""}, ("external", "phone")),
    Sealed("answer_drafts", {"id": 0}, ("content",)),
    Sealed("applications", {"reference": ""}, ("answers",)),
    Sealed("audit", {"id": 0}, ("details",)),
    Sealed("cases", {"reference": ""}, ("details", "summary")),
    Sealed("conversations", {"address": ""}, ("state",)),
    Sealed("dictionaries", {"id": 0}, ("words",)),
    Sealed("document_chunks", {"document": "", "number": -1}, ("content",)),
    Sealed("documents", {"id": ""}, ("name",)),
    Sealed("due", {"id": 0}, ("payload",)),
    Sealed("inbox", {"channel": "", "account": "", "id": ""}, ("raw",)),
    Sealed("messages", {"id": 0}, ("body",)),
    Sealed("misconceptions", {"id": ""}, ("content",)),
    Sealed("praises", {"id": 0}, ("words",)),
    Sealed("officer_changes", {"officer": "", "number": 0}, ("content",)),
    Sealed("questions", {"id": 0}, ("question",)),
    Sealed("ratings", {"application": ""}, ("comment",)),
    Sealed("refusals", {"channel": "", "account": "", "id": ""}, ("reason",)),
    Sealed("unnamed_answers", {"key": ""}, ("words",)),
    Sealed("unnamed_buffer", {"programme": "", "month": ""}, ("answers",)),
    Sealed("verifications", {"application": "", "field": ""}, ("note",)),
)


async def reseal(database: Database, batch: int = 100) -> int:
    """Seal whatever is sealed with an older data key with the newest; how many rows it were.

    Each batch is a unit of its own, so it may be stopped anywhere, and run beside a server.
    """
    total = 0
    while count := sum([await _reseal_table(database, sealed, batch) for sealed in SEALED]):
        # A server that has not met the new key yet may have sealed with the old one meanwhile.
        total += count
    return total


async def _reseal_table(database: Database, sealed: Sealed, batch: int) -> int:
    count = 0
    after: dict[str, Parameter] = dict(sealed.key)
    while True:
        async with database.unit() as unit:
            rows = await unit.read_all(
                f"stale_{sealed.table}", header=unit.vault.header, limit=batch, **after
            )
            for row in rows:
                values: dict[str, Parameter] = {name: row[name] for name in sealed.key}
                for column in sealed.columns:
                    context = f"{sealed.table}.{column}"
                    if row[column] is None:
                        values[column] = None
                    else:
                        opened = unit.vault.open(row[column], context)
                        values[column] = unit.vault.seal(opened, context)
                unit.write(f"reseal_{sealed.table}", **values)
        count += len(rows)
        if len(rows) < batch:
            return count
        after = {name: rows[-1][name] for name in sealed.key}
