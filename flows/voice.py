"""Voice: a complaint, a suggestion, thanks, a wish to be erased, each two taps away (goal 5).

A few words, a reference, a department and a date; thanks need no more than the words. A complaint
about somebody of the staff is kept from them: it goes to others, whatever their room.
"""

from __future__ import annotations

from collections.abc import Iterable

from flows import lanes
from flows.arabic import fold
from flows.checks import text_between
from flows.context import Context, Lookup
from flows.effects import Fields, Say
from flows.events import Opened
from flows.flow import Flow, Outcome, Refer
from flows.steps import Ask, Choose, Tell
from flows.text import Text, Value

VOICES = ("complaint", "suggestion", "erasure")
WORDS = text_between(5, 1000)
UNLISTED = "unlisted"
OTHERS = {
    UNLISTED: Text("complaint.about.option.unlisted"),
    "no": Text("complaint.about.option.no"),
}


# ------------------------------------------------------------------ a complaint
def recalled(ctx: Context) -> Value:
    """The officers this person has dealt with, as they are now."""
    found = ctx.find(Lookup("officers", ""))
    known = found if isinstance(found, tuple) else ()
    return ",".join(id_ for id_ in known if id_ in ctx.book.officers)


def about(ctx: Context) -> Iterable[str]:
    dealt = str(ctx.answers.get("dealt") or "").split(",")
    yield from (id_ for id_ in dealt if id_ in ctx.book.officers)
    yield from (UNLISTED, "no")


def labelled(id_: str, ctx: Context) -> Text:
    return Text(f"book.officer.{id_}") if id_ in ctx.book.officers else OTHERS[id_]


def is_unlisted(ctx: Context) -> bool:
    return ctx.answers.get("about") == UNLISTED


def concerned(ctx: Context) -> str | None:
    """The officer it is about: picked, or the only one of that name."""
    if (chosen := str(ctx.answers["about"])) in ctx.book.officers:
        return chosen
    said = f" {fold(str(ctx.answers.get('name') or ''))} "
    named = [
        officer.id
        for officer in ctx.book.officers.values()
        if any(f" {fold(name)} " in said for name in (officer.alias.ar, officer.alias.en))
    ]
    return named[0] if len(named) == 1 else None


def complained(ctx: Context) -> tuple[Outcome, ...]:
    words, officer = str(ctx.answers["words"]), concerned(ctx)
    if ctx.answers["about"] == "no":
        return (Refer("complaint", words),)
    name = ctx.answers.get("name")
    fields: Fields = ()
    if name is None:
        fields = ((Text("complaint.name.label"), Text(f"book.officer.{officer}")),)
    lane = lanes.lane_about(officer or "", ctx.book.officers)
    return (Refer("complaint", words, fields=fields, lane=lane, concerns=officer),)


COMPLAINT = Flow(
    "complaint",
    discreet=True,
    steps=(
        Ask(key="words", check=WORDS),
        Tell(key="dealt", marks=recalled),
        Choose(key="about", among=about, label=labelled, reviewed=False),
        Ask(
            key="name",
            when=is_unlisted,
            check=text_between(2, 100),
        ),
    ),
    done=complained,
)


# ------------------------------------------------------------------ the others
def suggested(ctx: Context) -> tuple[Outcome, ...]:
    return (Refer("suggestion", str(ctx.answers["words"])),)


def erased(ctx: Context) -> tuple[Outcome, ...]:
    if ctx.answers["sure"] == "no":
        return (Say(Text("erasure.kept")),)
    return (Refer("erasure"),)


SUGGESTION = Flow("suggestion", steps=(Ask(key="words", check=WORDS),), done=suggested)
ERASURE = Flow("erasure", steps=(Choose(key="sure", among=lambda _: ("yes", "no")),), done=erased)

KINDS = ("complaint", "suggestion", "praise")
VOICE = Flow(
    "voice",
    steps=(Choose(key="kind", among=lambda _: KINDS),),
    done=lambda ctx: (Opened(str(ctx.answers["kind"])),),
)
"""What the menu leads to."""
