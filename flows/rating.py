"""Rating: the beneficiary's right after every delivered service (policy goal 4, procedure 7).

With a name, or without: that is chosen before the score, and final once there is one.
"""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from flows.checks import text_between
from flows.context import Context
from flows.delivery import named, service
from flows.effects import Effect, Rated, Say, Unsigned
from flows.events import Opened
from flows.flow import Flow, Outcome, Refer
from flows.recovery import CALL_ME
from flows.steps import SKIP, VOICE, Choose, Remark, Stop
from flows.text import Text, Value

SCALE = ("5", "4", "3", "2", "1")
MARKS = {f"mark_{score}": score for score in SCALE}
"""What people say for a score: stars, faces, «excellent»."""
UNNAMED, LATER = "unnamed", "later"
THANKS = Text("rating.thanks")
LONGEST = 4096  # characters of a remark: as much as a channel takes in one message
REASONS = ("time", "information", "conduct", "procedure", "result", "other")


def scale(_: Context) -> Iterable[str]:
    return (*SCALE, SKIP)


def score(value: Value) -> int | None:
    """From 1 to 5; None where the question was skipped."""
    return int(str(value)) if value in SCALE else None


def application(ctx: Context) -> str:
    return str(ctx.given.get("application"))


# ------------------------------------------------------------------ with a name
def over(ctx: Context) -> bool:
    return application(ctx) in ctx.person.past


def low(ctx: Context) -> bool:
    given = score(ctx.answers.get("score"))
    return given is not None and given <= ctx.book.association.numbers.low_score


def not_low(ctx: Context) -> bool:
    return not low(ctx)


def recording(key: str) -> Callable[[Value, Context], tuple[Effect, ...]]:
    """Each answer counts when it is given: nobody is bound to go on to the comment."""

    def record(value: Value, ctx: Context) -> tuple[Effect, ...]:
        known = replace(ctx, answers={**ctx.answers, key: value})
        return () if value in {None, SKIP, UNNAMED} else (rated(known),)

    return record


def rated(ctx: Context) -> Rated:
    """What is left of a changed mind is not told."""
    answers = {key: value for key, value in ctx.answers.items() if value not in {None, SKIP}}
    comment, reason = answers.get("comment"), answers.get("reason")
    return Rated(
        application=application(ctx),
        score=int(str(answers["score"])),
        effort=None if low(ctx) else score(answers.get("effort")),
        conduct=None if low(ctx) else score(answers.get("conduct")),
        reason=str(reason) if reason and low(ctx) else None,
        comment=str(comment) if comment and comment is not VOICE else None,
        voice=comment is VOICE,
    )


def finish(ctx: Context) -> tuple[Outcome, ...]:
    if ctx.answers["score"] == UNNAMED:
        return (Opened(UNNAMED, ctx.given),)
    return (Say(THANKS),)


def named_too(ctx: Context) -> bool:
    return ctx.answers.get("score") != UNNAMED


RATING = Flow(
    "rating",
    lasting=True,
    rates=True,
    farewell=THANKS,
    steps=(
        Stop(key="over", when=over, shows=service),
        Choose(
            key="score",
            among=lambda _: (*SCALE, UNNAMED, LATER),
            calls={LATER: "cancel"},
            also=MARKS,
            shows=service,
            records=recording("score"),
        ),
        Choose(
            key="reason",
            when=low,
            among=lambda _: (*REASONS, SKIP),
            records=recording("reason"),
        ),
        Choose(
            key="effort",
            when=lambda ctx: named_too(ctx) and not_low(ctx),
            among=scale,
            also=MARKS,
            records=recording("effort"),
        ),
        Choose(
            key="conduct",
            when=lambda ctx: named_too(ctx) and not_low(ctx),
            among=scale,
            also=MARKS,
            records=recording("conduct"),
        ),
        Remark(
            key="comment",
            when=named_too,
            check=text_between(1, LONGEST),
            optional=True,
            records=recording("comment"),
        ),
    ),
    done=finish,
)


# ------------------------------------------------------------------ without a name
def unsigned(key: str) -> Callable[[Value, Context], tuple[Effect, ...]]:
    """The answer by itself, as the only thing that is kept of it."""

    def record(value: Value, ctx: Context) -> tuple[Effect, ...]:
        if value in {None, SKIP}:
            return ()
        words = str(value) if key == "comment" and value is not VOICE else None
        return (Unsigned(application(ctx), key, score(value) if key != "comment" else None, words),)

    return record


def call_me(ctx: Context) -> tuple[Outcome, ...]:
    if ctx.answers["wanted"] == "yes":
        return (Refer(CALL_ME, about=application(ctx)),)
    return (Say(THANKS),)


SHARED = {"score": "unnamed.score", "effort": "rating.effort", "conduct": "rating.conduct"}
"""Where the texts of the questions stand that are asked without a name."""

# Everybody is asked the same, whatever they answered: what is asked gives nothing away.
WITHOUT_A_NAME = Flow(
    UNNAMED,
    lasting=True,
    sealed=True,
    farewell=THANKS,
    steps=(
        *(
            Choose(
                key=key,
                among=scale,
                also=MARKS,
                line=line,
                shows=service if key == "score" else lambda _: {},
                records=unsigned(key),
            )
            for key, line in SHARED.items()
        ),
        Remark(
            key="comment",
            check=text_between(1, LONGEST),
            optional=True,
            records=unsigned("comment"),
        ),
    ),
    done=lambda ctx: (Opened("contact", {"application": application(ctx)}),),
)
CONTACT = Flow(
    "contact",
    steps=(Choose(key="wanted", among=lambda _: ("no", "yes")),),
    done=call_me,
)


# ------------------------------------------------------------------ from the menu
def services(ctx: Context) -> tuple[str, ...]:
    """Ids of options that are digits alone would be taken for a scale."""
    return tuple(f"of.{reference}" for reference in (*ctx.person.ratings, *ctx.person.rated))


def pick_service(ctx: Context) -> tuple[Outcome, ...]:
    reference = str(ctx.answers["application"]).removeprefix("of.")
    return (Opened("rating", {"application": reference}),)


def which(option: str, ctx: Context) -> Text:
    reference = option.removeprefix("of.")
    title = named(reference, ctx)
    again = reference in ctx.person.rated
    return Text(
        "rate.application.again" if again else "rate.application.option",
        {"service": title, "reference": reference},
    )


RATE = Flow(
    "rate",
    steps=(
        Stop(key="nothing", when=lambda ctx: not services(ctx)),
        Choose(key="application", among=services, label=which),
    ),
    done=pick_service,
)
