"""The guardian of a child: who they are, how they are related, and their consent.

A child's application is made, and its data given, by a guardian (PDPL, implementing regulation
13); an officer compares the guardianship with its paper before anything is decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flows.applicant import for_child
from flows.checks import CHECKS
from flows.checks.ages import MINOR
from flows.checks.identity import holder
from flows.consent import contact
from flows.context import Context
from flows.steps import Ask, Choose, Confirm, Stop, Tell
from flows.text import Answers, Shown, Value

RELATIONS = ("father", "mother", "grandfather", "brother", "other")


def is_citizen(ctx: Context) -> bool:
    return _holds("citizen", "guardian_id", ctx)


def is_resident(ctx: Context) -> bool:
    return _holds("resident", "guardian_id", ctx)


def is_young_citizen(ctx: Context) -> bool:
    return _holds("citizen", "national_id", ctx)


def is_young_resident(ctx: Context) -> bool:
    return _holds("resident", "national_id", ctx)


def _holds(kind: str, number: str, ctx: Context) -> bool:
    return for_child(ctx) and holder(str(ctx.answers.get(number, "1"))) == kind


def is_dated(ctx: Context) -> bool:
    return for_child(ctx) and "guardian_expiry" in ctx.answers


def expiry(ctx: Context) -> Mapping[str, Shown]:
    return {"date": date.fromisoformat(str(ctx.answers["guardian_expiry"]))}


def undated(_: Value, ctx: Context) -> Answers:
    """Another number is on another card."""
    return {k: v for k, v in ctx.answers.items() if k != "guardian_expiry"}


def declined(ctx: Context) -> bool:
    return for_child(ctx) and ctx.answers.get("guardian_consent") == "no"


CHILD_ID = Ask(
    key="national_id", line="registration.child_id", when=for_child, check=CHECKS["national_id"]
)
CHILD = (
    Ask(
        key="name",
        line="registration.child_name",
        when=is_young_citizen,
        check=CHECKS["arabic_name"],
    ),
    Ask(
        key="name",
        line="registration.child_name",
        when=is_young_resident,
        check=CHECKS["resident_name"],
    ),
    Ask(key="birth_date", when=for_child, check=MINOR),
)

GUARDIAN = (
    Tell(key="guardian_told", when=for_child),
    Choose(key="relation", when=for_child, among=lambda _: RELATIONS),
    Ask(
        key="guardian_id",
        when=for_child,
        check=CHECKS["national_id"],
        rest=undated,
        unlike="national_id",
    ),
    Ask(key="guardian_expiry", when=for_child, check=CHECKS["expiry_date"]),
    Confirm(key="guardian_expiry_right", of="guardian_expiry", when=is_dated, shows=expiry),
    Ask(key="guardian_name", when=is_citizen, check=CHECKS["arabic_name"]),
    Ask(key="guardian_name", when=is_resident, check=CHECKS["resident_name"]),
    Choose(key="guardian_consent", when=for_child, among=lambda _: ("yes", "no")),
    Stop(key="guardian_declined", when=declined, shows=contact),
)
