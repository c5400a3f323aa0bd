"""`sila simulate` and `sila export`, as they are typed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.bot.process import clean


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Of a simulated year in the working folder, which the settings name too."""
    clean(tmp_path, monkeypatch)
    url = f"sqlite:///{tmp_path}/simulated.db"
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["simulate", url, "--services", "60", "--seed", "3"]) == 0
    return url


def test_a_second_year_is_refused(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["simulate", url, "--services", "5"]) == 1
    assert "not empty" in capsys.readouterr().err


def test_files_and_the_evidence_pack_are_written(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = datetime.now(UTC).year
    for what in ("ratings", "cases", "indicators"):
        file = tmp_path / f"{what}.csv"
        assert main(["export", what, str(file), "--from", str(last)]) == 0
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert main(["export", "ratings", str(tmp_path / "r.out"), "--format", "xlsx"]) == 0
    assert main(["export", "governance", str(tmp_path / "pack"), "--language", "en"]) == 0
    assert "README.md" in capsys.readouterr().out
    assert (tmp_path / "pack" / "indicators.xlsx").exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["ratings", "r.txt"], "--format"),
        (["ratings", "r.csv", "--from", "2026-13"], "--from and --to"),
        (["ratings", "r.csv", "--from", "2026-05", "--to", "2026-04"], "--from and --to"),
        (["indicators", "i.csv", "--from", "2026-01", "--to", "2026-02"], "a quarter"),
    ],
)
def test_what_cannot_be_told_is_said(
    url: str, typed: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", *typed]) == 1
    assert told in capsys.readouterr().err
