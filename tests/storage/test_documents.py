"""Documents are kept in sealed pieces, handed on with an application, and destroyed for good."""

from __future__ import annotations

from storage import documents
from storage.database import Database
from storage.documents import CHUNK, Document
from tests.databases import look
from tests.replacing import replace
from tests.storage.rows import NOW, applied, somebody

CONTENT = bytes(range(256)) * (CHUNK // 256 * 2) + b"the end"
ID = "9f86d081884c7d65.pdf"
CHUNKS = "SELECT number FROM document_chunks ORDER BY number"


async def kept(database: Database, id_: str = ID, content: bytes = CONTENT) -> Document:
    async with database.unit() as unit:
        address = await somebody(unit)
        document = Document(
            id=id_,
            address=address.id,
            key="licence",
            type="pdf",
            size=len(content),
            at=NOW,
            digest=documents.digest(unit.vault, content),
            name="رخصة.pdf",
            message="17",
        )
        documents.add(unit, document, content)
    return document


async def found(database: Database, id_: str = ID) -> tuple[Document | None, bytes]:
    async with database.view() as view:
        return await documents.by_id(view, id_), await documents.content(view, id_)


async def test_a_document_is_kept_in_pieces(database: Database, database_url: str) -> None:
    document = await kept(database)
    assert await found(database) == (document, CONTENT)
    assert look(database_url, CHUNKS) == [(0,), (1,), (2,)]


async def test_equal_contents_have_one_digest_and_others_another(database: Database) -> None:
    digests = {documents.digest(database.vault, content) for content in (b"a", b"a", b"b")}
    assert len(digests) == 2


async def test_a_submitted_document_belongs_to_its_application(database: Database) -> None:
    document = await kept(database)
    async with database.unit() as unit:
        await applied(unit, "26000001", await somebody(unit))
        documents.submit(unit, "26000001", [ID])
    async with database.unit() as unit:  # a form given up takes nothing along that was handed on
        documents.discard(unit, [ID])
        assert await documents.content(unit, ID) == CONTENT
        assert await documents.of_application(unit, "26000001") == [
            replace(document, application="26000001", state="submitted")
        ]
        assert await documents.of_application(unit, "26000002") == []


async def test_nothing_stays_of_what_is_discarded(database: Database, database_url: str) -> None:
    await kept(database)
    other = await kept(database, "other.pdf", b"other")
    async with database.unit() as unit:
        documents.discard(unit, [ID])
    assert await found(database) == (None, b"")
    assert await found(database, "other.pdf") == (other, b"other")
    assert look(database_url, "SELECT document FROM document_chunks") == [("other.pdf",)]


async def test_a_destroyed_one_leaves_only_that_it_was_there(
    database: Database, database_url: str
) -> None:
    document = await kept(database)
    async with database.unit() as unit:
        documents.destroy(unit, ID)
    gone = replace(document, state="destroyed", name=None, digest=None)
    assert await found(database) == (gone, b"")
    assert look(database_url, CHUNKS) == []
