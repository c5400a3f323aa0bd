"""The register of misconceptions: what the files say, and what officers added and approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import msgspec

from bot.answers import ANSWERS
from bot.kit import Kit
from flows import correcting, mask
from flows.book import Officer, Wording
from flows.case import Refused
from flows.charter import Misconception
from flows.correcting import Proposal
from flows.text import Text
from storage import audit, misconceptions
from storage.audit import Entry
from storage.misconceptions import Proposed
from storage.unit import Unit, View

GONE = Refused(Text("staff.myth.refused.gone"))
EMPTY = Wording("", "")


def read(proposed: Proposed) -> Proposal:
    return msgspec.convert(proposed.content, Proposal)


async def register(view: View, files: Mapping[str, Misconception]) -> dict[str, Misconception]:
    """By id: those of the files, and those that were approved since."""
    added = await misconceptions.in_state(view, "approved")
    return {**files, **{one.id: correcting.made(one.id, read(one)) for one in added}}


def begun(question: str) -> Proposal:
    """What a message gives: how it was put, which may be the myth itself."""
    words = mask.redact(question).strip()
    return Proposal(Wording(words, ""), EMPTY, EMPTY, (words,) if words else ())


@dataclass(frozen=True, slots=True)
class Correcting:
    """One officer at work on the register, inside a unit. None where it was done, else why not."""

    unit: Unit
    kit: Kit
    now: datetime
    officer: Officer

    async def propose(
        self, id_: str, proposal: Proposal, case: str | None = None
    ) -> Refused | None:
        """Keep a proposal, new or changed, whose authors are all who had a hand in it."""
        known = await misconceptions.by_id(self.unit, id_)
        if known and known.state != "open":
            return GONE
        content = msgspec.to_builtins(correcting.tidy(proposal))
        before = tuple(known.authors.split(",")) if known else ()
        authors = ",".join(dict.fromkeys((*before, self.officer.id)))
        proposed = known or Proposed(id_, content, authors, self.now, self.now, case=case)
        changed = replace(proposed, content=content, authors=authors, updated_at=self.now)
        misconceptions.keep(self.unit, changed)
        self._record(id_, "propose_myth")
        return None

    async def settle(self, id_: str, do: Literal["approve", "discard"]) -> Refused | None:
        """Approve what another wrote: it is told from then on. Or put it away."""
        await self.unit.lock_one(f"misconception:{id_}")
        known = await misconceptions.by_id(self.unit, id_)
        if known is None or known.state != "open":
            return GONE
        if do == "approve":
            proposal = read(known)
            refused = correcting.may_approve(self.officer, known.authors.split(","))
            if refused := refused or correcting.lacking(id_, proposal, self.kit.book):
                return refused
        state: Literal["approved", "discarded"] = "approved" if do == "approve" else "discarded"
        approver = self.officer.id if do == "approve" else None
        misconceptions.keep(
            self.unit, replace(known, state=state, approver=approver, updated_at=self.now)
        )
        self._record(id_, f"{do}_myth")
        self.unit.tell(ANSWERS)
        return None

    def _record(self, id_: str, move: str) -> None:
        audit.record(self.unit, Entry(self.now, f"officer:{self.officer.id}", id_, move))
