"""Consent: a layered notice before the first personal question (PDPL, implementing regulation 4).

These steps open every flow that asks for personal data. A new version of the notice asks again.
"""

from collections.abc import Mapping

from flows.context import Context
from flows.effects import Consented, Effect
from flows.steps import Choose, Stop
from flows.text import Shown, Text, Value


def wanting(ctx: Context) -> bool:
    return ctx.person.consent != ctx.book.association.privacy.version


def declined(ctx: Context) -> bool:
    return wanting(ctx) and ctx.answers.get("consent") == "no"


def notice(ctx: Context) -> Mapping[str, Shown]:
    return {
        "association": Text("book.association.name"),
        "purpose": Text("book.privacy.purpose"),
        "retention": Text("book.privacy.retention"),
        "officer": Text("book.privacy.officer"),
        "email": ctx.book.association.privacy.email,
    }


def contact(ctx: Context) -> Mapping[str, Shown]:
    return {
        "phone": ctx.book.association.contact.phone,
        "address": Text("book.association.address"),
    }


def record(answer: Value, ctx: Context) -> tuple[Effect, ...]:
    return (Consented(ctx.book.association.privacy.version, answer == "yes"),)


CONSENT = (
    Choose(
        key="consent",
        line="consent.agree",
        when=wanting,
        among=lambda _: ("yes", "no", "details"),
        calls={"details": "help"},
        shows=notice,
        records=record,
        counted=False,
        reviewed=False,
    ),
    Stop(key="declined", line="consent.declined", when=declined, shows=contact),
)
