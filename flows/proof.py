"""Proof: somebody who asks for a reference that is not theirs shows that they know whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flows.arabic import clean
from flows.checks import Check
from flows.context import Context, Lookup
from flows.events import Event
from flows.rejection import Rejected
from flows.steps import Ask
from flows.text import Text, Value

TRIES = 3
"""Wrong ones for one reference, from whomever they come, within a day."""

MISMATCH = "mismatch"

_ENDS = re.compile("([0-9]{4})[^0-9]*([0-9]{4})")


def read_ends(text: str, _: date) -> str:
    """The last four digits of the identity number, then those of the mobile."""
    found = _ENDS.fullmatch(re.sub("^[^0-9]+|[^0-9]+$", "", clean(text)))
    if found is None:
        raise Rejected("digits")
    return f"{found[1]} {found[2]}"


ENDS = Check("ends", read_ends, ("digits",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof(Ask):
    """The ends of two numbers, compared by storage: nothing is told before they are right."""

    check: Check = ENDS
    reviewed: bool = False

    def parse(self, event: Event, ctx: Context) -> Value:
        ends = Ask.parse(self, event, ctx)
        if ends is not None and ctx.find(proven(ctx, str(ends))) is None:
            raise Rejected(MISMATCH)
        return ends

    def refusal(self, why: Rejected) -> Text:
        mismatch = why.reason == MISMATCH
        return Text("requests.mismatch") if mismatch else Ask.refusal(self, why)


def proven(ctx: Context, ends: str) -> Lookup:
    """The application that is asked for, to somebody who knows these ends."""
    return Lookup("proof", f"{ctx.answers['reference']} {ends}")
