"""Rating: the beneficiary's right after every delivered service (policy goal 4, procedure 7)."""

from flows.checks import text_between
from flows.context import Context
from flows.delivery import service
from flows.effects import Rated, Say
from flows.events import Opened
from flows.flow import Flow, Outcome
from flows.steps import Ask, Choose, Stop
from flows.text import Text

SCALE = ("5", "4", "3", "2", "1")
REASONS = ("time", "information", "conduct", "procedure", "result", "other")


def low(ctx: Context) -> bool:
    score = ctx.answers.get("score")
    return score is not None and int(score) <= ctx.book.association.numbers.low_score


def rated(ctx: Context) -> tuple[Outcome, ...]:
    comment = ctx.answers.get("comment")
    return (
        Rated(
            application=str(ctx.given.get("application")),
            score=int(str(ctx.answers["score"])),
            reason=str(ctx.answers["reason"]) if low(ctx) else None,
            comment=str(comment) if comment else None,
        ),
        Say(Text("rating.thanks")),
    )


RATING = Flow(
    "rating",
    steps=(
        Choose(key="score", among=lambda _: SCALE, shows=service),
        Choose(key="reason", when=low, among=lambda _: REASONS),
        Ask(key="comment", check=text_between(1, 1000), optional=True),
    ),
    done=rated,
)


def pick_service(ctx: Context) -> tuple[Outcome, ...]:
    return (Opened("rating", {"application": str(ctx.answers["application"])}),)


def which(reference: str, ctx: Context) -> Text:
    programme = next(a.programme for a in ctx.person.applications if a.reference == reference)
    title = Text(f"book.programme.{programme}.title")
    return Text("rate.application.option", {"service": title, "reference": reference})


RATE = Flow(
    "rate",
    steps=(
        Stop(key="nothing", when=lambda ctx: not ctx.person.ratings),
        Choose(key="application", among=lambda ctx: ctx.person.ratings, label=which),
    ),
    done=pick_service,
)
