from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.toml_lines import Place, lines

CONTENT = Path(__file__).parents[2] / "association"

TRICKY = '''\
# "a" = 1

a = 1 # b = 2
b.c.d = "x # no comment [not a table]"
b.c.e = 'C:\\'
"quoted key" = { one = 1, two = [ { three = 3 } ] }
long = """
not_a_key = 1
[not_a_table]
quoted: \\""" ""still it"""
raw = \'\'\'
'' also_not = 1
\'\'\'
when = 2027-06-30 07:32:00
opens = 08:00:00
list = [
  "one", # first
  # nothing here

  [2.5, 3],
  { four = 4 },
]

[ table . "in a" . table ]
f = -1.5e3
[[things]]
g = 1
  [things.of]
  h = true
[[things]]
g = 2
[things.of]
h = false
[[things.many]]
i = []
[[things.many]]
i = {}
'''


def places(value: object, place: Place = ()) -> Iterator[Place]:
    if place:
        yield place
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*place, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*place, index))


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("a",), 3),
        (("b",), 4),
        (("b", "c", "d"), 4),
        (("b", "c", "e"), 5),
        (("quoted key", "two", 0, "three"), 6),
        (("long",), 7),
        (("raw",), 11),
        (("when",), 14),
        (("opens",), 15),
        (("list",), 16),
        (("list", 0), 17),
        (("list", 1), 20),
        (("list", 1, 1), 20),
        (("list", 2, "four"), 21),
        (("table", "in a", "table", "f"), 25),
        (("things", 0), 26),
        (("things", 0, "of", "h"), 29),
        (("things", 1, "g"), 31),
        (("things", 1, "of", "h"), 33),
        (("things", 1, "many", 0), 34),
        (("things", 1, "many", 1, "i"), 37),
    ],
)
def test_every_key_has_its_line(place: Place, line: int) -> None:
    assert lines(TRICKY)[place] == line


def test_no_text_inside_a_value_is_taken_for_a_key() -> None:
    between = {("table",), ("table", "in a"), ("things",), ("things", 1, "many")}  # in headers only
    assert set(lines(TRICKY)) == set(places(tomllib.loads(TRICKY))) - between


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.toml")), ids=lambda path: path.name)
def test_every_value_of_the_sample_has_a_line(path: Path) -> None:
    text = path.read_text("utf-8")
    found = lines(text)
    written = text.splitlines()
    for place in places(tomllib.loads(text)):
        if isinstance(place[-1], str) and place in found:
            assert place[-1] in written[found[place] - 1]
    assert set(found) <= set(places(tomllib.loads(text)))


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "a=1", "\r\na = 1\r\n"])
def test_short_texts(text: str) -> None:
    assert set(lines(text)) == set(places(tomllib.loads(text)))
