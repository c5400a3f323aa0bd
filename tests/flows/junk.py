"""Texts nobody should type and somebody will."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

modest = settings(max_examples=120, deadline=None)

_ALPHABET = st.one_of(
    st.sampled_from("0123456789٠١٢٣٤٥٦٧٨٩۰۵²½①"),
    st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآٱؤئىةیکگ"),
    st.sampled_from(
        "\u0640\u064b\u0651\u0654\u200b\u200f\u202e\u2066\u2067\u2069\ufe0f\u20e3\ufeff"
    ),
    st.sampled_from("⭐🌟★👍👎✅❌5️⃣🏽🇸"),
    st.sampled_from(" \t\n\r\x00\x1f\x85\u2029+-–/\\.,،؛@#()[]{}'’\"_"),
    st.sampled_from("SAsaGBxyz"),
    st.characters(),
)

texts = st.one_of(st.text(_ALPHABET, max_size=40), st.text(max_size=40))
"""Short texts of Arabic, Latin, digits of all kinds, emoji, marks and what cannot be seen."""
