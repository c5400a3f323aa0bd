"""The staff groups: what each case does to that of its lane, queued as acts of its transaction.

A case has one lane: its topic is opened first, its card is one message that is edited in place,
words go before cards, cards before edits, edits before fate marks. Without a group for its lane a
case is at the desk alone, and the people of the lane hear in private that there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from bot import album
from bot.body import Body, File, read
from bot.render import Renderer
from bot.staff import card, reasons
from flows import mask
from flows.book import Language, Officer
from flows.lanes import Lane, has_a_room, sees
from flows.text import Lines, Text
from storage import cases, messages
from storage.cases import Case
from storage.messages import Message, Outgoing
from storage.unit import Unit

CHANNEL = "telegram"
WORDS, CARD, EDIT, FATE = range(4)
FATES = {
    "sent": "👌",
    "delivered": "👍",
    "read": "💯",
    "failed": "💔",
    "parked": "👀",
    "expired": "💔",
}
"""Reactions, of the few that Telegram lets a bot set."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What goes with the words of a beneficiary: a file, and what they reply to.

    `origin` is the channel's id of their message; `line` the officer's line, (room, id), that it
    answers, or else `quoted` how the message begins; `album` as in `Body`.
    """

    file: File | None = None
    origin: str | None = None
    edited: bool = False
    line: tuple[str, str] | None = None
    quoted: str = ""
    album: str | None = None


@dataclass(slots=True)
class Room:
    """`chats` are the groups' ids; one changes when its group becomes a supergroup.

    `desk` is the address of the desk, for what must not be shown in a group. `officers` are those
    of the book.
    """

    chats: dict[Lane, int]
    account: str
    renderer: Renderer
    language: Language = "ar"
    desk: str = "/desk"
    officers: Mapping[str, Officer] = field(default_factory=dict)

    @property
    def chat(self) -> int | None:
        """The group of all officers."""
        return self.chats.get("general")

    def chat_of(self, case: Case) -> int | None:
        """The group that hears of a case, if one may."""
        return self.chats.get(case.lane) if has_a_room(case, self.officers) else None

    def move(self, old: int, new: int) -> None:
        """A group got another id."""
        self.chats = {lane: new if chat == old else chat for lane, chat in self.chats.items()}

    def open(self, unit: Unit, case: Case, now: datetime) -> None:
        """A topic and a card for a case that is new here."""
        topic = Body(title=card.title(case, self.renderer, self.language), icon=card.icon(case))
        self._queue(unit, case, topic, now, act="open_topic", rank=CARD)
        self._queue(unit, case, self._card(case), now, rank=CARD, dedupe=_key("card", case))
        if case.lane != "general" and self.chat_of(case) is None:
            self._tell_in_private(unit, case, now, f"waiting:{case.lane}:{case.reference}")

    def redraw(self, unit: Unit, case: Case, now: datetime) -> None:
        """The card as the case is now."""
        key = _key("card", case)
        self._queue(unit, case, self._card(case), now, act="edit", rank=EDIT, target=key, slot=key)

    def close(self, unit: Unit, case: Case, now: datetime) -> None:
        """The card's last look, and the topic closed behind it."""
        self.redraw(unit, case, now)
        slot = _key("topic", case)
        self._queue(unit, case, Body(), now, act="close_topic", rank=EDIT, slot=slot)

    async def reopen(self, unit: Unit, case: Case, now: datetime) -> None:
        """Its topic, or another one where that was cleared away.

        Of the same rank as `close`: whichever is asked for last must be done last.
        """
        if await messages.by_dedupe(unit, _key("card", case)) is None:
            self.open(unit, case, now)
            return
        slot = _key("topic", case)
        self._queue(unit, case, Body(), now, act="reopen_topic", rank=EDIT, slot=slot)
        self.redraw(unit, case, now)

    def purge(self, unit: Unit, case: Case, now: datetime) -> None:
        """Take the case out of its room: its topic, its card and all that was said there."""
        gone = self._say(Text("staff.moved"))
        body = Body(text=gone, title=case.reference, card=True)
        self._queue(unit, case, body, now, act="delete", dedupe=_key("purge", case))

    def clear(self, unit: Unit, case: str, room: str, now: datetime) -> None:
        """The same of a case that is long over, once nothing else is to be sent there."""
        body = Body(
            text=self._say(Text("staff.cleared", {"reference": case})), title=case, card=True
        )
        once = f"clear:{case}:{room}"
        self._post(unit, int(room), case, body, now, act="delete", rank=FATE, dedupe=once)

    def hear(
        self, unit: Unit, case: Case, words: str, now: datetime, said: Heard | None = None
    ) -> None:
        """What the beneficiary said, with the numbers that a group must not see in full cut."""
        said, shown = said or Heard(), mask.redact(words)
        how = "staff.said.edited" if said.edited else "staff.said"
        text = self._say(Text(how, {"words": shown}) if shown else Text("staff.file"))
        if said.quoted:
            quoted = Text("staff.said.quoted", {"words": mask.redact(said.quoted)})
            text = f"{self._say(quoted)}\n{text}"
        body = Body(
            text=text,
            file=said.file,
            relayed=said.file is None and said.line is None,
            line=said.line,
            origin=said.origin,
            album=said.album if said.file else None,
            wordless=not shown,
        )
        self._queue(unit, case, body, now)

    def note(  # noqa: PLR0917 -- what, of which case, and when
        self,
        unit: Unit,
        case: Case,
        text: Text,
        now: datetime,
        dedupe: str | None = None,
        mentions: Iterable[Officer] = (),
        file: File | None = None,
    ) -> None:
        """A remark of ours to the officers; those who are mentioned are called."""
        said = replace(self._calling(text, mentions), file=file)
        self._queue(unit, case, said, now, dedupe=dedupe)

    def supervise(
        self,
        unit: Unit,
        case: Case,
        text: Text,
        now: datetime,
        *,
        dedupe: str,
        mentions: Iterable[Officer] = (),
    ) -> None:
        """Something about a case for those who lead, in their group where they have one.

        What is of another lane than the general one stays in the room of its own; without a room
        its people hear in private that something waits.
        """
        chat = self.chat_of(case)
        if case.lane == "general" and chat is not None:
            chat = self.chats.get("supervisors", chat)
        if chat is None and case.lane != "general":
            self._tell_in_private(unit, case, now, dedupe)
        self._post(unit, chat, None, self._calling(text, mentions), now, dedupe=dedupe)

    def ask(
        self,
        unit: Unit,
        case: Case,
        text: Text,
        now: datetime,
        *,
        data: tuple[tuple[str, str], ...] = (),
        expects: tuple[str, str] | None = None,
    ) -> None:
        """A question to the officers: of buttons, or of words that reply to this message."""
        self._queue(unit, case, Body(text=self._say(text), data=data, expects=expects), now)

    def remove(self, unit: Unit, line: Message, now: datetime) -> None:
        """Delete one of our own lines, as far as the group lets us."""
        act = Outgoing(
            CHANNEL,
            self.account,
            {},
            room=line.room,
            case=line.case,
            act="delete",
            target=line.id,
            dedupe=f"erase:{line.id}",
        )
        messages.queue(unit, act, now)

    async def keep(self, unit: Unit, case: Case, name: str, body: Body, now: datetime) -> None:
        """A message that is posted once and edited in place from then on."""
        key = _key(name, case)
        if await messages.by_dedupe(unit, key) is None:
            self._queue(unit, case, body, now, rank=CARD, dedupe=key)
        else:
            self._queue(unit, case, body, now, act="edit", rank=EDIT, target=key, slot=key)

    async def fate(
        self, unit: Unit, message: Message, status: str, reason: str | None, now: datetime
    ) -> None:
        """Mark an officer's line with what became of it; say why where it did not arrive."""
        if not message.author.startswith("officer:") or message.room or not message.case:
            return
        case = await cases.by_reference(unit, message.case)
        if case is None:
            return
        line = read(message.body).line
        if line and status in FATES:
            mark = Body(emoji=FATES[status], line=line)
            slot = f"fate:{message.id}"
            self._queue(unit, case, mark, now, act="react", rank=FATE, slot=slot)
        if status in {"failed", "parked", "expired"}:
            words = self._say(Text(f"staff.fate.{status}", {"reason": reasons.reason(reason)}))
            self._queue(unit, case, Body(text=words, line=line), now)

    def report(self, unit: Unit, text: Text, now: datetime) -> None:
        """Something for all officers, in the general part of the room."""
        self._post(unit, self.chat, None, Body(text=self._say(text)), now)

    def warn(self, unit: Unit, text: Text, now: datetime) -> None:
        """Something for those who lead, in their group where they have one."""
        chat = self.chats.get("supervisors", self.chat)
        self._post(unit, chat, None, Body(text=self._say(text)), now)

    def explain(self, unit: Unit, chat: int, lacks: Iterable[str], now: datetime) -> None:
        """What the bot lacks in this group."""
        lines = Lines(tuple(Text(f"staff.lacks.{right}") for right in lacks))
        said = Body(text=self._say(Text("staff.lacks", {"lines": lines})))
        self._post(unit, chat, None, said, now)

    def lead(self, unit: Unit, text: Text, now: datetime) -> None:
        """Something for those who lead alone: nothing where they have no group."""
        chat = self.chats.get("supervisors")
        self._post(unit, chat, None, Body(text=self._say(text)), now)

    def show(self, unit: Unit, words: str, picture: File, dedupe: str, now: datetime) -> None:
        """A picture for all officers, with the words that say the same; each once."""
        self._post(unit, self.chat, None, Body(text=words, file=picture), now, dedupe=dedupe)

    def _tell_in_private(self, unit: Unit, case: Case, now: datetime, dedupe: str) -> None:
        """That something waits at the desk, and not what: whoever never wrote to us is not told."""
        said = Body(text=self._say(Text("staff.lane.waiting", {"address": self.desk})))
        for officer in self.officers.values():
            if officer.telegram and sees(officer, case):
                once = f"{dedupe}:{officer.id}"
                self._post(unit, officer.telegram, None, said, now, dedupe=once)

    def _card(self, case: Case) -> Body:
        return Body(
            text=card.card(case, self.renderer, self.language),
            title=card.title(case, self.renderer, self.language),
            icon=card.icon(case),
            data=card.buttons(
                case, self.renderer, self.language, desk=self.desk.startswith("http")
            ),
            card=True,
        )

    def _calling(self, text: Text, mentions: Iterable[Officer]) -> Body:
        """The words, and under them the names of those who are called."""
        named = tuple((one.alias.in_(self.language), one.telegram or 0) for one in mentions)
        names = "، ".join(name for name, _ in named)
        return Body(text="\n".join(filter(None, (self._say(text), names))), mentions=named)

    def _say(self, text: Text) -> str:
        return self.renderer.render(text, self.language)

    def _queue(self, unit: Unit, case: Case, body: Body, now: datetime, **how: Any) -> None:
        self._post(unit, self.chat_of(case), case.reference, body, now, **how)

    def _post(
        self,
        unit: Unit,
        chat: int | None,
        case: str | None,
        body: Body,
        now: datetime,
        **how: Any,
    ) -> None:
        """`how` is as in `Outgoing`."""
        if chat is None:
            return
        how |= {"room": str(chat), "case": case, "not_before": album.until(body, now)}
        messages.queue(unit, Outgoing(CHANNEL, self.account, body.plain(), **how), now)


def _key(name: str, case: Case) -> str:
    """Of what a case has one of in its room: in another lane it has another."""
    lane = "" if case.lane == "general" else f"{case.lane}:"
    return f"{name}:{lane}{case.reference}"
