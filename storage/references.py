"""Reference numbers given out, of every kind, so that none is given twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from storage.unit import Unit, View


async def taken(view: View, candidates: Iterable[str]) -> set[str]:
    """Those of the candidates that are in use."""
    rows = await view.read_all("references_taken", candidates=list(candidates))
    return {row["reference"] for row in rows}


def reserve(unit: Unit, reference: str, kind: str, at: datetime) -> None:
    """Give out a number. If somebody else was faster, the unit fails."""
    unit.write("reference_reserve", reference=reference, kind=kind, made_at=at)
