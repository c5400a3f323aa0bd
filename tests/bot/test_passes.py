"""Passes: whose they are, for what, until when; and that nobody else can make one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.web.passes import BROWSER, LINK, Passes
from storage.vault import Vault, Wrapping
from tests.clock import SUNDAY_MORNING as NOW

MOMENT = timedelta(seconds=1)


def passes(key: bytes = b"k" * 32) -> Passes:
    """Those of a database with this lookup key."""
    return Passes(Vault(Wrapping.derive("secret", b"s" * 16), key, {2: b"d" * 32}))


@pytest.fixture(scope="module")
def ours() -> Passes:
    return passes()


@pytest.mark.parametrize(("kind", "lasts"), [("link", LINK), ("browser", BROWSER)])
def test_a_pass_is_good_until_it_ends(ours: Passes, kind: str, lasts: timedelta) -> None:
    made = getattr(ours, kind)("sara", NOW)
    assert ours.officer_of(kind, made, NOW) == "sara"
    assert ours.officer_of(kind, made, NOW + lasts - MOMENT) == "sara"
    assert ours.officer_of(kind, made, NOW + lasts) is None


def test_a_pass_of_one_kind_is_none_of_the_other(ours: Passes) -> None:
    assert ours.officer_of("browser", ours.link("sara", NOW), NOW) is None
    assert ours.officer_of("link", ours.browser("sara", NOW), NOW) is None


def test_no_character_of_a_pass_can_be_changed(ours: Passes) -> None:
    made = ours.link("sara", NOW)
    for place, letter in enumerate(made):
        for other in {"0", "9", "x", ".", "é"} - {letter}:
            changed = made[:place] + other + made[place + 1 :]
            assert ours.officer_of("link", changed, NOW) is None


def test_nobody_without_the_key_makes_a_pass(ours: Passes) -> None:
    assert ours.officer_of("link", passes(b"x" * 32).link("sara", NOW), NOW) is None


@pytest.mark.parametrize(
    "junk", ["", ".", "..", "...", "sara", "sara.1", "a.b.c", "\0.\0.\0", "٣.٣.٣"]
)
def test_what_is_no_pass_is_nobodys(ours: Passes, junk: str) -> None:
    assert ours.officer_of("link", junk, NOW) is None


def test_parts_cannot_be_moved_between_name_and_time(ours: Passes) -> None:
    name, ends, signature = ours.link("sara", NOW).split(".")
    for moved in (
        f"{name}{ends}..{signature}",
        f".{name}{ends}.{signature}",
        f"{name}.{signature}.{ends}",
    ):
        assert ours.officer_of("link", moved, NOW) is None
