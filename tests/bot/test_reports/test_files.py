"""What leaves as a file: nobody in it, no formula, and readable by the programs that open it."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # it has no stubs

from bot.reports.exports import pack, sheets
from bot.reports.files import ISOLATES, Sheet, written
from bot.reports.indicators import MEASURES
from bot.reports.words import Words
from flows.calendar import day_of
from flows.period import Period
from tests.bot.test_reports.conftest import Year
from tests.bot.test_reports.year import BOOK
from tests.clock import SUNDAY_MORNING

YEAR = Period.month_of(day_of(SUNDAY_MORNING)).year
INJECTED = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    ' =HYPERLINK("http://example.org")',
    "%0A=1",
]


@pytest.mark.parametrize("text", INJECTED)
def test_no_cell_is_a_formula(text: str) -> None:
    sheet = Sheet("س", ["رأس", text], [[text, 1, 2.5, None]])
    rows = read_csv(written([sheet], "csv", rtl=True))
    assert rows == [["رأس", f"'{text}"], [f"'{text}", "1", "2.5", ""]]
    [page] = load_workbook(BytesIO(written([sheet], "xlsx", rtl=True))).worksheets
    cell = page["A2"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert cell.hyperlink is None
    assert [page["B2"].value, page["C2"].value] == [1, 2.5]
    assert page.sheet_view.rightToLeft


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("what", ["ratings", "cases", "indicators"])
def test_exports_hold_everything_but_people(what: str, year: Year, words: Words) -> None:
    made = sheets(what, year.ledger, YEAR.each_month, words)
    rows = read_csv(written(made, "csv", rtl=True))
    book = load_workbook(BytesIO(written(made, "xlsx", rtl=True)))
    assert len(rows) == book.worksheets[0].max_row == len(made[0].rows) + 1
    said = {cell for row in rows for cell in row}
    ids = [
        str(value)
        for column, table in (
            ("reference", "cases"),
            ("id", "persons"),
            ("owner", "cases"),
            ("officer", "ratings"),
        )
        for (value,) in year.rows.execute(
            f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"
        )
    ]
    assert not said & set(ids)
    titles = {programme.title.ar for programme in BOOK.programmes.values()}
    comments = {answer.title.ar for answer in BOOK.answers.values()} - titles
    assert not said & comments


def test_ratings_are_as_many_as_in_the_table_in_an_order_that_says_nothing(
    year: Year, words: Words
) -> None:
    [sheet] = sheets("ratings", year.ledger, YEAR.each_month, words)
    expected = [a for a in year.ledger.records.asked if year.ledger.months[a.span].year == YEAR]
    assert len(sheet.rows) == sum(asked.n for asked in expected)
    assert list(sheet.rows) == sorted(sheet.rows, key=str)


def test_the_evidence_pack_opens(year: Year, words: Words, tmp_path: Path) -> None:
    paths = pack(tmp_path / "أدلة", year.ledger, YEAR, words)
    names = {path.name for path in paths}
    assert {"indicators.xlsx", "ratings.csv", "cases.xlsx", "contents-2.csv", "README.md"} <= names
    for path in paths:
        if path.suffix == ".xlsx":
            assert load_workbook(path).worksheets[0].max_row > 1
    readme = (tmp_path / "أدلة" / "README.md").read_text("utf-8")
    assert "سياسة تنظيم العلاقة مع المستفيدين" in readme
    assert all(path.name in readme for path in paths if path.name != "README.md")
    assert "- `cases-2.csv`: سبب الحاجة إلى موظف\n" in readme
    indicators = read_csv((tmp_path / "أدلة" / "indicators.csv").read_bytes())
    assert {code for code, *_ in indicators[1:]} == {*MEASURES}
    for code, _, value, unit, n, trend, definition in indicators[1:]:
        float(value)  # a number that a program reads
        assert all((unit, n, trend, definition)), code
        assert not ISOLATES.search(trend)
