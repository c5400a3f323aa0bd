"""The documents a programme asks for, as steps: the files, then when they expire where they do."""

from collections.abc import Iterator, Mapping

from flows.book import Document, Programme
from flows.checks import future_date
from flows.context import Context
from flows.fields import applies
from flows.steps import Ask, Step, Upload
from flows.text import Shown, Text

FILE, EXPIRY = "file.", "expiry."
"""How the keys of a document's questions begin."""


def documents(chosen: Programme) -> Iterator[Step]:
    """The programme's own, in the order they are written."""
    for document in chosen.documents:
        yield from asked(document, f"book.programme.{chosen.id}.document.{document.key}")


def asked(document: Document, line: str) -> Iterator[Step]:
    key, when = f"{FILE}{document.key}", applies(document)
    yield Upload(
        key=key,
        line=line,
        when=when,
        types=document.types,
        most=document.most,
        size=document.size,
        optional=document.optional,
    )

    def has_come(ctx: Context) -> bool:
        return when(ctx) and bool(ctx.answers.get(key))

    def shows(_: Context) -> Mapping[str, Shown]:
        return {"document": Text(f"{line}.label")}

    if document.expires:
        yield Ask(
            key=f"{EXPIRY}{document.key}",
            line="upload.expiry",
            when=has_come,
            shows=shows,
            check=future_date(),
        )
