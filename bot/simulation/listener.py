"""The listener: what people said of services and answers, and how low ratings were made good."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.clock import riyadh
from bot.simulation.believable import ANSWERING, HELD, SCORES, UNASKED, WHYS
from bot.simulation.improver import Improver
from bot.simulation.scribe import Scribe
from flows import recovery, survey
from flows.logbook import CHANNEL as PHONE
from storage import cases, praises, ratings, recoveries, unnamed
from storage.applications import Application
from storage.cases import Case
from storage.praises import Praise
from storage.ratings import Rating
from storage.recoveries import Recovery, Why
from storage.unnamed import Answer

DECLINED, UNNAMED, PRAISED = 0.03, 0.07, 0.06
ENQUIRED = 0.4  # answers of the book that helped, for each service
ANSWERED = 0.38  # of those who are asked about an answer
RATED_AGAIN = 0.55  # of low ratings that were made good
CALLED = 0.2  # of those who rated without a name
REMARKED = 0.15


@dataclass(frozen=True, slots=True)
class Listener:
    """`unsigned` are answers that lie apart until the unit is about to end."""

    scribe: Scribe
    improver: Improver
    unsigned: list[tuple[str, str, str, Answer]] = field(default_factory=list)

    # ------------------------------------------------------------- of a service
    def rate(self, application: Application, channel: str, delivered: datetime) -> None:
        """The survey after a service, whatever became of it."""
        scribe, due = self.scribe, delivered + survey.AFTER
        rating = Rating(
            application=application.reference,
            programme=application.programme,
            channel=channel,
            policy=scribe.book.association.policy.version,
            due_at=due,
            address=application.address,
            person=application.person,
            department=application.department,
            officer=application.officer,
            unconfirmed=channel == PHONE or scribe.happens(0.05),
            held=survey.BY_PHONE if channel == PHONE else None,
        )
        at = due + timedelta(hours=scribe.chance.expovariate(0.08))
        if scribe.happens(ANSWERING[channel]) and at < scribe.now:
            if channel != PHONE and scribe.happens(UNNAMED):
                rating = self._unnamed(rating, at)
            else:
                rating = self._answered(rating, at)
        elif due < scribe.now:
            rating = self._silent(rating)
        ratings.create(scribe.unit, rating)
        if scribe.happens(PRAISED) and (thanked := scribe.past(at)):
            words, _ = scribe.words()
            praise = Praise(str(application.department), words, thanked, application.programme)
            praises.record(scribe.unit, praise)

    def _answered(self, rating: Rating, at: datetime) -> Rating:
        scribe = self.scribe
        score = int(scribe.one(SCORES[str(rating.department)]))
        low = score <= scribe.book.association.numbers.low_score
        comment = scribe.words()[0] if scribe.happens(REMARKED) else None
        answered = replace(
            rating,
            state="answered",
            how="phone" if rating.channel == PHONE else "chat",
            score=score,
            effort=None if low else self._near(score),
            conduct=None if low else self._near(score),
            reason=scribe.one(WHYS) if low else None,
            comment=comment,
            comment_kind="text" if comment else None,
            asked_at=at if rating.channel == PHONE else rating.due_at,
            answered_at=at,
        )
        if not low:
            return answered
        self.improver.notice(answered, at)
        return replace(answered, recovery=self._recover(answered, "low_score", at))

    def _silent(self, rating: Rating) -> Rating:
        """Asked, declined, held back or over."""
        scribe, due = self.scribe, rating.due_at
        if rating.held is None and scribe.happens(DECLINED):
            return replace(rating, state="refused", asked_at=due)
        held = rating.held or scribe.one(HELD) or None
        if held in UNASKED and rating.channel != "whatsapp":
            held = None  # the window is WhatsApp's alone
        if survey.is_over(due, scribe.now, scribe.book.association):
            return replace(rating, held=held, state="expired", asked_at=None if held else due)
        if held:
            return replace(rating, held=held, state="pending_window" if held in UNASKED else "due")
        return replace(rating, state="asked", asked_at=due)

    def _unnamed(self, rating: Rating, at: datetime) -> Rating:
        """Its answers go among those of others; of the survey only that it was used."""
        scribe, department = self.scribe, str(rating.department)
        score = int(scribe.one(SCORES[department]))
        answers = [Answer("score", score)]
        answers += [Answer("effort", self._near(score)), Answer("conduct", self._near(score))]
        if scribe.happens(REMARKED):
            answers.append(Answer("comment", words=scribe.words()[0]))
        month = f"{riyadh(at):%Y-%m}"
        self.unsigned.extend((rating.programme, department, month, answer) for answer in answers)
        if scribe.happens(CALLED):
            self._recover(rating, "call_me", at)
        return replace(rating, state="used", officer=None, asked_at=rating.due_at)

    async def put_away(self) -> None:
        """The answers without a name, before the unit ends."""
        for programme, department, month, answer in self.unsigned:
            await unnamed.add(self.scribe.unit, programme, department, month, answer)
        self.unsigned.clear()

    def _near(self, score: int) -> int | None:
        """How easy it was, or how they were treated: much like the whole, if they say so."""
        if self.scribe.happens(0.1):
            return None
        return max(1, min(5, score + self.scribe.one({-1: 2, 0: 5, 1: 3})))

    # ------------------------------------------------------------- made good
    def _recover(self, rating: Rating, why: Why, at: datetime) -> str:
        """The case that somebody else than who was rated takes; its reference."""
        scribe = self.scribe
        number = scribe.reserve("case", at)
        replied = scribe.later(at, 150)
        closed = scribe.later(replied, 300)
        done, owner = scribe.past(closed), scribe.lead("supervisor", but=rating.officer)
        case = Case(
            reference=number,
            kind=recovery.KIND,
            reason=why,
            state="closed" if done else "waiting_beneficiary" if scribe.past(replied) else "queued",
            opened_at=at,
            updated_at=done or at,
            address=rating.address,
            person=rating.person,
            flow="rating",
            owner=owner if scribe.past(replied) else None,
            department=rating.department,
            programme=rating.programme,
            application=rating.application,
            outcome=scribe.one({"solved": 6, "explained": 3, "not_possible": 1}) if done else None,
            due_at=recovery.due(riyadh(at), scribe.book.association),
            closed_at=done,
            lane="supervisors",
            concerns=rating.officer,
        )
        cases.open(scribe.unit, case)
        for moment, move in ((replied, "claim"), (replied, "say"), (closed, "close")):
            if scribe.past(moment):
                scribe.record(number, moment, move, f"officer:{owner}")
        self._ask_again(Recovery(number, rating.application, why, at, rating.score), done)
        return number

    def _ask_again(self, begun: Recovery, closed: datetime | None) -> None:
        scribe = self.scribe
        if closed and (asked := scribe.past(closed + recovery.AFTER)):
            begun = replace(begun, asked_at=asked)
            at = scribe.past(asked + timedelta(hours=scribe.chance.expovariate(0.1)))
            if at and scribe.happens(RATED_AGAIN):
                better = min(5, (begun.score or 2) + scribe.one({0: 2, 1: 3, 2: 4, 3: 2}))
                begun = replace(begun, again=better, answered_at=at)
        recoveries.begin(scribe.unit, begun)

    # ------------------------------------------------------------- of an answer
    def ask(self, case: Case) -> None:
        """The one question after a talk with an officer."""
        assert case.closed_at
        assert case.address
        rating = self._of_answer(case.reference, case.address, case.closed_at + survey.AFTER)
        rating = replace(rating, department=case.department, officer=case.owner)
        ratings.create(self.scribe.unit, self._said(rating))

    def ask_of_book(self, address: str, at: datetime) -> None:
        """And the one after an answer of the book, as often as it comes to that."""
        if self.scribe.happens(ENQUIRED):
            answer = self.scribe.chance.choice([*self.scribe.book.answers.values()])
            rating = self._of_answer(self.scribe.reserve("survey", at), address, at)
            rating = replace(rating, answer=answer.id, department=answer.owner)
            ratings.create(self.scribe.unit, self._said(rating))

    def _of_answer(self, number: str, address: str, due: datetime) -> Rating:
        return Rating(
            application=number,
            programme="",
            channel=self.scribe.known[address],
            policy=self.scribe.book.association.policy.version,
            due_at=due,
            kind="enquiry",
            address=address,
            person=address,
        )

    def _said(self, rating: Rating) -> Rating:
        scribe, at = self.scribe, rating.due_at + timedelta(minutes=2)
        if at >= scribe.now:
            return rating
        if rating.channel == PHONE:
            return replace(rating, state="expired", held=survey.BY_PHONE)
        if scribe.happens(0.45):
            held = scribe.one({survey.TOO_SOON: 5, survey.EXPECTED: 4, survey.TALKING: 1})
            return replace(rating, state="suppressed", held=held)
        asked = replace(rating, asked_at=rating.due_at)
        if scribe.happens(ANSWERED):
            score = int(scribe.one(SCORES["care"]))
            return replace(asked, state="answered", score=score, answered_at=at)
        over = survey.is_over(rating.due_at, scribe.now, scribe.book.association)
        declined = scribe.happens(5 * DECLINED)
        return replace(asked, state="refused" if declined else "expired" if over else "asked")
