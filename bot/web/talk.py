"""The talk of a case as the desk shows it: every line, what was changed in it, and its fate."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot import body
from bot.kit import Kit
from bot.parking import ASKING
from bot.staff import card, reasons
from bot.staff.veil import Veil
from bot.turns.taking_back import LOST
from flows.book import Language, Officer
from flows.lanes import sees
from flows.recovery import KIND
from flows.text import Text
from storage import cases, messages
from storage.cases import Case
from storage.messages import Message
from storage.unit import View

LINES = 100
MOST = 2000  # lines that a page is shown at once
OWN = ("amend", "retract")
"""What may be done with a line of one's own that went out."""


@dataclass(frozen=True, slots=True)
class Talk:
    """For one officer, in one language.

    `lines` are in the order they were written, `edits` the last change of a line by its id, and
    `earlier` is whether more was said before. `asked` is whether the person was asked to write.
    """

    kit: Kit
    officer: Officer
    language: Language
    case: Case
    veil: Veil
    lines: tuple[Message, ...] = ()
    edits: Mapping[int, Message] = field(default_factory=dict)
    withdrawn: frozenset[int] = frozenset()
    repeated: Mapping[str, int] = field(default_factory=dict)  # the last row of a person's line
    asked: bool = False
    earlier: bool = False

    @classmethod
    async def read(  # noqa: PLR0917 -- all that a page knows
        cls, view: View, kit: Kit, officer: Officer, language: Language, case: Case, limit: int
    ) -> Talk:
        """The last lines with the person, and what was written inside since the first of them."""
        said = await messages.latest(view, case.address, limit + 1) if case.address else []
        earlier, said = len(said) > limit, await _seen(view, officer, said[-limit:])
        since = said[0].id if earlier else 0
        inside = await messages.inside(view, case.reference, since)
        talk = cls(kit, officer, language, case, await Veil.over(view, case), earlier=earlier)
        return talk.holding(said, inside)

    @classmethod
    async def read_ends(  # noqa: PLR0917 -- as `read`
        cls,
        view: View,
        kit: Kit,
        officer: Officer,
        language: Language,
        found: Collection[Case],
        limit: int,
    ) -> list[Talk]:
        """Of each case the last lines with the person, and nothing of what stays inside.

        However many cases they are, they are as few queries.
        """
        addresses = {case.address for case in found if case.address}
        ends = await messages.ends(view, addresses, limit)
        every = [line for lines in ends.values() for line in lines]
        seen = {line.id for line in await _seen(view, officer, every)}
        veils = await Veil.over_each(view, found)
        return [
            cls(kit, officer, language, case, veil).holding(
                [line for line in ends.get(str(case.address), ()) if line.id in seen]
            )
            for case, veil in zip(found, veils, strict=True)
        ]

    def holding(self, said: Sequence[Message], inside: Sequence[Message] = ()) -> Talk:
        """With these lines, and what was changed in them."""
        changes = [line for line in said if line.target and line.status not in LOST]
        every = {line.id: line for line in (*said, *inside)}
        return replace(
            self,
            lines=tuple(line for _, line in sorted(every.items()) if _is_shown(line, self.case)),
            edits={line.target: line for line in changes if line.target and line.act == "edit"},
            withdrawn=frozenset(
                line.target for line in changes if line.target and line.act != "edit"
            ),
            repeated={str(line.external): line.id for line in said if _is_theirs(line)},
            asked=any(_asks(line) for line in said),
        )

    def shown(self) -> Iterator[dict[str, Any]]:
        for line in self.lines:
            yield self._line(line)

    @property
    def last_words(self) -> str:
        """The end of what was said in the case: by people, else what it was opened for, else by us.

        Nothing of what stays inside.
        """
        said = [line for line in reversed(self.lines) if not body.read(line.body).internal]
        people = (line for line in said if line.author != "bot" and self._is_its(line))
        own = next(filter(None, map(self._words, people)), "")
        asked = self.veil.cover(card.question(self.case))
        return own or asked or next(filter(None, map(self._words, said)), "")

    def _is_its(self, line: Message) -> bool:
        return line.case == self.case.reference

    @property
    def unanswered(self) -> int:
        """How many lines for this case came since an officer last wrote to the person."""
        count = 0
        for line in self.lines:
            kept = body.read(line.body)
            if not kept.internal:
                is_answer = line.author.startswith("officer:")
                is_theirs = line.direction == "in" and self._is_its(line)
                count = 0 if is_answer else count + is_theirs
        return count

    def _line(self, line: Message) -> dict[str, Any]:
        said = body.read(line.body)
        officer = self.kit.book.officers.get(line.author.removeprefix("officer:"))
        author = "note" if said.internal else line.author.partition(":")[0]
        status, mark = self._status(line), self._mark(line)
        name = officer.alias.in_(self.language) if officer else self._say(f"staff.author.{author}")
        return {
            "id": line.id,
            "author": author,
            "name": name,
            "text": self._words(line) or self._say("staff.file"),
            "file": said.file is not None and line.case is not None and not line.room,
            "at": stamp(line.created_at),
            "status": status,
            "status_label": self._say(f"staff.status.{status}") if status else "",
            "reason": self._reason(line),
            "mark": mark,
            "mark_label": self._say(f"staff.mark.{mark}") if mark else "",
            "acts": list(OWN) if self._is_own(line, mark) else [],
        }

    def _words(self, line: Message) -> str:
        """As the person has them now; of what was withdrawn, what it was."""
        latest = self.edits.get(line.id, line)
        return self.veil.cover(body.read(latest.body).text)

    def _mark(self, line: Message) -> str | None:
        """Whether the line was changed after it was written, and by which end."""
        if line.direction == "in":
            last = self.repeated.get(line.external or "", line.id)
            first = next((one.id for one in self.lines if _same(one, line)), line.id)
            return "replaced" if last > line.id else "corrected" if first < line.id else None
        if line.id in self.withdrawn:
            return "withdrawn"
        return "edited" if line.id in self.edits else None

    def _status(self, line: Message) -> str | None:
        if line.direction != "out":
            return None
        return "asked" if line.status == "parked" and self.asked else line.status

    def _reason(self, line: Message) -> str | None:
        """Why it has not arrived; a retry that is going on is nobody's concern yet."""
        if line.status not in {"failed", "parked", "expired"} or not line.reason:
            return None
        return self.kit.renderer.render(reasons.reason(line.reason), self.language)

    def _is_own(self, line: Message, mark: str | None) -> bool:
        is_mine = line.author == f"officer:{self.officer.id}" and line.case == self.case.reference
        is_there = line.status not in LOST and mark != "withdrawn" and line.target is None
        return is_mine and is_there and line.direction == "out"

    def _say(self, id_: str) -> str:
        return self.kit.renderer.render(Text(id_), self.language)


def stamp(moment: datetime) -> str:
    """As pages read it."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def _seen(view: View, officer: Officer, lines: list[Message]) -> list[Message]:
    """Without what is held back, or was said in a case that the officer may not see."""
    others = await cases.by_references(view, {line.case for line in lines if line.case})
    hidden = {its.reference for its in others.values() if not sees(officer, its)}
    return [line for line in lines if line.case not in hidden and not body.read(line.body).held]


def _is_shown(line: Message, case: Case) -> bool:
    """Not what the room itself was told, nor the notes of other cases; a rating only where it is
    made good.
    """
    kept = body.read(line.body)
    if line.act != "post" or kept.hidden or (kept.rating and case.kind != KIND):
        return False
    if line.room:
        return line.direction == "in" and line.case == case.reference
    return not kept.internal or line.case == case.reference


def _is_theirs(line: Message) -> bool:
    return line.direction == "in" and line.external is not None and line.act == "post"


def _same(one: Message, line: Message) -> bool:
    """Whether both are one message of the person, which was changed in between."""
    return _is_theirs(one) and one.external == line.external


def _asks(line: Message) -> bool:
    return line.status not in LOST and body.read(line.body).template in ASKING
