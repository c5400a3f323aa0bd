"""E-mail addresses, by their form only; the domain may be international (RFC 5321, RFC 5890)."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
_TOP_SLIPS: Mapping[str, str] = {  # no such domain exists
    **dict.fromkeys(("con", "cmo", "ocm", "vom", "xom", "comm", "coom", "cpm"), "com"),
    **dict.fromkeys(("ogr", "rog", "orgg"), "org"),
    **dict.fromkeys(("nte", "ner", "ent"), "net"),
}


def read_email(text: str, _: date) -> str:
    words = re.sub(" ?@ ?", "@", clean(text)).split()
    addresses = [word.removeprefix("mailto:").strip(_AROUND) for word in words if "@" in word]
    if not addresses:
        raise Rejected("no_at")
    if len(addresses) > 1:
        raise Rejected("several")
    local, _at, domain = addresses[0].rpartition("@")
    domain = domain.lower()
    if not _is_local(local):
        raise Rejected("unreadable")
    if near := _meant(domain):
        raise Rejected("misspelt", suggestion=f"{local}@{near}")
    if not _is_domain(domain):
        raise Rejected("unreadable")
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
    """The domain that was slipped in writing: gmail.con, hotmial.com, gmailcom, gmail."""
    if domain in _COMMON:
        return None
    if near := next((common for common in _COMMON if _is_slip(domain, common)), None):
        return near
    name, _, top = domain.rpartition(".")
    corrected = f"{name}.{_TOP_SLIPS.get(top, '')}"
    return corrected if _is_domain(corrected) else None


def _is_slip(domain: str, common: str) -> bool:
    name, _, top = common.partition(".")
    said, dot, end = domain.replace("،", ".").replace(",", ".").partition(".")
    if not dot:
        return domain in {name, name + top}
    return _within_a_slip(said, name, 4) and _within_a_slip(end, top, 3)


def _within_a_slip(said: str, meant: str, long: int) -> bool:
    """One slip in fewer than `long` letters is rather another word."""
    return said == meant or (len(meant) >= long and OSA.distance(said, meant) == 1)


EMAIL = Check("email", read_email, ("no_at", "several", "unreadable", "misspelt"))
