"""Withdrawal: a beneficiary takes an application back, and nobody else does."""

from flows.context import Context
from flows.effects import Say, Withdrawn
from flows.flow import Flow, Outcome
from flows.own import Own
from flows.steps import Choose
from flows.text import Text

OWN = Own("withdraw")


def outcome(ctx: Context) -> tuple[Outcome, ...]:
    application = OWN.chosen(ctx)
    assert application is not None
    about = {"reference": application.reference}
    if ctx.answers["sure"] == "no":
        return (Say(Text("withdrawal.kept", about)),)
    return (Withdrawn(application.reference), Say(Text("withdrawal.done", about)))


WITHDRAWAL = Flow(
    "withdrawal",
    steps=(
        *OWN.steps(),
        Choose(key="sure", among=lambda _: ("yes", "no"), shows=OWN.shows),
    ),
    done=outcome,
)
