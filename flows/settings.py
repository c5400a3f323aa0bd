"""What a person may set: the language, and whether notices nobody asked for may be sent."""

from flows.context import Context
from flows.effects import Say, Subscribed
from flows.flow import Flow, Outcome
from flows.steps import Choose
from flows.text import Text

LANGUAGE = Flow(
    "language",
    steps=(
        Choose(
            key="which",
            among=lambda _: ("arabic", "english"),
            calls={"arabic": "arabic", "english": "english"},
        ),
    ),
)


def subscribe(ctx: Context) -> tuple[Outcome, ...]:
    on = ctx.answers["on"] == "yes"
    return (Subscribed(on), Say(Text("notices.on" if on else "notices.off")))


NOTICES = Flow(
    "notices",
    steps=(Choose(key="on", among=lambda _: ("yes", "no")),),
    done=subscribe,
)
