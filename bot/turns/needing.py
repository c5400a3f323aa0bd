"""What an officer lists after `/need`: fields that are not as they should be, asked for again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.kit import Kit
from bot.staff.known import known
from bot.turns import dossier as dossiers
from bot.turns import officer
from bot.turns.dossier import Dossier
from bot.turns.outcome import Outcome
from bot.update import FromOfficer
from flows.arabic import fold
from flows.cases import Refused
from flows.checklist import WRONG, Checklist
from flows.text import Text
from storage import cases
from storage.unit import Unit

MOVE, ASK = "need", "ask_correction"


async def act(
    unit: Unit, kit: Kit, now: datetime, dossier: Dossier | None, what: FromOfficer
) -> Outcome:
    """Mark each that is listed, then ask for the word that goes with them.

    Where nothing that is listed is a field, it is that word.
    """
    case = await cases.by_reference(unit, what.case)
    if case is None or dossier is None:
        return Outcome(Refused(Text("case.refused.unknown")))
    found = await known(unit, case, kit, now)
    fields = dict.fromkeys(_named(kit, found.checklist, what.text))
    for key in fields:
        mark = replace(what, move="mark", about=key, outcome=WRONG, text="")
        marked = await officer.move(unit, kit, now, dossier, mark)
        if marked.refused:
            return marked
        dossier = await dossiers.reload(unit, kit, dossier)
    asked = replace(what, move=ASK, text="" if fields else what.text)
    return await officer.move(unit, kit, now, dossier, asked)


def _named(kit: Kit, found: Checklist, listed: str) -> Iterator[str]:
    """The keys of fields whose name has what is listed in it, in either language."""
    names = [folded for one in re.split("[،,؛;]", listed) if (folded := fold(one))]
    for field in found.fields:
        labels = {fold(kit.renderer.render(field.label, it)) for it in kit.renderer.catalogs}
        if any(name in label for name in names for label in labels):
            yield field.key
