"""A stored case as the lifecycle knows it."""

from __future__ import annotations

from datetime import datetime

from bot.clock import riyadh
from bot.kit import Kit
from flows import cases as lifecycle
from flows.checklist import Checklist, checklist
from flows.context import Context
from storage import applications, verifications
from storage.applications import Application
from storage.cases import Case
from storage.unit import View


async def known(view: View, case: Case, kit: Kit, now: datetime) -> lifecycle.Case:
    """With its application and what was found in it, judged at `now`.

    The case of somebody who left the list waits again.
    """
    application = (
        await applications.by_reference(view, case.application) if case.application else None
    )
    abandoned = case.owner is not None and case.owner not in kit.book.officers
    is_application = application is not None and case.kind == "application"
    is_objection = application is not None and case.kind == "objection"
    return lifecycle.Case(
        reference=case.reference,
        kind="application" if is_application else "objection" if is_objection else "hand_off",
        state="queued" if abandoned and case.state in lifecycle.TALKING else case.state,
        owner=None if abandoned else case.owner,
        application=case.application,
        application_state=application.state if application else None,
        outcome=case.outcome,
        decider=application.officer if application and is_objection else None,
        checklist=(
            await found_in(view, application, kit, now)
            if application and is_application
            else Checklist()
        ),
    )


async def found_in(view: View, application: Application, kit: Kit, now: datetime) -> Checklist:
    """What there is to match in an application, and the marks it has."""
    rows = await verifications.of(view, application.reference)
    own = {"applicant": application.applicant, "programme": application.programme}
    context = Context(riyadh(now), kit.book, kit.matcher, kit.labels)
    marks = {row.field: row.mark for row in rows}
    return checklist({**application.answers, **own}, marks, context)
