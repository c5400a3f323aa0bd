"""An answer as officers propose it, who may approve it, and what it needs before it is spoken.

What the bot says must be right (policy procedure 4): it has an owner, a source, a date until which
it holds, and a second pair of eyes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flows.arabic import fold
from flows.book import Answer, Book, Officer, Wording
from flows.text import Text

SOON = timedelta(days=14)  # before its date an answer's owner is reminded
HOLDS = timedelta(days=180)  # what is proposed for an answer that has no date yet
LONGEST = 1500  # characters of a text: some channels take no more with what stands around it
TITLE = 24  # characters of a title, which stands on a button
MOST = 60  # phrasings of one answer
_LINE, _TEXT = "book.answer.", ".text"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The fields of an answer, of which some may still be empty. `question` is what was asked."""

    title: Wording
    text: Wording
    source: Wording
    phrasings: tuple[str, ...]
    owner: str
    valid_until: date
    opens: str | None = None
    question: str = ""


def proposed(answer: Answer) -> Proposal:
    """An answer as it is now, to be changed."""
    return Proposal(
        answer.title,
        answer.text,
        answer.source,
        answer.phrasings,
        answer.owner,
        answer.valid_until,
        answer.opens,
    )


def approved(id_: str, proposal: Proposal, approver: Officer) -> Answer:
    """The answer that a proposal becomes."""
    return Answer(
        id=id_,
        title=proposal.title,
        text=proposal.text,
        phrasings=proposal.phrasings,
        owner=proposal.owner,
        source=proposal.source,
        approved_by=approver.alias,
        valid_until=proposal.valid_until,
        opens=proposal.opens,
    )


def tidy(proposal: Proposal) -> Proposal:
    """Without spaces at the ends, and each phrasing once, however it is spelled."""
    once = {fold(text): text.strip() for text in reversed(proposal.phrasings) if fold(text)}
    return Proposal(
        _trimmed(proposal.title),
        _trimmed(proposal.text),
        _trimmed(proposal.source),
        tuple(reversed(once.values())),
        proposal.owner,
        proposal.valid_until,
        proposal.opens,
        proposal.question,
    )


def may_approve(officer: Officer, authors: Collection[str], owner: str) -> Text | None:
    """Why this officer may not: an author, or one of another department who is no supervisor."""
    if officer.id in authors:
        return Text("staff.answer.refused.author")
    if "supervisor" not in officer.roles and owner not in officer.departments:
        return Text("staff.answer.refused.department")
    return None


def lacking(id_: str, proposal: Proposal, book: Book, today: date) -> Text | None:
    """What is missing before it may be spoken, or cannot stand so."""
    pairs = (proposal.title, proposal.text, proposal.source)
    if not all(wording.ar and wording.en for wording in pairs):
        return Text("staff.answer.refused.empty")
    if max(len(proposal.title.ar), len(proposal.title.en)) > TITLE:
        return Text("staff.answer.refused.title", {"high": TITLE})
    if max(len(proposal.text.ar), len(proposal.text.en)) > LONGEST:
        return Text("staff.answer.refused.long", {"high": LONGEST})
    if not 1 <= len(proposal.phrasings) <= MOST:
        return Text("staff.answer.refused.phrasings", {"high": MOST})
    if proposal.owner not in book.departments:
        return Text("staff.answer.refused.owner")
    if proposal.valid_until < today:
        return Text("staff.answer.refused.date")
    others = (its for its in book.answers.values() if its.id != id_)
    if twin := same_phrasing(proposal.phrasings, others):
        return Text("staff.answer.refused.twin", {"title": Text(f"book.answer.{twin}.title")})
    return None


def same_phrasing(phrasings: Iterable[str], others: Iterable[Answer]) -> str | None:
    """Another answer that has one of these phrasings: it would be given for both or for none."""
    ours = set(map(fold, phrasings))
    return next((its.id for its in others if ours & set(map(fold, its.phrasings))), None)


def given(text: Text) -> str | None:
    """Which answer this line tells, if it tells one."""
    match text.values.get("answer"):
        case Text(id=line) if line.startswith(_LINE) and line.endswith(_TEXT):
            return line[len(_LINE) : -len(_TEXT)]
    return None


def _trimmed(wording: Wording) -> Wording:
    return Wording(wording.ar.strip(), wording.en.strip())
