"""A copy of the association's folder to make mistakes in, and what the loader says of them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.content import ContentError, load

SAMPLE = Path(__file__).parents[2] / "association"


def copy_to(place: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, place / "association"))


def edit(path: Path, old: str, new: str) -> None:
    """The first `old` outside of comments becomes `new`."""
    text = path.read_text("utf-8")
    at = _find(old, text).end()
    path.write_text(text[: at - len(old)] + new + text[at:], "utf-8")


def line_of(path: Path, text: str) -> int:
    """The line on which `text` first begins, outside of comments unless it is one."""
    whole = path.read_text("utf-8")
    return whole.count("\n", 0, _find(text, whole).start()) + 1


def _find(text: str, whole: str) -> re.Match[str]:
    found = re.search(rf"^(?:(?!#).*?)?{re.escape(text)}", whole, re.MULTILINE)
    assert found, f"there is no {text}"
    return found


def problems(folder: Path) -> list[str]:
    """What is wrong, each as ``answers/about.toml:12: answers.location.owner: expected …``."""
    with pytest.raises(ContentError) as caught:
        load(folder)
    said = [str(problem) for problem in caught.value.problems]
    assert str(caught.value) == "\n".join(said)
    assert all(line.startswith(f"{folder}/") for line in said)
    return [line.replace(f"{folder}/", "") for line in said]
