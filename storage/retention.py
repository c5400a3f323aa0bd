"""What is over, found and dropped a little at a time; nothing of it is needed any more.

A row goes, or what is personal in it does where the row still counts in a report. Stopped anywhere,
it is taken up by finding again what is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.database import Database
from storage.messages import BODY
from storage.times import moment
from storage.unit import Parameter, Unit, View
from storage.vault import Json


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of row. `key`: its key columns, each with what precedes all values; `limits` are
    the times that `outdated_<name>` compares with; `also` is dropped with each row, before it.
    """

    name: str
    key: Mapping[str, str | int]
    limits: tuple[str, ...] = ("before",)
    also: tuple[str, ...] = ()


ANSWERS = "applications.answers"

KINDS = (
    Kept(
        "applications",
        {"reference": ""},
        limits=("served_before", "refused_before"),
        also=("cases", "ratings", "files", "documents", "marks"),
    ),
    Kept("cases", {"reference": ""}),
    Kept("enquiries", {"application": ""}),
    Kept("messages", {"id": 0}),
    Kept("attachments", {"id": "", "number": -1}),
    Kept("conversations", {"address": ""}),
    Kept("praises", {"id": 0}),
    Kept("remarks", {"key": ""}),
    Kept("unnamed", {"programme": "", "month": ""}),
    Kept("questions", {"id": 0}),
    Kept("recommendations", {"id": 0}),
    Kept("answers_given", {"id": 0}),
    Kept("addresses", {"id": ""}, also=("phones", "documents")),
    Kept("persons", {"id": ""}, also=("consents",)),
    Kept("audit", {"id": 0}),
    Kept("due", {"id": 0}),
    Kept(
        "inbox",
        {"channel": "", "account": "", "id": ""},
        ("done_before", "failed_before"),
        ("refusals",),
    ),
)
"""In this order: what is said about a case goes once nothing keeps the case, and where somebody is
reached, and who it is, once nothing else is kept of them.
"""


async def drop(
    database: Database, kind: Kept, limits: Mapping[str, datetime], batch: int, most: int
) -> int:
    """Drop what is older than these `limits`, `batch` rows a unit and not many more than `most`.

    How many it were. What is found is read beside the writer; only the dropping waits for it.
    """
    count = 0
    after: dict[str, Parameter] = dict(kind.key)
    while count < most:
        times: dict[str, Parameter] = {name: limits[name] for name in kind.limits}
        async with database.view() as view:
            rows = await view.read_all(f"outdated_{kind.name}", limit=batch, **times, **after)
        keys = [{name: row[name] for name in kind.key} for row in rows]
        async with database.unit() as unit:
            for key in keys:
                _drop(unit, kind, key, limits)
        count += len(keys)
        if len(keys) < batch:
            break
        after = keys[-1]
    return count


def _drop(
    unit: Unit, kind: Kept, key: dict[str, Parameter], limits: Mapping[str, datetime]
) -> None:
    for part in kind.also:
        unit.write(f"drop_{kind.name}_{part}", **key)
    match kind.name:
        case "applications":
            answers = unit.vault.seal_json({}, ANSWERS)
            unit.write("drop_applications", answers=answers, **key)
        case "conversations":
            unit.write("drop_conversations", before=limits["before"], **key)
        case name:
            unit.write(f"drop_{name}", **key)


def erase_talk(unit: Unit, address: str, since: datetime, blank: Json) -> None:
    """Put `blank` in place of all that was said with nobody but us at an address since then."""
    body = unit.vault.seal_json(blank, BODY)
    unit.write("talk_erase", address=address, since=since, body=body)


def erase_line(unit: Unit, message: int, blank: Json) -> None:
    """Put `blank` in place of what one line of the log said."""
    unit.write("line_erase", id=message, body=unit.vault.seal_json(blank, BODY))


async def last(view: View) -> datetime | None:
    """When everything was swept last; None if never."""
    row = await view.read_one("swept_last")
    return None if row is None else moment(row["at"])
