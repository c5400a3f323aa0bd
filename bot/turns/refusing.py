"""A move that was refused is refused again when it is sent again, in the same words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.turns.outcome import Outcome
from bot.turns.waiting import Waiting
from bot.update import FromOfficer
from flows.cases import Refused
from flows.text import Lines, Shown, Text
from storage import refusals
from storage.unit import Unit


def keep(unit: Unit, waiting: Waiting, outcome: Outcome, at: datetime) -> Outcome:
    """Write down why, and hand the outcome on."""
    if outcome.refused and isinstance(waiting.update.what, FromOfficer):
        refusals.keep(unit, waiting.arrival, plain(outcome.refused.reason), at)
    return outcome


async def again(unit: Unit, waiting: Waiting) -> Outcome:
    """What a delivery that came before comes to."""
    kept = None
    if isinstance(waiting.update.what, FromOfficer):
        kept = await refusals.find(unit, waiting.arrival)
    return Outcome(Refused(read(kept)) if kept else None, end="duplicate")


def plain(text: Text) -> dict[str, Any]:
    """A text as JSON can hold it."""
    values = {key: _plain(value) for key, value in text.values.items()}
    return {"id": text.id, "values": values, "count": text.count}


def read(kept: Any) -> Text:
    """The text that `plain` gave."""
    values = {key: _read(value) for key, value in kept["values"].items()}
    return Text(kept["id"], values, kept["count"])


def _plain(value: Shown) -> Any:
    match value:
        case Text():
            return {"text": plain(value)}
        case Lines(of):
            return {"lines": [plain(line) for line in of]}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case _:
            return value


def _read(value: Any) -> Shown:
    match value:
        case {"text": kept}:
            return read(kept)
        case {"lines": kept}:
            return Lines(tuple(read(line) for line in kept))
        case {"moment": kept}:
            return datetime.fromisoformat(kept)
        case {"date": kept}:
            return date.fromisoformat(kept)
        case _:
            shown: Shown = value
            return shown
