"""The week's board: its words, its picture, and that it hangs once, on Sunday morning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.channels.channel import LostFile
from bot.reports import drawing
from bot.reports.board import Board, board, sunday_of
from bot.reports.drawing import ISOLATES, CannotShape
from bot.reports.words import Words
from bot.staff.room import CHANNEL
from storage import messages, questions
from storage.questions import Question
from tests.bot.test_reports.conftest import Year
from tests.bot.test_reports.year import BOOK
from tests.clock import SUNDAY_MORNING, FakeClock
from tests.shell import running
from tests.storage.rows import reopened

SUNDAY = date(2026, 11, 22)
STAFF = -1001234567890


@pytest.fixture
async def made(year: Year, words: Words) -> Board:
    database = await reopened(year.url)
    try:
        async with database.view() as view:
            return await board(view, BOOK, year.ledger, SUNDAY, words)
    finally:
        await database.close()


@pytest.mark.parametrize(("day", "sunday"), [(22, 22), (23, 22), (28, 22), (21, 15)])
def test_a_week_begins_on_sunday(day: int, sunday: int) -> None:
    assert sunday_of(date(2026, 11, day)) == date(2026, 11, sunday)


def test_every_department_hangs_on_it_also_with_nothing(made: Board) -> None:
    assert [row.name for row in made.rows] == [d.name.ar for d in BOOK.departments.values()]
    assert [row.words for row in made.rows if row.name == "الجودة"] == ["لا آراء بعد"]
    for row in made.rows:
        assert f"{row.name}: {row.words}" in made.caption
    assert len(made.caption) < 1024
    assert dict(made.numbers)["معاملات فُتحت"] != "0"


def test_it_is_drawn_from_the_right(made: Board) -> None:
    rows = tuple(replace(row, share=0.7) for row in made.rows)
    image = Image.open(BytesIO(drawing.draw(replace(made, rows=rows))))
    assert image.format == "PNG"
    assert image.width == drawing.WIDTH
    first = drawing.HEAD + 10 + 76  # within the bar of the first department
    ends = (drawing.WIDTH - drawing.MARGIN - 20, drawing.MARGIN + 20)
    right, left = (image.getpixel((x, first)) for x in ends)
    assert right == (14, 98, 89)
    assert left == (226, 241, 236)


def test_letters_join(made: Board) -> None:
    """Joined letters are narrower than the same letters apart."""
    font = drawing._font(40, bold=True)
    joined = font.getlength("لوحة", direction="rtl", language="ar")
    apart = sum(font.getlength(letter) for letter in "لوحة")
    assert joined < 0.95 * apart


def test_broken_letters_are_not_drawn(made: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "can_shape", lambda: False)
    with pytest.raises(CannotShape, match="Raqm"):
        drawing.draw(made)


async def test_it_hangs_once_on_sunday_morning(tmp_path: Path) -> None:
    clock = FakeClock(SUNDAY_MORNING - timedelta(hours=1))  # Sunday, 08:00
    token = "1:TEST"
    changes = {"telegram_bot_token": token, "telegram_staff_chat_id": STAFF}
    async with running(tmp_path, clock, telegram_api_url="http://127.0.0.1:9", **changes) as app:
        assert await app.weekly.step() - clock.now() == timedelta(minutes=15)
        clock.advance(timedelta(minutes=15))
        ends = await app.weekly.step()
        assert ends - clock.now() == timedelta(days=7)
        await app.weekly.step()
        async with app.database.view() as view:
            row = await messages.by_dedupe(view, f"board:{SUNDAY}")
        assert row is not None
        assert (row.channel, row.room) == (CHANNEL, str(STAFF))
        assert row.body["file"]["channel"] == "board"
        assert "خدمة المستفيدين" in row.body["text"]
        picture = await app.weekly.fetch(row.body["file"]["handle"])
        assert picture.startswith(b"\x89PNG")
        clock.advance(timedelta(days=1))
        assert await app.weekly.step() == ends
        clock.advance(timedelta(days=6, hours=1))  # nobody was there that morning
        app.weekly._due = None
        await app.weekly.step()
        async with app.database.view() as view:
            assert await messages.by_dedupe(view, "board:2026-11-29")


async def test_it_names_what_was_asked_most_and_where_to_answer(tmp_path: Path) -> None:
    clock = FakeClock(SUNDAY_MORNING - timedelta(hours=1))
    changes = {"telegram_bot_token": "1:TEST", "telegram_staff_chat_id": STAFF}
    asked = [
        *(("كم سعة القاعة الكبيرة", days) for days in (1, 2, 3)),
        *(("هل عندكم موقف سيارات؟", days) for days in (2, 3)),
        ("وش لون الشعار " + "جدا " * 30, 4),
        *(("هل تقبلون الكتب المستعملة", days) for days in (8, 9, 10, 11)),  # the week before
    ]
    async with running(tmp_path, clock, telegram_api_url="http://127.0.0.1:9", **changes) as app:
        async with app.database.unit() as unit:
            for words, days in asked:
                at = clock.now() - timedelta(days=days)
                questions.record(unit, Question(words, "unclear", at))
        await app.weekly.step()
        clock.advance(timedelta(minutes=15))
        await app.weekly.step()
        async with app.database.view() as view:
            row = await messages.by_dedupe(view, f"board:{SUNDAY}")
    assert row is not None
    *_, heading, first, second, third, where = ISOLATES.sub("", row.body["text"]).splitlines()
    assert heading == "أكثر ما سُئل ولم يكفه جواب"
    assert (first, second) == ("«كم سعة القاعة الكبيرة»: 3", "«هل عندكم موقف سيارات؟»: 2")
    assert third.endswith("جدا…»: 1")
    assert len(third) < 100
    assert where.endswith("/desk/answers")
    assert "الكتب" not in row.body["text"]


async def test_who_starts_on_a_sunday_begins_with_the_next(tmp_path: Path) -> None:
    changes = {"telegram_bot_token": "1:TEST", "telegram_staff_chat_id": STAFF}
    async with running(
        tmp_path, FakeClock(), telegram_api_url="http://127.0.0.1:9", **changes
    ) as app:
        await app.weekly.step()
        async with app.database.view() as view:
            assert await messages.by_dedupe(view, f"board:{SUNDAY}") is None


async def test_without_raqm_the_words_go_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path) as app:
        monkeypatch.setattr(drawing, "can_shape", lambda: False)
        with pytest.raises(LostFile):
            await app.weekly.fetch(SUNDAY.isoformat())
