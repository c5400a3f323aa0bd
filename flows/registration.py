"""Registration: from consent to a complete, checked application (policy procedures 2 and 5)."""

from collections.abc import Iterable, Mapping
from datetime import date

from flows import applicant, applications, calendar, known
from flows.applicant import APPLICANT, for_child
from flows.checks import CHECKS
from flows.checks.identity import holder
from flows.consent import CONSENT
from flows.context import Application, Context
from flows.documents import documents
from flows.effects import Say, Submit
from flows.fields import fields, governorate
from flows.flow import Flow, Outcome
from flows.guardian import CHILD, CHILD_ID, GUARDIAN
from flows.offer import eligibility, nothing_on_offer, on_offer, programme, terms
from flows.steps import Ask, Change, Choose, Confirm, Group, Review, Stop
from flows.text import Answers, Lines, Option, Shown, Text, Value


def twin(ctx: Context) -> Application | None:
    """The unfinished application of the same person for the same programme."""
    number, applies_for = ctx.answers.get("national_id"), ctx.answers.get("applicant")
    if number is None or applies_for == "organisation":
        return None
    kind = applicant.about(applies_for)
    made = [one for one in ctx.person.applications if one.programme == ctx.answers["programme"]]
    for one in made:
        same = one.answers.get("national_id") == number and one.state not in applications.FINISHED
        if same and applicant.about(one.applicant) == kind:
            return one
    return None


def is_twin(ctx: Context) -> bool:
    return "programme" in ctx.answers and twin(ctx) is not None


def existing(ctx: Context) -> Mapping[str, Shown]:
    one = twin(ctx)
    assert one is not None
    return {
        "service": applications.service(one.programme, ctx.book),
        "reference": one.reference,
        "status": Text(f"application.{one.state}"),
    }


def undated(_: Value, ctx: Context) -> Answers:
    """Another number is on another card."""
    return {key: value for key, value in ctx.answers.items() if key != "id_expiry"}


def is_adult(ctx: Context) -> bool:
    return not for_child(ctx)


def is_citizen(ctx: Context) -> bool:
    return is_adult(ctx) and _holder(ctx) == "citizen"


def is_resident(ctx: Context) -> bool:
    """An iqama begins with 2; its holder's name may be written in Latin letters."""
    return is_adult(ctx) and _holder(ctx) == "resident"


def _holder(ctx: Context) -> str:
    return holder(str(ctx.answers.get("national_id", "1")))


def dated(ctx: Context) -> bool:
    return is_adult(ctx) and "id_expiry" in ctx.answers


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


REGISTRATION: Flow = Flow(
    "registration",
    resumable=True,
    numbered=lambda ctx: programme(ctx) is not None,
    steps=(
        *CONSENT,
        Stop(key="nothing", line="common.gone", when=nothing_on_offer),
        *APPLICANT,
        Choose(
            key="programme",
            among=on_offer,
            label=lambda id_, _: Text(f"book.programme.{id_}.title"),
        ),
        Group(programme, eligibility),
        *known.confirmation(lambda: REGISTRATION),
        Ask(key="national_id", when=is_adult, check=CHECKS["national_id"], rest=undated),
        CHILD_ID,
        Stop(key="twin", when=is_twin, shows=existing),
        Ask(key="id_expiry", when=is_adult, check=CHECKS["expiry_date"]),
        Confirm(key="id_expiry_right", of="id_expiry", when=dated, shows=expiry),
        Ask(key="name", when=is_citizen, check=CHECKS["arabic_name"]),
        Ask(key="name", when=is_resident, check=CHECKS["resident_name"]),
        *CHILD,
        *GUARDIAN,
        Ask(key="mobile", check=CHECKS["mobile"]),
        governorate("governorate"),
        Group(programme, fields),
        Group(programme, documents),
        Group(programme, terms),
        Review(key="review", shows=read_back),
        Change(
            key="change", when=lambda ctx: ctx.answers.get("review") == "change", among=changeable
        ),
    ),
    done=submit,
)
