"""What an officer lists after `/need`: fields that are not as they should be, asked for again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from bot.kit import Kit
from bot.staff.known import known
from bot.turns import dossier as dossiers
from bot.turns import officer
from bot.turns.dossier import Dossier
from bot.turns.outcome import Outcome
from bot.turns.prompts import refuse
from bot.update import FromOfficer
from flows import cases as lifecycle
from flows.arabic import fold
from flows.cases import Refused
from flows.checklist import WRONG, Checklist
from flows.text import Text
from storage import cases
from storage.cases import Case
from storage.unit import Unit

Keys: TypeAlias = tuple[str, ...]

MOVE, ASK = "need", "ask_correction"


async def act(
    unit: Unit, kit: Kit, now: datetime, dossier: Dossier | None, what: FromOfficer
) -> Outcome:
    """Mark each that is listed, then ask for the word that goes with them.

    Where nothing that is listed is a field, it is that word; where a name fits several, the room is
    asked which is meant, and a button says it: `outcome` is then the field.
    """
    case = await cases.by_reference(unit, what.case)
    if case is None or dossier is None:
        return Outcome(Refused(Text("case.refused.unknown")))
    found = await known(unit, case, kit, now)
    meant = dict(_named(kit, found.checklist, what))
    for key in dict.fromkeys(keys[0] for keys in meant.values() if len(keys) == 1):
        mark = replace(what, move="mark", about=key, outcome=WRONG, text="")
        marked = await officer.move(unit, kit, now, dossier, mark)
        if marked.refused:
            return marked
        dossier = await dossiers.reload(unit, kit, dossier)
    unclear = {name: keys for name, keys in meant.items() if len(keys) > 1}
    for name, keys in unclear.items():
        allowed = lifecycle.make(
            found, "mark", kit.book.officers[what.officer], about=keys[0], outcome=WRONG
        )
        if isinstance(allowed, Refused):
            return refuse(unit, kit, now, case, what, allowed.reason)
        _ask(unit, kit, case, found.checklist, name, keys, now)
    if unclear:
        return Outcome()
    asked = replace(what, move=ASK, outcome="", text="" if meant else what.text)
    return await officer.move(unit, kit, now, dossier, asked)


def _ask(  # noqa: PLR0917 -- where, and what is unclear
    unit: Unit, kit: Kit, case: Case, found: Checklist, name: str, keys: Keys, now: datetime
) -> None:
    room = kit.room
    data = tuple(
        (room.renderer.render(field.label, room.language), f"c:{case.reference}:{MOVE}:{field.key}")
        for field in found.fields
        if field.key in keys
    )
    room.ask(unit, case, Text("staff.which_field", {"name": name}), now, data=data)


def _named(kit: Kit, found: Checklist, what: FromOfficer) -> Iterator[tuple[str, Keys]]:
    """What is listed, with the keys of the fields that it may mean: the one that is called so in
    either language, else all whose name has it in it.
    """
    if what.outcome:
        yield from ((key, (key,)) for key in found.keys if key == what.outcome)
        return
    labels = {
        field.key: {fold(kit.renderer.render(field.label, it)) for it in kit.renderer.catalogs}
        for field in found.fields
    }
    for listed in re.split("[،,؛;]", what.text):
        name = fold(listed)
        exact = tuple(key for key, called in labels.items() if name in called)
        near = tuple(key for key, called in labels.items() if any(name in one for one in called))
        if name and (keys := exact or near):
            yield listed.strip(), keys
