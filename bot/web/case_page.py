"""A case as the desk shows it: a row of the list, and the whole with its transcript and moves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.kit import Kit
from bot.staff import card
from bot.staff.known import known
from bot.turns import handover, quoting
from bot.web.checklist import Section
from bot.web.talk import LINES, MOST, Talk, stamp
from flows import cases as lifecycle
from flows import ending, lanes
from flows.book import Language, Officer
from flows.priority import NAMES
from flows.text import Shown, Text
from storage import people
from storage.cases import Case
from storage.unit import View

RECENT = 5  # lines among which the last that was said is looked for
NEEDS = {
    **dict.fromkeys(("close", "reject", *quoting.MOVES), "outcome"),
    **dict.fromkeys(handover.MOVES, "target"),
    **dict.fromkeys(lanes.MOVES, "sure"),
    **dict.fromkeys(("deliver", "ask_correction", "grant", "uphold"), "text"),
}
SNIPPET = 80


@dataclass(frozen=True, slots=True)
class CasePage:
    """For one officer, in one language."""

    kit: Kit
    officer: Officer
    language: Language

    async def rows(self, view: View, found: Collection[Case]) -> list[dict[str, Any]]:
        """A line of the list for each case, with the end of what was said."""
        talks = await Talk.read_ends(view, self.kit, self.officer, self.language, found, RECENT)
        return [
            self._head(talk.case)
            | {"unread": talk.unanswered, "snippet": talk.last_words[:SNIPPET]}
            for talk in talks
        ]

    def _head(self, case: Case) -> dict[str, Any]:
        owner = self.kit.book.officers.get(case.owner or "")
        return {
            "reference": case.reference,
            "channel": card.channel(case),
            "kind": "handoff" if case.kind == "hand_off" else case.kind,
            "kind_label": self._say(f"staff.kind.{case.kind}"),
            "title": self._title(case),
            "state": case.state,
            "state_label": self._say(f"case.state.{case.state}"),
            "owner": case.owner,
            "owner_name": owner.alias.in_(self.language) if owner else None,
            "priority": case.priority,
            "priority_label": self._priority(case),
            "opened_at": stamp(case.opened_at),
            "due_at": stamp(case.due_at) if case.due_at else None,
            "parked": case.parked,
        }

    def _title(self, case: Case) -> str:
        """What it is about: of a talk, why there is one."""
        is_talk = case.kind == "hand_off" and case.programme is None
        return (
            self._reason_of(case)
            if is_talk
            else card.subject(case, self.kit.renderer, self.language)
        )

    async def whole(
        self, view: View, case: Case, now: datetime, lines: int = LINES
    ) -> dict[str, Any]:
        """With the last `lines` of its talk."""
        seen = await known(view, case, self.kit, now)
        moves = lifecycle.available(seen, self.officer)
        kit, officer, language = self.kit, self.officer, self.language
        talk = await Talk.read(view, kit, officer, language, case, min(lines, MOST))
        address = (await people.load_many(view, [str(case.address)])).get(str(case.address))
        window = address.window_until if address else None
        facts = {
            "department": self._book("department", case.department),
            "programme": self._book("programme", case.programme, ".title"),
            "reason": self._reason_of(case),
            "window_until": stamp(window) if window else None,
            "fields": [
                {"label": label, "value": value}
                for label, value in card.fields(case, self.language)
            ],
            "moves": [
                *(
                    self._move(m, case, now)
                    for m in (*moves, *_of_words(moves, case))
                    if m != "say"
                ),
                *await self._handovers(view, case, now),
            ],
            "may_speak": "say" in moves,
            "checklist": await Section(self.kit, self.officer, self.language).show(view, seen),
        }
        return {
            "case": self._head(case) | facts,
            "messages": list(talk.shown()),
            "earlier": talk.earlier,
        }

    def _priority(self, case: Case) -> str:
        return self._say(f"staff.priority.{NAMES[case.priority]}") if case.priority else ""

    def _reason_of(self, case: Case) -> str:
        """Why it was opened."""
        return self._say(f"case.reason.{case.reason}") if case.kind in card.TOLD_WHY else ""

    def _move(self, move: str, case: Case, now: datetime) -> dict[str, Any]:
        clauses = [(c, self._say(f"book.clause.{c}.title")) for c in self.kit.book.clauses]
        ends = ending.of(case.kind, case.reason)
        outcomes = {
            "close": [(o, self._say(f"case.outcome.{o}")) for o in ends],
            "reject": clauses,
            quoting.CLAUSE: clauses,
            quoting.CANNED: quoting.offered(self.kit, case, self.language, now),
        }
        return {
            "id": move,
            "label": self._say(f"case.move.{move}"),
            "needs": NEEDS.get(move, "none"),
            "outcomes": [{"id": o, "label": label} for o, label in outcomes.get(move, ())],
        }

    async def _handovers(self, view: View, case: Case, now: datetime) -> list[dict[str, Any]]:
        """The ways to pass the case on, each with where to."""
        found = await handover.targets(view, self.kit, case, self.officer)
        return [
            self._move(move, case, now)
            | {
                "outcomes": [
                    {"id": id_, "label": self.kit.renderer.render(name, self.language)}
                    for id_, name in choices
                ]
            }
            for move, choices in found.items()
        ]

    def _say(self, id_: str, **values: Shown) -> str:
        return self.kit.renderer.render(Text(id_, values), self.language)

    def _book(self, kind: str, id_: str | None, part: str = "") -> str:
        return self._say(f"book.{kind}.{id_}{part}") if id_ else ""


def _of_words(moves: tuple[str, ...], case: Case) -> tuple[str, ...]:
    """What the owner may send that is approved, and what may be made of a reply that went out."""
    if "say" not in moves:
        return ()
    answered = case.kind == "hand_off" and case.state == "waiting_beneficiary"
    return (quoting.CANNED, quoting.CLAUSE, *(("answer",) if answered else ()))
