from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.vault import UnknownKey, Unsealed, Vault, Wrapping

WRAPPING = Wrapping.derive("secret", b"salt")
VAULT = Vault(WRAPPING, b"l" * 32, {2: b"d" * 32})
modest = settings(max_examples=60, deadline=None)


@modest
@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_is_sealed_opens_again(data: bytes, context: str) -> None:
    assert VAULT.open(VAULT.seal(data, context), context) == data


@modest
@given(st.binary(max_size=60), st.data())
def test_any_change_is_noticed(data: bytes, draw: st.DataObject) -> None:
    blob = bytearray(VAULT.seal(data, "messages.body"))
    place = draw.draw(st.integers(0, len(blob) - 1))
    blob[place] ^= draw.draw(st.integers(1, 255))
    with pytest.raises(Unsealed):
        VAULT.open(bytes(blob), "messages.body")


@modest
@given(st.binary(max_size=60), st.integers(0, 90))
def test_a_cut_is_noticed(data: bytes, keep: int) -> None:
    blob = VAULT.seal(data, "messages.body")
    with pytest.raises(Unsealed):
        VAULT.open(blob[: min(keep, len(blob) - 1)], "messages.body")


def test_one_columns_value_does_not_open_in_another() -> None:
    blob = VAULT.seal(b"x", "cases.details")
    with pytest.raises(Unsealed, match="another column"):
        VAULT.open(blob, "cases.summary")


def test_equal_values_are_sealed_differently() -> None:
    assert len({VAULT.seal(b"1109876543", "addresses.phone") for _ in range(50)}) == 50


def test_the_newest_key_seals_and_all_open() -> None:
    vault = Vault(WRAPPING, b"l" * 32, {2: b"d" * 32})
    old = vault.seal(b"x", "t.c")
    vault.learn({3: b"e" * 32})
    new = vault.seal(b"x", "t.c")
    assert (old[:3], new[:3]) == (b"\x01\x00\x02", b"\x01\x00\x03")
    assert new[:3] == vault.header
    assert vault.open(old, "t.c") == vault.open(new, "t.c") == b"x"
    with pytest.raises(UnknownKey):
        VAULT.open(new, "t.c")


@pytest.mark.parametrize("value", [None, {}, {"نص": ["١", 2, None]}, "نص", 0, False])
def test_json_round_trip(value: object) -> None:
    assert VAULT.open_json(VAULT.seal_json(value, "t.c"), "t.c") == value


def test_null_stays_null() -> None:
    assert VAULT.seal_json(None, "t.c") is None


def test_a_lookup_hash_is_short_stable_and_keyed() -> None:
    hashed = VAULT.lookup("identity", "1109876543")
    assert hashed == "86-cnaQ9BzDaYVBl92811J_h"
    assert hashed != Vault(WRAPPING, b"m" * 32, {2: b"d" * 32}).lookup("identity", "1109876543")


@modest
@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_lookups_are_equal_only_for_equal_parts(one: list[str], two: list[str]) -> None:
    assert (VAULT.lookup(*one) == VAULT.lookup(*two)) == (one == two)


def test_wrapping_depends_on_secret_salt_and_purpose() -> None:
    wrapped = WRAPPING.wrap(b"k" * 32, "data")
    assert WRAPPING.unwrap(wrapped, "data") == b"k" * 32
    for wrapping, purpose in (
        (WRAPPING, "lookup"),
        (Wrapping.derive("secret", b"other"), "data"),
        (Wrapping.derive("other", b"salt"), "data"),
    ):
        with pytest.raises(Unsealed, match="does not open"):
            wrapping.unwrap(wrapped, purpose)
