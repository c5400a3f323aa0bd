"""Renewal: an identity document is about to expire, and its new date is taken (policy goal 6)."""

from collections.abc import Mapping
from datetime import date

from flows.checks import CHECKS
from flows.context import Context
from flows.effects import Effect, Renewed, Say, Subscribed
from flows.flow import Flow, Outcome
from flows.steps import Ask, Choose, Confirm
from flows.text import Shown, Text

AHEAD = (60, 30, 7)
"""Days before the expiry on which it is reminded of, once each."""


def expiring(ctx: Context) -> Mapping[str, Shown]:
    expiry = date.fromisoformat(str(ctx.given["expiry"]))
    left = Text("renewal.days", count=max((expiry - ctx.today).days, 0))
    return {"date": expiry, "left": left}


def updates(ctx: Context) -> bool:
    return ctx.answers.get("how") == "update"


def dated(ctx: Context) -> bool:
    return updates(ctx) and "id_expiry" in ctx.answers


def read_back(ctx: Context) -> Mapping[str, Shown]:
    return {"date": date.fromisoformat(str(ctx.answers["id_expiry"]))}


def outcome(ctx: Context) -> tuple[Outcome, ...]:
    said: tuple[Effect, ...]
    match ctx.answers["how"]:
        case "update":
            expiry = str(ctx.answers["id_expiry"])
            said = (Renewed(str(ctx.given["application"]), expiry), Say(Text("renewal.done")))
        case "stop":
            said = (Subscribed(on=False), Say(Text("notices.off")))
        case _:
            said = (Say(Text("renewal.later")),)
    return said


RENEWAL = Flow(
    "renewal",
    lasting=True,
    steps=(
        Choose(
            key="how",
            among=lambda _: ("update", "later", "stop"),
            also={"change": "update"},
            shows=expiring,
            reviewed=False,
        ),
        Ask(key="id_expiry", when=updates, check=CHECKS["expiry_date"], reviewed=False),
        Confirm(key="id_expiry_right", of="id_expiry", when=dated, shows=read_back),
    ),
    done=outcome,
)
