"""A text in every language somebody may read it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["ar", "en"]


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in both languages."""

    ar: str
    en: str

    def in_(self, language: Language) -> str:
        return self.ar if language == "ar" else self.en
