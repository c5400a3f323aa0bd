"""What officers do in the staff group: taps, commands and words become moves on cases.

Only people of `association/officers.toml` act. Ordinary talk is nobody's move; of the talk in a
case's topic only the owner's words go out, and never a file or a line that begins ``//``.
What went out may be changed by editing it, and taken back by answering it with «delete».
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot import body
from bot.channels.telegram_update import Incoming, Message, Person, Query
from bot.kit import Kit
from bot.staff import entrance, lists
from bot.staff.card import BUTTONS, REVIEW
from bot.staff.checklist import DECISIONS
from bot.staff.commands import COMMANDS, INTERNAL, Spoken, refusal, slashed, worded
from bot.staff.telegram_remark import Remark
from bot.staff.worklist import Asked
from bot.turns import proposing, quoting, taking_back, unclaimed
from bot.turns.disposal import LINE
from bot.turns.scene import said_once
from bot.update import Departed, FromOfficer, Order, Refusal, What
from flows.arabic import fold
from flows.book import Officer
from flows.disposal import MOVE
from flows.lanes import is_kept_from
from flows.text import Text
from storage import cases, messages
from storage.audit import Entry
from storage.cases import Case
from storage.unit import View

CHANNEL = "telegram"
MOVES = frozenset(
    (
        *sum(BUTTONS.values(), ()),
        *REVIEW,
        *DECISIONS,
        *proposing.MOVES,
        *quoting.MOVES,
        unclaimed.SEND,
        "verify",
        MOVE,
    )
)

_TAPPED = re.compile(r"c:([0-9]{8}):([a-z_]{1,20})(?::([a-z0-9_.]{1,32}))?")
_ORDERED = re.compile(r"o:([a-z_]{1,20}):(\S{1,60})")
_MATCHED = re.compile(r"v:([0-9]{8}):(\*|[a-z0-9_.]{1,40})(?::([a-z_]{1,10}))?")
REVEAL = "reveal"


@dataclass(frozen=True, slots=True)
class Reading:
    """`remark` is what the case's topic hears once, with `what`; `answer` is for whoever acted.

    `spent`: the buttons under what was tapped have done their work. `entry` is recorded first.
    """

    what: What | None = None
    remark: Remark | None = None
    answer: Text | None = None
    spent: bool = False
    entry: Entry | None = None
    door: str | None = None  # for whoever acted, in private


NOTHING = Reading()


async def read(view: View, kit: Kit, incoming: Incoming) -> Reading:
    """An update of the staff group. The bot's own standing there means nothing."""
    if query := incoming.callback_query:
        return await _tapped(view, kit, query)
    if message := incoming.message:
        return await _written(view, kit, message)
    if edited := incoming.edited_message:
        return await _edited(view, kit, edited)
    if moved := incoming.chat_member:
        officer = _officer(kit, moved.new_chat_member.user)
        left = officer and moved.is_out and moved.chat.id == kit.room.chat
        return Reading(Departed(officer.id, str(moved.chat.id))) if officer and left else NOTHING
    return NOTHING


def asked_in_private(kit: Kit, message: Message | None) -> Asked | None:
    """The way to the desk, which is all that an officer asks for in their own chat with us."""
    officer = _officer(kit, message.sender) if message else None
    if message is None or officer is None or not entrance.is_wanted(kit, officer, message.text):
        return None
    return Asked(officer, "", datetime.fromtimestamp(message.date, UTC), message.chat.id)


async def read_private(view: View, kit: Kit, asked: Asked) -> Reading:
    told = await entrance.link(view, kit, asked)
    return Reading(answer=told.text, entry=told.entry, door=told.door)


async def _tapped(view: View, kit: Kit, query: Query) -> Reading:
    room = _room(query.message)
    officer = _officer(kit, query.sender)
    if officer is None:
        refusal = Refusal(room, _called(query.sender))
        return Reading(refusal, answer=Text("staff.not_yours"))
    if ordered := _ORDERED.fullmatch(query.data or ""):
        return await _pressed(view, kit, query, officer, *ordered.groups(""))
    if matched := _MATCHED.fullmatch(query.data or ""):
        return await _matched(view, kit, officer, room, *matched.groups(""))
    found = _TAPPED.fullmatch(query.data or "")
    reference, move, outcome = found.groups("") if found else ("", "", "")
    if move not in MOVES or await _case(view, kit, officer, room, reference) is None:
        return Reading(answer=Text("case.refused.unknown"))
    made = FromOfficer(officer.id, reference, move, outcome=outcome, room=room)
    if move == quoting.CANNED and query.message:  # the list is the line that is sent, once
        made = replace(made, line=str(query.message.message_id))
    if move == MOVE:
        made = replace(made, outcome="", about=outcome)
    return Reading(made, spent=bool(outcome))


async def _pressed(view: View, kit: Kit, query: Query, officer: Officer, *order: str) -> Reading:
    """A button under a message that an order was answered with."""
    room, (does, text) = _room(query.message), order
    number = str(query.message.message_id) if query.message else ""
    row = await messages.in_room(view, CHANNEL, kit.room.account, room, number)
    if row is None or does not in {command.does for command in COMMANDS}:
        return Reading(answer=Text("case.refused.unknown"))
    return Reading(Order(officer.id, does, text, room, case=row.case, tapped=row.id))


async def _matched(view: View, kit: Kit, officer: Officer, room: str, *tapped: str) -> Reading:
    """A button of the checklist: a field, or how it was confirmed. What is masked stays so here."""
    reference, field, how = tapped
    if await _case(view, kit, officer, room, reference) is None:
        return Reading(answer=Text("case.refused.unknown"))
    if how == REVEAL:
        at = {"address": f"{kit.room.desk}#{reference}"}
        return Reading(answer=Text("staff.checklist.reveal", at))
    move = "mark" if how else "verify"
    return Reading(FromOfficer(officer.id, reference, move, outcome=how, room=room, about=field))


async def _written(view: View, kit: Kit, message: Message) -> Reading:
    if (message.text is None and message.file is None) or _is_machine(message):
        return NOTHING
    case, replied = await _about(view, kit, message)
    spoken = _spoken(message.text or "", replied, kit)
    officer = None if message.sender_chat else _officer(kit, message.sender)
    if officer is None:
        acted = case or (spoken and spoken.slashed)
        return Reading(Refusal(_room(message), _signed(message))) if acted else NOTHING
    if spoken and spoken.reference:
        case = await _case(view, kit, officer, _room(message), spoken.reference)
    if spoken and spoken.command.kind != "move":
        return await _ordered(view, kit, officer, message, case, spoken)
    if case is None:
        meant = spoken and (spoken.slashed or spoken.reference)
        return Reading(answer=Text("case.refused.unknown")) if meant else NOTHING
    if fold(message.text or "") in kit.book.words["discard"]:  # not a word for the beneficiary
        line = _line(case, officer, message)
        if named := _named(message):
            return Reading(replace(line, move=taking_back.RETRACT, text="", outcome=named))
        return Reading(line, answer=Text("staff.no_delete"))
    return _moved(case, officer, message, spoken, replied)


async def _ordered(  # noqa: PLR0917 -- a line, who wrote it, and what it is about
    view: View, kit: Kit, officer: Officer, message: Message, case: Case | None, spoken: Spoken
) -> Reading:
    """A command that is no move: a list is told at once, an order is carried out."""
    if not officer.roles & spoken.command.roles:
        return Reading(answer=refusal(spoken.command))
    if spoken.command.kind == "list":
        asked = datetime.fromtimestamp(message.date, UTC)
        wish = Asked(officer, spoken.rest, asked, message.chat.id)
        told = await lists.LISTS[spoken.does](view, kit, wish)
        return Reading(answer=told.text, entry=told.entry, door=told.door)
    order = Order(
        officer.id,
        spoken.does,
        spoken.rest,
        _room(message),
        str(message.message_id),
        case.reference if case else None,
        _replied_to(message),
    )
    return Reading(order)


def _replied_to(message: Message) -> tuple[int, str] | None:
    """Whose line it answers. In a topic everything answers its beginning, which is the bot's."""
    earlier = message.reply_to_message
    if earlier is None or earlier.sender is None or earlier.sender.is_bot:
        return None
    return earlier.sender.id, earlier.sender.first_name


async def _edited(view: View, kit: Kit, message: Message) -> Reading:
    """An officer changed their own words that had gone out; any other edit means nothing."""
    officer = None if message.sender_chat else _officer(kit, message.sender)
    number, text = str(message.message_id), message.text or ""
    sent = await messages.by_dedupe(view, said_once((_room(message), number)))
    if officer is None or sent is None or not sent.case or not text or text.startswith(INTERNAL):
        return NOTHING
    move = taking_back.AMEND
    return Reading(FromOfficer(officer.id, sent.case, move, text, number, _room(message)))


@dataclass(frozen=True, slots=True)
class Replied:
    """What a message answers: a prompt of ours, or somebody else in the group."""

    expects: tuple[str, str] | None = None
    colleague: bool = False


def _spoken(text: str, replied: Replied, kit: Kit) -> Spoken | None:
    """The move that is typed. A prompt may be answered with a word that is one elsewhere."""
    return slashed(text) or (None if replied.expects else worded(text, kit.renderer))


def _line(case: Case, officer: Officer, message: Message) -> FromOfficer:
    """What was typed, as a note that stays inside."""
    text = message.text if message.text is not None else message.caption
    number = str(message.message_id)
    return FromOfficer(officer.id, case.reference, "note", text, room=_room(message), line=number)


def _moved(
    case: Case, officer: Officer, message: Message, spoken: Spoken | None, replied: Replied
) -> Reading:
    """What an officer's words about a case come to."""
    line = _line(case, officer, message)
    text = line.text
    if message.text is None:
        return Reading(line, Remark(Text("staff.files_stay"), case))
    if text.startswith(INTERNAL):
        return Reading(line)
    if spoken:
        if spoken.does == MOVE:
            return Reading(replace(line, move=MOVE, text="", about=f"{LINE}{_named(message)}"))
        text = _named(message) if spoken.does == "answer" else spoken.rest
        return Reading(replace(line, move=spoken.does, text=text))
    if text.startswith("/"):
        return Reading(line, answer=Text("staff.unknown_command"))
    if replied.expects:
        move, outcome = replied.expects
        return Reading(replace(line, move=move, outcome=outcome))
    if replied.colleague:
        return Reading(line)
    if case.state == "queued":
        return Reading(replace(line, move=unclaimed.ASK))
    if case.owner != officer.id:
        return Reading(line)
    return Reading(replace(line, move="say"))


def _named(message: Message) -> str:
    """The id of the line that is replied to. In a topic everything replies to its beginning."""
    earlier = message.reply_to_message
    begun = earlier is not None and earlier.message_id == message.message_thread_id
    return "" if earlier is None or begun else str(earlier.message_id)


async def _about(view: View, kit: Kit, message: Message) -> tuple[Case | None, Replied]:
    """The case of the topic, or else of the message replied to; and what that message was."""
    case = None
    room = _room(message)
    if message.is_topic_message:
        case = await cases.by_thread(view, room, str(message.message_thread_id))
    earlier = message.reply_to_message
    if earlier is None:
        return case, Replied()
    number = str(earlier.message_id)
    row = await messages.in_room(view, CHANNEL, kit.room.account, room, number)
    row = row or await messages.by_dedupe(view, said_once((room, number)))
    if row and row.case and case is None:
        case = await cases.by_reference(view, row.case)
    expects = body.read(row.body).expects if row and row.direction == "out" else None
    known = {kit.room.account, str(message.sender.id) if message.sender else ""}
    colleague = earlier.sender is not None and str(earlier.sender.id) not in known
    return case, Replied(expects, colleague)


async def _case(view: View, kit: Kit, officer: Officer, room: str, reference: str) -> Case | None:
    """The case of that number, if this room hears of it and the officer may see it."""
    case = await cases.by_reference(view, reference)
    here = case and str(kit.room.chat_of(case)) == room
    return case if case and here and not is_kept_from(officer, case) else None


def _is_machine(message: Message) -> bool:
    """Bots, this one included; an anonymous administrator is written down as one too."""
    return bool(message.sender and message.sender.is_bot and not message.sender_chat)


def _officer(kit: Kit, person: Person | None) -> Officer | None:
    if person is None:
        return None
    officers = kit.book.officers.values()
    return next((officer for officer in officers if officer.telegram == person.id), None)


def _signed(message: Message) -> str:
    """Who wrote it. Behind an anonymous administrator there is only the group."""
    if message.sender_chat:
        return f"{message.sender_chat.title} {message.sender_chat.id}"
    return _called(message.sender) if message.sender else ""


def _called(person: Person) -> str:
    """The name, and the id that would let them in through officers.toml."""
    return f"{person.first_name} {person.id}"


def _room(message: Message | None) -> str:
    return str(message.chat.id) if message else ""
