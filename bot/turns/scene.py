"""One conversation inside a transaction: loaded, advanced by events, spoken from, saved."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot import album
from bot.body import Body, File, Quote
from bot.clock import riyadh
from bot.compose import compose
from bot.kit import Kit
from bot.turns import dossier, drafts, papers, proof
from bot.turns.dossier import Dossier
from bot.update import FromPerson
from flows import codec, correction, ending, survey
from flows.answers import given
from flows.applications import REFUSED
from flows.checklist import LAPSED, WRONG
from flows.context import Application, Context, Found, Lookup, Needs, Person
from flows.conversation import Conversation
from flows.effects import Effect, Say
from flows.events import Event, Opened
from flows.logbook import CHANNEL as PHONE
from flows.moves import OPEN as OPEN_CASES
from flows.moves import RESOLVED
from flows.objection import AGAIN, COMPLAINT, answered_by
from storage import answers, applications, cases, conversations, messages, people, verifications
from storage.cases import Case
from storage.messages import Act, Outgoing
from storage.people import Address
from storage.ratings import OPEN
from storage.unit import Unit, View

LATELY = timedelta(days=60)  # more than the working days in which one may object


@dataclass(slots=True)
class Scene:
    """Enter it, advance it as often as the update asks for, leave it. `says` wait until then."""

    unit: Unit
    kit: Kit
    now: datetime
    dossier: Dossier
    conversation: Conversation
    apply: Callable[[Scene, Effect], Awaitable[None]]
    before: Conversation = field(default_factory=Conversation)  # as the scene was entered
    arrived: FromPerson | None = None  # what the person did, if it was they
    says: list[Say] = field(default_factory=list)
    public: bool = False  # what was held back may be seen
    rates: bool = False  # the person is asked for a rating
    typing: bool = False  # an officer took the talk on, and writes now
    _changed: bool = False  # what was done since the dossier was read may stand in it

    @classmethod
    def enter(
        cls,
        unit: Unit,
        kit: Kit,
        now: datetime,
        dossier: Dossier,
        apply: Callable[[Scene, Effect], Awaitable[None]],
    ) -> Scene:
        kept = dossier.conversation
        conversation = codec.load(kept.state, kept.format) if kept else Conversation()
        return cls(unit, kit, now, dossier, conversation, apply, conversation)

    @property
    def address(self) -> Address:
        return self.dossier.address

    async def advance(self, event: Event) -> None:
        """Let the event change the conversation, and carry out what the turn asks for."""
        ctx = await self.context()
        found: dict[Lookup, Found] = {}
        turn = self.kit.engine.advance(self.conversation, event, ctx)
        while isinstance(turn, Needs):
            found[turn.lookup] = await self._look_up(turn.lookup)
            turn = self.kit.engine.advance(self.conversation, event, replace(ctx, found=found))
        papers.settle(self.unit, self.conversation, turn)
        self.conversation = turn.conversation
        for effect in turn.effects:
            if isinstance(effect, Say):
                self.says.append(effect)
            else:
                await self.apply(self, effect)
                self._changed = True

    async def context(self) -> Context:
        """What this turn may look at, as the transaction sees it now."""
        if self._changed:
            self.dossier = await dossier.reload(self.unit, self.kit, self.dossier)
            self._changed = False
        kept = self.dossier
        return Context(
            now=riyadh(self.now),
            book=self.kit.book,
            matcher=self.kit.matcher,
            labels=self.kit.labels,
            person=self._person(kept),
            references=kept.references,
        )

    def _person(self, kept: Dossier) -> Person:
        association = self.kit.book.association
        of_services = [r for r in kept.ratings if r.kind == "service"]
        due = [(r, survey.is_over(r.due_at, self.now, association)) for r in of_services]
        waiting = tuple(r.application for r, over in due if r.state in OPEN and not over)
        rated = tuple(r.application for r, over in due if r.state == "answered" and not over)
        asked = [riyadh(r.asked_at).date() for r in kept.ratings if r.asked_at]
        return Person(
            consent=kept.consent.version if kept.consent and kept.consent.given else None,
            notices=kept.address.person.notices,
            case=next((c.reference for c in _open(kept) if _is_talk(c)), None),
            apart={c.reference: c.lane for c in kept.cases if c.lane != "general"},
            applications=tuple(_known(row, kept) for row in kept.applications),
            ratings=waiting,
            rated=rated,
            past=tuple(r.application for r, _ in due if r.application not in {*waiting, *rated}),
            surveyed=max(asked, default=None),
            resolved={
                case.reference: riyadh(case.resolved_at + self._grace).date()
                for case in kept.cases
                if case.state == RESOLVED and case.resolved_at
            },
            matters={
                case.reference: ending.matter(case.kind, case.reason)
                for case in kept.cases
                if case.state == RESOLVED
            },
            reopens=next(
                (
                    case.reference
                    for case in reversed(tuple(kept.cases))
                    if case.state == RESOLVED and _is_talk(case)
                ),
                None,
            ),
        )

    @property
    def _grace(self) -> timedelta:
        return timedelta(hours=self.kit.book.association.numbers.grace_hours)

    async def _look_up(self, lookup: Lookup) -> Found:
        """Of an application of this person: what is known of it, or the form to correct it with."""
        if lookup.kind == "proof":
            row = await proof.proven(self.unit, lookup.key, self.now)
            return _known(row, self.dossier) if row else None
        if lookup.kind == "complaints":
            return await self._complaints()
        if lookup.kind == "seats":
            return await applications.seated(self.unit, lookup.key, REFUSED)
        if lookup.kind == "queue":
            mine = (case for case in self.dossier.cases if case.reference == lookup.key)
            waits = any(case.state == "queued" and _is_talk(case) for case in mine)
            return await cases.before(self.unit, lookup.key) if waits else None
        if lookup.kind == "officers":
            return tuple(await people.officers_of(self.unit, self.address.id))
        row = await applications.by_reference(self.unit, lookup.key)
        if row is None or row.person != self.address.person.id:
            return None
        if lookup.kind == "application":
            return _known(row, self.dossier)
        return await again(self.unit, row)

    async def _complaints(self) -> tuple[str, ...]:
        """Those of the person that were answered lately and nobody has looked at again."""
        since = self.now - LATELY
        found = await cases.answered(self.unit, self.address.person.id, COMPLAINT, AGAIN, since)
        association, today = self.kit.book.association, riyadh(self.now).date()
        return tuple(
            case.reference
            for case in found
            if case.resolved_at
            and today <= answered_by(riyadh(case.resolved_at).date(), association)
        )

    @property
    def window_is_closed(self) -> bool:
        """Whether the channel takes nothing from us until the person writes."""
        if self.kit.capabilities[self.address.channel].window is None:
            return False
        return self.address.window_until is None or self.address.window_until <= self.now

    def refresh(self) -> None:
        """What the dossier says may have changed."""
        self._changed = True

    def say_words(  # noqa: PLR0917 -- words, whose, in which case, and what goes with them
        self,
        words: str,
        officer: str,
        case: str,
        line: tuple[str, str] | None,
        file: File | None = None,
        quote: Quote | None = None,
        together: str | None = None,
    ) -> None:
        """An officer's own words, as they are, under the alias beneficiaries know; or a file.

        `together` is the same for files that go out as one where the channel has albums.
        """
        self.speak()
        alias = self.kit.book.officers[officer].alias.in_(self.conversation.language)
        said = Body(text=words, name=alias, line=line, file=file, quote=quote, wordless=not words)
        if together and self.kit.capabilities[self.address.channel].album > 1:
            said = replace(said, album=together)
        once = said_once(line) if line else None
        self.queue(said, author=f"officer:{officer}", case=case, dedupe=once)

    def speak(
        self,
        slot: str | None = None,
        invitation: str | None = None,
        instead_of: int | None = None,
    ) -> None:
        """Queue what was said so far; in place of what waits in the same slot.

        Nothing where there is no way to say it. `invitation` is the template that asks to write
        where the channel is closed; `instead_of` the message whose place the words take.
        """
        if self.address.channel == PHONE:
            self.says.clear()
            return
        limit = self.kit.capabilities[self.address.channel].text
        for body in compose(self.says, self.kit.renderer, self.conversation.language, limit):
            said = replace(body, invitation=invitation, rating=self.rates, typing=self.typing)
            act: Act = "post" if instead_of is None else "edit"
            talk = self.conversation.talk
            self.queue(said, case=talk, slot=slot, act=act, target=instead_of)
        for answer in filter(None, (given(say.text) for say in self.says)):
            answers.give(
                self.unit, self.address.id, answer, self.kit.versions.get(answer, 0), self.now
            )
        self.says.clear()

    def queue(
        self,
        body: Body,
        author: str = "bot",
        case: str | None = None,
        dedupe: str | None = None,
        *,
        act: Act = "post",
        target: int | None = None,
        slot: str | None = None,
    ) -> None:
        row = Outgoing(
            self.address.channel,
            self.address.account,
            body.plain(),
            address=self.address.id,
            case=case,
            author=author,
            dedupe=dedupe,
            act=act,
            target=target,
            slot=slot,
            not_before=album.until(body, self.now),
        )
        messages.queue(self.unit, row, self.now)

    def leave(self) -> None:
        """Speak, and keep the conversation."""
        self.speak()
        drafts.watch(self)
        language = self.conversation.language
        if self.address.person.language != language:
            people.set_language(self.unit, self.address.person.id, language)
        state = codec.dump(self.conversation)
        conversations.save(self.unit, self.address.id, state, codec.FORMAT, self.now)


def _is_talk(case: Case) -> bool:
    """Whether what else comes up is for its officer too."""
    return case.kind == "hand_off" and case.lane == "general"


def said_once(line: tuple[str, str]) -> str:
    """The key under which what an officer typed, (room, id), went out."""
    return f"said:{line[0]}:{line[1]}"


def _open(kept: Dossier) -> list[Case]:
    """The cases that somebody works on; the others only wait for their days of grace to end."""
    return [case for case in kept.cases if case.state in OPEN_CASES]


def _known(row: applications.Application, kept: Dossier) -> Application:
    """With by when an officer will have done what is open about it."""
    due = [
        riyadh(c.due_at).date() for c in _open(kept) if c.application == row.reference and c.due_at
    ]
    day = riyadh(row.submitted_at).date()
    return Application(
        row.reference,
        row.programme,
        row.state,
        day,
        max(due, default=None),
        applicant=row.applicant,
        answers=dict(row.answers),
    )


async def again(view: View, row: applications.Application) -> Opened:
    """The form with which the applicant corrects what an officer could not confirm."""
    marks = [m for m in await verifications.of(view, row.reference) if m.mark in {WRONG, LAPSED}]
    own = {"applicant": row.applicant, "programme": row.programme}
    remark = next((mark.note for mark in marks if mark.note), "")
    return correction.opening(
        row.reference, {**row.answers, **own}, [mark.field for mark in marks], remark
    )
