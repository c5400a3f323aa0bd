"""What a committed update leaves to be told."""

from __future__ import annotations

from dataclasses import dataclass

from bot.meter import End
from flows.cases import Refused


@dataclass(frozen=True, slots=True)
class Outcome:
    """`refused` is what an officer should read; `address` is whose conversation changed.

    `end` is what it is counted as, unless it was refused just now.
    """

    refused: Refused | None = None
    address: str | None = None
    end: End = "done"

    @property
    def counted(self) -> End:
        return "refused" if self.refused and self.end == "done" else self.end
