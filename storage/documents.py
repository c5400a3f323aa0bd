"""Documents that programmes asked for: what they are in one table, their content in chunks."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.shape import Shape
from storage.unit import Unit, View
from storage.vault import Vault

CHUNK = 256 * 1024  # bytes
CONTENT = "document_chunks.content"

State = Literal["draft", "submitted", "destroyed"]


@dataclass(frozen=True, slots=True)
class Document:
    """One row. `application` is None while the form it answers is not finished."""

    id: str
    address: str  # of whoever sent it
    key: str  # which of the programme's documents
    type: str  # pdf | jpeg | png
    size: int  # bytes
    at: datetime
    digest: str | None = None  # what `digest` makes of the content
    name: str | None = None  # as the sender's device called it
    message: str | None = None  # the channel's id of the message it came in
    application: str | None = None
    state: State = "draft"


DOCUMENT = Shape(Document, "documents", sealed=("name",))


def digest(vault: Vault, content: bytes) -> str:
    """The keyed hash by which equal contents are known without being opened."""
    return vault.lookup("document", hashlib.sha256(content).hexdigest())


def add(unit: Unit, document: Document, content: bytes) -> None:
    """Keep a document and its content, sealed chunk by chunk."""
    unit.write("document_add", **DOCUMENT.parameters(unit.vault, document))
    for number, sealed in sealed_chunks(unit.vault, content, CONTENT):
        unit.write("document_chunk_add", document=document.id, number=number, content=sealed)


def sealed_chunks(vault: Vault, content: bytes, context: str) -> Iterator[tuple[int, bytes]]:
    """The pieces in which a file is kept, numbered from 0; `context` is the column they are in."""
    for number, start in enumerate(range(0, len(content), CHUNK)):
        yield number, vault.seal(content[start : start + CHUNK], context)


def submit(unit: Unit, application: str, ids: Collection[str]) -> None:
    """They belong to this application now."""
    unit.write("documents_submit", application=application, ids=list(ids))


def discard(unit: Unit, ids: Collection[str]) -> None:
    """Of a form that was given up nothing stays; what was submitted does."""
    unit.write("document_chunks_discard", ids=list(ids))
    unit.write("documents_discard", ids=list(ids))


def destroy(unit: Unit, id_: str) -> None:
    """The content goes; that there was such a document stays, for the audit trail."""
    unit.write("document_chunks_destroy", id=id_)
    unit.write("document_destroy", id=id_)


async def by_id(view: View, id_: str) -> Document | None:
    row = await view.read_one("document_by_id", id=id_)
    return None if row is None else DOCUMENT.load(view.vault, row)


async def of_application(view: View, application: str) -> list[Document]:
    """Those that belong to it, destroyed ones too, oldest first."""
    rows = await view.read_all("documents_of_application", application=application)
    return [DOCUMENT.load(view.vault, row) for row in rows]


async def content(view: View, id_: str) -> bytes:
    """All of it; empty once it was destroyed."""
    rows = await view.read_all("document_chunks_of", document=id_)
    return b"".join(view.vault.open(row["content"], CONTENT) for row in rows)
