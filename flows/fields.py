"""The questions of a programme's own, made from its fields (policy procedure 2)."""

from collections.abc import Iterator

from flows.book import Document, Field, Pick, Programme
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
from flows.context import Context
from flows.steps import Ask, Choose, Condition, Select, Step, always
from flows.text import Text


def pick_one(key: str, line: str, picks: tuple[Pick, ...], when: Condition = always) -> Choose:
    """A choice whose options the book gives; without any it is yes or no."""
    ids = tuple(option.id for option in picks) or ("yes", "no")

    def label(id_: str, _: Context) -> Text:
        return Text(f"{line}.option.{id_}" if picks else f"common.{id_}")

    return Choose(key=key, line=line, when=when, among=lambda _: ids, label=label)


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


def applies(asked: Field | Document) -> Condition:
    if asked.when is None:
        return always
    other, value = asked.when
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
