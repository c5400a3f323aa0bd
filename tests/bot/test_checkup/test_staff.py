"""Who `sila check` says the officers are."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.checkup import Finding
from bot.checkup_staff import officers, staff
from bot.config import Settings
from bot.roster import content
from flows.book import Officer
from flows.wording import Wording
from storage import officers as kept
from storage.officers import Change
from tests.bot.process import clean
from tests.clock import SUNDAY_MORNING, FakeClock
from tests.shell import settings
from tests.storage.rows import SECRET, reopened

FAHD = Officer("fahd", 700009, Wording("فهد", "Fahd"), frozenset({"officer"}), frozenset())


@pytest.fixture
async def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Of a database in which an officer was added in the staff room."""
    folder = clean(tmp_path, monkeypatch)
    database = await reopened(f"sqlite:///{folder}/sila.db")
    async with database.unit() as unit:
        change = Change("fahd", 1, "listed", content(FAHD), "", "abdullah", SUNDAY_MORNING)
        kept.change(unit, change)
    await database.close()
    return settings(folder, secret_key=SECRET)


async def told(settings: Settings) -> list[Finding]:
    return [finding async for finding in staff(settings, FakeClock())]


async def test_whoever_was_added_in_the_room_is_listed(made: Settings) -> None:
    assert (await officers(made))["fahd"] == FAHD
    [finding] = await told(made)
    assert (finding.level, finding.about) == ("ok", "officers")
    assert finding.words == "6 are listed: sara, khalid, noura, hessa, abdullah, fahd"


async def test_what_cannot_be_read_leaves_those_of_the_file(made: Settings, tmp_path: Path) -> None:
    for changed in (
        made.model_copy(update={"secret_key": settings(tmp_path, secret_key="y" * 40).secret_key}),
        made.model_copy(update={"database_url": f"sqlite:///{tmp_path}/none.db"}),
    ):
        [finding] = await told(changed)
        assert finding.words.startswith("5 are listed: ")
    nowhere = made.model_copy(update={"association": tmp_path / "nothing"})
    [finding] = await told(nowhere)
    assert finding.words.startswith("0 are listed")
