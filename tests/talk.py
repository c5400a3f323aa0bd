"""Plays a written conversation on the engine alone: what people do goes in, all of it comes out.

A script has lines of the beneficiary (`المستفيد:`), of officers (`الموظف:`), and directives (`#`);
the bot's lines (`البوت:`) and the log's (`السجل:`) are written by the player. Marks that only
steer the direction of text on a screen are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from bot import answers_due
from bot.catalog import read_all
from bot.compose import compose
from bot.content import load
from bot.render import Renderer, book_lines
from flows import calendar, cases, codec, drafts
from flows.book import Book
from flows.calendar import RIYADH
from flows.cases import Moved, Refused
from flows.catalogue import FLOWS
from flows.checklist import checklist
from flows.context import Context, Found, Lookup, Needs
from flows.conversation import Conversation
from flows.effects import Gather, Say
from flows.engine import Engine
from flows.events import (
    Edited,
    Event,
    File,
    Gathered,
    Opened,
    Said,
    Sent,
    Shared,
    Tapped,
    Unread,
    Waited,
)
from flows.matching import Matcher
from flows.text import Shown
from tests import amending, falling_due, labels, reading_out
from tests.entries import Entry, filed
from tests.moment import later
from tests.records import Records
from tests.replacing import replace

BENEFICIARY, BOT, OFFICER, LOG = "المستفيد:", "البوت:", "الموظف", "السجل:"
START = datetime(2026, 11, 22, 9, tzinfo=RIYADH)  # a Sunday
LIMIT = 4096  # characters in a message
INVISIBLE = re.compile("[\u200f\u2066-\u2069]")
UNREAD = {"ملصق": "sticker", "موقع": "location", "جهة اتصال": "contact"}
FILE = f"{BENEFICIARY} [مستند]"
PROBLEMS = {"تالف": "damaged", "مضغوط": "archive", "مقفل": "locked"}
WANTED = {"contact": ["[رقمي]"], "file": ["[مستند]"]}
SENT = {"صورة": "image", "صوت": "audio", "مقطع": "video", "ملف": "document"}


@dataclass(frozen=True)
class Association:
    """The sample association and its words."""

    book: Book
    renderer: Renderer
    matcher: Matcher
    labels: Mapping[str, frozenset[str]]
    engine: Engine

    @classmethod
    def sample(cls) -> Association:
        book = load(Path(__file__).parents[1] / "association")
        renderer = Renderer(read_all(), book_lines(book), book.officers)
        matcher = Matcher.of_book(book)
        return cls(book, renderer, matcher, renderer.labels(book), Engine(FLOWS))


@dataclass
class Talk:
    """One conversation while it is played."""

    association: Association
    now: datetime = START
    conversation: Conversation = field(default_factory=Conversation)
    records: Records = field(default_factory=Records)
    asked: list[Say] = field(default_factory=list)  # every question with buttons, oldest first

    def __post_init__(self) -> None:
        self.records.promise = self._promised

    def _promised(self, programme: str, day: date) -> date:
        book, days = self.association.book, self.association.book.programmes[programme].verify_days
        return calendar.add_working_days(day, days, book.association.hours)

    gathering: str | None = None  # the last file, while more may come
    files: int = 0  # that were sent

    def play(self, script: str) -> Iterator[str]:
        """The script with everything that was said and kept."""
        title, _, rest = script.partition("\n\n")
        yield from (title, "")
        typed = [line for line in rest.splitlines() if line.startswith((BENEFICIARY, OFFICER, "#"))]
        for line in (*typed, ""):
            if self.gathering is not None and not line.startswith(FILE):
                last, self.gathering = self.gathering, None
                yield from self._advance(Gathered(last))
            if line.startswith((BENEFICIARY, OFFICER, "#")):
                yield line
            if line.startswith(BENEFICIARY):
                yield from self._advance(self._event(line.removeprefix(BENEFICIARY).strip()))
            elif read := reading_out.LINE.fullmatch(line):
                found = reading_out.entries(read, self.records, self.association.book, self._words)
                yield from self._logged(found)
            elif line.startswith(OFFICER):
                yield from self._officer(line)
            elif line.startswith("#"):
                yield from self._direct(line.removeprefix("#").strip())

    # ------------------------------------------------------------- the beneficiary
    def _event(self, typed: str) -> Event:
        sign = re.fullmatch(r"\[(.+?)\] ?(.*)", typed)
        if not sign:
            return Said(typed)
        what, rest = sign.groups()
        match what:
            case "زر":
                return self._tap(self.asked[-1:], rest)
            case "زر قديم":
                return self._tap(self.asked[-2::-1], rest)
            case "تعديل":
                return Edited(rest)
            case "رقمي":
                return Shared(rest)
            case "مستند":
                return Sent("document", "file", found=self._file(rest))
        return Sent(SENT[what], "file", rest) if what in SENT else Unread(UNREAD[what])

    def _file(self, what: str) -> File:
        self.files += 1
        if what in PROBLEMS:
            return File(str(self.files), problem=PROBLEMS[what])
        return File(f"{self.files}.{what}", what, 200_000)

    def _tap(self, says: Iterable[Say], label: str) -> Tapped:
        buttons = ((say.prompt, o) for say in says for o in say.options)
        found = [Tapped(p, o.id) for p, o in buttons if self._words(o.label) == label]
        assert found, f"nobody offered: {label}"
        return found[0]

    def _advance(self, *events: Event, before: Iterable[Say] = ()) -> Iterator[str]:
        says, log = list(before), list[Entry]()
        for event in events:
            found: dict[Lookup, Found] = {}
            turn = self._engine.advance(self.conversation, event, self._context(found))
            while isinstance(turn, Needs):
                found[turn.lookup] = self.records.find(turn.lookup)
                turn = self._engine.advance(self.conversation, event, self._context(found))
            self.conversation = codec.load(codec.dump(turn.conversation))  # as after a restart
            assert self.conversation == turn.conversation
            for effect in turn.effects:
                if isinstance(effect, Say):
                    says.append(effect)
                elif isinstance(effect, Gather):
                    self.gathering = effect.last
                else:
                    log += [*self.records.keep(effect, self.now.date()), *filed(effect)]
        yield from self._said(says)
        yield from self._logged(log)

    def _context(self, found: dict[Lookup, Found]) -> Context:
        home = self.association
        return Context(
            self.now,
            home.book,
            home.matcher,
            home.labels,
            self.records.person(),
            self.records.references(),
            found,
        )

    @property
    def _engine(self) -> Engine:
        return self.association.engine

    # ------------------------------------------------------------- an officer
    def _officer(self, line: str) -> Iterator[str]:
        """``الموظف (خالد): إغلاق، حُلّ الأمر: النص`` — the name, the outcome, the text as needed.

        Of a field that is matched the text is its label; without one, all that is left is meant.
        """
        pattern = r"الموظف(?: \((.+?)\))?: ([^:،0-9]+?)(?: ([0-9]{8}))?(?:، ([^:]+))?(?:: (.+))?"
        read = re.fullmatch(pattern, line)
        assert read, line
        name, move, which, outcome, text = read.groups()
        reference = which or list(self.records.cases)[-1]
        case = self._matched(self.records.cases[reference])
        aliases = {officer.alias.ar: officer for officer in self.association.book.officers.values()}
        moves = cases.MOVES.moves
        officer, act = aliases[name or "سارة"], labels.named("case.move", move, moves, self._words)
        made = cases.make(
            case,
            act,
            officer,
            text="" if act == "mark" else text or "",
            outcome=labels.outcome(act, outcome or "", self.association.book, self._words),
            about=labels.field(case, text, self._words) if act == "mark" else "",
            clauses=self.association.book.clauses,
            to=labels.target(act, outcome or "", self.association.book, self.records.cases),
        )
        match made:
            case Refused(reason, lapsed):
                yield from self._logged([("رُفض الإجراء: {}", (reason,), ())])
                yield from self._logged(self.records.lapse(case, lapsed))
            case Moved():
                yield from self._moved(made, officer.id)

    def _matched(self, case: cases.Case) -> cases.Case:
        """With what there is to match today."""
        if case.kind != "application" or case.application not in self.records.answers:
            return case
        answers = self.records.answers[case.application]
        found = checklist(answers, case.checklist.marks, self._context({}))
        return replace(case, checklist=found)

    def _moved(self, made: Moved, officer: str) -> Iterator[str]:
        log = [*self.records.store(made.case), *self.records.decide(made, officer)]
        says: list[Say] = []
        events: list[Event] = []
        for effect in made.effects:
            match effect:
                case cases.Tell(text):
                    says.append(Say(text))
                case cases.Words(words):
                    log.append(("إلى المستفيد: «{}»", (words,), ()))
                case _:
                    events.append(effect)
        yield from self._logged(log)
        yield from self._advance(*events, before=says)

    # ------------------------------------------------------------- directives
    def _direct(self, directive: str) -> Iterator[str]:  # noqa: C901, PLR0912 -- an arm each
        """Time goes by, or something is so already. Raises for what is not understood."""
        programmes = {p.title.ar: p.id for p in self.association.book.programmes.values()}
        match directive.split(": "):
            case ["طلب سابق" | "خدمة مسجلة" as state, title]:
                self._known()
                reference = self.records.apply(programmes[title], self.now.date())
                if state == "خدمة مسجلة":
                    self.records.deliver(reference)
                yield from self._logged([("طلب {}: {}", (reference, title), ())])
            case ["تذكير بالمسودة"]:
                [draft] = drafts.left(self.conversation)
                assert draft.begun is not None
                yield from self._advance(Waited(draft.begun, draft.begun))
            case ["تنتهي الهوية", reference, expiry]:
                about = {"application": reference, "expiry": expiry}
                yield from self._advance(Opened("renewal", about))
            case ["إصدار جديد يسأل عن الجوال أولًا"]:
                self.association = replace(self.association, engine=Engine(amending.reordered()))
            case ["تصحيح", title, words]:
                self.association, right = amending.corrected(self.association, title, words)
                yield from self._said([Say(answers_due.corrected(right))])
            case ["رد صار إجابة معتمدة", question, words]:
                self.association = amending.promoted(self.association, question, words)
            case ["قبلها في الانتظار", count]:
                self.records.before = int(count)
            case ["موافقة سابقة"]:
                self._known()
            case ["تذكير بالخدمة", reference]:
                yield from self._advance(Opened("delivery", {"application": reference}))
            case ["مضى الوقت", what]:
                event, log = falling_due.elapsed(self.records, what, self.now)
                yield from (*self._logged(log), *self._advance(event))
            case [what, *about] if what in falling_due.KINDS:
                yield from self._fallen_due(what, *about)
            case _:
                moment = directive.partition(" (")[0]
                self.now = later(self.now, moment, self.association.book.words)

    def _fallen_due(self, what: str, reference: str, about: str) -> Iterator[str]:
        fallen = falling_due.fallen(self.association.book, self.records, what, reference, about)
        if isinstance(fallen, Say):
            yield from self._said([fallen])
        else:
            yield from self._advance(fallen)

    def _known(self) -> None:
        """Somebody who was welcomed and gave consent before."""
        self.conversation = replace(self.conversation, greeted=True)
        self.records.consent = self.association.book.association.privacy.version

    # ------------------------------------------------------------- writing it down
    def _said(self, says: list[Say]) -> Iterator[str]:
        self.asked += [say for say in says if say.options]
        language = self.conversation.language
        for body in compose(says, self.association.renderer, language, LIMIT):
            first, *more = body.text.splitlines()
            options = [f"{c.number or '•'}. {c.label}".replace("•.", "•") for c in body.options]
            wanted = WANTED.get(body.wants or "", [])
            yield f"{BOT} {_plain(first)}"
            yield from (f"    {_plain(line)}".rstrip() for line in (*more, *options, *wanted))

    def _logged(self, log: Iterable[Entry]) -> Iterator[str]:
        for line, values, fields in log:
            yield f"{LOG} {line.format(*map(self._words, values))}"
            yield from (
                f"    {self._words(label)}: {self._words(value)}" for label, value in fields
            )

    def _words(self, shown: Shown) -> str:
        return _plain(self.association.renderer.show(shown, "ar"))


def _plain(words: str) -> str:
    return INVISIBLE.sub("", words)
