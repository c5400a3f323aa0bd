"""Raw bodies as they may be kept: as they came, but for what must not be said."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec

from flows import secrets
from flows.secrets import Words

IDENTIFIERS = ("Sid", "From", "To", "WaId", "ExternalUserId", "ButtonPayload", "ListId")
"""How Twilio's parameters end that hold no words. A body that was put aside is read by them."""


def cleared(raw: bytes, words: Words) -> bytes:
    """JSON or a form with every text in it cleared; empty for JSON that is none."""
    return _json(raw, words) if raw[:1] in {b"{", b"["} else _form(raw, words)


def _json(raw: bytes, words: Words) -> bytes:
    try:
        said = msgspec.json.decode(raw)
        kept = _plain(said, words)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return b""
    return raw if kept == said else msgspec.json.encode(kept)


def _form(raw: bytes, words: Words) -> bytes:
    said = parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True)
    kept = [(key, value if _identifies(key) else _text(value, words)) for key, value in said]
    return raw if kept == said else urlencode(kept).encode()


def _identifies(key: str) -> bool:
    return key.startswith("Media") or key.endswith(IDENTIFIERS)


def _text(value: str, words: Words) -> str:
    return secrets.clear(value, words).text


def _plain(value: Any, words: Words) -> Any:
    match value:
        case str():
            return _text(value, words)
        case list():
            return [_plain(one, words) for one in value]
        case dict():
            return {key: _plain(one, words) for key, one in value.items()}
        case _:
            return value
