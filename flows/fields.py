"""The questions of a programme's own, made from its fields (policy procedure 2)."""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from flows.applicant import BY_A_GUARDIAN, served
from flows.book import Field, Pick, Programme
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
from flows.checks.ages import MAJORITY, OLDEST
from flows.context import Context
from flows.events import Opened
from flows.rejection import Rejected
from flows.steps import Ask, Choose, Condition, Select, Step, always
from flows.text import Text, Value


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
            return Ask(
                key=key,
                line=line,
                when=when,
                check=check(field),
                optional=field.optional,
                unit=field.unit,
                leads=to_a_guardian if field.kind == "birth_date" else None,
            )


def to_a_guardian(why: Rejected, ctx: Context) -> Opened | None:
    """Where somebody not of age is led whose birth date is too late for a programme."""
    minor = why.reason == "too_young" and why.values["age"] in range(MAJORITY)
    return BY_A_GUARDIAN if minor and "guardian" in served(ctx) else None


def governorate(key: str, line: str = "", when: Condition = always) -> Choose:
    return Choose(
        key=key,
        line=line,
        when=when,
        among=lambda ctx: ctx.book.governorates,
        label=lambda id_, _: Text(f"book.governorate.{id_}"),
    )


class Dependent(Protocol):
    """What is asked only after certain answers."""

    @property
    def when(self) -> tuple[str, ...] | None: ...


def applies(asked: Dependent) -> Condition:
    if asked.when is None:
        return always
    other, *wanted = asked.when
    return lambda ctx: any(meets(ctx.answers.get(f"field.{other}"), one) for one in wanted)


BOUND = re.compile("(<=|>=|<|>) *([0-9]+|[0-9]{4}-[0-9]{2}-[0-9]{2})")
_COMPARED: Mapping[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def meets(value: Value, wanted: str) -> bool:
    """Whether an answer is the one wanted or among the several picked, or within a bound.

    Of a number or a date the digits are compared: those of an ISO date are in its order.
    """
    if value is None:
        return False
    if bound := BOUND.fullmatch(wanted):
        said, limit = (int(figure.replace("-", "")) for figure in (str(value), bound[2]))
        return _COMPARED[bound[1]](said, limit)
    return wanted in str(value).split(",")


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
