"""SECRET_KEY: made once, whole, for the owner alone; never made where it is only looked for."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.secret import KEY_FILE, NoSecret, kept, secret_key
from tests.shell import ROOT, settings


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_secret_is_made_once_for_the_owner_alone(tmp_path: Path) -> None:
    made = secret_key(settings(tmp_path / "data"))
    path = tmp_path / "data" / KEY_FILE
    assert len(made) >= 43  # 256 bits
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert names(path.parent) == [KEY_FILE]
    assert secret_key(settings(tmp_path / "data")) == made
    assert secret_key(settings(tmp_path / "other")) != made


def test_a_secret_that_is_set_is_not_written_down(tmp_path: Path) -> None:
    given = settings(tmp_path, secret_key="given")
    assert (secret_key(given), kept(given)) == ("given", "given")
    assert names(tmp_path) == []


def test_a_secret_that_is_only_looked_for_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NoSecret, match=r"there is no .*/data/secret\.key$"):
        kept(settings(tmp_path / "data"))
    assert names(tmp_path) == []


def test_none_is_made_for_a_database_that_others_share(tmp_path: Path) -> None:
    shared = settings(tmp_path, database_url="postgresql://db.example.org/sila")
    for look_for in (secret_key, kept):
        with pytest.raises(NoSecret, match="SECRET_KEY: needed with PostgreSQL"):
            look_for(shared)
    assert names(tmp_path) == []


@pytest.mark.parametrize("left", [b"", b" \n", b"\xff\xfe"])
def test_a_file_that_holds_no_secret_is_named(tmp_path: Path, left: bytes) -> None:
    (tmp_path / KEY_FILE).write_bytes(left)
    with pytest.raises(NoSecret, match=r"secret\.key holds none"):
        secret_key(settings(tmp_path))
    assert (tmp_path / KEY_FILE).read_bytes() == left


DIES = """
import os, sys
from pathlib import Path
from bot.secret import secret_key
from tests.shell import ROOT, settings
os.link = lambda *_: os._exit(9)
secret_key(settings(Path(sys.argv[1])))
"""
"""The bytes are written and have no name yet: the process ends, as if it were killed."""


def test_a_process_that_dies_while_it_makes_the_secret_leaves_none(tmp_path: Path) -> None:
    died = subprocess.run([sys.executable, "-c", DIES, str(tmp_path)], cwd=ROOT, check=False)
    assert died.returncode == 9
    assert KEY_FILE not in names(tmp_path)
    assert len(secret_key(settings(tmp_path))) >= 43


def test_of_two_processes_that_make_it_at_once_the_first_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def slower(partial: Path, path: Path) -> None:
        path.write_text("the other's", "ascii")
        link(partial, path)

    monkeypatch.setattr(os, "link", slower)
    assert secret_key(settings(tmp_path)) == "the other's"
    assert names(tmp_path) == [KEY_FILE]
