"""A misconception as officers propose it for the register, and who may approve it (goal 5a)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flows.arabic import fold
from flows.book import Book, Officer, Wording
from flows.case import Refused
from flows.charter import Misconception
from flows.text import Text

LONGEST = 600  # characters of a fact
MOST = 20  # ways to put it


@dataclass(frozen=True, slots=True)
class Proposal:
    """The fields of a misconception, of which some may still be empty."""

    myth: Wording
    fact: Wording
    source: Wording
    phrases: tuple[str, ...]


def made(id_: str, proposal: Proposal) -> Misconception:
    """What the register holds once it is approved."""
    return Misconception(id_, proposal.myth, proposal.fact, proposal.source, proposal.phrases)


def tidy(proposal: Proposal) -> Proposal:
    """Without spaces at the ends, and each phrase once, however it is spelled."""
    once = {fold(text): text.strip() for text in proposal.phrases if fold(text)}
    return Proposal(
        _trimmed(proposal.myth),
        _trimmed(proposal.fact),
        _trimmed(proposal.source),
        tuple(once.values()),
    )


def lacking(id_: str, proposal: Proposal, book: Book) -> Refused | None:
    """What is missing before it may be told, or cannot stand so."""
    pairs = (proposal.myth, proposal.fact, proposal.source)
    if not all(its.ar and its.en for its in pairs):
        return Refused(Text("staff.myth.refused.empty"))
    if max(len(proposal.fact.ar), len(proposal.fact.en)) > LONGEST:
        return Refused(Text("staff.myth.refused.long", {"high": LONGEST}))
    if not 1 <= len(proposal.phrases) <= MOST:
        return Refused(Text("staff.myth.refused.phrases", {"high": MOST}))
    ours = set(map(fold, proposal.phrases))
    others = (its for its in book.misconceptions.values() if its.id != id_)
    if any(ours & set(map(fold, its.phrases)) for its in others):
        return Refused(Text("staff.myth.refused.known"))
    return None


def may_approve(officer: Officer, authors: Collection[str]) -> Refused | None:
    """Not one whose words it holds."""
    return Refused(Text("staff.myth.refused.author")) if officer.id in authors else None


def _trimmed(wording: Wording) -> Wording:
    return Wording(wording.ar.strip(), wording.en.strip())
