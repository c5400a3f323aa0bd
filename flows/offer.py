"""What is on offer: the programmes open to somebody, and the conditions each puts first."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from flows.book import Eligibility, Programme
from flows.context import Context
from flows.fields import pick_one
from flows.steps import Step, Stop, Tell
from flows.text import Lines, Shown, Text


def on_offer(ctx: Context) -> tuple[str, ...]:
    """Programmes this kind of applicant may apply to today."""
    applicant, today = ctx.answers.get("applicant"), ctx.today
    return tuple(
        p.id for p in ctx.book.programmes.values() if applicant in p.audience and p.open_on(today)
    )


def nothing_on_offer(ctx: Context) -> bool:
    return "applicant" in ctx.answers and not on_offer(ctx)


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
    yield Tell(key=f"about.{chosen.id}", line="registration.about", shows=about)
    for rule in chosen.eligibility:
        yield from condition(chosen, rule)


def condition(chosen: Programme, rule: Eligibility) -> Iterator[Step]:
    """One condition: its question, and the polite end for whoever does not meet it.

    An answer counts for its own programme only: another may ask something else by the same key.
    """
    line = f"book.programme.{chosen.id}.eligibility.{rule.key}"
    key = f"eligible.{chosen.id}.{rule.key}"

    def unmet(ctx: Context) -> bool:
        return key in ctx.answers and ctx.answers[key] not in rule.accepts

    def why(ctx: Context) -> Mapping[str, Shown]:
        return {"refusal": Text(f"{line}.refusal"), "others": Lines(alternatives(ctx))}

    yield replace(pick_one(key, line, rule.options), reviewed=False, helps="common.help")
    yield Stop(key=f"{key}.not", line="registration.ineligible", when=unmet, shows=why)


def alternatives(ctx: Context) -> tuple[Text, ...]:
    others = (p for p in on_offer(ctx) if p != ctx.answers.get("programme"))
    return tuple(Text(f"book.programme.{id_}.title") for id_ in others)
