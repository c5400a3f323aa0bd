"""My requests: where an application stands, by a word or by its reference (policy goal 1)."""

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from flows import applicant, applications, drafts, proof, reference
from flows.checks import Check
from flows.context import Application, Context, Lookup
from flows.conversation import Form
from flows.flow import Flow
from flows.proof import Proof
from flows.registration import REGISTRATION
from flows.rejection import Rejected
from flows.steps import Ask, Tell
from flows.text import Lines, Shown, Text


def read_reference(text: str, _: date) -> str:
    """A slip in a digit is told at once, without looking anything up."""
    number = reference.well_formed(text)
    if number is None:
        raise Rejected("digits")
    return number


REFERENCE = Check("reference", read_reference, ("digits",))


def listed(ctx: Context) -> bool:
    """Without a reference in hand, a person's own applications are simply shown."""
    return not ctx.given and bool(ctx.person.applications)


def mistyped(ctx: Context) -> bool:
    return bool(ctx.given.get("mistyped"))


def unlisted(ctx: Context) -> bool:
    return not listed(ctx)


def line(application: Application, ctx: Context) -> Text:
    return Text(
        "requests.line",
        {
            "reference": application.reference,
            "service": applications.service(application.programme, ctx.book),
            "status": Text(f"application.{application.state}"),
            "submitted": application.submitted,
        },
    )


def whose(application: Application, ctx: Context) -> Text:
    """The same, with whom it was for where somebody applied for several people."""
    said = line(application, ctx)
    people = {one.answers.get("national_id") for one in ctx.person.applications}
    if len(people) < 2:
        return said
    return Text("requests.whose", {"line": said, "whose": applicant.label(application)})


def mine(ctx: Context) -> Mapping[str, Shown]:
    return {"list": Lines(tuple(whose(a, ctx) for a in ctx.person.applications))}


def leaves(ctx: Context) -> bool:
    return "reference" not in ctx.given and bool(ctx.drafts)


def left(ctx: Context) -> Mapping[str, Shown]:
    return {"list": Lines(tuple(_draft(form, ctx) for form in ctx.drafts))}


def _draft(form: Form, ctx: Context) -> Text:
    """What is written of it, as an officer would see it, and until when it is kept."""
    filled = replace(ctx, given=form.given, answers=form.answers)
    fields = REGISTRATION.fields(filled) if form.flow == REGISTRATION.id else ()
    lines = (Text("common.field", {"label": label, "value": value}) for label, value in fields)
    values: dict[str, Shown] = {
        "service": drafts.named(form, ctx),
        "fields": Lines(tuple(lines)),
        "until": drafts.expires(form, ctx),
    }
    return Text("requests.draft", values)


def own(ctx: Context) -> Application | None:
    """The application asked for, if it is this person's; otherwise nothing is given away."""
    number = ctx.answers.get("reference")
    found = ctx.find(Lookup("application", str(number))) if number else None
    return found if isinstance(found, Application) else None


def talked(ctx: Context) -> bool:
    """Whether the number is that of the case which an officer has with this person."""
    return unlisted(ctx) and ctx.answers.get("reference") in {ctx.person.case} - {None}


def strange(ctx: Context) -> bool:
    """Whether it must be shown that one may know of it, if there is such a number at all."""
    asked = unlisted(ctx) and bool(ctx.answers.get("reference"))
    return asked and not talked(ctx) and own(ctx) is None


def proven(ctx: Context) -> Application | None:
    ends = ctx.answers.get("proof")
    found = ctx.find(proof.proven(ctx, str(ends))) if ends and strange(ctx) else None
    return found if isinstance(found, Application) else None


def found(ctx: Context) -> bool:
    return unlisted(ctx) and (own(ctx) or proven(ctx)) is not None


def unknown(ctx: Context) -> bool:
    return strange(ctx) and "proof" in ctx.answers and proven(ctx) is None


def status(ctx: Context) -> Mapping[str, Shown]:
    application = own(ctx) or proven(ctx)
    assert application is not None
    return {"line": line(application, ctx)}


REQUESTS = Flow(
    "requests",
    steps=(
        Tell(key="left", when=leaves, shows=left),
        Tell(key="slip", line="requests.mistyped", when=mistyped),
        Tell(key="mine", when=listed, shows=mine),
        Ask(key="reference", when=unlisted, check=REFERENCE, optional=True),
        Tell(key="talked", when=talked, shows=lambda ctx: {"reference": str(ctx.person.case)}),
        Proof(key="proof", when=strange, optional=True),
        Tell(key="found", when=found, shows=status),
        Tell(key="unknown", when=unknown),
    ),
)
