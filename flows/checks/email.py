"""E-mail addresses, by their form only; the domain may be international (RFC 5321, RFC 5890)."""

from __future__ import annotations

import re
from datetime import date

from rapidfuzz.distance import OSA

from flows.arabic import clean
from flows.checks.check import Check
from flows.rejection import Rejected

_LOCAL = re.compile(r"[\w!#$%&'*+/=?^{|}~-]+(?:\.[\w!#$%&'*+/=?^{|}~-]+)*", re.ASCII)
_LABEL = re.compile(r"[^\W_](?:[^\W_-]|-(?!$)){0,62}")
_AROUND = "<>()[]«»\"'.,،;؛:!?؟"

# Where most people have theirs; the second row only looks like a slip of the first.
_COMMON = (
    *("gmail.com", "hotmail.com", "outlook.com", "outlook.sa", "yahoo.com", "icloud.com"),
    *("live.com", "mail.com", "ymail.com", "email.com", "hotmail.co", "msn.com", "me.com"),
)


def read_email(text: str, _: date) -> str:
    words = re.sub(" ?@ ?", "@", clean(text)).split()
    addresses = [word.removeprefix("mailto:").strip(_AROUND) for word in words if "@" in word]
    if len(addresses) != 1:
        raise Rejected("unreadable")
    local, _at, domain = addresses[0].rpartition("@")
    domain = domain.lower()
    if not (_is_local(local) and _is_domain(domain)):
        raise Rejected("unreadable")
    if near := _meant(domain):
        raise Rejected("misspelt", suggestion=f"{local}@{near}")
    return f"{local}@{domain}"


def _is_local(local: str) -> bool:
    return len(local) <= 64 and _LOCAL.fullmatch(local) is not None


def _is_domain(domain: str) -> bool:
    labels = domain.split(".")
    top = labels[-1]
    return (
        len(domain) <= 189  # with the local part and @, 254: the longest path RFC 5321 allows
        and len(labels) > 1
        and all(map(_LABEL.fullmatch, labels))
        and len(top) > 1
        and not top.isdecimal()
    )


def _meant(domain: str) -> str | None:
    """The common domain one slip away: gmail.con, hotmial.com."""
    if domain in _COMMON:
        return None
    return next((d for d in _COMMON if OSA.distance(domain, d, score_cutoff=1) == 1), None)


EMAIL = Check("email", read_email, ("unreadable", "misspelt"))
