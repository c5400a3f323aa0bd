"""Lifecycles as tables: state × move → state, and who may make the move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Who: TypeAlias = Literal[
    "officer", "owner", "holder", "supervisor", "reviewer", "beneficiary", "bot"
]
"""`officer` is any listed officer, `owner` the one who claimed the case, `holder` the owner, any
officer while there is none, or a supervisor; `reviewer` an owner who had no part in the decision
that is reviewed. What the `bot` does follows from a time, or from what was done elsewhere."""


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The allowed moves of one kind of thing. What is not in the table is refused."""

    moves: Mapping[str, tuple[Who, Mapping[str, str]]]

    def after(self, state: str, move: str) -> str | None:
        """The state this move leads to, None when it is not allowed from here."""
        return self.moves[move][1].get(state)

    def who(self, move: str) -> Who:
        return self.moves[move][0]

    def open_to(self, state: str) -> tuple[str, ...]:
        """Moves that this state allows, in the table's order."""
        return tuple(move for move, (_, table) in self.moves.items() if state in table)

    def states(self) -> frozenset[str]:
        tables = [table for _, table in self.moves.values()]
        return frozenset(s for t in tables for pair in t.items() for s in pair)
