"""My requests: where an application stands, by a word or by its reference (policy goal 1)."""

from collections.abc import Mapping
from datetime import date

from flows import applications, reference
from flows.checks import Check
from flows.context import Application, Context, Lookup
from flows.flow import Flow
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
    return "reference" not in ctx.given and bool(ctx.person.applications)


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


def mine(ctx: Context) -> Mapping[str, Shown]:
    return {"list": Lines(tuple(line(a, ctx) for a in ctx.person.applications))}


def own(ctx: Context) -> Application | None:
    """The application asked for, if it is this person's; otherwise nothing is given away."""
    reference = ctx.answers.get("reference")
    return ctx.find(Lookup("application", str(reference))) if reference else None


def found(ctx: Context) -> bool:
    return unlisted(ctx) and own(ctx) is not None


def unknown(ctx: Context) -> bool:
    return unlisted(ctx) and bool(ctx.answers.get("reference")) and own(ctx) is None


def status(ctx: Context) -> Mapping[str, Shown]:
    application = own(ctx)
    assert application is not None
    return {"line": line(application, ctx)}


REQUESTS = Flow(
    "requests",
    steps=(
        Tell(key="mine", when=listed, shows=mine),
        Ask(key="reference", when=unlisted, check=REFERENCE, optional=True),
        Tell(key="found", when=found, shows=status),
        Tell(key="unknown", when=unknown),
    ),
)
