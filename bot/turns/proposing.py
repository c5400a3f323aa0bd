"""In the staff room: an officer's reply becomes a draft, a question an answer's phrasing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot import body
from bot.clock import riyadh
from bot.correcting import Correcting, begun
from bot.drafting import Drafting
from bot.kit import Kit
from bot.staff import card
from bot.staff.veil import Veil
from bot.turns.outcome import Outcome
from bot.update import FromOfficer
from flows.answers import HOLDS, Proposal
from flows.arabic import fold
from flows.book import Wording
from flows.cases import Refused
from flows.lanes import sees
from flows.text import Text
from storage import cases, messages
from storage.cases import Case
from storage.messages import Message
from storage.unit import Unit, View

MOVES = frozenset({"answer", "phrase", "myth"})
OFFERED = 3


async def propose(unit: Unit, kit: Kit, now: datetime, what: FromOfficer) -> Outcome:
    """Carry out one of `MOVES`; the room hears what came of it."""
    case = await cases.by_reference(unit, what.case)
    if case is None:
        return Outcome(Refused(Text("case.refused.unknown")))
    drafting = Drafting(unit, kit, now, kit.book.officers[what.officer])
    refused = await _made(drafting, case, what)
    if what.room:
        phrased = what.move == "phrase"
        done = Text("staff.answer.phrased" if phrased else "staff.answer.proposed")
        if what.move == "myth":
            done = Text("staff.myth.proposed")
        kit.room.note(unit, case, refused or done, now)
    return Outcome(Refused(refused) if refused else None)


async def _made(drafting: Drafting, case: Case, what: FromOfficer) -> Text | None:
    """Why it is not done, or None."""
    if case.lane != "general" or not sees(drafting.officer, case):
        return Text("case.refused.role")
    if what.move == "phrase":
        return await drafting.phrase(what.outcome, card.question(case))
    if what.move == "myth":
        return await _myth(drafting, case)
    return await _reply(drafting, case, what)


async def _myth(drafting: Drafting, case: Case) -> Text | None:
    """What the person asked is a misconception: the register is to put it right."""
    at_work = Correcting(drafting.unit, drafting.kit, drafting.now, drafting.officer)
    question = (await Veil.over(drafting.unit, case)).cover(card.question(case))
    refused = await at_work.propose(f"case_{case.reference}", begun(question), case.reference)
    return refused.reason if refused else None


async def _reply(drafting: Drafting, case: Case, what: FromOfficer) -> Text | None:
    """The officer's own words to a beneficiary become an answer's; or why not."""
    line = await _own_line(drafting.unit, case, what)
    if line is None:
        return Text("staff.answer.refused.no_reply")
    veil = await Veil.over(drafting.unit, case)
    words = veil.cover(body.read(line.body).text)
    id_ = f"case_{case.reference}"
    draft, begun = await drafting.begin(id_, _new(drafting, case, veil.cover(card.question(case))))
    proposal = replace(begun, text=_in_its_language(begun.text, words))
    await drafting.write(id_, draft, proposal, case.reference)
    return None


def _new(drafting: Drafting, case: Case, question: str) -> Proposal:
    """The question is the title and the first phrasing; where it comes from is asked for."""
    own = drafting.officer.departments
    departments = drafting.kit.book.departments
    return Proposal(
        title=_in_its_language(Wording("", ""), question),
        text=Wording("", ""),
        source=Wording("", ""),
        phrasings=(question,) if fold(question) else (),
        owner=case.department or next(iter([d for d in departments if d in own] or departments)),
        valid_until=riyadh(drafting.now).date() + HOLDS,
        question=question,
    )


async def _own_line(view: View, case: Case, what: FromOfficer) -> Message | None:
    """The words of this officer that went out: those that are named, else the last."""
    lines = await messages.transcript_of_case(view, case.reference)
    own = [line for line in lines if line.author == f"officer:{what.officer}" and _went_out(line)]
    if what.text:
        own = [line for line in own if body.read(line.body).line == (what.room, what.text)]
    return own[-1] if own else None


def _went_out(line: Message) -> bool:
    return line.direction == "out" and line.act == "post" and line.status != "failed"


async def offer(unit: Unit, kit: Kit, now: datetime, reference: str) -> None:
    """A conversation is resolved: what was asked may be a phrasing, or the reply an answer."""
    case = await cases.by_reference(unit, reference)
    question = card.question(case) if case else ""
    resolved = case and (case.kind, case.state, case.lane) == ("hand_off", "resolved", "general")
    if case is None or not resolved or not question:
        return
    near = kit.matcher.explain(question).candidates[:OFFERED]
    labels = {f"phrase:{its.id}": Text(f"book.answer.{its.id}.title") for its in near}
    labels["answer"] = Text("case.move.answer")
    labels["myth"] = Text("case.move.myth")
    data = tuple(
        (kit.room.renderer.render(label, kit.room.language), f"c:{case.reference}:{sent}")
        for sent, label in labels.items()
    )
    kit.room.ask(unit, case, Text("staff.answer.offer"), now, data=data)


def _in_its_language(wording: Wording, words: str) -> Wording:
    """With these words on the side of the language they are in."""
    arabic = any("\u0600" <= letter <= "\u06ff" for letter in words)
    return Wording(words, wording.en) if arabic else Wording(wording.ar, words)
