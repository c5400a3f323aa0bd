"""The catalogs as their editors see them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.catalog import LOCALES

HOLE = re.compile(r"\{(\w+)\}")


def domains(language: str) -> list[str]:
    return sorted(path.stem for path in (LOCALES / language / "LC_MESSAGES").glob("*.po"))


def read(language: str, domain: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return read_po(file, locale=language, domain=domain, abort_invalid=True)


def messages(language: str, domain: str) -> Mapping[str, Message]:
    """By id; the header left out."""
    return {id_of(m): m for m in read(language, domain) if m.id}


def id_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def forms(message: Message) -> tuple[str, ...]:
    """One text, or every plural form."""
    written = message.string
    return (written,) if isinstance(written, str) else tuple(written or ())


def holes(text: str) -> frozenset[str]:
    return frozenset(HOLE.findall(text))


def texts(language: str, domain: str = "conversation") -> Iterator[tuple[str, str]]:
    for id_, message in messages(language, domain).items():
        yield from ((id_, form) for form in forms(message))
