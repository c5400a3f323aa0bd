"""The same identity number in another application: an officer hears of it, and nobody else."""

from __future__ import annotations

from flows.applicant import about
from flows.effects import Fields
from flows.text import Text
from storage import applications
from storage.applications import Application
from storage.unit import View

REASON = "duplicate_identity"


async def of(view: View, application: Application) -> tuple[str, ...]:
    """References of applications under the same number by somebody else, or for somebody else."""
    if application.identity is None:
        return ()
    known = await applications.by_identity(view, application.identity)
    return tuple(
        one.reference
        for one in known
        if one.reference != application.reference
        and (
            one.person != application.person or about(one.applicant) != about(application.applicant)
        )
    )


def fields(references: tuple[str, ...]) -> Fields:
    """What the card says of them."""
    if not references:
        return ()
    return ((Text("case.duplicates"), "\n".join(references)),)
