"""Sheets as files: XLSX for people, CSV for programs; no cell is ever a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import TypeAlias

from tqdm import tqdm

Cell: TypeAlias = str | int | float | None

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""What a spreadsheet may take the text behind for more than text."""
ISOLATES = re.compile("[\u2066-\u2069]")
LONG = 5000  # rows from which a bar is shown
WIDEST, NARROWEST = 60, 8  # characters of a column


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def written(sheets: Sequence[Sheet], format_: str, *, rtl: bool, silent: bool = True) -> bytes:
    """All sheets as ``xlsx``, or the first as ``csv``."""
    if format_ == "xlsx":
        return _xlsx(sheets, rtl=rtl, silent=silent)
    return _csv(sheets[0], silent=silent)


def save(sheets: Sequence[Sheet], folder: Path, name: str, *, rtl: bool) -> list[Path]:
    """A file of either kind; the sheets after the first have CSV files of their own."""
    paths = [folder / f"{name}.xlsx"]
    paths[0].write_bytes(_xlsx(sheets, rtl=rtl, silent=True))
    for n, sheet in enumerate(sheets):
        paths.append(folder / (f"{name}-{n + 1}.csv" if n else f"{name}.csv"))
        paths[-1].write_bytes(_csv(sheet, silent=True))
    return paths


def _csv(sheet: Sheet, *, silent: bool) -> bytes:
    """Quoted, with the mark by which spreadsheets know UTF-8."""
    file = StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow([harmless(head) for head in sheet.heads])
    for row in _gone_through(sheet.rows, silent=silent):
        writer.writerow([harmless(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig")


def plain(cell: Cell) -> Cell:
    """Without the marks that keep the order of what is read on a screen."""
    return ISOLATES.sub("", cell) if isinstance(cell, str) else cell


def harmless(cell: Cell) -> Cell:
    """Text that a spreadsheet would calculate is led by an apostrophe; numbers stay numbers."""
    cell = plain(cell)
    if isinstance(cell, str) and cell.lstrip().startswith(FORMULA):
        return f"'{cell}"
    return cell


def _xlsx(sheets: Sequence[Sheet], *, rtl: bool, silent: bool) -> bytes:
    # 9 MB that are there only once somebody exports; it has no stubs.
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title[:31])
            if rtl:
                page.right_to_left()
            page.freeze_panes(1, 0)
            for n, head in enumerate(sheet.heads):
                page.write_string(0, n, head, bold)
                long = max([len(head), *(len(str(row[n])) for row in sheet.rows[:200])])
                page.set_column(n, n, min(WIDEST, max(NARROWEST, long + 2)))
            for at, row in enumerate(_gone_through(sheet.rows, silent=silent), start=1):
                for n, cell in enumerate(map(plain, row)):
                    if isinstance(cell, str):
                        page.write_string(at, n, cell)
                    elif cell is not None:
                        page.write_number(at, n, cell)
            if sheet.rows:
                page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)
    return file.getvalue()


def _gone_through(rows: Sequence[Sequence[Cell]], *, silent: bool) -> Iterator[Sequence[Cell]]:
    yield from tqdm(rows, unit=" rows", disable=silent or len(rows) < LONG)
