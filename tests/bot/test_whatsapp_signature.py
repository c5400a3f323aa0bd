"""Twilio's signature is judged as by the library, whatever was signed and whatever was changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import HMAC_SHA1, HMAC_SHA256, RequestValidator

from bot.channels.whatsapp_signature import Signature

TOKEN = "the token"
URLS = (
    "https://sila.example.org/whatsapp/webhook",
    "https://sila.example.org:443/whatsapp/webhook",
    "http://127.0.0.1:8080/whatsapp/status?line=1&empty=",
    "no address",
)
PAIRS = st.lists(st.tuples(st.sampled_from("abc") | st.text(max_size=9), st.text(max_size=9)))
SIGNATURE = Signature(TOKEN.encode())


@settings(max_examples=200, deadline=None)
@given(
    url=st.sampled_from(URLS),
    pairs=PAIRS,
    algorithm=st.sampled_from((HMAC_SHA1, HMAC_SHA256)),
    more=PAIRS,
)
def test_it_is_judged_as_by_the_library(
    url: str, pairs: list[tuple[str, str]], algorithm: str, more: list[tuple[str, str]]
) -> None:
    library = RequestValidator(TOKEN)
    said = library.compute_signature(url, ImmutableMultiDict(pairs), algorithm)
    form = ImmutableMultiDict([*pairs, *more])
    named = f"key=k1,algorithm={algorithm}".encode()
    judged = SIGNATURE.is_genuine(url, form.multi_items(), said.encode(), named)
    assert judged == library.validate(url, form, said, algorithm)
    assert judged or set(more) - set(pairs)


@pytest.mark.parametrize("url", URLS[:2])
@pytest.mark.parametrize("spelled", URLS[:2])
def test_the_port_may_be_written_out_or_not(url: str, spelled: str) -> None:
    said = RequestValidator(TOKEN).compute_signature(spelled, {"Body": "x"}).encode()
    assert SIGNATURE.is_genuine(url, [("Body", "x")], said, b"")
    assert not SIGNATURE.is_genuine(URLS[2], [("Body", "x")], said, b"")


@pytest.mark.parametrize(
    ("said", "named"), [(b"", b""), (b"x", b""), (b"\xff", b""), (b"x", b"algorithm=HMAC_MD5")]
)
@pytest.mark.parametrize("url", [URLS[0], "http://[/", "http://x:y/", ""])
def test_anything_else_is_not_genuine(url: str, said: bytes, named: bytes) -> None:
    assert not SIGNATURE.is_genuine(url, [], said, named)


def test_the_token_stays_out_of_sight() -> None:
    assert TOKEN not in repr(SIGNATURE)
