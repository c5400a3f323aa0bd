"""docs/performance.md, as far as it is written by what was measured."""

from __future__ import annotations

import re
from pathlib import Path

from bench.systems import ROOT

PAGE = ROOT / "docs" / "performance.md"


def put(name: str, text: str, page: Path = PAGE) -> None:
    """Replace what stands between the marks of this name. ValueError where there are none."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    whole = page.read_text("utf-8")
    before, found, rest = whole.partition(begin)
    if not found or end not in rest:
        raise ValueError(f"{page} has no marks {begin} … {end}")
    after = rest[rest.index(end) :]
    page.write_text(f"{before}{begin}\n\n{text}\n\n{after}", "utf-8")


def reach(measured: dict[str, str], page: Path = PAGE) -> None:
    """Fill in the table of aims: the rows of the figures that were measured, no others."""
    whole = page.read_text("utf-8")
    for figure, value in measured.items():
        row = re.compile(rf"^(\| {re.escape(figure)} \| [^|]+ \|)[^|]*\|", re.MULTILINE)
        whole, count = row.subn(rf"\g<1> {value} |", whole)
        if count != 1:
            raise ValueError(f"{page}: no row, or several, for: {figure}")
    page.write_text(whole, "utf-8")
