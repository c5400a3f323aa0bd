"""The step that is answered in words or numbers of one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from flows import mask
from flows.arabic import fold, number
from flows.checks import Check
from flows.checks.documents import DOCUMENTS
from flows.context import Context
from flows.events import Event, Located, Opened, Said, Shared, Tapped
from flows.rejection import Begun, Rejected, Unclear
from flows.steps.step import Diverted, Step
from flows.text import Option, Shown, Text, Value

SKIP = "skip"
HIDDEN: Mapping[str, Callable[[str], str]] = {
    "national_id": mask.identity,
    "iban": mask.identity,
}
"""What even its owner's screen need not show again."""
MASKED: Mapping[str, Callable[[str], str]] = {
    **HIDDEN,
    "arabic_name": mask.name,
    "resident_name": mask.name,
    "mobile": mask.mobile,
    "birth_date": mask.year,
    "text": mask.redact,
    "licence": mask.redact,  # somebody may type their own number here
    "email": mask.email,
    "short_address": mask.short_address,
    "location": mask.location,
}
"""What a room of officers must not show in full."""
DATES = frozenset({"expiry_date", "past_date", "future_date", "any_date", "birth_date"})


def document(kept: str) -> Text:
    """Which it is and when it expires; of its number the end."""
    kind, number, expiry = kept.split()
    values: Mapping[str, Shown] = {
        "document": DOCUMENTS[kind].shown,
        "number": mask.identity(number),
        "date": date.fromisoformat(expiry),
    }
    return Text("document.shown", values)


@lru_cache(maxsize=16384)  # every answer is read again on every turn
def stands(check: Check, value: str, today: date) -> bool:
    """Whether a value that was kept would still be accepted, as it is."""
    try:
        return str(check.read(value, today)) == value
    except Rejected:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Step):
    """Free text, which `check` turns into the value to keep or refuses with a reason."""

    check: Check
    optional: bool = False
    unit: str | None = None  # what a number counts, a key of `flows.checks.units.UNITS`
    unlike: str = ""  # the key of an answer that this one must differ from
    leads: Callable[[Rejected, Context], Opened | None] | None = None  # elsewhere, if refused so

    def options(self, ctx: Context) -> tuple[Option, ...]:
        accept = (Option("yes", Text("common.yes")),) if ctx.draft else ()
        return (*accept, *((Option(SKIP, Text("common.skip")),) if self.optional else ()))

    def parse(self, event: Event, ctx: Context) -> Value:
        match event:
            case Said(text) if ctx.means(SKIP, fold(text)):
                if not self.optional:
                    raise Unclear
                return None
            case Said(text) if ctx.draft and ctx.means("yes", fold(text)):
                return ctx.draft
            case Said(text):
                return self._read(self._figures(text, ctx), ctx)
            case Located(latitude, longitude) if self.check.name == "location":
                return self._read(f"{latitude:.4f},{longitude:.4f}", ctx)
            case Tapped(_, "yes") if ctx.draft:
                return ctx.draft
            case Shared(phone) if self.check.name == "mobile":
                return self.check.read(phone, ctx.today)
            case Tapped(_, option) if self.optional and option == SKIP:
                return None
            case _:
                raise Unclear

    def _read(self, text: str, ctx: Context) -> str:
        """The value to keep. What was probably meant instead of it is offered."""
        try:
            value = self.check.read(text, ctx.today)
        except Rejected as why:
            if self.leads and (elsewhere := self.leads(why, ctx)):
                raise Diverted(elsewhere) from None
            if "suggestion" in why.values:
                raise Begun(str(why.values["suggestion"]), why) from None
            raise
        if self.unlike and value == ctx.answers.get(self.unlike):
            raise Rejected("same")
        return value

    def _figures(self, text: str, ctx: Context) -> str:
        """A number may be written as a word."""
        count = number(text, ctx.book.words) if self.check.name == "whole_number" else None
        return text if count is None else str(count)

    def claims(self, folded: str, ctx: Context) -> bool:
        """Thanks are a comment too."""
        comment = self.optional and self.open_ended
        return Step.claims(self, folded, ctx) or (comment and ctx.means("thanks", folded))

    def holds(self, value: Value, ctx: Context) -> bool:
        if value is None:
            return self.optional
        unlike = not self.unlike or value != ctx.answers.get(self.unlike)
        return unlike and stands(self.check, str(value), ctx.today)

    def lapsed(self, value: Value, ctx: Context) -> Text | None:
        try:
            self.check.read(str(value), ctx.today)
        except Rejected as why:
            return self.refusal(why)
        return None

    def show(self, value: Value, ctx: Context) -> Shown:
        if value is None:
            return Text("common.none")
        if self.check.name in DATES:
            return date.fromisoformat(str(value))
        if self.check.name == "document":
            return document(str(value))
        if self.unit:
            return Text(f"unit.{self.unit}.count", count=int(str(value)))
        return HIDDEN.get(self.check.name, str)(str(value))

    def masked(self, value: Value, ctx: Context) -> Shown:
        if value is None or self.check.name not in MASKED:
            return self.show(value, ctx)
        return MASKED[self.check.name](str(value))

    def wants(self) -> Literal["contact", "file"] | None:
        return "contact" if self.check.name == "mobile" else None

    @property
    def open_ended(self) -> bool:
        return self.check.name == "text"

    @property
    def checked(self) -> str:
        return self.check.name
