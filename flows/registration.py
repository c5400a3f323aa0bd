"""Registration: from consent to a complete, checked application (policy procedures 2 and 5)."""

from collections.abc import Iterable, Mapping
from datetime import date

from flows import calendar
from flows.checks import CHECKS
from flows.checks.identity import holder
from flows.consent import CONSENT
from flows.context import Context
from flows.documents import documents
from flows.effects import Say, Submit
from flows.fields import fields, governorate
from flows.flow import Flow, Outcome
from flows.offer import eligibility, nothing_on_offer, on_offer, programme
from flows.steps import Ask, Change, Choose, Confirm, Group, Review, Stop
from flows.text import Lines, Option, Shown, Text


def resident(ctx: Context) -> bool:
    """An iqama begins with 2; its holder's name may be written in Latin letters."""
    return holder(str(ctx.answers.get("national_id", "1"))) == "resident"


def dated(ctx: Context) -> bool:
    return "id_expiry" in ctx.answers


def expiry(ctx: Context) -> Mapping[str, Shown]:
    return {"date": date.fromisoformat(str(ctx.answers["id_expiry"]))}


def read_back(ctx: Context) -> Mapping[str, Shown]:
    pairs = REGISTRATION.fields(ctx, masked=False)
    lines = (Text("common.field", {"label": label, "value": value}) for label, value in pairs)
    return {"fields": Lines(tuple(lines))}


def changeable(ctx: Context) -> Iterable[Option]:
    return (
        Option(step.key, Text(f"{step.line}.label"))
        for step in REGISTRATION.applying(ctx)
        if step.reviewed and step.key in ctx.answers
    )


def submit(ctx: Context) -> tuple[Outcome, ...]:
    chosen = programme(ctx)
    assert chosen is not None
    by = calendar.add_working_days(ctx.today, chosen.verify_days, ctx.book.association.hours)
    reference = ctx.references[0]
    return (
        Submit(
            reference,
            chosen.id,
            str(ctx.answers["applicant"]),
            REGISTRATION.answers(ctx),
            REGISTRATION.fields(ctx),
        ),
        Say(Text("registration.done", {"reference": reference, "by": by})),
    )


REGISTRATION = Flow(
    "registration",
    resumable=True,
    numbered=lambda ctx: programme(ctx) is not None,
    steps=(
        *CONSENT,
        Choose(key="applicant", among=lambda _: ("individual", "organisation")),
        Stop(key="nothing", line="common.gone", when=nothing_on_offer),
        Choose(
            key="programme",
            among=on_offer,
            label=lambda id_, _: Text(f"book.programme.{id_}.title"),
        ),
        Group(programme, eligibility),
        Ask(key="national_id", check=CHECKS["national_id"]),
        Ask(key="id_expiry", check=CHECKS["expiry_date"]),
        Confirm(key="id_expiry_right", of="id_expiry", when=dated, shows=expiry),
        Ask(key="name", when=lambda ctx: not resident(ctx), check=CHECKS["arabic_name"]),
        Ask(key="name", when=resident, check=CHECKS["resident_name"]),
        Ask(key="mobile", check=CHECKS["mobile"]),
        governorate("governorate"),
        Group(programme, fields),
        Group(programme, documents),
        Review(key="review", shows=read_back),
        Change(
            key="change", when=lambda ctx: ctx.answers.get("review") == "change", among=changeable
        ),
    ),
    done=submit,
)
