"""Whom an application is for: oneself, a relative, a child in one's care, an organisation.

Somebody applies for others on the same phone too. What is known of each stands in the earlier
applications for them and is never mixed with another's (policy goals 4 and 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flows import mask
from flows.context import Application, Context
from flows.events import Opened
from flows.programme import AUDIENCE
from flows.steps import Choose, Tell
from flows.text import Answers, Text, Value

ABOUT: Mapping[str, str] = {"family": "family", "guardian": "child"}
"""Who the first questions are about, where it is not whoever answers them."""

BY_A_GUARDIAN = Opened("registration", {"applicant": "guardian"})
"""Where somebody who is not of age is led."""

OTHER = "other"
KNOWN = "of."
"""What precedes the reference of an application in the option that stands for its applicant."""


def served(ctx: Context) -> tuple[str, ...]:
    """Whom one may apply for today: some programme is open to them."""
    programmes = ctx.book.programmes.values()
    audiences = {a for p in programmes if p.open_on(ctx.today) for a in p.audience}
    return tuple(who for who, audience in AUDIENCE.items() if audience in audiences)


def offered(ctx: Context) -> tuple[str, ...]:
    """Of them those whom the programme serves that was asked for by name, if one was."""
    named = ctx.book.programmes.get(str(ctx.given.get("programme")))
    fitting = (who for who in served(ctx) if named is None or AUDIENCE[who] in named.audience)
    return tuple(fitting) or served(ctx)


def about(applicant: object) -> str:
    return ABOUT.get(str(applicant), "self")


def is_about(kind: str, ctx: Context) -> bool:
    return "applicant" in ctx.answers and about(ctx.answers["applicant"]) == kind


def for_relative(ctx: Context) -> bool:
    return is_about("family", ctx)


def for_child(ctx: Context) -> bool:
    return is_about("child", ctx)


def earlier(kind: str, applications: Iterable[Application]) -> dict[str, Application]:
    """The latest application for each person of a kind, by their identity number."""
    return {
        str(one.answers["national_id"]): one
        for one in applications
        if about(one.applicant) == kind and one.answers.get("national_id")
    }


def candidates(ctx: Context) -> tuple[Application, ...]:
    """An earlier application for each person whom this one may be for."""
    kind = about(ctx.answers.get("applicant"))
    return tuple(earlier(kind, ctx.person.applications).values())


def is_to_be_told(ctx: Context) -> bool:
    """Whether it is not clear already: of oneself there is one, as a rule."""
    known = len(candidates(ctx)) if "applicant" in ctx.answers else 0
    return known > (1 if is_about("self", ctx) else 0)


def known(ctx: Context) -> tuple[str, ...]:
    return (*(f"{KNOWN}{one.reference}" for one in candidates(ctx)), OTHER)


def chosen(ctx: Context) -> Application | None:
    """The earlier application for whoever this one is for."""
    if is_to_be_told(ctx):
        options = {f"{KNOWN}{one.reference}": one for one in candidates(ctx)}
        return options.get(str(ctx.answers.get("whose")))
    return next(iter(candidates(ctx)), None)


def named(option: str, ctx: Context) -> Text:
    """Enough to tell one's own people apart: ``نورة ع. ••0008``."""
    for one in candidates(ctx):
        if option == f"{KNOWN}{one.reference}":
            return label(one)
    return Text("registration.whose.option.other")


def label(application: Application) -> Text:
    number = mask.identity(str(application.answers.get("national_id", "")))
    name = mask.name(str(application.answers.get("name", "")))
    return Text("registration.whose.option.known", {"name": name, "number": number[-6:]})


def keep_for(applicant: Value, ctx: Context) -> Answers:
    """The answers that still count: another person starts anew."""
    before, now = ctx.answers.get("about", "self"), about(applicant)
    others = ctx.answers if before == now else only(ctx, "consent", "programme")
    return others if now == "self" else {**others, "about": now}


def keep_for_another(_: Value, ctx: Context) -> Answers:
    return only(ctx, "consent", "applicant", "about", "programme")


def only(ctx: Context, *keys: str) -> Answers:
    return {key: ctx.answers[key] for key in keys if key in ctx.answers}


APPLICANT = (
    Choose(key="applicant", among=offered, rest=keep_for),
    Choose(
        key="whose",
        when=is_to_be_told,
        among=known,
        label=named,
        rest=keep_for_another,
        counted=False,
        reviewed=False,
    ),
    Tell(key="for_relative", when=for_relative),
    Tell(key="for_child", when=for_child),
)
