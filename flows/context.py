"""All that a turn may look at: the moment, the book, the person, and what was looked up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from flows.book import Book
from flows.conversation import Form
from flows.ending import Matter
from flows.events import File, Opened
from flows.lanes import Lane
from flows.text import Answers, Value

if TYPE_CHECKING:
    from flows.matching import Matcher


class Application(Struct, frozen=True):
    """One submitted registration, as the conversation needs to know it."""

    reference: str
    programme: str
    state: str
    submitted: date
    due: date | None = None  # by when the next step of ours is promised
    applicant: str = "individual"
    answers: Answers = {}


class Person(Struct, frozen=True):
    """What we already hold about the beneficiary of this conversation."""

    consent: str | None = None  # version of the notice agreed to
    notices: bool | None = None  # None: never asked
    case: str | None = None  # reference of the open hand-off, if any
    apart: Mapping[str, Lane] = {}  # those of their cases that the general room does not see
    applications: tuple[Application, ...] = ()
    ratings: tuple[str, ...] = ()  # references of delivered applications that wait for a rating
    rated: tuple[str, ...] = ()  # of those whose rating may still be changed
    past: tuple[str, ...] = ()  # and of those whose rating is over
    surveyed: date | None = None  # when a rating was asked for last
    resolved: Mapping[str, date] = {}  # cases whose outcome may be disputed, until that day
    matters: Mapping[str, Matter] = {}  # what each of these is about
    reopens: str | None = None  # the talk among them that is gone on with


class Lookup(Struct, frozen=True):
    """A question only storage can answer. `application`: is this reference the person's own?

    `complaints`: which of theirs were answered, and may be objected to? `correction`: the form
    that asks again what an officer could not confirm of this application. `officers`: the ids of
    those this person has dealt with. `queue`: how many go before this case of theirs; nothing once
    somebody has it. `seats`: how many of this programme's seats are taken?
    Nobody takes one until the turn is over. `proof`: the application of a reference, to somebody
    who knows the ends of two of its numbers.
    """

    kind: Literal["application", "complaints", "correction", "officers", "proof", "queue", "seats"]
    key: str


Found: TypeAlias = Application | Opened | tuple[str, ...] | int | None


class Needs(Struct, frozen=True):
    """`advance` cannot go on before this is looked up; call it again with the answer."""

    lookup: Lookup


class Missing(Exception):  # noqa: N818 -- carries a lookup out of a step, see `Engine.advance`
    def __init__(self, lookup: Lookup) -> None:
        super().__init__(lookup)
        self.lookup = lookup


class Context(Struct, frozen=True):
    """`now` is aware, in Riyadh. `labels` maps a text's id to its folded spellings in every
    language, so that a typed label is understood. `references` are unused and fit to be given out.
    """

    now: datetime
    book: Book
    matcher: Matcher
    labels: Mapping[str, frozenset[str]] = {}
    person: Person = Person()
    references: tuple[str, ...] = ()
    found: Mapping[Lookup, Found] = {}
    # of the form in hand:
    given: Mapping[str, Value] = {}
    answers: Mapping[str, Value] = {}
    draft: str = ""  # what there is of the answer to its question
    files: tuple[File, ...] = ()  # what has come for the question on the screen
    below: tuple[str, ...] = ()  # flows waiting under this form, top first
    drafts: tuple[Form, ...] = ()  # those of them that were begun and left

    @property
    def today(self) -> date:
        return self.now.date()

    def find(self, lookup: Lookup) -> Found:
        if lookup not in self.found:
            raise Missing(lookup)
        return self.found[lookup]

    def means(self, meaning: str, folded: str) -> bool:
        """Whether the folded text is one of the spellings people use for `meaning`."""
        return folded in self.book.words.get(meaning, frozenset())
