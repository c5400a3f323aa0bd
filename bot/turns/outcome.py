"""What a committed update leaves to be told."""

from __future__ import annotations

from dataclasses import dataclass

from flows.cases import Refused


@dataclass(frozen=True, slots=True)
class Outcome:
    """`refused` is what an officer should read; `address` is whose conversation changed."""

    refused: Refused | None = None
    address: str | None = None
