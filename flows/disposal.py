"""Disposal: what becomes of an application's answers when one of its files is destroyed.

No copy of an identity document may be kept (PDPL, article 28), wherever it was found.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows import applications
from flows.checklist import Checklist
from flows.documents import EXPIRY, FILE
from flows.text import Answers, Value

MOVE = "destroy"
ASKING = (*applications.MARKED, "needs_correction")
"""States of an application in which its answers may be asked again."""


def asked_again(found: Checklist, file: str, state: str) -> tuple[str, ...]:
    """The fields to be answered anew: a document that must be given, and when that one expires.

    None where it has other files, or its application is beyond correction.
    """
    key = _question(found.answers, file)
    wanted = any(one.key == key and not one.optional for one in found.fields)
    if not wanted or state not in ASKING or _left(found.answers, key, file):
        return ()
    return tuple(one for one in found.keys if one in {key, _expiry(key)})


def without(answers: Answers, file: str) -> Answers:
    """The answers once the file is out of them."""
    key = _question(answers, file)
    if left := _left(answers, key, file):
        return {**answers, key: left}
    return {k: v for k, v in answers.items() if k not in {key, _expiry(key)}}


def _question(answers: Mapping[str, Value], file: str) -> str:
    """The key of the answer that the file is part of; empty where there is none any more."""
    of = (key for key, value in answers.items() if isinstance(value, tuple) and file in value)
    return next(of, "")


def _left(answers: Answers, key: str, file: str) -> tuple[str, ...]:
    value = answers.get(key)
    return tuple(one for one in value if one != file) if isinstance(value, tuple) else ()


def _expiry(key: str) -> str:
    return EXPIRY + key.removeprefix(FILE)
