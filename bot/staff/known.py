"""A stored case as the lifecycle knows it."""

from __future__ import annotations

from flows import cases as lifecycle
from flows.book import Book
from storage import applications
from storage.cases import Case
from storage.unit import View


async def known(view: View, case: Case, book: Book) -> lifecycle.Case:
    """With the state of its application. The case of somebody who left the list waits again."""
    application = (
        await applications.by_reference(view, case.application) if case.application else None
    )
    abandoned = case.owner is not None and case.owner not in book.officers
    return lifecycle.Case(
        reference=case.reference,
        kind="application" if case.kind == "application" else "hand_off",
        state="queued" if abandoned and case.state in lifecycle.TALKING else case.state,
        owner=None if abandoned else case.owner,
        application=case.application,
        application_state=application.state if application else None,
        outcome=case.outcome,
    )
