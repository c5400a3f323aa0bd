"""One TOML file of the association, and the mistakes found in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.toml_lines import Place, lines

_POSITION = re.compile(r" \(at (?:line ([0-9]+), column [0-9]+|end of document)\)$")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A mistake in the association's content, and where to mend it."""

    file: str
    line: int
    place: str  # such as answers.location.valid_until
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.place}: {self.says}"


@dataclass(frozen=True, slots=True)
class TomlFile:
    """`prefix` is what the file's own name adds in front of each key, such as ``answers``."""

    path: Path
    prefix: tuple[str, ...]
    table: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    problems: list[Problem] = field(default_factory=list)
    readable: bool = True

    def report(self, place: Place, says: str) -> None:
        """Notes a mistake."""
        name = ".".join(part for part in (*self.prefix, *place) if isinstance(part, str))
        self.problems.append(Problem(str(self.path), self.line(place), name, says))

    def line(self, place: Place) -> int:
        """Where `place` stands, or the nearest thing around it that is written."""
        known = lines(self.text)
        while place and place not in known:
            place = place[:-1]
        return known.get(place, 1)


def read(path: Path, *prefix: str) -> TomlFile:
    """The file as it is on disk; one that cannot be read is empty and holds one problem."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return _unreadable(path, prefix, 1, "the file is missing")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return _unreadable(path, prefix, line, "expected UTF-8; save the file in that encoding")
    try:
        return TomlFile(path, prefix, tomllib.loads(text), text)
    except tomllib.TOMLDecodeError as error:
        says, position = str(error), _POSITION.search(str(error))
        at = position and position[1]
        line = int(at) if at else text.rstrip().count("\n") + 1
        return _unreadable(path, prefix, line, f"not TOML: {_POSITION.sub('', says)}")


def _unreadable(path: Path, prefix: tuple[str, ...], line: int, says: str) -> TomlFile:
    file = TomlFile(path, prefix, readable=False)
    file.problems.append(Problem(str(path), line, ".".join(prefix), says))
    return file
