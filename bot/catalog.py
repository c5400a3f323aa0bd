"""The catalogs in `locales/`: every line people read, by id and language, plural forms included.

One gettext domain for each reader: `conversation` (beneficiaries), `staff` (the staff room),
`desk`, `widget` and `reports` (their pages), `pages` (whoever reads). All are read together; ids
tell them apart.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from flows.book import Language

LOCALES = Path(__file__).parent.parent / "locales"
DOMAINS = ("conversation", "staff", "desk", "widget", "reports", "pages")
LANGUAGES: tuple[Language, ...] = ("ar", "en")


class MissingLine(KeyError):  # noqa: N818 -- what is missing, not what went wrong
    """No catalog has this id: a fault of ours, found by the tests of the catalogs."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """All domains of one language."""

    language: Language
    lines: Mapping[str, str]
    plurals: Mapping[str, gettext.GNUTranslations]

    @classmethod
    def read(cls, language: Language, folder: Path = LOCALES) -> Catalog:
        lines: dict[str, str] = {}
        plurals: dict[str, gettext.GNUTranslations] = {}
        for domain in DOMAINS:
            path = folder / language / "LC_MESSAGES" / f"{domain}.po"
            with path.open("rb") as file:
                catalog = read_po(file, locale=language, domain=domain)
            compiled = BytesIO()
            write_mo(compiled, catalog)
            compiled.seek(0)
            translations = gettext.GNUTranslations(compiled)
            for message in catalog:
                if isinstance(message.id, str) and isinstance(message.string, str):
                    lines[message.id] = message.string
                else:
                    plurals[str(message.id[0])] = translations
        lines.pop("", None)  # the header
        return cls(language, lines, plurals)

    def line(self, id_: str, count: int | None = None) -> str:
        """The line, in the plural form `count` asks for. Raises MissingLine."""
        if count is not None and id_ in self.plurals:
            return self.plurals[id_].ngettext(id_, id_, count)
        try:
            return self.lines[id_]
        except KeyError:
            raise MissingLine(id_) from None

    def page(self, prefix: str) -> dict[str, str]:
        """Every line whose id begins with `prefix`, for a page's own script."""
        return {id_: line for id_, line in self.lines.items() if id_.startswith(prefix)}


def read_all(folder: Path = LOCALES) -> Mapping[Language, Catalog]:
    return {language: Catalog.read(language, folder) for language in LANGUAGES}
