"""Forms about a form: taken up again after days, or given up."""

from flows.context import Context
from flows.effects import Say
from flows.flow import Below, Flow, Outcome
from flows.steps import Choose
from flows.text import Text


def resume(ctx: Context) -> tuple[Outcome, ...]:
    match ctx.answers["how"]:
        case "restart":
            return (Below("restart"),)
        case "discard":
            return (Below("discard"), Say(Text("common.cancelled")))
        case _:
            return ()


RESUME = Flow(
    "resume",
    steps=(Choose(key="how", among=lambda _: ("continue", "restart", "discard")),),
    done=resume,
)


def give_up(ctx: Context) -> tuple[Outcome, ...]:
    if ctx.answers["sure"] == "no":
        return ()
    return (Below("discard"), Say(Text("common.cancelled")))


CANCEL = Flow(
    "cancel",
    steps=(Choose(key="sure", among=lambda _: ("yes", "no")),),
    done=give_up,
)
