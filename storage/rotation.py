"""Sealing everything anew with the newest data key, in small units, at any time resumable."""

from __future__ import annotations

from storage.database import Database
from storage.tables import SEALED, Table
from storage.unit import Parameter


async def reseal(database: Database, batch: int = 100) -> int:
    """Seal whatever is sealed with an older data key with the newest; how many rows it were.

    Each batch is a unit of its own, so it may be stopped anywhere, and run beside a server.
    """
    total = 0
    while count := sum([await _reseal_table(database, table, batch) for table in SEALED]):
        # A server that has not met the new key yet may have sealed with the old one meanwhile.
        total += count
    return total


async def _reseal_table(database: Database, table: Table, batch: int) -> int:
    count = 0
    after: dict[str, Parameter] = dict(table.key)
    while True:
        async with database.unit() as unit:
            rows = await unit.read_all(
                f"stale_{table.name}", header=unit.vault.header, limit=batch, **after
            )
            for row in rows:
                values: dict[str, Parameter] = {name: row[name] for name in table.key}
                for column in table.sealed:
                    context = f"{table.name}.{column}"
                    if row[column] is None:
                        values[column] = None
                    else:
                        opened = unit.vault.open(row[column], context)
                        values[column] = unit.vault.seal(opened, context)
                unit.write(f"reseal_{table.name}", **values)
        count += len(rows)
        if len(rows) < batch:
            return count
        after = {name: rows[-1][name] for name in table.key}
