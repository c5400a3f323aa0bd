"""Rating: the beneficiary's right after every delivered service (policy goal 4, procedure 7)."""

from collections.abc import Callable

from msgspec.structs import replace

from flows.checks import text_between
from flows.context import Context
from flows.delivery import named, service
from flows.effects import Effect, Rated, Say
from flows.events import Opened
from flows.flow import Flow, Outcome
from flows.steps import Ask, Choose, Stop
from flows.text import Text, Value

SCALE = ("5", "4", "3", "2", "1")
THANKS = Text("rating.thanks")
REASONS = ("time", "information", "conduct", "procedure", "result", "other")


def low(ctx: Context) -> bool:
    score = ctx.answers.get("score")
    return score is not None and int(str(score)) <= ctx.book.association.numbers.low_score


def recording(key: str) -> Callable[[Value, Context], tuple[Effect, ...]]:
    """Each answer counts when it is given: nobody is bound to go on to the comment."""

    def record(value: Value, ctx: Context) -> tuple[Effect, ...]:
        known = replace(ctx, answers={**ctx.answers, key: value})
        return (rated(known),) if value else ()

    return record


def rated(ctx: Context) -> Rated:
    reason, comment = ctx.answers.get("reason"), ctx.answers.get("comment")
    return Rated(
        application=str(ctx.given.get("application")),
        score=int(str(ctx.answers["score"])),
        reason=str(reason) if reason and low(ctx) else None,
        comment=str(comment) if comment else None,
    )


def thanks(_: Context) -> tuple[Outcome, ...]:
    return (Say(THANKS),)


RATING = Flow(
    "rating",
    lasting=True,
    farewell=THANKS,
    steps=(
        Choose(key="score", among=lambda _: SCALE, shows=service, records=recording("score")),
        Choose(key="reason", when=low, among=lambda _: REASONS, records=recording("reason")),
        Ask(
            key="comment",
            check=text_between(1, 1000),
            optional=True,
            records=recording("comment"),
        ),
    ),
    done=thanks,
)


def services(ctx: Context) -> tuple[str, ...]:
    """Ids of options that are digits alone would be taken for a scale."""
    return tuple(f"of.{reference}" for reference in ctx.person.ratings)


def pick_service(ctx: Context) -> tuple[Outcome, ...]:
    reference = str(ctx.answers["application"]).removeprefix("of.")
    return (Opened("rating", {"application": reference}),)


def which(option: str, ctx: Context) -> Text:
    reference = option.removeprefix("of.")
    title = named(reference, ctx)
    return Text("rate.application.option", {"service": title, "reference": reference})


RATE = Flow(
    "rate",
    steps=(
        Stop(key="nothing", when=lambda ctx: not ctx.person.ratings),
        Choose(key="application", among=services, label=which),
    ),
    done=pick_service,
)
