"""What a word may mean that nobody knows as it stands."""

from __future__ import annotations

import pytest

from flows.matching.reading import Reader
from flows.matching.slips import EASY, WRONG, Speller, likeliest, slip
from flows.matching.stems import stem
from flows.matching.synonyms import meaning


@pytest.mark.parametrize(
    ("typed", "likely"),
    [
        ("دوامم", 1.0),  # twice
        ("دام", 1.0),  # missing
        ("داوم", 1.0),  # swapped
        ("ذوام", EASY),  # the sound beside it
        ("دوان", EASY),  # the key beside it
        ("دوسم", WRONG),
        ("ديوام", WRONG),  # one too many
        ("دوسسم", 0.0),
        ("دم", 0.0),
    ],
)
def test_how_likely_a_slip_is(typed: str, likely: float) -> None:
    assert slip(typed, "دوام") == likely


def test_a_slip_is_put_right_by_what_stands_beside_it() -> None:
    speller = Speller.of([("متي", "الدوام"), ("كم", "الدوار"), ("كم", "الدوار")])
    alone, beside = (
        speller.sense("الدوا", "الدوا", False, before, None) for before in (None, "متي")
    )
    assert likeliest(alone) == "دوار"
    assert likeliest(beside) == meaning("دوام")
    assert sum(beside.values()) == pytest.approx(1)


def test_what_is_near_nothing_known_means_itself() -> None:
    speller = Speller.of([("متي", "الدوام")])
    for word in ("مستودع", "اب", "2026"):
        assert speller.sense(word, word, False, None, None) == {stem(word): 1.0}
    assert likeliest(speller.sense("اثغ", "اثغ", False, None, None)) == "اثغ", (
        "little is near a short word"
    )


def test_a_word_that_is_common_elsewhere_is_hardly_a_slip() -> None:
    marriage = Reader.of(["اعانه الزواج", "الدوام"], ())
    assert likeliest(marriage.read("الزوار").senses[0]) == "زوار"
    assert likeliest(marriage.read("الزواك").senses[0]) == "زواج"


def test_a_particle_may_be_part_of_a_slip() -> None:
    reader = Reader.of(["الشهادات متى", "وصول المساعدة"], ())
    assert reader.read("بالشهاده").terms == reader.read("الشهاده").terms
    assert reader.read("وبالشهاده").senses[0]["شهاد"] > 0.9, "a known stem"
    assert likeliest(reader.read("والشههادات").senses[0]) == "شهاد"
