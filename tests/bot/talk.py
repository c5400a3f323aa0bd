"""One beneficiary who tries everything: what a conversation can say, with the values it gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from bot.catalog import read_all
from bot.content import load
from bot.render import Renderer, book_lines
from flows.applications import MOVES
from flows.book import Book
from flows.calendar import RIYADH
from flows.catalogue import FLOWS
from flows.checks import Check
from flows.context import Application, Context, Found, Needs, Person
from flows.conversation import Conversation
from flows.effects import Escalate, Say, Submit, Turn
from flows.engine import Engine
from flows.events import Event, File, Gathered, Said, Sent, Tapped
from flows.matching import Matcher
from flows.rejection import Rejected
from flows.steps import Ask, Step, Upload
from flows.text import Lines, Shown, Text
from tests.replacing import replace

SUNDAY = datetime(2026, 11, 22, 9, tzinfo=RIYADH)
FRIDAY = datetime(2026, 11, 20, 22, tzinfo=RIYADH)
REFERENCE = "26000422"
STATES = tuple(sorted(MOVES.states()))
ACCEPTABLE = (
    "نورة سعد محمد العتيبي",
    "1452/05/23",
    "1446/06/30",
    "1000000008",
    "7001234567",
    "0551234567",
    *("1", "5", "20", "100", "5000", "200000"),
    "نخدم الأسر في المنطقة بالتدريب والإرشاد منذ سنوات، ونطمح إلى التوسع.",
)


@dataclass(frozen=True)
class World:
    """The sample association and the words for it."""

    book: Book
    renderer: Renderer
    matcher: Matcher
    labels: Mapping[str, frozenset[str]]

    @classmethod
    def sample(cls) -> World:
        book = load(Path(__file__).parents[2] / "association")
        renderer = Renderer(read_all(), book_lines(book), book.officers)
        matcher = Matcher.of_book(book)
        return cls(book, renderer, matcher, renderer.labels(book))

    def applications(self) -> tuple[Application, ...]:
        """One in every state."""
        programme = next(iter(self.book.programmes))
        return tuple(
            Application(f"260004{n:02}", programme, state, date(2026, 11, 1))
            for n, state in enumerate(STATES)
        )


def fitting(check: Check, today: date) -> str:
    """Something this check accepts."""
    for text in ACCEPTABLE:
        try:
            check.read(text, today)
        except Rejected:
            continue
        return text
    raise AssertionError(check.name)


@dataclass
class Talk:
    """Keeps every text that was said, options and labels included."""

    world: World
    now: datetime = SUNDAY
    person: Person = field(default_factory=Person)
    known: Mapping[str, Found] = field(default_factory=dict)
    conversation: Conversation = field(default_factory=Conversation)
    says: list[Say] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    @property
    def ctx(self) -> Context:
        world, references = self.world, (REFERENCE,)
        return Context(self.now, world.book, world.matcher, world.labels, self.person, references)

    def hear(self, *events: Event) -> Talk:
        for event in events:
            ctx = self.ctx
            turn = ENGINE.advance(self.conversation, event, ctx)
            while isinstance(turn, Needs):
                found = {**ctx.found, turn.lookup: self.known.get(turn.lookup.key)}
                ctx = replace(ctx, found=found)
                turn = ENGINE.advance(self.conversation, event, ctx)
            self._keep(turn)
        return self

    def _keep(self, turn: Turn) -> None:
        self.conversation = turn.conversation
        for effect in turn.effects:
            match effect:
                case Say():
                    self.says.append(effect)
                    self.texts += [effect.text, *(option.label for option in effect.options)]
                case Submit() | Escalate():
                    self.texts += [label for label, _ in effect.fields]

    def say(self, *texts: str) -> Talk:
        return self.hear(*map(Said, texts))

    def tap(self, *options: str) -> Talk:
        for option in options:
            form = self.conversation.form
            assert form is not None
            self.hear(Tapped(form.prompt, option))
        return self

    def asked(self) -> Step:
        step = ENGINE.asking(self.conversation, self.ctx)
        assert step is not None
        return step

    def fill(self, flow: str, picks: Mapping[str, str], until: str = "") -> Talk:
        """Ask for help and then answer while `flow` asks, up to a step; `picks` are preferred."""
        while self.conversation.form and self.conversation.form.flow == flow:
            step = self.asked()
            if step.key == until:
                break
            if isinstance(step, Ask):
                fit = fitting(step.check, self.now.date())
                self.say("مساعدة", picks.get(step.key, fit))
            elif isinstance(step, Upload):
                file = File(f"1.{min(step.types)}", min(step.types), 1000)
                self.say("مساعدة").hear(Sent("document", "x", found=file), Gathered(file.id))
                self.tap("done")
            else:
                first = step.options(ENGINE.seen(self.conversation, self.ctx))[0].id
                self.say("مساعدة").tap(picks.get(step.key, first))
        return self


ENGINE = Engine(FLOWS)


def within(*texts: Text) -> Iterator[Text]:
    """Each text and those that fill its placeholders."""
    for text in texts:
        yield text
        for value in text.values.values():
            yield from within(*_inside(value))


def _inside(value: Shown) -> tuple[Text, ...]:
    match value:
        case Text():
            return (value,)
        case Lines(of):
            return of
        case _:
            return ()
