"""Drafts of answers: proposed by one officer, approved by another, and only then spoken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bot.answers import ANSWERS, publish, version
from bot.clock import riyadh
from bot.kit import Kit
from flows import mask
from flows.answers import Proposal, approved, lacking, may_approve, proposed, tidy
from flows.arabic import fold
from flows.book import Officer
from flows.text import Text
from storage import answers, audit, drafts
from storage.audit import Entry
from storage.drafts import Draft
from storage.unit import Unit

GONE = Text("staff.answer.refused.gone")
CHANGED = Text("staff.answer.refused.changed")


@dataclass(frozen=True, slots=True)
class Drafting:
    """One officer at work on drafts, inside a unit. What is refused is said in a text.

    An officer who looked at a draft names the revision they saw, and 0 where there was none.
    """

    unit: Unit
    kit: Kit
    now: datetime
    officer: Officer

    async def begin(self, answer: str, otherwise: Proposal) -> tuple[Draft | None, Proposal]:
        """The open draft of an answer and what it says; else the answer as it is, or this."""
        draft = await self._draft(answer)
        known = self.kit.book.answers.get(answer)
        return draft, read(draft) if draft else proposed(known) if known else otherwise

    async def phrase(self, answer: str, question: str) -> Text | None:
        """Propose that this question asks for this answer."""
        phrasing = mask.redact(question).strip()
        known = self.kit.book.answers.get(answer)
        if known is None or not fold(phrasing):
            return GONE
        draft, begun = await self.begin(answer, proposed(known))
        if fold(phrasing) in map(fold, begun.phrasings):
            return Text("staff.answer.refused.known")
        widened = replace(begun, phrasings=(*begun.phrasings, phrasing), question=phrasing)
        await self.write(answer, draft, widened)
        return None

    async def write(
        self, answer: str, draft: Draft | None, proposal: Proposal, case: str | None = None
    ) -> None:
        """Keep a proposal, whose authors are all who had a hand in it."""
        base = self.kit.versions.get(answer, 0)
        content, who = plain(proposal), self.officer.id
        if draft:
            authors = ",".join(dict.fromkeys((*authors_of(draft), who)))
            changed = replace(draft, content=content, authors=authors, base=base)
            drafts.save(self.unit, replace(changed, updated_at=self.now))
        else:
            new = Draft(answer, content, who, base, self.now, self.now, case)
            drafts.add(self.unit, new)
        self._record("propose", answer, case)

    async def save(self, answer: str, proposal: Proposal, revision: int) -> Text | None:
        """Change a draft, or begin one of an answer that is spoken."""
        draft = await self._draft(answer)
        if draft is None and answer not in self.kit.book.answers:
            return GONE
        if revision != (draft.revision if draft else 0):
            return CHANGED
        await self.write(answer, draft, tidy(proposal))
        return None

    async def approve(
        self, answer: str, proposal: Proposal, revision: int, corrects_days: int
    ) -> Text | None:
        """Publish a draft as this officer leaves it. As a correction, it is told to whoever was
        given an earlier version in so many days.
        """
        draft = await self._draft(answer)
        if draft is None:
            return GONE
        latest = (await answers.latest(self.unit)).get(answer)
        number = latest.number if latest else 0
        if (revision, number) != (draft.revision, draft.base):
            return CHANGED
        final, book = tidy(proposal), self.kit.book
        refused = may_approve(self.officer, authors_of(draft), final.owner)
        refused = refused or may_approve(self.officer, authors_of(draft), read(draft).owner)
        if refused := refused or lacking(answer, final, book, riyadh(self.now).date()):
            return refused
        spoken = approved(answer, final, self.officer)
        since = self.now - timedelta(days=corrects_days) if corrects_days else None
        made = version(spoken, number + 1, draft.authors, self.now)
        made = replace(made, approver=self.officer.id, corrects_since=since)
        publish(self.unit, made, book)
        drafts.save(self.unit, replace(draft, content=plain(final), state="approved"))
        self._record("correct" if since else "approve", answer, draft.case)
        self.unit.tell(ANSWERS)
        return None

    async def discard(self, answer: str, revision: int) -> Text | None:
        """Nobody will be told this."""
        draft = await self._draft(answer)
        if draft is None:
            return GONE
        if revision != draft.revision:
            return CHANGED
        drafts.save(self.unit, replace(draft, state="discarded", updated_at=self.now))
        self._record("discard", answer, draft.case)
        return None

    async def _draft(self, answer: str) -> Draft | None:
        await self.unit.lock_one(ANSWERS)
        return await drafts.of_answer(self.unit, answer)

    def _record(self, move: str, answer: str, case: str | None) -> None:
        actor, subject = f"officer:{self.officer.id}", f"answer:{answer}"
        audit.record(self.unit, Entry(self.now, actor, subject, move, case))


def authors_of(draft: Draft) -> list[str]:
    """Officers' ids."""
    return draft.authors.split(",")


def read(draft: Draft) -> Proposal:
    """What a draft says."""
    return msgspec.convert(draft.content, Proposal)


def plain(proposal: Proposal) -> dict[str, Any]:
    """As a draft keeps it."""
    kept: dict[str, Any] = msgspec.to_builtins(proposal)
    return kept
