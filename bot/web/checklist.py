"""The checklist on a case's page: each answer masked, its mark, and one answer shown in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.kit import Kit
from flows.applications import MARKED
from flows.book import Language, Officer
from flows.case import Case
from flows.checklist import HOWS, Field
from flows.text import Text
from storage import verifications
from storage.unit import View
from storage.verifications import Verification


@dataclass(frozen=True, slots=True)
class Section:
    """For one officer, in one language. Only the case's owner may mark, and see an answer whole."""

    kit: Kit
    officer: Officer
    language: Language

    async def show(self, view: View, case: Case) -> dict[str, Any] | None:
        """None for a case that has nothing to match."""
        if not case.checklist.fields:
            return None
        is_owner = case.owner == self.officer.id
        rows = {row.field: row for row in await verifications.of(view, str(case.application))}
        return {
            "state": case.application_state,
            "state_label": self._say(f"application.{case.application_state}"),
            "may_mark": is_owner and case.application_state in MARKED,
            "may_reveal": is_owner,
            "hows": [{"id": how, "label": self._say(_of(how))} for how in HOWS],
            "fields": [self._field(one, rows.get(one.key)) for one in case.checklist.fields],
        }

    def whole(self, case: Case, key: str) -> str | None:
        """An answer as it was given; None where there is no such field."""
        found = (one.plain for one in case.checklist.fields if one.key == key)
        value = next(found, None)
        return None if value is None else self.kit.renderer.show(value, self.language)

    def _field(self, one: Field, row: Verification | None) -> dict[str, Any]:
        officer = self.kit.book.officers.get(row.officer) if row else None
        return {
            "key": one.key,
            "kind": one.kind,
            "label": self.kit.renderer.render(one.label, self.language),
            "value": self.kit.renderer.show(one.masked, self.language),
            "lapsed": self.kit.renderer.render(one.lapsed, self.language) if one.lapsed else None,
            "mark": row.mark if row else None,
            "confirmed": bool(row and row.mark in HOWS),
            "mark_label": self._say(_of(row.mark)) if row else None,
            "officer": officer.alias.in_(self.language) if officer else None,
            "at": row.at.isoformat(timespec="seconds").replace("+00:00", "Z") if row else None,
            "note": row.note if row else None,
        }

    def _say(self, line: str) -> str:
        return self.kit.renderer.render(Text(line), self.language)


def _of(mark: str) -> str:
    return f"staff.checklist.mark.{mark}"
