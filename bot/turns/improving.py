"""Improvements in the shell: opened by low ratings or an officer, decided, told to people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.clock import riyadh
from bot.kit import Kit
from flows import improvement, lanes, quiet
from flows.book import Officer
from flows.case import Refused
from flows.improvement import Item, Wish
from flows.period import Period
from flows.text import Text
from storage import audit, cases, improvements, references, schedule
from storage.audit import Entry
from storage.improvements import Improvement
from storage.ratings import Rating
from storage.schedule import Due
from storage.unit import Unit

if TYPE_CHECKING:
    from bot.turns.scene import Scene

TOLD = "change_told"  # of a due row: whoever suggested it hears what changed
SUGGESTION = "suggestion"  # the reason of the case that a suggestion is
UNKNOWN = Refused(Text("staff.improvement.refused.unknown"))


# ------------------------------------------------------------------ opened by ratings
async def notice(scene: Scene, rating: Rating) -> None:
    """Enough low ratings of one programme gave one reason this month: something must change.

    Looked at when the reason is given, not again when a remark follows.
    """
    if rating.reason is None or rating.comment_kind or rating.department is None:
        return
    month, association = Period.month_of(riyadh(scene.now).date()), scene.kit.book.association
    item = Improvement(
        reference=scene.dossier.references[0],
        origin="ratings",
        state="open",
        department=rating.department,
        programme=rating.programme,
        reason=rating.reason,
        month=month.id,
        opened_at=scene.now,
        due_at=improvement.due(riyadh(scene.now), association),
        updated_at=scene.now,
    )
    alike = await improvements.alike(scene.unit, item, month.begins, month.ends)
    few = alike < association.numbers.alike_low_ratings
    if few or await improvements.of_ratings(scene.unit, item):
        return
    _open(scene.unit, scene.kit, item, "bot")


def _open(unit: Unit, kit: Kit, item: Improvement, actor: str) -> None:
    references.reserve(unit, item.reference, "improvement", item.opened_at)
    improvements.open(unit, item)
    audit.record(unit, Entry(item.opened_at, actor, item.reference, "open"))
    department = Text(f"book.department.{item.department}")
    told = Text("staff.improvement.opened", {"department": department, "what": named(item)})
    kit.room.report(unit, told, item.opened_at)


def named(item: Improvement) -> Text | str:
    """What it is about: an officer's words, or the reason and the programme of the ratings."""
    if item.title:
        return item.title
    reason = Text(f"rating.reason.option.{item.reason}")
    programme = Text(f"book.programme.{item.programme}.title")
    return Text("staff.improvement.ratings", {"reason": reason, "programme": programme})


# ------------------------------------------------------------------ moved by officers
@dataclass(frozen=True, slots=True)
class Improving:
    """One officer at work on improvements, inside a unit. None where it was done, else why not."""

    unit: Unit
    kit: Kit
    now: datetime
    officer: Officer

    async def open(self, title: str, department: str, suggestion: str) -> Refused | None:
        """One that an officer words, often for a suggestion."""
        title = title.strip()
        if not title or department not in self.kit.book.departments:
            return Refused(Text("staff.improvement.refused.title"))
        if suggestion and not await self._is_suggestion(suggestion):
            return UNKNOWN
        taken = self.kit.candidates(8)
        known = await references.taken(self.unit, taken)
        item = Improvement(
            reference=next(number for number in taken if number not in known),
            origin="suggestion",
            state="open",
            department=department,
            title=title[: improvement.LONGEST],
            owner=self.officer.id,
            opened_at=self.now,
            due_at=improvement.due(riyadh(self.now), self.kit.book.association),
            updated_at=self.now,
        )
        _open(self.unit, self.kit, item, f"officer:{self.officer.id}")
        if suggestion:
            improvements.tie(self.unit, item.reference, suggestion)
        return None

    async def tie(self, reference: str, suggestion: str) -> Refused | None:
        """It answers this suggestion too; of what may be told already, they hear at once."""
        item = await improvements.by_reference(self.unit, reference)
        if item is None or not await self._is_suggestion(suggestion):
            return UNKNOWN
        improvements.tie(self.unit, reference, suggestion)
        if item.state == "approved":
            await self._tell(item)
        return None

    async def move(self, reference: str, wish: Wish) -> Refused | None:
        await self.unit.lock_one(f"improvement:{reference}")
        item = await improvements.by_reference(self.unit, reference)
        if item is None:
            return UNKNOWN
        made = improvement.make(Item(item.state, item.author), wish, self.officer)
        if isinstance(made, Refused):
            return made
        after = self._after(replace(item, state=made, updated_at=self.now), wish)
        improvements.move(self.unit, after)
        actor, why = f"officer:{self.officer.id}", wish.why.strip() or None
        details = {"ar": wish.ar, "en": wish.en} if wish.move in improvement.WRITTEN else None
        entry = Entry(self.now, actor, reference, wish.move, reason=why, details=details)
        audit.record(self.unit, entry)
        if wish.move == "approve":
            await self._tell(after)
        return None

    def _after(self, item: Improvement, wish: Wish) -> Improvement:
        officer = self.officer.id
        match wish.move:
            case "take":
                return replace(item, owner=officer)
            case "finish" | "amend":
                said = replace(item, changed_ar=wish.ar.strip(), changed_en=wish.en.strip())
                return replace(said, author=officer, why=None, decided_at=self.now)
            case "decline":
                return replace(item, why=wish.why.strip(), decided_at=self.now)
            case "approve":
                return replace(item, approver=officer, approved_at=self.now)
            case _:
                return replace(item, decided_at=None, why=None)

    async def _is_suggestion(self, reference: str) -> bool:
        case = await cases.by_reference(self.unit, reference)
        known = case is not None and case.reason == SUGGESTION
        return known and case is not None and lanes.sees(self.officer, case)

    async def _tell(self, item: Improvement) -> None:
        """Everybody who suggested it hears of it once, in allowed hours."""
        at = quiet.allowed(self.now, self.kit.book.association.hours)
        tied = await improvements.suggestions(self.unit, [item.reference])
        for reference in tied.get(item.reference, ()):
            case = await cases.by_reference(self.unit, reference)
            if case and case.address:
                payload = {"improvement": item.reference, "suggestion": reference}
                key = f"{TOLD}:{item.reference}:{reference}"
                schedule.add(self.unit, Due(case.address, TOLD, payload, at, key))
