"""Enquiry: a correct answer from the book, or a person when unclear (procedures 1, 3, 4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows import mask, matching
from flows.book import Answer
from flows.context import Context
from flows.effects import Say
from flows.events import Event, Opened, Said
from flows.flow import Flow, Outcome, Refer
from flows.matching import Match, asked
from flows.rejection import Unclear
from flows.steps import Choose, Step, Tell
from flows.text import Shown, Text, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Step):
    """The beneficiary's own words. Not understood when nothing in the book is near them."""

    def parse(self, event: Event, ctx: Context) -> Value:
        if isinstance(event, Said) and asked(event.text, ctx):
            return event.text
        raise Unclear

    def masked(self, value: Value, ctx: Context) -> Shown:
        return mask.redact(str(value))


def match(ctx: Context) -> Match:
    return ctx.matcher.match(str(ctx.answers.get("question", "")))


def half_sure(ctx: Context) -> bool:
    return match(ctx).action == "choices"


def chosen(ctx: Context) -> Answer | None:
    """The answer that was found sure, or picked."""
    found = match(ctx)
    sure = found.action == "answer"
    return ctx.book.answers.get(found.ids[0] if sure else str(ctx.answers.get("which")))


def valid(ctx: Context) -> bool:
    answer = chosen(ctx)
    return answer is not None and answer.valid_on(ctx.today)


def shown(ctx: Context) -> Mapping[str, Shown]:
    answer = chosen(ctx)
    assert answer is not None
    return matching.told(answer).values


def replies(ctx: Context) -> Iterable[str]:
    answer = chosen(ctx)
    if answer and answer.opens not in {None, "officer"}:
        yield "open"
    yield from ("yes", "no", "officer")


def outcome(ctx: Context) -> tuple[Outcome, ...]:
    question = str(ctx.answers["question"])
    answer = chosen(ctx)
    if answer is None:
        return (Refer("none_of_these", question),)
    if not valid(ctx):
        return (Refer("stale", question),)
    match ctx.answers.get("helped"):
        case "yes":
            return (Say(Text("enquiry.glad")),)
        case "open":
            return (Opened(str(answer.opens)),)
        case "officer":
            return (Refer("asked", question),)
        case _:
            return (Refer("not_helped", question),)


ENQUIRY = Flow(
    "enquiry",
    steps=(
        Question(key="question"),
        Choose(
            key="which",
            when=half_sure,
            among=lambda ctx: (*match(ctx).ids, "other"),
            otherwise=asked,
            label=lambda id_, _: Text(
                "enquiry.which.option.other" if id_ == "other" else f"book.answer.{id_}.title"
            ),
        ),
        Tell(key="told", when=valid, shows=shown),
        Choose(key="helped", when=valid, among=replies, also={"thanks": "yes"}, otherwise=asked),
    ),
    done=outcome,
)
