"""A search for cases: by a reference number, or by how an identity number ends."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flows import applications as application_moves
from flows import reference
from flows.arabic import clean
from flows.book import Officer
from storage import applications, cases
from storage.applications import Application
from storage.audit import Entry
from storage.cases import Case
from storage.unit import View

LONGEST = 20  # that are found by one search
PAGE = 200  # applications looked through together

_ENDING = re.compile("[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Found:
    """Cases, the applications that some of them are about, and what is to be recorded of it."""

    by: Literal["reference", "identity"]
    cases: tuple[Case, ...]
    applications: tuple[Application, ...]
    entry: Entry


async def search(
    view: View, officer: Officer, sought: str, now: datetime, shown: Callable[[Case], bool]
) -> Found | None:
    """What is found of the cases that are `shown`; None where it is neither number."""
    sought = clean(sought)
    who, number = f"officer:{officer.id}", reference.well_formed(sought)
    if number:
        case = await cases.by_reference(view, number)
        if case is None or not shown(case):
            entry = Entry(now, who, number, "find", None, "reference")
            return Found("reference", (), (), entry)
        application = await applications.by_reference(view, number)
        entry = Entry(now, who, number, "find", number, "reference")
        return Found("reference", (case,), (application,) if application else (), entry)
    if not _ENDING.fullmatch(sought):
        return None
    ending = [
        (case, one)
        for one in await _ending(view, sought)
        if (case := await cases.by_reference(view, one.reference)) and shown(case)
    ]
    details = {"found": [one.reference for _, one in ending]}
    entry = Entry(now, who, who, "find", None, "identity", details)
    found = tuple(case for case, _ in ending)
    return Found("identity", found, tuple(one for _, one in ending), entry)


def identity(application: Application) -> str:
    return str(application.answers.get("national_id", ""))


async def _ending(view: View, digits: str) -> list[Application]:
    """Applications whose identity number ends so. The numbers are sealed: each is looked at."""
    found: list[Application] = []
    states = application_moves.MOVES.states()
    for offset in itertools.count(0, PAGE):
        page = await applications.desk(view, states, limit=PAGE, offset=offset)
        found += [one for one in page if identity(one).endswith(digits)]
        if len(page) < PAGE or len(found) > LONGEST:
            break
    return found
