"""What measuring writes into docs/performance.md, and that the page has a place for all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import page
from bench.aims import AIMS
from bench.fire import ordeal
from bench.suite import suite

TEXT = """
| aim | wanted | measured | command |
|---|---|---|---|
| speed (×) | ≥ 2 | 1.0 | `run` |
| cost | ≤ 1 |  | `run` |

<!-- fast -->
old
<!-- end of fast -->
the rest
"""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(TEXT, "utf-8")
    return path


def test_a_table_is_put_between_its_marks(sample: Path) -> None:
    page.put("fast", "new", sample)
    before, _, after = TEXT.partition("<!-- fast -->\nold\n<!-- end of fast -->")
    assert sample.read_text("utf-8") == (
        f"{before}<!-- fast -->\n\nnew\n\n<!-- end of fast -->{after}"
    )


def test_a_page_without_the_marks_is_refused(sample: Path) -> None:
    with pytest.raises(ValueError, match="slow"):
        page.put("slow", "new", sample)
    assert sample.read_text("utf-8") == TEXT


def test_what_was_measured_is_filled_in_and_nothing_else(sample: Path) -> None:
    page.reach({"speed (×)": "3.1"}, sample)
    assert sample.read_text("utf-8") == TEXT.replace("| 1.0 |", "| 3.1 |")


def test_a_figure_without_a_row_is_refused(sample: Path) -> None:
    with pytest.raises(ValueError, match="memory"):
        page.reach({"memory": "3"}, sample)


def test_the_page_has_a_row_for_every_aim_and_a_place_for_every_table(tmp_path: Path) -> None:
    copy = tmp_path / "performance.md"
    copy.write_text(page.PAGE.read_text("utf-8"), "utf-8")
    page.reach(dict.fromkeys([*(aim.figure for aim in AIMS), ordeal.FIGURE], "measured"), copy)
    for experiment in suite(1, 1):
        if experiment.name != "echo":
            page.put(experiment.name, "a table", copy)
    page.put("fire", "a table", copy)
    aims = copy.read_text("utf-8")
    for aim in AIMS:
        assert f"| {aim.figure} | {aim.aim} | measured |" in aims
