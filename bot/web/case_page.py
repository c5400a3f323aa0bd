"""A case as the desk shows it: a row of the list, and the whole with its transcript and moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import body
from bot.kit import Kit
from bot.staff import card, reasons
from bot.staff.known import known
from bot.staff.veil import Veil
from bot.web.checklist import Section
from flows import cases as lifecycle
from flows.book import Language, Officer
from flows.text import Shown, Text
from storage import messages, people
from storage.cases import Case
from storage.messages import Message
from storage.unit import View

LINES = 100
RECENT = 5  # lines among which the last that was said is looked for
NEEDS = {
    **dict.fromkeys(("close", "reject"), "outcome"),
    **dict.fromkeys(("deliver", "ask_correction", "grant", "uphold"), "text"),
}
SNIPPET = 80


@dataclass(frozen=True, slots=True)
class CasePage:
    """For one officer, in one language."""

    kit: Kit
    officer: Officer
    language: Language

    def row(self, case: Case, snippet: str) -> dict[str, Any]:
        owner = self.kit.book.officers.get(case.owner or "")
        return {
            "reference": case.reference,
            "channel": card.channel(case),
            "kind": "handoff" if case.kind == "hand_off" else case.kind,
            "title": card.subject(case, self.kit.renderer, self.language),
            "state": case.state,
            "state_label": self._say(f"case.state.{case.state}"),
            "owner": case.owner,
            "owner_name": owner.alias.in_(self.language) if owner else None,
            "priority": case.priority,
            "priority_label": self._say("staff.urgent") if case.priority else "",
            "opened_at": _stamp(case.opened_at),
            "due_at": _stamp(case.due_at) if case.due_at else None,
            "unread": 0,
            "snippet": snippet,
        }

    async def last_words(self, view: View, case: Case) -> str:
        """The end of the talk with the person."""
        lines = await messages.latest(view, case.address, RECENT) if case.address else []
        said = [kept.text for line in lines if _is_talk(line, kept := body.read(line.body))]
        return (await Veil.over(view, case)).cover(said[-1])[:SNIPPET] if said else ""

    async def whole(self, view: View, case: Case, now: datetime) -> dict[str, Any]:
        seen = await known(view, case, self.kit, now)
        moves = lifecycle.available(seen, self.officer)
        lines, veil = await self._lines(view, case), await Veil.over(view, case)
        address = (await people.load_many(view, [str(case.address)])).get(str(case.address))
        window = address.window_until if address else None
        facts = {
            "department": self._book("department", case.department),
            "programme": self._book("programme", case.programme, ".title"),
            "reason": self._reason_of(case),
            "window_until": _stamp(window) if window else None,
            "fields": [
                {"label": label, "value": value}
                for label, value in card.fields(case, self.language)
            ],
            "moves": [self._move(m) for m in (*moves, *_of_words(moves, case)) if m != "say"],
            "may_speak": "say" in moves,
            "checklist": await Section(self.kit, self.officer, self.language).show(view, seen),
        }
        return {
            "case": self.row(case, "") | facts,
            "messages": [self._line(line, veil) for line in lines],
        }

    async def _lines(self, view: View, case: Case) -> list[Message]:
        """The person's talk with us and the notes of this case, in the order they were written."""
        talk = await messages.latest(view, case.address, LINES) if case.address else []
        noted = await messages.transcript_of_case(view, case.reference, limit=LINES)
        every = {line.id: line for line in (*talk, *noted)}
        return [
            line
            for _, line in sorted(every.items())
            if line.act == "post" and not body.read(line.body).hidden and _for_officers(line, case)
        ]

    def _line(self, line: Message, veil: Veil) -> dict[str, Any]:
        said = body.read(line.body)
        officer = self.kit.book.officers.get(line.author.removeprefix("officer:"))
        author = "note" if said.internal else line.author.partition(":")[0]
        status = line.status if line.direction == "out" else None
        name = officer.alias.in_(self.language) if officer else self._say(f"staff.author.{author}")
        return {
            "id": line.id,
            "author": author,
            "name": name,
            "text": veil.cover(said.text) or self._say("staff.file"),
            "at": _stamp(line.created_at),
            "status": status,
            "status_label": self._say(f"staff.status.{status}") if status else "",
            "reason": self._reason(line),
        }

    def _reason_of(self, case: Case) -> str:
        """Why it was opened."""
        return self._say(f"case.reason.{case.reason}") if case.kind in card.TOLD_WHY else ""

    def _reason(self, line: Message) -> str | None:
        """Why it has not arrived; a retry that is going on is nobody's concern yet."""
        if line.status not in {"failed", "parked"}:
            return None
        return self.kit.renderer.render(reasons.reason(line.reason), self.language)

    def _move(self, move: str) -> dict[str, Any]:
        outcomes = {
            "close": [(o, f"case.outcome.{o}") for o in lifecycle.OUTCOMES],
            "reject": [(c, f"book.clause.{c}.title") for c in self.kit.book.clauses],
        }
        return {
            "id": move,
            "label": self._say(f"case.move.{move}"),
            "needs": NEEDS.get(move, "none"),
            "outcomes": [{"id": o, "label": self._say(line)} for o, line in outcomes.get(move, ())],
        }

    def _say(self, id_: str, **values: Shown) -> str:
        return self.kit.renderer.render(Text(id_, values), self.language)

    def _book(self, kind: str, id_: str | None, part: str = "") -> str:
        return self._say(f"book.{kind}.{id_}{part}") if id_ else ""


def _of_words(moves: tuple[str, ...], case: Case) -> tuple[str, ...]:
    """What may be made of the owner's reply, once one went out."""
    answered = case.kind == "hand_off" and case.state == "waiting_beneficiary"
    return ("answer",) if answered and "say" in moves else ()


def _is_talk(line: Message, kept: body.Body) -> bool:
    return line.act == "post" and bool(kept.text) and not kept.hidden and not kept.internal


def _for_officers(line: Message, case: Case) -> bool:
    """Not what the room itself was told, and not the notes of other cases."""
    if line.room:
        return line.direction == "in" and line.case == case.reference
    return not body.read(line.body).internal or line.case == case.reference


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
