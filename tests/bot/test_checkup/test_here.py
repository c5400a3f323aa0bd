"""What `sila check` finds on this machine, and what it says to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot import checkup_here
from bot.__main__ import main
from bot.checkup import Finding, Findings, clock
from bot.checkup_here import TO_DO, association, database, settings_read
from bot.config import Settings
from storage import messages
from storage.probe import OF_POSTGRESQL, OF_SQLITE, Disk, Found
from tests.bot.content_folder import copy_to, edit
from tests.bot.process import clean
from tests.clock import SUNDAY_MORNING, FakeClock
from tests.shell import settings
from tests.storage.rows import SECRET, reopened, said, somebody


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder."""
    return clean(tmp_path, monkeypatch)


async def found(findings: Findings) -> list[Finding]:
    return [finding async for finding in findings]


async def lines(findings: Findings) -> list[str]:
    return [finding.line for finding in await found(findings)]


async def kept(folder: Path, **changes: object) -> Settings:
    """Settings of a database that is there."""
    await (await reopened(f"sqlite:///{folder}/sila.db")).close()
    return settings(folder, **{"secret_key": SECRET, **changes})


def spoil(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "sila.db", isolation_level=None)) as spoilt:
        for statement in statements:
            spoilt.execute(statement)


# ------------------------------------------------------------------ settings and content
async def test_the_settings_are_summed_up(folder: Path) -> None:
    clock = FakeClock()
    assert await lines(settings_read(settings(folder), clock)) == [
        "ok       settings: no PUBLIC_URL, no Telegram, no WhatsApp"
    ]
    public = settings(folder, public_url="https://sila.example.org", telegram_bot_token="1:TEST")
    assert await lines(settings_read(public, clock)) == [
        "ok       settings: https://sila.example.org, Telegram by webhook, no WhatsApp"
    ]


async def test_a_demo_beside_a_bot_is_warned_of(folder: Path) -> None:
    demo = settings(folder, telegram_bot_token="1:TEST")
    [_, finding] = await found(settings_read(demo, FakeClock()))
    assert (finding.level, finding.about) == ("warning", "settings")
    assert finding.words.startswith("the demo page is on: ")


async def test_secrets_that_others_may_read_are_warned_of(folder: Path) -> None:
    made = await kept(folder, secret_key=None)
    (folder / "secret.key").write_text(SECRET)
    (folder / ".env").write_text("")
    for path in (folder / "secret.key", folder / ".env"):
        path.chmod(0o644)
    [_, finding] = await found(settings_read(made, FakeClock()))
    assert finding.words == "others may read .env: chmod 600 .env"
    *_, finding = await found(database(made, FakeClock()))
    key = folder / "secret.key"
    assert finding == Finding("warning", "secret", f"others may read {key}: chmod 600 {key}")
    for path in (folder / "secret.key", folder / ".env"):
        path.chmod(0o600)
    both = await found(settings_read(made, FakeClock())) + await found(database(made, FakeClock()))
    assert {finding.level for finding in both} == {"ok"}


async def test_the_content_is_counted_and_its_mistakes_are_told(folder: Path) -> None:
    [finding, *_] = await found(association(settings(folder), FakeClock()))
    assert (finding.level, finding.about) == ("ok", "content")
    assert finding.words.endswith("5 officers")
    copy = copy_to(folder)
    edit(copy / "officers.toml", '"focal"', '"vocal"')
    edit(copy / "association.toml", "phone", "fone")
    findings = await found(association(settings(folder, association=copy), FakeClock()))
    assert {finding.level for finding in findings} == {"problem"}
    assert len(findings) >= 2
    assert all(".toml:" in finding.words for finding in findings)


async def test_answers_past_their_date_are_named(folder: Path) -> None:
    later = FakeClock(SUNDAY_MORNING + timedelta(days=4000))
    *_, finding = await found(association(settings(folder), later))
    assert finding.level == "warning"
    assert finding.words.startswith("past their date, so officers are asked: ")


# ------------------------------------------------------------------ the database
async def test_a_database_as_it_must_be(folder: Path) -> None:
    findings = await found(database(await kept(folder), FakeClock()))
    assert {finding.level for finding in findings} == {"ok"}
    assert [finding.about for finding in findings] == [
        "disk",
        "database",
        "schema",
        "clock",
        "secret",
    ]


async def test_one_that_is_still_to_be_made_is_not_made_here(folder: Path) -> None:
    [finding] = await found(database(settings(folder), FakeClock()))
    assert finding.level == "warning"
    assert finding.words == f"{folder}/sila.db is not there yet: `sila serve` makes it"
    assert list(folder.iterdir()) == []  # noqa: ASYNC240 -- a test


async def test_an_empty_file_waits_for_its_schema(folder: Path) -> None:
    (folder / "sila.db").touch()
    findings = await found(database(settings(folder, secret_key="any"), FakeClock()))
    [schema] = [finding for finding in findings if finding.about == "schema"]
    assert schema.level == "warning"
    assert "0001_pre_initial, " in schema.words
    assert "problem" not in {finding.level for finding in findings}


Damage = Callable[[Path], None]


def behind(folder: Path) -> None:
    spoil(folder, "DELETE FROM migrations WHERE number > 1")


def ahead(folder: Path) -> None:
    spoil(folder, "INSERT INTO migrations VALUES (999, '0999_post_later', 'x')")


def garbled(folder: Path) -> None:
    (folder / "sila.db").write_text("not a database " * 100)


def cut(folder: Path) -> None:
    spoil(folder, "UPDATE keys SET wrapped = zeroblob(60)")


@pytest.mark.parametrize(
    ("damage", "level", "about", "words"),
    [
        (behind, "warning", "schema", "to be applied: by `sila serve` or `sila migrate`"),
        (ahead, "problem", "database", "newer than this release"),
        (garbled, "problem", "database", TO_DO["damaged"]),
        (cut, "problem", "secret", "key does not open"),
    ],
)
async def test_what_is_wrong_with_a_database_is_told(
    folder: Path, damage: Damage, level: str, about: str, words: str
) -> None:
    made = await kept(folder)
    damage(folder)
    findings = await found(database(made, FakeClock()))
    [wrong] = [finding for finding in findings if finding.level != "ok"]
    assert (wrong.level, wrong.about) == (level, about)
    assert words in wrong.words


async def test_another_secret_is_a_problem_and_several_are_tried(folder: Path) -> None:
    made = await kept(folder, secret_key="another")
    *_, finding = await found(database(made, FakeClock()))
    words = "this database was locked with another SECRET_KEY"
    assert finding == Finding("problem", "secret", words)
    both = await kept(folder, secret_key=f"a newer one,{SECRET}")
    *_, finding = await found(database(both, FakeClock()))
    assert finding == Finding("ok", "secret", "SECRET_KEY opens the database")
    with closing(sqlite3.connect(folder / "sila.db")) as looked_at:
        fingerprints = looked_at.execute("SELECT count(DISTINCT fingerprint) FROM keys")
        assert fingerprints.fetchone() == (1,)
    *_, finding = await found(database(await kept(folder), FakeClock()))
    assert finding.level == "ok", "nothing was wrapped anew by looking"


async def test_a_secret_that_is_gone_is_not_made_anew(folder: Path) -> None:
    *_, finding = await found(database(await kept(folder, secret_key=None), FakeClock()))
    assert finding.level == "problem"
    assert finding.words == f"SECRET_KEY: not set, and there is no {folder}/secret.key"


async def test_a_database_that_others_hold_is_told(folder: Path) -> None:
    made = await kept(folder)
    with closing(sqlite3.connect(folder / "sila.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        *_, finding = await found(database(made, FakeClock()))
    assert finding == Finding("problem", "database", f"{folder}/sila.db: {TO_DO['locked']}")


def test_every_state_has_something_to_do() -> None:
    states = {*OF_SQLITE.values(), *OF_POSTGRESQL.values(), "failing"}
    assert states == TO_DO.keys()


@pytest.mark.parametrize(
    ("free", "level"), [(2 * 2**30, "ok"), (2**29, "warning"), (2**26, "problem")]
)
async def test_little_space_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: str
) -> None:
    async def probe(_: str) -> Found:
        return Found("writable", Disk(free, 2**34))

    monkeypatch.setattr(checkup_here, "probe", probe)
    [finding, *_] = await found(database(await kept(folder), FakeClock()))
    assert (finding.about, finding.level) == ("disk", level)
    assert "of 16.0 GiB free beside" in finding.words


# ------------------------------------------------------------------ clocks
async def test_messages_from_the_future_are_a_problem(folder: Path) -> None:
    made = await kept(folder)
    opened = await reopened(made.database_url)
    try:
        async with opened.unit() as unit:
            address = await somebody(unit)
            messages.queue(unit, said(address.id, "أ"), SUNDAY_MORNING)
    finally:
        await opened.close()
    for behind_by, level in ((0, "ok"), (30, "ok"), (90, "problem")):
        ours = FakeClock(SUNDAY_MORNING - timedelta(seconds=behind_by))
        [finding] = [f for f in await found(database(made, ours)) if f.about == "clock"]
        assert finding.level == level
    assert finding.words.startswith("the newest message is 90 s in the future")


@pytest.mark.parametrize(
    ("seconds", "level", "words"),
    [
        (0, "ok", "as Telegram has it"),
        (29, "ok", "as Telegram has it"),
        (40, "warning", "40 s ahead of Telegram: "),
        (-40, "warning", "40 s behind Telegram: "),
        (3600, "problem", "3600 s ahead of Telegram: "),
    ],
)
def test_a_clock_is_compared_with_a_providers(seconds: int, level: str, words: str) -> None:
    finding = clock("Telegram", SUNDAY_MORNING, SUNDAY_MORNING + timedelta(seconds=seconds))
    assert (finding.level, finding.about) == (level, "clock")
    assert finding.words.startswith(words)


# ------------------------------------------------------------------ as it is typed
def test_each_finding_is_a_line_and_a_problem_is_the_exit_code(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["check", "--offline"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert [line[:9].rstrip() for line in told.out.splitlines()][:2] == ["ok", "ok"]
    monkeypatch.setenv("SECRET_KEY", "one")
    assert main(["migrate"]) == 0
    assert main(["check", "--offline"]) == 0
    monkeypatch.setenv("SECRET_KEY", "two")
    capsys.readouterr()
    assert main(["check", "--offline"]) == 1
    assert "problem  secret: this database was locked with another SECRET_KEY\n" in (
        capsys.readouterr().out
    )


def test_settings_that_cannot_be_read_are_all_that_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".env").write_text("RATE_CHAT=fast\nNO_SUCH=1\n")
    assert main(["check"]) == 1
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out == (
        "problem  settings: .env:2: NO_SUCH: no such setting; docs/configuration.md lists them "
        "all\n"
    )


def test_offline_nobody_is_asked(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:TEST")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("TELEGRAM_STAFF_CHAT_ID", "-1001")
    assert main(["check", "--offline"]) == 0
    assert main(["check"]) == 1
    assert "Telegram: not to be had at http://127.0.0.1:1 (" in capsys.readouterr().out
