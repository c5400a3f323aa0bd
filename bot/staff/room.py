"""The staff group: what each case does to it, queued as acts in the same transaction.

A case has one lane: its topic is opened first, its card is one message that is edited in place,
words go before cards, cards before edits, edits before fate marks. Without a staff group these
methods do nothing; the desk shows the same cases from the tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.body import Body, File, read
from bot.render import Renderer
from bot.staff import card, reasons
from flows import mask
from flows.book import Language
from flows.text import Text
from storage import messages
from storage.cases import Case
from storage.messages import Act, Message, Outgoing
from storage.unit import Unit

CHANNEL = "telegram"
WORDS, CARD, EDIT, FATE = range(4)
FATES = {"sent": "👌", "failed": "💔", "parked": "👀"}


@dataclass(slots=True)
class Room:
    """`chat` is the group's id; it changes when the group becomes a supergroup.

    `desk` is the address of the desk, for what must not be shown in a group.
    """

    chat: int | None
    account: str
    renderer: Renderer
    language: Language = "ar"
    desk: str = "/desk"

    def open(self, unit: Unit, case: Case, now: datetime) -> None:
        """A topic and a card for a new case."""
        title = card.title(case, self.renderer, self.language)
        self._queue(unit, case.reference, Body(title=title), now, act="open_topic", rank=CARD)
        key = f"card:{case.reference}"
        self._queue(unit, case.reference, self._card(case), now, rank=CARD, dedupe=key)

    def redraw(self, unit: Unit, case: Case, now: datetime) -> None:
        """The card as the case is now."""
        key = f"card:{case.reference}"
        self._queue(
            unit, case.reference, self._card(case), now, act="edit", rank=EDIT, target=key, slot=key
        )

    def close(self, unit: Unit, case: Case, now: datetime) -> None:
        """The card's last look, and the topic closed behind it."""
        self.redraw(unit, case, now)
        slot = f"topic:{case.reference}"
        self._queue(unit, case.reference, Body(), now, act="close_topic", rank=EDIT, slot=slot)

    def reopen(self, unit: Unit, case: Case, now: datetime) -> None:
        """Of the same rank as `close`: whichever is asked for last must be done last."""
        slot = f"topic:{case.reference}"
        self._queue(unit, case.reference, Body(), now, act="reopen_topic", rank=EDIT, slot=slot)
        self.redraw(unit, case, now)

    def hear(
        self, unit: Unit, case: str, words: str, now: datetime, file: File | None = None
    ) -> None:
        """What the beneficiary said, with the numbers that a group must not see in full cut."""
        shown = mask.redact(words)
        said = self._say(Text("staff.said", {"words": shown}) if shown else Text("staff.file"))
        self._queue(unit, case, Body(text=said, file=file), now)

    def note(self, unit: Unit, case: str, text: Text, now: datetime) -> None:
        """A remark of ours to the officers."""
        self._queue(unit, case, Body(text=self._say(text)), now)

    def ask(
        self,
        unit: Unit,
        case: str,
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
        self._queue(
            unit, line.case, Body(), now, act="delete", target=line.id, dedupe=f"erase:{line.id}"
        )

    async def keep(self, unit: Unit, case: str, name: str, body: Body, now: datetime) -> None:
        """A message that is posted once and edited in place from then on."""
        key = f"{name}:{case}"
        if await messages.by_dedupe(unit, key) is None:
            self._queue(unit, case, body, now, rank=CARD, dedupe=key)
        else:
            self._queue(unit, case, body, now, act="edit", rank=EDIT, target=key, slot=key)

    def fate(
        self, unit: Unit, message: Message, status: str, reason: str | None, now: datetime
    ) -> None:
        """Mark an officer's line with what became of it; say why where it did not arrive."""
        if not message.author.startswith("officer:") or message.room or not message.case:
            return
        line = read(message.body).line
        if line and status in FATES:
            mark = Body(emoji=FATES[status], line=line)
            slot = f"fate:{message.id}"
            self._queue(unit, message.case, mark, now, act="react", rank=FATE, slot=slot)
        if status in {"failed", "parked"}:
            words = self._say(Text(f"staff.fate.{status}", {"reason": reasons.reason(reason)}))
            self._queue(unit, message.case, Body(text=words, line=line), now)

    def report(self, unit: Unit, text: Text, now: datetime) -> None:
        """Something for all officers, in the general part of the room."""
        self._queue(unit, None, Body(text=self._say(text)), now)

    def show(self, unit: Unit, words: str, picture: File, dedupe: str, now: datetime) -> None:
        """A picture for all officers, with the words that say the same; each once."""
        self._queue(unit, None, Body(text=words, file=picture), now, dedupe=dedupe)

    def _card(self, case: Case) -> Body:
        return Body(
            text=card.card(case, self.renderer, self.language),
            title=card.title(case, self.renderer, self.language),
            data=card.buttons(case, self.renderer, self.language),
            card=True,
        )

    def _say(self, text: Text) -> str:
        return self.renderer.render(text, self.language)

    def _queue(
        self,
        unit: Unit,
        case: str | None,
        body: Body,
        now: datetime,
        *,
        act: Act = "post",
        rank: int = WORDS,
        target: str | int | None = None,
        slot: str | None = None,
        dedupe: str | None = None,
    ) -> None:
        if self.chat is None:
            return
        row = Outgoing(
            CHANNEL,
            self.account,
            body.plain(),
            room=str(self.chat),
            case=case,
            act=act,
            rank=rank,
            target=target,
            slot=slot,
            dedupe=dedupe,
        )
        messages.queue(unit, row, now)
