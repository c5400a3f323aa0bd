"""Words that an officer writes before anybody has the case: asked about, then sent once."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from datetime import datetime

from bot import body
from bot.kit import Kit
from bot.staff.known import known
from bot.staff.room import CHANNEL
from bot.turns import dossier as dossiers
from bot.turns import officer
from bot.turns.dossier import Dossier
from bot.turns.outcome import Outcome
from bot.turns.scene import said_once
from bot.update import FromOfficer
from flows import cases as lifecycle
from flows.cases import Refused
from flows.text import Text
from storage import cases, messages
from storage.unit import Unit

ASK, SEND = "ask_to_send", "claim_and_send"
MOVES = frozenset({ASK, SEND})
SHOWN = 80  # characters of the words in the question


async def act(
    unit: Unit, kit: Kit, now: datetime, dossier: Dossier | None, what: FromOfficer
) -> Outcome:
    """Carry out one of `MOVES`."""
    made = _ask if what.move == ASK else _send
    return await made(unit, kit, now, dossier, what)


async def _ask(
    unit: Unit, kit: Kit, now: datetime, dossier: Dossier | None, what: FromOfficer
) -> Outcome:
    """The words stay inside as a note; whoever may claim the case is asked whether to send them."""
    noted = await officer.move(unit, kit, now, dossier, replace(what, move="note"))
    case = await cases.by_reference(unit, what.case)
    if noted.refused or case is None:
        return noted
    seen = await known(unit, case, kit, now)
    if "claim" in lifecycle.available(seen, kit.book.officers[what.officer]):
        room = kit.room
        label = room.renderer.render(Text("staff.claim_and_send"), room.language)
        shown = {"words": textwrap.shorten(what.text, SHOWN, placeholder="…")}
        data = ((label, f"c:{case.reference}:{SEND}:{what.line}"),)
        room.ask(unit, case, Text("staff.claim_first", shown), now, data=data)
    return noted


async def _send(
    unit: Unit, kit: Kit, now: datetime, dossier: Dossier | None, what: FromOfficer
) -> Outcome:
    """Claim the case and send the words that `outcome` names; whoever is late hears who has it."""
    room, number = str(what.room), what.outcome
    case = await cases.by_reference(unit, what.case)
    line = await messages.in_room(unit, CHANNEL, kit.room.account, room, number)
    if case is None or dossier is None or line is None or line.case != case.reference:
        return Outcome(Refused(Text("case.refused.unknown")))
    if case.owner not in {None, what.officer}:
        owner = Text(f"book.officer.{case.owner}")
        return Outcome(Refused(Text("case.refused.taken", {"owner": owner})))
    if line.author != f"officer:{what.officer}":
        return Outcome(Refused(Text("staff.words_of_another")))
    if await messages.by_dedupe(unit, said_once((room, number))):
        return Outcome(Refused(Text("staff.sent_already")))
    if case.owner is None:
        claim = replace(what, move="claim", outcome="")
        claimed = await officer.move(unit, kit, now, dossier, claim)
        if claimed.refused:
            return claimed
        dossier = await dossiers.reload(unit, kit, dossier)
    words = body.read(line.body).text
    say = replace(what, move="say", outcome="", text=words, line=number)
    return await officer.move(unit, kit, now, dossier, say)
