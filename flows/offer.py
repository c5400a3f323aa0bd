"""What is on offer: the programmes open to somebody, their seats, conditions and terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from flows.applicant import BY_A_GUARDIAN, served
from flows.book import Eligibility, Programme
from flows.context import Context, Lookup
from flows.fields import pick_one
from flows.programme import AUDIENCE
from flows.steps import Choose, Step, Stop, Tell
from flows.text import Lines, Shown, Text


def on_offer(ctx: Context) -> tuple[str, ...]:
    """Programmes this kind of applicant may apply to today."""
    audience, today = AUDIENCE.get(str(ctx.answers.get("applicant"))), ctx.today
    return tuple(
        p.id for p in ctx.book.programmes.values() if audience in p.audience and p.open_on(today)
    )


def nothing_on_offer(ctx: Context) -> bool:
    return not (on_offer(ctx) if "applicant" in ctx.answers else served(ctx))


def programme(ctx: Context) -> Programme | None:
    return ctx.book.programmes.get(str(ctx.answers.get("programme")))


def about(ctx: Context) -> Mapping[str, Shown]:
    chosen = programme(ctx)
    assert chosen is not None
    path = f"book.programme.{chosen.id}"
    steps = tuple(Text(f"{path}.step.{n}") for n in range(len(chosen.steps)))
    return {
        "title": Text(f"{path}.title"),
        "summary": Text(f"{path}.summary"),
        "steps": Lines(steps),
    }


def eligibility(chosen: Programme) -> Iterator[Step]:
    """The programme in short, then its conditions, each ending the form early when not met."""
    if chosen.seats is not None:
        yield full(chosen, chosen.seats)
    yield Tell(key=f"about.{chosen.id}", line="registration.about", shows=about)
    for rule in chosen.eligibility:
        yield from condition(chosen, rule)


def full(chosen: Programme, seats: int) -> Step:
    """The end of the seats, before anything is asked and again when all is sent."""

    def is_full(ctx: Context) -> bool:
        at_the_door = f"about.{chosen.id}" not in ctx.answers
        if not at_the_door and ctx.answers.get("review") != "send":
            return False
        taken = ctx.find(Lookup("seats", chosen.id))
        return isinstance(taken, int) and taken >= seats

    return Choose(
        key=f"full.{chosen.id}",
        line="registration.full",
        when=is_full,
        among=lambda _: ("another", "officer"),
        calls={"officer": "officer"},
        reopens={"another": "programme"},
        shows=lambda ctx: {
            "title": Text(f"book.programme.{chosen.id}.title"),
            "others": Lines(alternatives(ctx)),
        },
        counted=False,
        reviewed=False,
    )


def condition(chosen: Programme, rule: Eligibility) -> Iterator[Step]:
    """One condition: its question, and the polite end for whoever does not meet it.

    An answer counts for its own programme only: another may ask something else by the same key.
    """
    line = f"book.programme.{chosen.id}.eligibility.{rule.key}"
    key = f"eligible.{chosen.id}.{rule.key}"

    def unmet(ctx: Context) -> bool:
        return key in ctx.answers and ctx.answers[key] not in rule.accepts

    def by_a_guardian(ctx: Context) -> bool:
        return unmet(ctx) and ctx.answers[key] in rule.minors and "guardian" in served(ctx)

    def why(ctx: Context) -> Mapping[str, Shown]:
        return {"refusal": Text(f"{line}.refusal"), "others": Lines(alternatives(ctx))}

    helps = "" if rule.help else "common.help"
    yield replace(pick_one(key, line, rule.options), reviewed=False, helps=helps)
    if rule.minors:
        yield Choose(
            key=f"{key}.minor",
            line="registration.minor",
            when=by_a_guardian,
            among=lambda _: ("guardian", "menu"),
            calls={"menu": "menu"},
            opens={"guardian": BY_A_GUARDIAN},
            counted=False,
            reviewed=False,
        )
    yield Stop(key=f"{key}.not", line="registration.ineligible", when=unmet, shows=why)


def alternatives(ctx: Context) -> tuple[Text, ...]:
    others = (p for p in on_offer(ctx) if p != ctx.answers.get("programme"))
    titles = tuple(Text(f"book.programme.{id_}.title") for id_ in others)
    return titles or (Text("registration.no_others"),)


def terms(chosen: Programme) -> Iterator[Step]:
    """The service terms, where there are any. Their version is in the key: a new one asks anew."""
    if chosen.conditions is None:
        return
    yield Choose(
        key=f"terms.{chosen.id}.{chosen.terms}",
        line="registration.terms",
        among=lambda _: ("accept", "officer"),
        also={"yes": "accept"},
        calls={"officer": "officer"},
        shows=lambda _: {
            "version": chosen.terms,
            "terms": Text(f"book.programme.{chosen.id}.conditions"),
        },
        reviewed=False,
    )
