"""Taps in the staff group: a button under a card, a checklist, a question or an order's answer."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from bot.channels.telegram_update import Query
from bot.kit import Kit
from bot.staff import entrance
from bot.staff.card import BUTTONS, PRIVATELY, REVIEW
from bot.staff.checklist import DECISIONS
from bot.staff.commands import COMMANDS
from bot.staff.telegram_reading import CHANNEL, Reading, called, case_of, officer_of, room_of
from bot.staff.worklist import Asked
from bot.turns import needing, proposing, quoting, unclaimed
from bot.update import FromOfficer, Order, Refusal
from flows import transfer
from flows.book import Officer
from flows.disposal import MOVE
from flows.lanes import sees
from flows.text import Text
from storage import cases, messages
from storage.unit import View

MOVES = frozenset(
    (
        *sum(BUTTONS.values(), ()),
        *REVIEW,
        *DECISIONS,
        *proposing.MOVES,
        *transfer.MOVES,
        *quoting.MOVES,
        unclaimed.SEND,
        needing.MOVE,
        "verify",
        MOVE,
    )
)

_TAPPED = re.compile(r"c:([0-9]{8}):([a-z_]{1,20})(?::([a-z0-9_.]{1,32}))?")
_ORDERED = re.compile(r"o:([a-z_]{1,20}):(\S{1,60})")
_MATCHED = re.compile(r"v:([0-9]{8}):(\*|[a-z0-9_.]{1,40})(?::([a-z_]{1,10}))?")
REVEAL = "reveal"


async def tapped(view: View, kit: Kit, query: Query, now: datetime) -> Reading:
    room = room_of(query.message)
    officer = officer_of(kit, query.sender)
    if officer is None:
        refusal = Refusal(room, called(query.sender))
        return Reading(refusal, answer=Text("staff.not_yours"))
    if ordered := _ORDERED.fullmatch(query.data or ""):
        return await _pressed(view, kit, query, officer, *ordered.groups(""))
    if matched := _MATCHED.fullmatch(query.data or ""):
        return await _matched(view, kit, officer, room, *matched.groups(""))
    found = _TAPPED.fullmatch(query.data or "")
    reference, move, outcome = found.groups("") if found else ("", "", "")
    if move == PRIVATELY:
        return await _privately(view, kit, officer, reference, now)
    if move not in MOVES or await case_of(view, kit, officer, room, reference) is None:
        return Reading(answer=Text("case.refused.unknown"))
    made = FromOfficer(officer.id, reference, move, outcome=outcome, room=room)
    if move == quoting.CANNED and query.message:  # the list is the line that is sent, once
        made = replace(made, line=str(query.message.message_id))
    if move == MOVE:
        made = replace(made, outcome="", about=outcome)
    return Reading(made, spent=bool(outcome))


async def _privately(
    view: View, kit: Kit, officer: Officer, reference: str, now: datetime
) -> Reading:
    """The whole case, in full, for this officer alone: at the desk, by a link that soon ends."""
    case = await cases.by_reference(view, reference)
    if case is None or not sees(officer, case):
        return Reading(answer=Text("case.refused.unknown"))
    told = await entrance.link(view, kit, Asked(officer, "", now, officer.telegram or 0))
    entry = replace(told.entry, case=reference) if told.entry else None
    door = f"{told.door}#{reference}" if told.door else None
    return Reading(answer=told.text, entry=entry, door=door)


async def _pressed(view: View, kit: Kit, query: Query, officer: Officer, *order: str) -> Reading:
    """A button under a message that an order was answered with."""
    room, (does, text) = room_of(query.message), order
    number = str(query.message.message_id) if query.message else ""
    row = await messages.in_room(view, CHANNEL, kit.room.account, room, number)
    if row is None or does not in {command.does for command in COMMANDS}:
        return Reading(answer=Text("case.refused.unknown"))
    return Reading(Order(officer.id, does, text, room, case=row.case, tapped=row.id))


async def _matched(view: View, kit: Kit, officer: Officer, room: str, *tapped: str) -> Reading:
    """A button of the checklist: a field, or how it was confirmed. What is masked stays so here."""
    reference, field, how = tapped
    if await case_of(view, kit, officer, room, reference) is None:
        return Reading(answer=Text("case.refused.unknown"))
    if how == REVEAL:
        at = {"address": f"{kit.room.desk}#{reference}"}
        return Reading(answer=Text("staff.checklist.reveal", at))
    move = "mark" if how else "verify"
    return Reading(FromOfficer(officer.id, reference, move, outcome=how, room=room, about=field))
