"""Approved words that an officer sends: a canned reply, or a clause under their own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.clock import riyadh
from bot.kit import Kit
from bot.staff import card
from bot.turns import officer
from bot.turns.dossier import Dossier
from bot.turns.outcome import Outcome
from bot.turns.scene import said_once
from bot.update import FromOfficer
from flows.arabic import fold
from flows.book import Book, CannedReply, Language
from flows.cases import Refused
from flows.text import Text
from storage import cases, messages
from storage.cases import Case
from storage.unit import Unit

CANNED, CLAUSE = "canned", "clause"
MOVES = frozenset({CANNED, CLAUSE})
EXPIRED = "⌛"


async def act(
    unit: Unit, kit: Kit, now: datetime, dossier: Dossier | None, what: FromOfficer
) -> Outcome:
    """Carry out one of `MOVES`: offer what there is, or send what was picked, once."""
    case = await cases.by_reference(unit, what.case)
    if case is None or dossier is None:
        return Outcome(Refused(Text("case.refused.unknown")))
    made = _canned if what.move == CANNED else _clause
    said = made(unit, kit, now, case, what)
    if said is None:
        return Outcome()
    if isinstance(said, Refused):
        if what.room:
            kit.room.note(unit, case, said.reason, now)
        return Outcome(said)
    if (
        what.room
        and what.line
        and await messages.by_dedupe(unit, said_once((what.room, what.line)))
    ):
        return Outcome(Refused(Text("staff.sent_already")))
    words = kit.renderer.render(said, _language(dossier))
    spoken = replace(what, move="say", text=words, outcome=f"{what.move}.{what.outcome}")
    sent = await officer.move(unit, kit, now, dossier, spoken)
    if what.room and not sent.refused and what.move == CANNED:
        shown = {"words": Text(f"book.reply.{what.outcome}.text")}
        kit.room.note(unit, case, Text("staff.canned.sent", shown), now)
    return sent


def replies(book: Book, department: str | None) -> Mapping[str, CannedReply]:
    """Those that are offered in the cases of a department."""
    return {
        id_: reply
        for id_, reply in book.replies.items()
        if reply.department in {None, department} or department is None
    }


def offered(kit: Kit, case: Case, language: Language, now: datetime) -> list[tuple[str, str]]:
    """Id and title of each; those past their day are marked, and say why when they are picked."""
    today = riyadh(now).date()
    return [
        (id_, ("" if reply.valid_on(today) else f"{EXPIRED} ") + reply.title.in_(language))
        for id_, reply in replies(kit.book, case.department).items()
    ]


def clause_of(typed: str, book: Book) -> str | None:
    """The clause that is meant by its code or its id."""
    for clause in book.clauses.values():
        if fold(typed) in {fold(clause.id), fold(clause.code)} - {""}:
            return clause.id
    return None


def _language(dossier: Dossier) -> Language:
    return "en" if dossier.address.person.language == "en" else "ar"


def _canned(
    unit: Unit, kit: Kit, now: datetime, case: Case, what: FromOfficer
) -> Text | Refused | None:
    if not what.outcome:
        if not replies(kit.book, case.department):
            return Refused(Text("staff.canned.none"))
        data = tuple(
            (label, f"c:{case.reference}:{CANNED}:{id_}")
            for id_, label in offered(kit, case, kit.room.language, now)
        )
        kit.room.ask(unit, case, Text("staff.canned"), now, data=data)
        return None
    reply = replies(kit.book, case.department).get(what.outcome)
    if reply is None:
        return Refused(Text("staff.canned.none"))
    if not reply.valid_on(riyadh(now).date()):
        title = Text(f"book.reply.{reply.id}.title")
        return Refused(Text("staff.canned.expired", {"title": title, "until": reply.valid_until}))
    return Text(f"book.reply.{reply.id}.text")


def _clause(
    unit: Unit, kit: Kit, now: datetime, case: Case, what: FromOfficer
) -> Text | Refused | None:
    """`text` may begin with the clause; what is not said yet is asked for in the room."""
    first, _, rest = what.text.strip().partition(" ")
    typed = None if what.outcome else clause_of(first, kit.book)
    chosen, words = what.outcome or typed or "", rest if typed else what.text
    if chosen not in kit.book.clauses:
        if not what.room or what.text:
            return Refused(Text("staff.clause.unknown"))
        data = card.clauses(case, kit.book.clauses, kit.room.renderer, kit.room.language, CLAUSE)
        kit.room.ask(unit, case, Text("staff.quoted_clause"), now, data=data)
        return None
    if not words.strip():
        if not what.room:
            return Refused(Text("case.refused.no_text"))
        kit.room.ask(unit, case, Text("staff.words.clause"), now, expects=(CLAUSE, chosen))
        return None
    quoted = Text(f"book.clause.{chosen}.text")
    return Text("handoff.with_clause", {"words": words.strip(), "clause": quoted})
