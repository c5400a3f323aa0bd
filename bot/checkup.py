"""`sila check`: whether what an installation needs is as it must be, and what to do where not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["ok", "warning", "problem"]

SKEW = timedelta(seconds=30)
WRONG = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line for whoever looks after the server. A problem has to be put right."""

    level: Level
    about: str
    words: str

    @property
    def line(self) -> str:
        return f"{self.level:<7}  {self.about}: {self.words}"


Findings: TypeAlias = AsyncIterator[Finding]


def ok(about: str, words: str) -> Finding:
    return Finding("ok", about, words)


def warning(about: str, words: str) -> Finding:
    return Finding("warning", about, words)


def problem(about: str, words: str) -> Finding:
    return Finding("problem", about, words)


def clock(whose: str, theirs: datetime, ours: datetime) -> Finding:
    """How far this machine's clock is from another's, which is taken to be right."""
    off = abs(ours - theirs)
    seconds = round(off.total_seconds())
    words = f"{seconds} s {'ahead of' if ours > theirs else 'behind'} {whose}"
    if off < SKEW:
        return ok("clock", f"as {whose} has it")
    synchronise = f"{words}: have it set by the network, timedatectl set-ntp true"
    return problem("clock", synchronise) if off > WRONG else warning("clock", synchronise)
