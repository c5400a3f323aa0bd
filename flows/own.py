"""One of a person's own applications: which of them a form is about, asked where several may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows import applications
from flows.context import Application, Context
from flows.steps import Choose, Stop
from flows.text import Shown, Text


@dataclass(frozen=True, slots=True)
class Own:
    """Those that allow `move`; of them only the one the form was opened for, if it was."""

    move: str

    def among(self, ctx: Context) -> tuple[Application, ...]:
        given = ctx.given.get("application")
        return tuple(
            application
            for application in ctx.person.applications
            if applications.MOVES.after(application.state, self.move)
            and given in {None, application.reference}
        )

    def chosen(self, ctx: Context) -> Application | None:
        """None while several may be meant, and where there is none."""
        found = self.among(ctx)
        wanted = ctx.answers.get("application")
        named = (one for one in found if wanted in {one.reference, _option(one)})
        return next(named, found[0] if len(found) == 1 else None)

    def shows(self, ctx: Context) -> Mapping[str, Shown]:
        found = self.chosen(ctx)
        return {
            "service": applications.service(found.programme if found else "", ctx.book),
            "reference": found.reference if found else "",
        }

    def steps(self) -> tuple[Stop, Choose]:
        """The end where there is none, and the question where there are several."""
        return (
            Stop(key="nothing", when=lambda ctx: not self.among(ctx)),
            Choose(
                key="application",
                when=lambda ctx: len(self.among(ctx)) > 1,
                among=lambda ctx: map(_option, self.among(ctx)),
                label=labelled,
            ),
        )


def _option(application: Application) -> str:
    """Ids of options that are digits alone would be taken for a scale."""
    return f"of.{application.reference}"


def labelled(option: str, ctx: Context) -> Text:
    number = option.removeprefix("of.")
    named = (a.programme for a in ctx.person.applications if a.reference == number)
    service = applications.service(next(named, ""), ctx.book)
    return Text("requests.one", {"service": service, "reference": number})
