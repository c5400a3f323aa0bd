"""Figures in a reply: digits of any keyboard, with whatever people put between and around them."""

from __future__ import annotations

import re

from flows.arabic import clean

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_TATWEEL = re.compile("(?<=[0-9])ـ+(?=[0-9])")  # the dash of Arabic keyboards
_GROUP = re.compile("[0-9](?:[ ().-]{0,2}[0-9])*")
_NOT_A_DIGIT = re.compile("[^0-9]")


def tidy(text: str) -> str:
    """`clean`, with one kind of dash."""
    return _TATWEEL.sub("-", clean(text).translate(_DASHES))


def digits(text: str) -> str:
    """The ASCII digits of a tidy text, one after the other."""
    return _NOT_A_DIGIT.sub("", text)


def numbers(text: str) -> list[str]:
    """The numbers written in a text, as digits alone: ``"ID: ١٠٠٠-٠٠٠ ٠٠٨"`` has one.

    A new line, a word or a slash between two of them parts them; spaces and dashes do not.
    """
    return [digits(group) for line in text.splitlines() for group in _GROUP.findall(tidy(line))]
