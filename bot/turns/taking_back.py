"""What an officer takes back or changes of the words that went out to a person."""

from __future__ import annotations

import textwrap
from datetime import datetime

from bot import body
from bot.body import Body
from bot.kit import Kit
from bot.turns.dossier import Dossier
from bot.turns.effects import apply
from bot.turns.outcome import Outcome
from bot.turns.scene import Scene, said_once
from bot.update import FromOfficer
from flows import secrets
from flows.cases import Refused
from flows.text import Text
from storage import audit, cases, messages, outbox
from storage.audit import Entry
from storage.messages import Message
from storage.unit import Unit

RETRACT, AMEND = "retract", "amend"
MOVES = frozenset({RETRACT, AMEND})
LOST = frozenset({"failed", "expired"})
SHOWN = 60  # characters of what is withdrawn


async def act(
    unit: Unit, kit: Kit, now: datetime, dossier: Dossier | None, what: FromOfficer
) -> Outcome:
    """Carry out one of `MOVES` on a line that went out.

    In the room `outcome` names it by its id there; at the desk `about` by its number in the log.
    """
    row = await _named(unit, what)
    case = await cases.by_reference(unit, what.case)
    why = await _hindrance(unit, kit, row, what)
    if why or row is None or case is None or dossier is None:
        refused = Refused(why or Text("case.refused.unknown"))
        if case and what.room:
            kit.room.note(unit, case, refused.reason, now)
        return Outcome(refused)
    scene = Scene.enter(unit, kit, now, dossier, apply)
    how = (_retract if what.move == RETRACT else _amend)(scene, row, what)
    actor = f"officer:{what.officer}"
    audit.record(unit, Entry(now, actor, what.case, what.move, what.case, how))
    if how != "edited":
        kit.room.note(unit, case, Text(f"staff.{what.move}.{how}"), now)
    elif not what.room:
        alias = Text(f"book.officer.{what.officer}")
        said = Text("staff.from_desk", {"officer": alias, "words": what.text})
        kit.room.note(unit, case, said, now)
    return Outcome(address=dossier.address.id)


async def _named(unit: Unit, what: FromOfficer) -> Message | None:
    if what.room:
        return await messages.by_dedupe(unit, said_once((what.room, what.outcome)))
    return await messages.by_id(unit, int(what.about)) if what.about.isdecimal() else None


async def _hindrance(unit: Unit, kit: Kit, row: Message | None, what: FromOfficer) -> Text | None:
    """Why nothing can be done about the line."""
    if row is None or row.case != what.case or row.author != f"officer:{what.officer}":
        return Text("staff.retract.not_yours")
    if await messages.by_dedupe(unit, retracted(row.id)) or row.status in LOST:
        return Text("staff.retract.not_there")
    if what.move == AMEND and not what.text.strip():
        return Text("case.refused.no_text")
    if "card" in secrets.clear(what.text, kit.book.words).kinds:
        return Text("case.refused.card")
    return None


def _retract(scene: Scene, row: Message, what: FromOfficer) -> str:
    """Delete it where the channel still can; what never left stays; else the person is told."""
    if row.status == "parked":
        outbox.settle(scene.unit, row.id, "expired", scene.now, reason="retracted")
        return "withheld"
    channel = scene.kit.capabilities[scene.address.channel]
    is_fresh = channel.deletable is None or scene.now - row.created_at < channel.deletable
    if channel.deletes and is_fresh:
        scene.queue(Body(), row.author, row.case, retracted(row.id), act="delete", target=row.id)
        return "deleted"
    shown = textwrap.shorten(body.read(row.body).text, SHOWN, placeholder="…")
    said = _worded(scene, what, Text("handoff.retracted", {"words": shown}))
    scene.queue(said, row.author, row.case, retracted(row.id), target=row.id)
    return "told"


def _amend(scene: Scene, row: Message, what: FromOfficer) -> str:
    """Change it where the channel can; else it goes out once more, as a correction."""
    line = (what.room, what.outcome) if what.room else None
    if scene.kit.capabilities[scene.address.channel].edits:
        said = Body(text=what.text, name=_alias(scene, what), line=line)
        how = "edited"
    else:
        said = _worded(scene, what, Text("handoff.amended", {"words": what.text}))
        how = "told"
    scene.queue(said, row.author, row.case, act="edit", target=row.id, slot=f"amend:{row.id}")
    return how


def _worded(scene: Scene, what: FromOfficer, text: Text) -> Body:
    """Our words about the officer's, under their alias."""
    language = scene.conversation.language
    words = scene.kit.renderer.render(text, language)
    return Body(text=words, language=language, name=_alias(scene, what))


def _alias(scene: Scene, what: FromOfficer) -> str:
    return scene.kit.book.officers[what.officer].alias.in_(scene.conversation.language)


def retracted(line: int) -> str:
    """The key under which a line is withdrawn, once."""
    return f"retracted:{line}"
