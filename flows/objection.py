"""Objection: a decision is told with its reason, and looked at again by somebody else.

`DECISION` tells it and offers the objection, `OBJECTION` takes it (policy preamble: disputes are
settled in a way that protects both sides).
"""

from collections.abc import Mapping

from flows import calendar
from flows.checks import text_between
from flows.context import Context
from flows.effects import Objected, Say
from flows.events import Opened
from flows.flow import Flow, Outcome
from flows.own import Own
from flows.steps import Ask, Choose
from flows.text import Shown, Text

OWN = Own("object")


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


def register(ctx: Context) -> tuple[Outcome, ...]:
    application = OWN.chosen(ctx)
    assert application is not None
    association = ctx.book.association
    days = association.numbers.objection_days
    by = calendar.add_working_days(ctx.today, days, association.hours)
    reference = ctx.references[0]
    return (
        Objected(reference, application.reference, str(ctx.answers["why"])),
        Say(Text("objection.done", {"reference": reference, "by": by})),
    )


OBJECTION = Flow(
    "objection",
    resumable=True,
    steps=(*OWN.steps(), Ask(key="why", check=text_between(5, 1000), shows=OWN.shows)),
    done=register,
)
