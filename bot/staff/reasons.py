"""Why a line did not arrive, in words for officers."""

from __future__ import annotations

import re

from flows.text import Text

KNOWN = frozenset(
    {
        "blocked",
        "unknown_number",
        "window",
        "provider",
        "too_long",
        "uncertain",
        "trouble",
        "throttled",
        "cannot_delete",
        "sender",
        "credentials",
        "retracted",
        "file",
    }
)
"""Codes that channels give, without the provider's own number behind them."""


def reason(code: str | None) -> Text:
    """A code without words of its own is shown as it is, for whoever looks into it."""
    kind = re.sub("_[0-9]+$", "", code or "")
    return (
        Text(f"staff.reason.{kind}")
        if kind in KNOWN
        else Text("staff.reason.other", {"code": code or "-"})
    )
