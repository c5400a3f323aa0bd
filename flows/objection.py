"""Objection: a decision is told with its reason, and looked at again by somebody else.

`DECISION` tells it and offers the objection, `OBJECTION` takes it, of an application or of a
complaint that was answered (policy preamble: disputes are settled in a way that protects both
sides).
"""

from collections.abc import Mapping
from datetime import date

from flows import calendar
from flows.book import Association
from flows.checks import text_between
from flows.context import Context, Lookup
from flows.effects import Objected, Public, Say
from flows.events import Opened
from flows.flow import Flow, Outcome, Refer
from flows.own import Own, labelled
from flows.steps import Ask, Choose, Stop
from flows.text import Shown, Text

FLOW = "objection"
COMPLAINT, AGAIN = "complaint", "complaint_again"
"""Reasons of cases: a complaint, and another look at one that was answered."""
OWN = Own("object")
_OF, _COMPLAINT = "of.", "complaint."


def decided(ctx: Context) -> Mapping[str, Shown]:
    """The decision with its reason; the association may have removed the clause since."""
    clause = str(ctx.given.get("clause"))
    known = clause in ctx.book.clauses
    return {
        **OWN.shows(ctx),
        "reason": str(ctx.given.get("reason")),
        "clause": Text(f"book.clause.{clause}.text") if known else Text("decision.policy"),
    }


def answer(ctx: Context) -> tuple[Outcome, ...]:
    if ctx.answers.get("next") == "object":
        return (Opened("objection", {"application": str(ctx.given["application"])}),)
    return ()


DECISION = Flow(
    "decision",
    lasting=True,
    steps=(
        Choose(
            key="next",
            when=lambda ctx: OWN.chosen(ctx) is not None,
            among=lambda _: ("object", "later"),
            also={"objection": "object", "yes": "object", "no": "later"},
            shows=decided,
            reviewed=False,
        ),
    ),
    done=answer,
)


# ------------------------------------------------------------------ what may be objected to
def complaints(ctx: Context) -> tuple[str, ...]:
    """References of the person's complaints that were answered lately, and not looked at again."""
    if "application" in ctx.given:
        return ()
    found = ctx.find(Lookup("complaints", ""))
    return found if isinstance(found, tuple) else ()


def choices(ctx: Context) -> tuple[str, ...]:
    """Ids of options that are digits alone would be taken for a scale."""
    applications = (f"{_OF}{one.reference}" for one in OWN.among(ctx))
    return (*applications, *(f"{_COMPLAINT}{reference}" for reference in complaints(ctx)))


def label(option: str, ctx: Context) -> Text:
    if option.startswith(_COMPLAINT):
        return Text("objection.complaint", {"reference": option.removeprefix(_COMPLAINT)})
    return labelled(option, ctx)


def chosen(ctx: Context) -> str:
    """What the objection is about: the only thing it may be, or what was picked."""
    found = choices(ctx)
    return found[0] if len(found) == 1 else str(ctx.answers.get("application", ""))


def about_complaint(ctx: Context) -> bool:
    return chosen(ctx).startswith(_COMPLAINT)


def about_application(ctx: Context) -> bool:
    return not about_complaint(ctx)


def complained(ctx: Context) -> Mapping[str, Shown]:
    return {"reference": chosen(ctx).removeprefix(_COMPLAINT)}


def answered_by(today: date, association: Association) -> date:
    """By when an objection of today is answered; and until when one to today's answer may come."""
    days = association.numbers.objection_days
    return calendar.add_working_days(today, days, association.hours)


def register(ctx: Context) -> tuple[Outcome, ...]:
    if about_complaint(ctx):
        complaint = chosen(ctx).removeprefix(_COMPLAINT)
        return (Refer(AGAIN, str(ctx.answers["again"]), about=complaint),)
    application = OWN.chosen(ctx)
    assert application is not None
    by, reference = answered_by(ctx.today, ctx.book.association), ctx.references[0]
    return (
        Objected(reference, application.reference, str(ctx.answers["why"])),
        Say(Text("objection.done", {"reference": reference, "by": by})),
        Public(),
    )


OBJECTION = Flow(
    FLOW,
    resumable=True,
    discreet=True,
    steps=(
        Stop(key="nothing", when=lambda ctx: not choices(ctx)),
        Choose(
            key="application",
            when=lambda ctx: len(choices(ctx)) > 1,
            among=choices,
            label=label,
        ),
        Ask(key="why", when=about_application, check=text_between(5, 1000), shows=OWN.shows),
        Ask(key="again", when=about_complaint, check=text_between(5, 1000), shows=complained),
    ),
    done=register,
)
