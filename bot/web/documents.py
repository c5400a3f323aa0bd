"""Documents at the desk: listed with a case, opened by an officer, each time on record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from starlette.responses import Response

from bot.kit import Kit
from bot.staff import paper
from bot.web.answers import problem
from bot.web.door import Visit
from bot.web.passes import Passes
from flows.book import Language, Officer
from flows.lanes import sees
from storage import audit, cases, documents
from storage.audit import Entry
from storage.cases import Case
from storage.database import Database
from storage.unit import View

TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


async def listed(view: View, kit: Kit, case: Case, language: Language) -> list[dict[str, Any]]:
    """What belongs to the case's application: kind and size, never the name it came under."""
    found = await documents.of_application(view, case.application) if case.application else []
    return [
        {
            "id": document.id,
            "label": kit.renderer.show(paper.label(document, case, kit), language),
            "detail": kit.renderer.render(paper.detail(document), language),
            "gone": document.state == "destroyed",
        }
        for document in found
    ]


async def opened(database: Database, passes: Passes, visit: Visit) -> Response:
    """The content, to be saved and not shown; that it was opened is written down first."""
    id_, now = visit.request.path_params["id"], visit.now
    key = visit.request.query_params.get("key", "")
    if passes.officer_of(_kind(id_), key, now) != visit.officer.id:
        return problem(403)
    async with database.unit() as unit:
        document = await documents.by_id(unit, id_)
        if document is None or document.state != "submitted":
            return problem(404)
        case = await cases.by_reference(unit, str(document.application))
        if case is None or not sees(visit.officer, case):
            return problem(404)
        actor = f"officer:{visit.officer.id}"
        audit.record(unit, Entry(now, actor, id_, "open_document", document.application))
        content = await documents.content(unit, id_)
    name = f"{document.key}-{document.application}.{document.type}"
    return Response(
        content,
        media_type=TYPES[document.type],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def link(passes: Passes, officer: Officer, id_: str, now: datetime) -> str:
    """An address that opens it once it is asked for, for ten minutes and for this officer."""
    return f"/desk/documents/{id_}?key={passes.document(officer.id, _kind(id_), now)}"


def _kind(id_: str) -> str:
    return f"document {id_}"
