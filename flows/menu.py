"""The menu: everything one can come for, one tap away; a question may also simply be asked."""

from collections.abc import Iterable

from flows import reference
from flows.context import Context
from flows.events import Opened
from flows.flow import Flow, Outcome
from flows.matching import asked
from flows.steps import Choose

SERVICES = ("registration", "enquiry", "requests", "rate", "voice")
OTHERS = ("notices", "language", "officer", "sensitive")


def offered(ctx: Context) -> Iterable[str]:
    if ctx.below:
        yield "continue"
    yield from (*SERVICES, *OTHERS)


def elsewhere(text: str, ctx: Context) -> Opened | None:
    """A reference number or a question we know, typed where the menu stood."""
    if number := reference.well_formed(text):
        return Opened("requests", {"reference": number})
    if reference.is_mistyped(text):
        return Opened("requests", {"mistyped": True})
    return asked(text, ctx)


def go(ctx: Context) -> tuple[Outcome, ...]:
    return (Opened(str(ctx.answers["go"])),)


MENU = Flow(
    "menu",
    lasting=True,
    steps=(
        Choose(
            key="go",
            among=offered,
            calls={"continue": "continue", "officer": "officer"},
            otherwise=elsewhere,
        ),
    ),
    done=go,
)
