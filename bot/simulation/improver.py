"""The improver: what was to change after ratings alike and suggestions, and what did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.clock import riyadh
from bot.simulation.believable import HAND_OFFS
from bot.simulation.scribe import Scribe
from flows import improvement
from storage import audit, improvements
from storage.audit import Entry
from storage.cases import Case
from storage.improvements import Improvement
from storage.ratings import Rating

WANTED = 0.5  # of the suggestions, worth looking into
DECIDED: dict[str, float] = {"approved": 6, "done": 2, "declined": 2, "open": 0.5}


@dataclass(frozen=True, slots=True)
class Improver:
    """`alike` are low ratings by department, programme, reason and month."""

    scribe: Scribe
    alike: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)

    def notice(self, rating: Rating, at: datetime) -> None:
        """One of as many as call for something to change, or not yet, or no more."""
        department, programme, why = str(rating.department), rating.programme, str(rating.reason)
        month = f"{riyadh(at):%Y-%m}"
        self.alike[department, programme, why, month] += 1
        few = self.scribe.book.association.numbers.alike_low_ratings
        if self.alike[department, programme, why, month] == few:
            item = self._opened("ratings", department, at)
            self._decide(replace(item, programme=programme, reason=why, month=month))

    def suggested(self, case: Case) -> None:
        """What an officer made of a suggestion, if anything."""
        at = case.closed_at
        if at is None or not self.scribe.happens(WANTED):
            return
        item = self._opened("suggestion", self.scribe.one(HAND_OFFS), at)
        improvements.tie(self.scribe.unit, item.reference, case.reference)
        self._decide(replace(item, title=self.scribe.words()[0]))

    def _opened(
        self, origin: Literal["ratings", "suggestion"], department: str, at: datetime
    ) -> Improvement:
        number = self.scribe.reserve("improvement", at)
        audit.record(self.scribe.unit, Entry(at, "bot", number, "open"))
        return Improvement(
            reference=number,
            origin=origin,
            state="open",
            department=department,
            opened_at=at,
            due_at=improvement.due(riyadh(at), self.scribe.book.association),
            updated_at=at,
        )

    def _decide(self, item: Improvement) -> None:
        scribe = self.scribe
        author = scribe.lead("supervisor")
        decided = scribe.past(item.opened_at + timedelta(days=scribe.chance.uniform(1, 20)))
        state = scribe.one(DECIDED) if decided else "open"
        item = replace(item, owner=author or None, state=state)
        if decided and state != "open":
            item = replace(item, decided_at=decided, updated_at=decided)
            ar, en = scribe.words()
            if state == "declined":
                item = replace(item, why=ar)
            else:
                item = replace(item, changed_ar=ar, changed_en=en, author=author)
        if decided and state == "approved":
            approver = scribe.lead("admin", but=author)
            item = replace(item, approver=approver, approved_at=decided)
        improvements.open(scribe.unit, item)
