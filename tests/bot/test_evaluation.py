"""How well questions are answered, as the author sees it, and the matcher line by line."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import app, config
from bot.__main__ import main
from bot.answers import publish, version
from bot.content import load
from bot.evaluation import Questions, likenesses, shortfalls, table, tally
from bot.matching_lines import Exchange
from flows.book import Wording
from flows.matching import Matcher
from tests.bot.content_folder import copy_to
from tests.clock import SUNDAY_MORNING, FakeClock

SAMPLE = Path(__file__).parents[2] / "association"
PARKING = """
[parking]
title = { ar = "مواقف السيارات", en = "Parking" }
text = { ar = "المواقف خلف المبنى.", en = "Behind the building." }
phrasings = [
  "متى تفتحون ومتى تقفلون ابوابكم؟", "كم ساعات دوامكم؟ ", "وين اوقف سيارتي",
  "هل يوجد مواقف", "مواقف للزوار", "متى يبدأ الدوام ومتى ينتهي الدوام؟"
]
owner = "care"
source = { ar = "دليل", en = "Guide" }
approved_by = { ar = "المدير", en = "Director" }
valid_until = 2027-06-30
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return copy_to(tmp_path)


def ask(file: Path, floors: str) -> Path:
    file.write_text(
        f"""
        [answers.working_hours]
        gulf = ["متى تفتحون ومتى تقفلون؟", "وش دوامكم"]
        [outside]
        far = ["قبقب طشم"]
        [floors]
        {floors}
        """,
        "utf-8",
    )
    return file


def test_a_table_tells_what_became_of_each_kind(tmp_path: Path) -> None:
    book = load(SAMPLE)
    asked = Questions.read(ask(tmp_path / "asked.toml", "precision = 1"))
    its = tally(Matcher.build(book.answers.values(), book.words), asked.asked)
    lines = [line.split() for line in table(its)]
    assert lines[1][:3] == ["gulf", "2", "2"]
    assert lines[2] == ["far", "1", "0", "0", "0", "-", "0", "1"]
    assert lines[3][:2] == ["all", "3"]
    assert list(shortfalls(its, asked.floors)) == []
    assert list(shortfalls(its, {"solved": 2})) == ["solved is 1.000, and should be 2.000 at least"]
    assert "expected one of" in next(shortfalls(its, {"beauty": 1}))


def test_floors_decide_how_the_command_ends(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = ask(folder / "good.toml", "solved = 0.5")
    assert main(["content", "evaluate", "--data", str(good)]) == 0
    poor = ask(folder / "poor.toml", "answered = 2.0")
    assert main(["content", "evaluate", "--data", str(poor)]) == 1
    assert "should be 2.000 at least" in capsys.readouterr().out
    assert main(["content", "evaluate", "--data", str(folder / "none.toml")]) == 1
    assert "none.toml" in capsys.readouterr().err


def test_an_entry_that_collides_is_told_to_its_author(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["content", "check"]) == 0
    assert "working_hours and" not in capsys.readouterr().out
    with (folder / "answers" / "about.toml").open("a", encoding="utf-8") as file:
        file.write(PARKING.replace("كم ساعات دوامكم؟ ", "كم ساعات الدوام عندكم"))
    assert main(["content", "check"]) == 0
    warned = capsys.readouterr().out
    assert "warning: parking and working_hours need telling apart: " in warned
    assert main(["content", "evaluate"]) == 0
    assert "parking and working_hours need telling apart" in capsys.readouterr().out


async def written(title: str, phrasings: tuple[str, ...]) -> None:
    """An answer that officers wrote, in the database that the settings name."""
    async with app.open_database(config.read(), FakeClock()) as database, database.unit() as unit:
        book = load(SAMPLE)
        its = replace(
            book.answers["working_hours"],
            id="case_26000001",
            title=Wording(title, "Parking"),
            phrasings=phrasings,
        )
        publish(unit, version(its, 3, "sara", SUNDAY_MORNING), book)


def test_what_officers_wrote_is_listed_checked_and_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = folder / "asked.toml"
    asked.write_text('[answers.case_26000001]\ngulf = ["وين اوقف سيارتي"]', "utf-8")
    asyncio.run(written("مواقف السيارات", ("وين اوقف سيارتي", "كم ساعات الدوام عندكم")))
    assert main(["content", "list"]) == 0
    listed = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["case_26000001", "v3", "2027-06-30", "care", "مواقف", "السيارات"] in listed
    assert next(line for line in listed if line[0] == "location")[1] == "-"
    assert main(["content", "check"]) == 0
    assert f"{len(load(SAMPLE).answers) + 1} answers" in capsys.readouterr().out
    assert main(["content", "evaluate", "--data", str(asked)]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:4] == ["gulf", "1", "1", "1"]
    assert main(["content", "evaluate", str(folder), "--data", str(asked)]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:3] == ["gulf", "1", "0"]


def test_a_database_that_cannot_be_read_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.parent / "data").mkdir()
    (folder.parent / "data" / "sila.db").write_bytes(b"no database at all" * 99)
    assert main(["content", "list"]) == 1
    assert capsys.readouterr().err.startswith("DATABASE_URL: ")


def test_the_most_alike_come_first() -> None:
    alike = [len(likeness.texts) for likeness in likenesses(load(SAMPLE))]
    assert alike == sorted(alike, reverse=True)


def test_lines_are_matched_with_what_was_fitted() -> None:
    exchange = Exchange({})
    fit = {
        "op": "fit",
        "entries": [{"id": "a", "title": "أوقات الدوام", "phrasings": ["متى تفتحون"]}],
    }
    lines = [fit, {"op": "match", "text": "متى تفتحون"}, {"op": "match", "text": "zzz"}]
    fitted, known, unknown = (
        json.loads(line) for line in exchange.answers(json.dumps(line).encode() for line in lines)
    )
    assert fitted == {"ok": True, "entries": 1}
    assert known == {"action": "answer", "ids": ["a"], "confidence": 1.0}
    assert unknown == {"action": "handoff", "ids": [], "confidence": 0.0}


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b'{"op":"burn"}',
        b'{"op":"match"}',
        b"\xff",
        b'{"op":"match","text":7}',
        b"[" * 9999,
    ],
)
def test_a_bad_line_is_answered_and_does_not_end_it(line: bytes) -> None:
    bad, good = Exchange({}).answers([line, b"  ", b'{"op":"match","text":"x"}'])
    assert "error" in json.loads(bad)
    assert json.loads(good)["action"] == "handoff"


def test_the_command_reads_to_the_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    typed = io.BytesIO(b'{"op":"fit","entries":[]}\nnot json\n{"op":"match","text":"x"}')
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=typed))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=written))
    assert main(["content", "match"]) == 0
    assert [list(json.loads(line)) for line in written.getvalue().splitlines()] == [
        ["ok", "entries"],
        ["error"],
        ["action", "ids", "confidence"],
    ]
