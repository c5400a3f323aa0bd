"""A stored case as the lifecycle knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from bot.clock import riyadh
from bot.kit import Kit
from flows import cases as lifecycle
from flows import ending
from flows.checklist import Checklist, checklist
from flows.context import Context
from flows.lanes import sees
from flows.objection import AGAIN
from storage import applications, cases, verifications
from storage.applications import Application
from storage.cases import Case
from storage.unit import View

KINDS: Mapping[str, Literal["hand_off", "application", "objection"]] = {
    "application": "application",
    "objection": "objection",
}


async def known(view: View, case: Case, kit: Kit, now: datetime) -> lifecycle.Case:
    """With its application and what was found in it, judged at `now`.

    The case of somebody who may not have it any more waits again.
    """
    application = (
        await applications.by_reference(view, case.application) if case.application else None
    )
    owner = kit.book.officers.get(case.owner or "")
    voice = kit.book.voices.get(case.reason)
    abandoned = case.owner is not None and not (owner and sees(owner, case))
    is_application = application is not None and case.kind == "application"
    is_objection = application is not None and case.kind == "objection"
    seen = replace(
        bare(case),
        kind="application" if is_application else "objection" if is_objection else "hand_off",
        application_state=application.state if application else None,
        decider=application.officer if application and is_objection else await _decider(view, case),
        home=voice.lane if voice else "general",
        checklist=(
            await found_in(view, application, kit, now)
            if application and is_application
            else Checklist()
        ),
    )
    if not abandoned:
        return seen
    state = "queued" if case.state in lifecycle.TALKING else case.state
    return replace(seen, state=state, owner=None)


def bare(case: Case) -> lifecycle.Case:
    """Without what is known of its application."""
    return lifecycle.Case(
        reference=case.reference,
        kind=KINDS.get(case.kind, "hand_off"),
        state=case.state,
        owner=case.owner,
        application=case.application,
        outcome=case.outcome,
        person=case.person,
        department=case.department,
        follows=case.follows,
        lane=case.lane,
        concerns=case.concerns,
        matter=ending.matter(case.kind, case.reason),
    )


async def found_in(view: View, application: Application, kit: Kit, now: datetime) -> Checklist:
    """What there is to match in an application, and the marks it has."""
    rows = await verifications.of(view, application.reference)
    own = {"applicant": application.applicant, "programme": application.programme}
    context = Context(riyadh(now), kit.book, kit.matcher, kit.labels)
    marks = {row.field: row.mark for row in rows}
    return checklist({**application.answers, **own}, marks, context)


async def _decider(view: View, case: Case) -> str | None:
    """Who answered the complaint that is to be looked at again by somebody else."""
    if case.reason != AGAIN or case.follows is None:
        return None
    first = await cases.by_reference(view, case.follows)
    return first.owner if first else None
