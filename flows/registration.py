"""Registration: from consent to a complete, checked application (policy procedures 2 and 5)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from flows import calendar
from flows.book import Eligibility, Field, Pick, Programme
from flows.checks import (
    CHECKS,
    Check,
    age_between,
    future_date,
    number_between,
    past_date,
    several_of,
    text_between,
)
from flows.checks.ages import OLDEST
from flows.checks.identity import holder
from flows.consent import CONSENT
from flows.context import Context
from flows.effects import Say, Submit
from flows.flow import Flow, Outcome
from flows.steps import (
    Ask,
    Change,
    Choose,
    Condition,
    Confirm,
    Group,
    Review,
    Select,
    Step,
    Stop,
    Tell,
    always,
)
from flows.text import Lines, Option, Shown, Text


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


def pick_one(key: str, line: str, picks: tuple[Pick, ...], when: Condition = always) -> Choose:
    """A choice whose options the book gives; without any it is yes or no."""
    ids = tuple(option.id for option in picks) or ("yes", "no")

    def label(id_: str, _: Context) -> Text:
        return Text(f"{line}.option.{id_}" if picks else f"common.{id_}")

    return Choose(key=key, line=line, when=when, among=lambda _: ids, label=label)


def alternatives(ctx: Context) -> tuple[Text, ...]:
    others = (p for p in on_offer(ctx) if p != ctx.answers.get("programme"))
    return tuple(Text(f"book.programme.{id_}.title") for id_ in others)


def fields(chosen: Programme) -> Iterator[Step]:
    """The programme's own questions."""
    for field in chosen.fields:
        yield question(field, f"book.programme.{chosen.id}.field.{field.key}")


def question(field: Field, line: str) -> Step:
    key, when = f"field.{field.key}", applies(field)
    match field.kind:
        case "choice" | "yes_no":
            return pick_one(key, line, field.options, when)
        case "choices":
            among = tuple(option.id for option in field.options)
            return Select(key=key, line=line, when=when, check=check(field), among=among)
        case "governorate":
            return governorate(key, line, when)
        case _:
            return Ask(key=key, line=line, when=when, check=check(field), optional=field.optional)


def governorate(key: str, line: str = "", when: Condition = always) -> Choose:
    return Choose(
        key=key,
        line=line,
        when=when,
        among=lambda ctx: ctx.book.governorates,
        label=lambda id_, _: Text(f"book.governorate.{id_}"),
    )


def applies(field: Field) -> Condition:
    if field.when is None:
        return always
    other, value = field.when
    return lambda ctx: ctx.answers.get(f"field.{other}") == value


def check(field: Field) -> Check:
    match field.kind:
        case "text":
            return text_between(field.minimum, field.maximum)
        case "number":
            return number_between(field.minimum, field.maximum, field.unit)
        case "choices":
            return several_of({o.id: (o.label.ar, o.label.en) for o in field.options})
        case "date" if field.past:
            return past_date(field.within)
        case "date" if field.future:
            return future_date(field.within)
        case "date":
            return CHECKS["any_date"]
        case "birth_date":
            return age_between(field.minimum, min(field.maximum, OLDEST))
        case kind:
            return CHECKS[kind]


def resident(ctx: Context) -> bool:
    """An iqama begins with 2; its holder's name may be written in Latin letters."""
    return holder(str(ctx.answers.get("national_id", "1"))) == "resident"


def dated(ctx: Context) -> bool:
    return "id_expiry" in ctx.answers


def expiry(ctx: Context) -> Mapping[str, Shown]:
    return {"date": date.fromisoformat(str(ctx.answers["id_expiry"]))}


def read_back(ctx: Context) -> Mapping[str, Shown]:
    pairs = REGISTRATION.fields(ctx, masked=False)
    lines = (Text("common.field", {"label": label, "value": value}) for label, value in pairs)
    return {"fields": Lines(tuple(lines))}


def changeable(ctx: Context) -> Iterable[Option]:
    return (
        Option(step.key, Text(f"{step.line}.label"))
        for step in REGISTRATION.applying(ctx)
        if step.reviewed and step.key in ctx.answers
    )


def submit(ctx: Context) -> tuple[Outcome, ...]:
    chosen = programme(ctx)
    assert chosen is not None
    by = calendar.add_working_days(ctx.today, chosen.verify_days, ctx.book.association.hours)
    reference = ctx.references[0]
    return (
        Submit(
            reference,
            chosen.id,
            str(ctx.answers["applicant"]),
            REGISTRATION.answers(ctx),
            REGISTRATION.fields(ctx),
        ),
        Say(Text("registration.done", {"reference": reference, "by": by})),
    )


REGISTRATION = Flow(
    "registration",
    resumable=True,
    numbered=lambda ctx: programme(ctx) is not None,
    steps=(
        *CONSENT,
        Choose(key="applicant", among=lambda _: ("individual", "organisation")),
        Stop(key="nothing", line="common.gone", when=nothing_on_offer),
        Choose(
            key="programme",
            among=on_offer,
            label=lambda id_, _: Text(f"book.programme.{id_}.title"),
        ),
        Group(programme, eligibility),
        Ask(key="national_id", check=CHECKS["national_id"]),
        Ask(key="id_expiry", check=CHECKS["expiry_date"]),
        Confirm(key="id_expiry_right", of="id_expiry", when=dated, shows=expiry),
        Ask(key="name", when=lambda ctx: not resident(ctx), check=CHECKS["arabic_name"]),
        Ask(key="name", when=resident, check=CHECKS["resident_name"]),
        Ask(key="mobile", check=CHECKS["mobile"]),
        governorate("governorate"),
        Group(programme, fields),
        Review(key="review", shows=read_back),
        Change(
            key="change", when=lambda ctx: ctx.answers.get("review") == "change", among=changeable
        ),
    ),
    done=submit,
)
