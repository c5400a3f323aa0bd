"""My requests: where an application stands, and what may be done about it (policy goal 1)."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec.structs import replace

from flows import applicant, applications, drafts, handoff, proof, reference
from flows.checks import Check
from flows.context import Application, Context, Lookup
from flows.conversation import Form
from flows.events import Opened
from flows.flow import Flow, Outcome
from flows.menu import elsewhere
from flows.proof import Proof
from flows.registration import REGISTRATION
from flows.rejection import Rejected
from flows.steps import Ask, Choose, Tell
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
    """The last step, the next one, and by when that is promised."""
    values: dict[str, Shown] = {
        "reference": application.reference,
        "service": applications.service(application.programme, ctx.book),
        "status": Text(f"application.{application.state}"),
        "next": Text(f"application.next.{application.state}"),
        "submitted": application.submitted,
    }
    if application.due is None or application.state not in applications.OWED:
        return Text("requests.line", values)
    late = application.due < ctx.today
    return Text("requests.late" if late else "requests.due", {**values, "by": application.due})


def whose(application: Application, ctx: Context) -> Text:
    """The same, with whom it was for where somebody applied for several people."""
    said = line(application, ctx)
    people = {one.answers.get("national_id") for one in ctx.person.applications}
    if len(people) < 2:
        return said
    return Text("requests.whose", {"line": said, "whose": applicant.label(application)})


def mine(ctx: Context) -> Mapping[str, Shown]:
    return {"list": Lines(tuple(whose(a, ctx) for a in ctx.person.applications))}


def waits(ctx: Context) -> bool:
    """Whether their talk waits for an officer; of a number that was given it is not asked."""
    return not ctx.given and ctx.person.case is not None and _place(ctx) is not None


def waiting(ctx: Context) -> Mapping[str, Shown]:
    return {"line": _place(ctx) or ""}


def _place(ctx: Context) -> Text | None:
    return handoff.place(str(ctx.person.case), ctx)


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


# ------------------------------------------------------------------ what may be done about it
ACTS = ("correct", "object", "withdraw")
"""Moves of an application that its owner may begin here, the most pressing first."""
MOST = 9  # a WhatsApp list has ten rows, and one leads back


def shown(ctx: Context) -> tuple[Application, ...]:
    """The applications the screen tells of."""
    if listed(ctx):
        return ctx.person.applications
    application = own(ctx)
    return (application,) if application else ()


def acts(ctx: Context) -> Iterator[str]:
    """``withdraw.26000422``: what may be done."""
    for act in ACTS:
        for application in shown(ctx):
            if applications.MOVES.after(application.state, act):
                yield f"{act}.{application.reference}"


def offered(ctx: Context) -> tuple[str, ...]:
    return (*tuple(acts(ctx))[:MOST], "menu")


def label(option: str, _: Context) -> Text:
    act, number = (*option.split("."), "")[:2]
    return Text(f"requests.act.option.{act}", {"reference": number} if number else {})


def go(ctx: Context) -> tuple[Outcome, ...]:
    """To the form that does it; what an officer could not confirm is looked up."""
    act, _, number = str(ctx.answers.get("act", "")).partition(".")
    match act:
        case "correct":
            form = ctx.find(Lookup("correction", number))
            return (form,) if isinstance(form, Opened) else ()
        case "object":
            return (Opened("objection", {"application": number}),)
        case "withdraw":
            return (Opened("withdrawal", {"application": number}),)
        case _:
            return ()


REQUESTS = Flow(
    "requests",
    steps=(
        Tell(key="left", when=leaves, shows=left),
        Tell(key="waiting", when=waits, shows=waiting),
        Tell(key="slip", line="requests.mistyped", when=mistyped),
        Tell(key="mine", when=listed, shows=mine),
        Ask(key="reference", when=unlisted, check=REFERENCE, optional=True),
        Tell(key="talked", when=talked, shows=lambda ctx: {"reference": str(ctx.person.case)}),
        Proof(key="proof", when=strange, optional=True),
        Tell(key="found", when=found, shows=status),
        Tell(key="unknown", when=unknown),
        Choose(
            key="act",
            when=lambda ctx: any(acts(ctx)),
            among=offered,
            label=label,
            calls={"menu": "menu"},
            otherwise=elsewhere,
            reviewed=False,
        ),
    ),
    done=go,
)
