"""A mark from 0 to 10, as people write one: ``9``, ``٩``, ``تسعة``, ``9/10``, ``9 من 10``."""

from __future__ import annotations

import re
from datetime import date

from flows.arabic import fold, number
from flows.checks.check import Check
from flows.checks.figures import tidy
from flows.rejection import Rejected

MOST = 10
_OUT_OF = re.compile(r"\s*(?:/|من|على|out of)\s*(?:10|عشر[ةه])$")
_KEYCAP = re.compile("[\ufe0e\ufe0f\u20e3]")
_TEN = "\U0001f51f"
_SPELT = {
    "0": "صفر zero",
    "1": "واحد واحده one",
    "2": "اثنان اثنين ثنتين two",
    "3": "ثلاثه ثلاث three",
    "4": "اربعه اربع four",
    "5": "خمسه خمس five",
    "6": "سته ست six",
    "7": "سبعه سبع seven",
    "8": "ثمانيه ثمان ثمانيا eight",
    "9": "تسعه تسع nine",
    "10": "عشره عشر ten",
}
_WORDS = {mark: frozenset(fold(word) for word in said.split()) for mark, said in _SPELT.items()}


def read(text: str, _: date) -> str:
    """From ``"0"`` to ``"10"``; what is said around it is no mark."""
    said = tidy(_KEYCAP.sub("", text.replace(_TEN, "10"))).strip()
    found = None if said.startswith("-") else number(_OUT_OF.sub("", said), _WORDS)
    if found is None or found > MOST:
        raise Rejected("unreadable")
    return str(found)


TENFOLD = Check("tenfold", read, ("unreadable",))
