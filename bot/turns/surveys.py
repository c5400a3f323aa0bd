"""Surveys in the shell: one for each delivered service, asked, put off for a reason, answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import cast

from bot import templates
from bot.clock import riyadh
from bot.turns import improving, recovery, verification
from bot.turns.casework import BENEFICIARY, record
from bot.turns.scene import Scene
from flows import applications as lifecycle
from flows import calendar, quiet, stack, survey
from flows.effects import Rated, Say, Unsigned
from flows.events import Opened
from flows.text import Text
from storage import applications, ratings, schedule, unnamed
from storage import templates as made
from storage.applications import Application
from storage.ratings import OPEN, Rating, State
from storage.schedule import Due
from storage.templates import APPROVED
from storage.unnamed import Answer

KIND, UNCONFIRMED = "survey", "delivery_unconfirmed"
INVITATION = "waiting_rating"
QUESTIONS: dict[str, unnamed.Question] = {
    "score": "score",
    "effort": "effort",
    "conduct": "conduct",
    "comment": "comment",
}


# ------------------------------------------------------------------ falling due
async def owe(scene: Scene, application: Application) -> None:
    """The survey of a service that was confirmed just now: asked at once, or when it is not too
    soon after another one.
    """
    known = await ratings.by_application(scene.unit, application.reference)
    if known is not None:
        ratings.move(scene.unit, replace(known, unconfirmed=False))
        return
    rating, last = rating_of(scene, application), _last_asked(scene)
    if survey.too_soon(last and calendar.day_of(last), riyadh(scene.now).date()):
        at = survey.due(scene.now, last, scene.kit.book.association)
        rating = replace(rating, held=survey.TOO_SOON, due_at=at)
        scene.kit.meter.surveyed(survey.TOO_SOON)
        _schedule(scene, rating, at)
    else:
        rating = _asked(scene, rating)
    ratings.create(scene.unit, rating)


def expect(scene: Scene, reference: str) -> None:
    """The service was recorded just now: without a word on it, it is rated all the same."""
    at = scene.now + survey.UNCONFIRMED_AFTER
    payload, key = {"application": reference}, _unconfirmed(reference, scene.now)
    schedule.add(scene.unit, Due(scene.address.id, UNCONFIRMED, payload, at, key))


def settle(scene: Scene, application: Application) -> None:
    """The person gave their word on the delivery."""
    if application.delivered_at:
        schedule.cancel(scene.unit, _unconfirmed(application.reference, application.delivered_at))


def _unconfirmed(reference: str, delivered_at: datetime) -> str:
    return f"{UNCONFIRMED}:{reference}:{delivered_at:%Y%m%d%H%M}"


async def matters(scene: Scene, reference: str) -> bool:
    """Whether a survey that fell due is still to be asked, or to be reminded of."""
    rating = await ratings.by_application(scene.unit, reference)
    if rating is None:
        made = await applications.by_reference(scene.unit, reference)
        return made is not None and made.state == "in_delivery"
    return rating.state in OPEN and not _is_over(scene, rating)


async def ask(scene: Scene, reference: str) -> bool:
    """Whether it is asked now; else why not stands in its row, and it is asked later."""
    rating = await ratings.by_application(scene.unit, reference)
    if rating is None:
        application = await applications.by_reference(scene.unit, reference)
        assert application is not None
        rating = replace(rating_of(scene, application), unconfirmed=True)
        ratings.create(scene.unit, rating)
    held = await _held(scene, rating)
    if held is None:
        if rating.state == "asked":
            scene.says.append(Say(Text("rating.reminder")))
        ratings.move(scene.unit, _asked(scene, rating))
        return True
    scene.kit.meter.surveyed(held)
    if held == survey.TOO_SOON:
        at = survey.due(scene.now, _last_asked(scene), scene.kit.book.association)
        _schedule(scene, rating, at)
    waits = held in {survey.WINDOW, survey.TEMPLATE, survey.UNREACHABLE}
    ratings.move(scene.unit, replace(moved(rating, "wait" if waits else "put_off"), held=held))
    return False


def pending(scene: Scene) -> Rating | None:
    """A survey that waits for the person to write."""
    waiting = (r for r in scene.dossier.ratings if r.state == "pending_window")
    return next((rating for rating in waiting if not _is_over(scene, rating)), None)


async def offer(scene: Scene, rating: Rating, *, wanted: bool) -> None:
    """Ask now that the person wrote; what they came for goes first, unless it is this."""
    ratings.move(scene.unit, _asked(scene, rating))
    scene.refresh()
    opened = Opened("rating", {"application": rating.application})
    if stack.work(scene.conversation).forms and not wanted:
        scene.conversation = stack.awaiting(scene.conversation, opened)
    else:
        await scene.advance(opened)


async def _held(scene: Scene, rating: Rating) -> str | None:
    """Why nothing may be asked now."""
    address = scene.address
    if not address.reachable:
        return survey.UNREACHABLE
    if address.person.notices is False:
        return survey.OPTED_OUT
    last = _last_asked(scene, but=rating)
    if rating.state == "due" and survey.too_soon(
        last and calendar.day_of(last), riyadh(scene.now).date()
    ):
        return survey.TOO_SOON
    if scene.window_is_closed:
        return survey.TEMPLATE if await _invite(scene, rating) else survey.WINDOW
    return None


async def _invite(scene: Scene, rating: Rating) -> bool:
    """Send the approved template, where there is one: its button opens the survey."""
    language = scene.conversation.language
    found = await made.find(scene.unit, INVITATION, language)
    if found is None or found.status != APPROVED or INVITATION not in scene.kit.book.templates:
        return False
    service = lifecycle.service(rating.programme, scene.kit.book)
    values = {
        "association": scene.kit.book.association.name.in_(language),
        "service": scene.kit.renderer.render(service, language),
    }
    scene.queue(templates.said(scene.kit.book.templates[INVITATION], language, values))
    return True


# ------------------------------------------------------------------ answers
async def rated(scene: Scene, effect: Rated) -> None:
    """The answers so far in place of earlier ones, which the audit keeps."""
    if rating := await _own(scene, effect.application):
        await keep(scene, moved(rating, "rate"), effect)


async def keep(scene: Scene, rating: Rating, effect: Rated, *, reader: str = BENEFICIARY) -> None:
    """The answers, and what follows them. `reader` wrote them down, where somebody did."""
    answered = replace(
        rating,
        score=effect.score,
        effort=effect.effort,
        conduct=effect.conduct,
        reason=effect.reason,
        comment=effect.comment,
        comment_kind="voice" if effect.voice else "text" if effect.comment else None,
        answered_at=scene.now,
    )
    answered = await recovery.follow(scene, answered)
    ratings.move(scene.unit, answered)
    await verification.rated(scene, effect.application)
    how = "phone" if answered.how == "phone" else None
    details = answers_of(answered)
    record(scene, "rate", effect.application, reason=how, actor=reader, details=details)
    await improving.notice(scene, answered)


async def unsigned(scene: Scene, effect: Unsigned) -> None:
    """The answer among those of others; of the survey only that it was used."""
    rating = await ratings.by_application(scene.unit, effect.application)
    if rating is None or rating.person != scene.address.person.id:
        return
    if not survey.is_open_to(rating.state, "rate_unnamed"):
        return
    question = QUESTIONS[effect.question]
    if question == "score" and await _own(scene, effect.application) is None:
        return  # there is a score of it already
    used = Rating(
        application=rating.application,
        programme=rating.programme,
        channel=rating.channel,
        policy=rating.policy,
        due_at=rating.due_at,
        state=moved(rating, "rate_unnamed").state,
        address=rating.address,
        person=rating.person,
        department=rating.department,
        unconfirmed=rating.unconfirmed,
        held=rating.held,
        asked_at=rating.asked_at,
    )
    ratings.move(scene.unit, used)
    await verification.rated(scene, effect.application)
    month = f"{riyadh(scene.now):%Y-%m}"
    answer = Answer(question, effect.value, effect.words)
    await unnamed.add(scene.unit, rating.programme, rating.department or "", month, answer)


async def _own(scene: Scene, reference: str) -> Rating | None:
    """The person's rating, while it may be answered or changed."""
    rating = await ratings.by_application(scene.unit, reference)
    if rating is None or rating.person != scene.address.person.id:
        return None
    may = survey.is_open_to(rating.state, "rate") and not _is_over(scene, rating)
    return rating if may else None


def answers_of(rating: Rating) -> dict[str, object]:
    """What is kept of every change."""
    names = ("score", "effort", "conduct", "reason", "comment", "comment_kind")
    return {name: value for name in names if (value := getattr(rating, name)) is not None}


# ------------------------------------------------------------------ what both need
def moved(rating: Rating, move: str) -> Rating:
    """As the table of surveys has it. AssertionError for a move that is not open to it."""
    state = survey.MOVES.after(rating.state, move)
    assert state is not None, f"{move} of a survey that is {rating.state}"
    return replace(rating, state=cast("State", state))


def rating_of(scene: Scene, application: Application) -> Rating:
    """The survey, with who and what is rated as they are now."""
    return Rating(
        application=application.reference,
        programme=application.programme,
        channel=scene.address.channel,
        policy=scene.kit.book.association.policy.version,
        due_at=scene.now,
        address=scene.address.id,
        person=scene.address.person.id,
        department=application.department,
        officer=application.officer,
    )


def _asked(scene: Scene, rating: Rating) -> Rating:
    """As it is once it was asked; the first time a reminder follows."""
    if rating.asked_at is None:
        hours = scene.kit.book.association.hours
        _schedule(scene, rating, quiet.allowed(scene.now + survey.REMINDED_AFTER, hours))
    scene.kit.meter.surveyed("asked")
    return replace(moved(rating, "ask"), asked_at=rating.asked_at or scene.now)


def _schedule(scene: Scene, rating: Rating, at: datetime) -> None:
    payload = {"application": rating.application}
    key = f"{KIND}:{rating.application}:{at:%Y%m%d%H%M}"
    schedule.add(scene.unit, Due(scene.address.id, KIND, payload, at, key))


def _last_asked(scene: Scene, but: Rating | None = None) -> datetime | None:
    """When the person was asked for a rating last."""
    others = (r for r in scene.dossier.ratings if but is None or r.application != but.application)
    return max((r.asked_at for r in others if r.asked_at), default=None)


def _is_over(scene: Scene, rating: Rating) -> bool:
    return survey.is_over(rating.due_at, scene.now, scene.kit.book.association)
