"""The step that takes a remark: in words, or as a voice note."""

from __future__ import annotations

from dataclasses import dataclass

from flows.context import Context
from flows.events import Event, Sent
from flows.steps.ask import Ask
from flows.text import Shown, Text, Value

VOICE = True
"""What is kept of a voice note: that there was one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark(Ask):
    """Free text, or a voice note, which is not opened here."""

    def parse(self, event: Event, ctx: Context) -> Value:
        if isinstance(event, Sent) and event.kind == "audio":
            return VOICE
        return Ask.parse(self, event, ctx)

    def holds(self, value: Value, ctx: Context) -> bool:
        return value is VOICE or Ask.holds(self, value, ctx)

    def show(self, value: Value, ctx: Context) -> Shown:
        return Text("common.voice") if value is VOICE else Ask.show(self, value, ctx)

    def masked(self, value: Value, ctx: Context) -> Shown:
        return Text("common.voice") if value is VOICE else Ask.masked(self, value, ctx)
