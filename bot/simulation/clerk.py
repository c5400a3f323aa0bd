"""The clerk: what became of one service after the other, and of the questions officers had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from bot.reports.work import UNANSWERED
from bot.simulation.believable import CHANNELS, HAND_OFFS, OUTCOMES, REASONS, STATES, VOICES
from bot.simulation.improver import Improver
from bot.simulation.listener import Listener
from bot.simulation.scribe import Scribe
from flows import ending
from flows.book import Programme
from storage import applications, cases, people, questions
from storage.applications import Application
from storage.cases import Case
from storage.people import Origin
from storage.questions import Question

RETURNING = 0.35  # of those who apply
HAND_OFF = 0.6  # for each service
ELSEWHERE = 0.08  # of the services, given by the department that looks after partners
OPENED_AGAIN = 0.06  # of the cases that were closed


@dataclass(frozen=True, slots=True)
class Clerk:
    """Writes with the scribe; what people think of it is the listener's."""

    scribe: Scribe
    listener: Listener
    improver: Improver

    def serve(self, n: int, at: datetime) -> None:
        """Somebody applies, is served or not, and is asked; perhaps they needed an officer."""
        channel, address = self._somebody(n, at)
        programme = self.scribe.one(dict.fromkeys(self.scribe.book.programmes.values(), 1.0))
        self._apply(programme, channel, address, at)
        self.listener.ask_of_book(address, at)
        if self.scribe.happens(HAND_OFF):
            self._hand_off(address, at)
        for voice, share in VOICES.items():
            if self.scribe.happens(share):
                self._voice(voice, address, at)

    def _somebody(self, n: int, at: datetime) -> tuple[str, str]:
        scribe = self.scribe
        back = n - 1 - int(scribe.chance.expovariate(0.01))
        known = scribe.happens(RETURNING) and back >= 0
        who = back if known else n
        # Everybody keeps to one channel, told by their number alone.
        channel = scribe.one(CHANNELS, Random(who))  # noqa: S311 -- believable, not secret
        origin = Origin(channel, "simulated", f"simulated {who}")
        address = people.identify(scribe.unit.vault, origin)
        if address not in scribe.known:
            people.add(scribe.unit, address, origin, at)
            scribe.known[address] = channel
        return channel, address

    def _apply(self, programme: Programme, channel: str, address: str, at: datetime) -> None:
        scribe = self.scribe
        number = scribe.reserve("application", at)
        claimed = scribe.later(at, 90)
        delivered = scribe.later(claimed, 2400)
        done = delivered < scribe.now and scribe.happens(0.93)
        department = "resources" if scribe.happens(ELSEWHERE) else programme.department
        officer = scribe.officer(department)
        state = scribe.one(STATES) if done else "submitted"
        application = Application(
            reference=number,
            programme=programme.id,
            applicant=min(programme.audience),
            state=state,
            answers={},
            terms=programme.terms,
            submitted_at=at,
            updated_at=max(at, delivered) if done else at,
            address=address,
            person=address,
            officer=officer if done else None,
            department=department,
            delivered_at=delivered if done else None,
        )
        applications.submit(scribe.unit, application)
        case = Case(
            reference=number,
            kind="application",
            reason="submitted",
            state="closed" if state == "delivered" else "claimed",
            opened_at=at,
            updated_at=at,
            address=address,
            person=address,
            flow="registration",
            owner=officer,
            department=department,
            programme=programme.id,
            application=number,
            claimed_at=scribe.past(claimed),
            closed_at=delivered if state == "delivered" else None,
        )
        cases.open(scribe.unit, case)
        if not done:
            return
        for moment, move in ((claimed, "claim"), (claimed, "complete"), (delivered, "deliver")):
            scribe.record(number, moment, move, f"officer:{officer}")
        if state in {"partly_delivered", "disputed"}:
            scribe.record(number, delivered, "dispute", "beneficiary")
        if state != "disputed":
            self.listener.rate(application, channel, delivered)

    def _hand_off(self, address: str, applied: datetime) -> None:
        """What somebody asked before they applied."""
        at = applied - self.scribe.minutes(5, 4000)
        reason, department = self.scribe.one(REASONS), self.scribe.one(HAND_OFFS)
        case = self._talk(address, at, reason, department, minutes=180)
        if reason in UNANSWERED:
            words, _ = self.scribe.words()
            asked = Question(words, reason, at, case=case.reference)
            questions.record(self.scribe.unit, asked)
        if case.closed_at:
            self.listener.ask(case)

    def _voice(self, voice: str, address: str, applied: datetime) -> None:
        """A complaint or a suggestion, and what was decided about it."""
        at = applied - self.scribe.minutes(5, 40_000)
        department = self.scribe.book.voices[voice].department
        case = self._talk(address, at, voice, department, minutes=1200)
        if voice == "suggestion":
            self.improver.suggested(case)

    def _talk(
        self, address: str, at: datetime, reason: str, department: str, minutes: float
    ) -> Case:
        scribe = self.scribe
        number = scribe.reserve("case", at)
        claimed, replied = scribe.later(at, 9), scribe.later(at, 16)
        closed = scribe.later(replied, minutes)
        done, officer = closed < scribe.now, scribe.officer(department)
        words, _ = scribe.words()
        case = Case(
            reference=number,
            kind="hand_off",
            reason=reason,
            state="closed" if done else "queued",
            opened_at=at,
            updated_at=closed if done else at,
            address=address,
            person=address,
            owner=officer if done else None,
            department=department,
            details={"question": words, "channel": scribe.known[address], "fields": {}},
            outcome=scribe.one(OUTCOMES[ending.matter("hand_off", reason)]) if done else None,
            claimed_at=claimed if done else None,
            closed_at=closed if done else None,
        )
        cases.open(scribe.unit, case)
        if done:
            for moment, move in ((claimed, "claim"), (replied, "say"), (closed, "close")):
                scribe.record(number, moment, move, f"officer:{officer}")
            if scribe.happens(OPENED_AGAIN):
                scribe.record(number, closed, "dispute", "beneficiary")
        return case
