"""Delivery: the beneficiary's own word on a service an officer recorded (policy procedure 6)."""

from collections.abc import Mapping

from flows import applications, survey
from flows.context import Context
from flows.effects import Received, Say
from flows.events import Opened
from flows.flow import Flow, Outcome, Refer
from flows.steps import Choose
from flows.text import Shown, Text

DELIVERED = ("in_delivery", "delivered", "partly_delivered")
"""States of an application whose service is to be rated."""


def service(ctx: Context) -> Mapping[str, Shown]:
    """The name of the service this form is about."""
    reference = str(ctx.given.get("application"))
    return {"service": named(reference, ctx), "reference": reference}


def named(reference: str, ctx: Context) -> Text:
    """The service of one of the person's applications."""
    programmes = (a.programme for a in ctx.person.applications if a.reference == reference)
    return applications.service(next(programmes, ""), ctx.book)


def outcome(ctx: Context) -> tuple[Outcome, ...]:
    reference = str(ctx.given.get("application"))
    soon = survey.too_soon(ctx.person.surveyed, ctx.today)
    rating = () if soon else (Opened("rating", {"application": reference}),)
    match ctx.answers["received"]:
        case "full":
            return (Received(reference, "full"), Say(Text("delivery.thanks")), *rating)
        case "partly":
            refer = Refer("partly_delivered", application=reference)
            return (Received(reference, "partly"), refer, *rating)
        case _:
            refer = Refer("not_delivered", application=reference)
            return (Received(reference, "no"), refer)


DELIVERY = Flow(
    "delivery",
    lasting=True,
    steps=(Choose(key="received", among=lambda _: ("full", "partly", "no"), shows=service),),
    done=outcome,
)
