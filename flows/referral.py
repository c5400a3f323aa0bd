"""Referral: a need that we do not serve is met with a name and a number, not with a dead end."""

from __future__ import annotations

from collections.abc import Mapping

from flows.charter import Referral
from flows.context import Context
from flows.effects import Say
from flows.flow import Flow, Outcome, Refer
from flows.steps import Choose, Tell
from flows.text import Lines, Shown, Text


def known(ctx: Context) -> bool:
    return ctx.answers.get("about") in ctx.book.referrals


def told(referral: Referral) -> Mapping[str, Shown]:
    """Who serves the need, and how they are reached."""
    path = f"book.referral.{referral.id}"
    phone = (Text("referral.phone", {"phone": referral.phone}),) if referral.phone else ()
    link = (Text("referral.link", {"link": referral.link}),) if referral.link else ()
    return {
        "need": Text(f"{path}.need"),
        "name": Text(f"{path}.name"),
        "contact": Lines((*phone, *link)),
    }


def outcome(ctx: Context) -> tuple[Outcome, ...]:
    if ctx.answers.get("enough") == "officer":
        return (Refer("asked", str(ctx.answers.get("question", ""))),)
    return (Say(Text("referral.thanks")),) if known(ctx) else ()


REFERRAL = Flow(
    "referral",
    steps=(
        Tell(
            key="told",
            when=known,
            shows=lambda ctx: told(ctx.book.referrals[str(ctx.answers["about"])]),
        ),
        Choose(
            key="enough",
            when=known,
            among=lambda _: ("yes", "officer"),
            also={"thanks": "yes", "no": "officer"},
        ),
    ),
    done=outcome,
)
