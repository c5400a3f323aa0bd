"""A conversation with the engine, told event by event; what the last turn did can be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from flows.catalogue import FLOWS
from flows.context import Context, Found, Lookup, Needs, Person
from flows.conversation import Conversation, Form
from flows.effects import Say, Turn
from flows.engine import Engine
from flows.events import Event, Said, Tapped
from tests.flows.book import CONTEXT
from tests.replacing import replace

E = TypeVar("E")
ENGINE = Engine(FLOWS)
INDIVIDUAL = ("individual", "1", "yes", "1000000008", "2030/10/12", "yes")
"""Replies of a person who registers, up to their name."""
WHOLE = (*INDIVIDUAL, "نورة سعد محمد العتيبي", "0551234567", "khobar", "1", "3", "no", "skip")
"""… and up to the review."""


@dataclass
class Chat:
    """Greeted, with the bot's turn, unless told otherwise."""

    ctx: Context = CONTEXT
    engine: Engine = ENGINE
    conversation: Conversation = field(default_factory=lambda: Conversation(greeted=True))
    turn: Turn = field(default_factory=lambda: Turn(Conversation()))
    known: dict[str, Found] = field(default_factory=dict)  # what lookups find

    def hear(self, *events: Event) -> Chat:
        for event in events:
            found: dict[Lookup, Found] = {}
            ctx = replace(self.ctx, found=found)
            turn = self.engine.advance(self.conversation, event, ctx)
            while isinstance(turn, Needs):
                found[turn.lookup] = self.known.get(turn.lookup.key)
                turn = self.engine.advance(self.conversation, event, ctx)
            self.turn, self.conversation = turn, turn.conversation
        return self

    def say(self, *texts: str) -> Chat:
        return self.hear(*map(Said, texts))

    def tap(self, *options: str) -> Chat:
        for option in options:
            self.hear(Tapped(self.form.prompt, option))
        return self

    def be(self, **person: Any) -> Chat:
        self.ctx = replace(self.ctx, person=replace(self.ctx.person, **person))
        return self

    def wait(self, days: int) -> Chat:
        self.ctx = replace(self.ctx, now=self.ctx.now + timedelta(days=days))
        return self

    @property
    def form(self) -> Form:
        return self.conversation.forms[-1]

    @property
    def stack(self) -> tuple[str, ...]:
        return tuple(form.flow for form in self.conversation.forms)

    @property
    def said(self) -> list[str]:
        """Ids of what the last turn said, the question last."""
        return [say.text.id for say in self.done(Say)]

    @property
    def question(self) -> Say:
        return self.done(Say)[-1]

    @property
    def offered(self) -> list[str]:
        return [option.id for option in self.question.options]

    def done(self, kind: type[E]) -> list[E]:
        """Effects of one kind of the last turn."""
        return [effect for effect in self.turn.effects if isinstance(effect, kind)]


def chat(**person: Any) -> Chat:
    return Chat().be(**person)


def nobody() -> Chat:
    """Somebody never seen before."""
    return Chat(replace(CONTEXT, person=Person()), conversation=Conversation())
