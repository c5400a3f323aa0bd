"""A file is there whole or not at all, and nothing that was there is lost."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from storage.whole_file import whole_file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_appears_at_the_end_for_the_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "made"
    with whole_file(path) as partial:
        partial.write_text("whole")
        assert not path.exists()
        assert partial.name.startswith("made.")
        assert partial.name.endswith(".partial")
    assert path.read_text() == "whole"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(tmp_path) == ["made"]


def test_after_an_error_nothing_is_left(tmp_path: Path) -> None:
    def fail() -> None:
        with whole_file(tmp_path / "made") as partial:
            partial.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(tmp_path) == []


def test_what_is_there_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "made"
    path.write_text("mine")
    with (
        pytest.raises(FileExistsError, match=r"made is there already: it is not overwritten$"),
        whole_file(path),
    ):
        pytest.fail("nothing is to be filled")
    assert (path.read_text(), names(tmp_path)) == ("mine", ["made"])


@pytest.mark.parametrize("linking", [True, False])
def test_what_came_meanwhile_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linking: bool
) -> None:
    path = tmp_path / "made"
    if not linking:
        monkeypatch.setattr(os, "link", refuse)

    def be_slow() -> None:
        with whole_file(path) as partial:
            partial.write_text("theirs")
            path.write_text("mine")

    with pytest.raises(FileExistsError):
        be_slow()
    assert (path.read_text(), names(tmp_path)) == ("mine", ["made"])


def test_a_file_system_without_links_takes_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", refuse)
    with whole_file(tmp_path / "made") as partial:
        partial.write_text("whole")
    assert (tmp_path / "made").read_text() == "whole"
    assert names(tmp_path) == ["made"]


def refuse(*_: object) -> None:
    """As on FAT or a Windows share."""
    raise PermissionError
