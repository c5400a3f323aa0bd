"""The answers that may be spoken: every version of each, and which of them was given to whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from storage.shape import Shape
from storage.times import moment
from storage.unit import Unit, View

FILE = "file"  # who made a version that stands in association/answers/


@dataclass(frozen=True, slots=True)
class Version:
    """One row. `phrasings` is a JSON list, `valid_until` an ISO date."""

    answer: str
    number: int  # from 1
    digest: str
    title_ar: str
    title_en: str
    text_ar: str
    text_en: str
    source_ar: str
    source_en: str
    approved_by_ar: str
    approved_by_en: str
    owner: str
    phrasings: str
    valid_until: str
    made_by: str  # FILE, or officers' ids, comma-separated
    approved_at: datetime
    made_at: datetime
    opens: str | None = None
    approver: str | None = None  # an officer's id
    corrects_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A version of an answer that was spoken to somebody."""

    answer: str
    version: int
    at: datetime


VERSION = Shape(Version, "answer_versions")


def publish(unit: Unit, version: Version) -> None:
    """Add a version. A number used twice fails the unit."""
    unit.write("answer_version_add", **VERSION.parameters(unit.vault, version))


async def latest(view: View) -> dict[str, Version]:
    """The greatest version of each answer, by the answer's id."""
    rows = await view.read_all("answer_versions_latest")
    return {row["answer"]: VERSION.load(view.vault, row) for row in rows}


async def digests_of_files(view: View) -> dict[str, str]:
    """What each answer said the last time that its file changed it."""
    rows = await view.read_all("answer_versions_latest_of_files")
    return {row["answer"]: row["digest"] for row in rows}


async def versions(view: View, answer: str) -> list[Version]:
    """All versions of an answer, oldest first."""
    rows = await view.read_all("answer_versions_of", answer=answer)
    return [VERSION.load(view.vault, row) for row in rows]


def give(unit: Unit, address: str, answer: str, version: int, at: datetime) -> None:
    """Somebody is told this version."""
    unit.write("answer_give", address=address, answer=answer, version=version, at=at)


async def given(view: View, address: str) -> list[Given]:
    """What was given at an address, oldest first."""
    rows = await view.read_all("answers_given_to", address=address)
    return [Given(row["answer"], row["version"], moment(row["at"])) for row in rows]


async def misled(view: View, answer: str, version: int, since: datetime, limit: int) -> list[str]:
    """Addresses given an earlier version since then whom no correction has reached yet."""
    rows = await view.read_all(
        "answer_given_wrong", answer=answer, version=version, since=since, limit=limit
    )
    return [row["address"] for row in rows]


def correct(unit: Unit, answer: str, version: int, addresses: Collection[str]) -> None:
    """These will be told of the correction, and of no other for what they were given so far."""
    unit.write("answer_corrected", answer=answer, version=version, addresses=list(addresses))
