"""What officers do in the staff group: taps, commands and words become moves on cases.

Only people of `association/officers.toml` act. Ordinary talk is nobody's move; of the talk in a
case's topic only the owner's words and files go out, and never what begins with ``//``.
What went out may be changed by editing it, and taken back by answering it with «delete».
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot import body
from bot.body import Body, File
from bot.channels.telegram_update import Incoming, Message
from bot.kit import Kit
from bot.staff import entrance, lists
from bot.staff.commands import INTERNAL, Spoken, refusal, slashed, worded
from bot.staff.telegram_reading import (
    CHANNEL,
    NOTHING,
    Reading,
    called,
    case_of,
    officer_of,
    room_of,
)
from bot.staff.telegram_remark import Remark
from bot.staff.telegram_taps import tapped
from bot.staff.worklist import Asked
from bot.turns import needing, taking_back, unclaimed
from bot.turns.disposal import LINE
from bot.turns.scene import said_once
from bot.update import Departed, FromOfficer, Order, Refusal
from flows import disposal
from flows.arabic import fold
from flows.book import Officer
from flows.text import Text
from storage import cases, messages
from storage.cases import Case
from storage.unit import View


async def read(view: View, kit: Kit, incoming: Incoming, now: datetime) -> Reading:
    """An update of the staff group. The bot's own standing there means nothing."""
    if query := incoming.callback_query:
        return await tapped(view, kit, query, now)
    if message := incoming.message:
        return await _written(view, kit, message)
    if edited := incoming.edited_message:
        return await _edited(view, kit, edited)
    if moved := incoming.chat_member:
        officer = officer_of(kit, moved.new_chat_member.user)
        left = officer and moved.is_out and moved.chat.id == kit.room.chat
        return Reading(Departed(officer.id, str(moved.chat.id))) if officer and left else NOTHING
    return NOTHING


def asked_in_private(kit: Kit, message: Message | None) -> Asked | None:
    """The way to the desk, which is all that an officer asks for in their own chat with us."""
    officer = officer_of(kit, message.sender) if message else None
    if message is None or officer is None or not entrance.is_wanted(kit, officer, message.text):
        return None
    return Asked(officer, "", datetime.fromtimestamp(message.date, UTC), message.chat.id)


async def read_private(view: View, kit: Kit, asked: Asked) -> Reading:
    told = await entrance.link(view, kit, asked)
    return Reading(answer=told.text, entry=told.entry, door=told.door)


async def _written(view: View, kit: Kit, message: Message) -> Reading:
    if (message.text is None and message.file is None) or _is_machine(message):
        return NOTHING
    case, replied = await _about(view, kit, message)
    spoken = _spoken(message.text or "", replied, kit)
    officer = None if message.sender_chat else officer_of(kit, message.sender)
    if officer is None:
        acted = case or (spoken and spoken.slashed)
        return Reading(Refusal(room_of(message), _signed(message))) if acted else NOTHING
    if spoken and spoken.reference:
        case = await case_of(view, kit, officer, room_of(message), spoken.reference)
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
        room_of(message),
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
    officer = None if message.sender_chat else officer_of(kit, message.sender)
    number, text = str(message.message_id), message.text or ""
    sent = await messages.by_dedupe(view, said_once((room_of(message), number)))
    if officer is None or sent is None or not sent.case or not text or text.startswith(INTERNAL):
        return NOTHING
    move = taking_back.AMEND
    return Reading(FromOfficer(officer.id, sent.case, move, text, number, room_of(message)))


@dataclass(frozen=True, slots=True)
class Replied:
    """What a message answers: a prompt of ours, somebody else in the group, or words relayed to it
    that have this id where they came from.
    """

    expects: tuple[str, str] | None = None
    colleague: bool = False
    origin: str | None = None


def _spoken(text: str, replied: Replied, kit: Kit) -> Spoken | None:
    """The move that is typed. A prompt may be answered with a word that is one elsewhere."""
    return slashed(text) or (None if replied.expects else worded(text, kit.renderer))


def _line(case: Case, officer: Officer, message: Message) -> FromOfficer:
    """What was typed, as a note that stays inside."""
    text = message.text if message.text is not None else message.caption
    number = str(message.message_id)
    return FromOfficer(officer.id, case.reference, "note", text, room=room_of(message), line=number)


def _filed(case: Case, line: FromOfficer, message: Message, replied: Replied) -> Reading:
    """A file goes out as the owner's words do."""
    if message.file is None or case.owner != line.officer or replied.colleague:
        return Reading(line, Remark(Text("staff.files_stay"), case))
    kind, sent = message.file
    file = File(kind, sent.file_id, CHANNEL, sent.mime_type, sent.file_size)
    said = replace(line, move="say", file=file, answers=replied.origin)
    return Reading(replace(said, album=message.media_group_id))


def _moved(
    case: Case, officer: Officer, message: Message, spoken: Spoken | None, replied: Replied
) -> Reading:
    """What an officer's words about a case come to."""
    line = _line(case, officer, message)
    text = line.text
    if text.startswith(INTERNAL):
        return Reading(line)
    if message.text is None:
        return _filed(case, line, message, replied)
    if spoken:
        return Reading(_commanded(line, message, spoken))
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
    return Reading(replace(line, move="say", answers=replied.origin))


def _commanded(line: FromOfficer, message: Message, spoken: Spoken) -> FromOfficer:
    """The move that a command comes to, with the words that follow it."""
    match spoken.does:
        case disposal.MOVE:
            return replace(line, move=disposal.MOVE, text="", about=f"{LINE}{_named(message)}")
        case needing.ASK if spoken.rest:
            return replace(line, move=needing.MOVE, text=spoken.rest)
        case "answer":
            return replace(line, move="answer", text=_named(message))
    return replace(line, move=spoken.does, text=spoken.rest)


def _named(message: Message) -> str:
    """The id of the line that is replied to. In a topic everything replies to its beginning."""
    earlier = message.reply_to_message
    begun = earlier is not None and earlier.message_id == message.message_thread_id
    return "" if earlier is None or begun else str(earlier.message_id)


async def _about(view: View, kit: Kit, message: Message) -> tuple[Case | None, Replied]:
    """The case of the topic, or else of the message replied to; and what that message was."""
    case = None
    room = room_of(message)
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
    if case and str(kit.room.chat_of(case)) != room:  # it has left, and its topic goes too
        case = None
    ours = body.read(row.body) if row and row.direction == "out" else Body()
    known = {kit.room.account, str(message.sender.id) if message.sender else ""}
    colleague = earlier.sender is not None and str(earlier.sender.id) not in known
    return case, Replied(ours.expects, colleague, ours.origin)


def _is_machine(message: Message) -> bool:
    """Bots, this one included; an anonymous administrator is written down as one too."""
    return bool(message.sender and message.sender.is_bot and not message.sender_chat)


def _signed(message: Message) -> str:
    """Who wrote it. Behind an anonymous administrator there is only the group."""
    if message.sender_chat:
        return f"{message.sender_chat.title} {message.sender_chat.id}"
    return called(message.sender) if message.sender else ""
