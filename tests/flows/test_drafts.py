"""Drafts: dated while they are filled in, reminded of once, shown, deleted, and destroyed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from flows import correction, drafts
from flows.calendar import RIYADH
from flows.context import Application
from flows.conversation import Conversation
from flows.effects import Corrected, Discarded, Turn
from flows.events import HandedBack, Opened, Said, Waited
from flows.text import Lines
from tests.flows.book import OWN
from tests.flows.chat import INDIVIDUAL, WHOLE, Chat, chat
from tests.replacing import replace

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def begun() -> Chat:
    """A registration with a number in it."""
    return chat().say("register", *INDIVIDUAL[:4])


def waits(talk: Chat, hours: float, until: float | None = None) -> Chat:
    """So long after the last answer the timer looks at the draft; its channel closes `until`."""
    [form] = drafts.left(talk.conversation)
    assert form.begun is not None
    assert form.touched is not None
    closing = None if until is None else form.touched + until * HOUR
    talk.ctx = replace(talk.ctx, now=form.touched + hours * HOUR)
    return talk.hear(Waited(form.begun, form.touched, closing))


# ------------------------------------------------------------------ dates
def test_a_form_is_a_draft_from_its_first_answer_on() -> None:
    talk = chat().say("register")
    assert drafts.left(talk.conversation) == ()
    at = talk.ctx.now
    talk.say("individual").wait(1).say("continue").wait(1).say("continue", "1")
    [form] = drafts.left(talk.conversation)
    assert (form.begun, form.touched) == (at, at + 2 * DAY)


def test_other_forms_are_none_and_what_others_do_dates_nothing() -> None:
    assert drafts.left(chat().say("enquiry", "when do you open").conversation) == ()
    talk = begun()
    [form] = drafts.left(talk.conversation)
    talk.wait(3).hear(Opened("rating", {"application": "26000422"}), HandedBack("26000422"))
    assert drafts.left(talk.conversation) == (form,)


def test_what_is_sent_is_no_draft_any_more() -> None:
    talk = chat().say("register", *WHOLE, "send")
    assert drafts.left(talk.conversation) == ()
    assert talk.done(Discarded) == []


# ------------------------------------------------------------------ the nudge
def test_it_is_reminded_of_after_a_day_and_once() -> None:
    talk = begun()
    assert waits(talk, 23).said == []
    assert waits(talk, 24).said == ["draft.nudge", "resume.how.ask"]
    assert waits(talk, 49).said == []
    assert talk.say("continue").said == ["registration.id_expiry.ask"]


def test_after_more_was_answered_it_may_be_reminded_of_again() -> None:
    talk = waits(begun(), 24).say("continue", "2030/10/12")
    assert waits(talk, 24).said == ["draft.nudge", "resume.how.ask"]


def test_nobody_is_reminded_who_wants_no_notices() -> None:
    assert waits(begun().be(notices=False), 24).said == []


def test_nobody_is_reminded_in_a_talk_or_in_quiet_hours() -> None:
    assert waits(begun().say("officer"), 24).said == []
    talk = begun()
    assert waits(talk, 36).said == [], "at nine in the evening"
    assert waits(talk, 48).said == ["draft.nudge", "resume.how.ask"]


def test_nobody_is_reminded_where_nothing_can_be_sent() -> None:
    assert waits(begun(), 24, until=24).said == []
    assert waits(begun(), 11.5, until=24).said == ["draft.nudge", "resume.how.ask"]


@pytest.mark.parametrize(
    ("answered", "until", "at"),
    [
        ("22T10:00", None, "23T10:00"),
        ("22T22:00", None, "24T09:00"),
        ("22T10:00", "23T10:00", "23T09:30"),
        ("22T22:00", "23T22:00", "23T20:30"),
        ("22T05:00", "23T05:00", "22T20:30"),
    ],
)
def test_when_it_is_time(answered: str, until: str | None, at: str) -> None:
    def moment(text: str) -> datetime:
        return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=RIYADH)

    talk = begun()
    heard = moment(answered)
    [form] = drafts.left(talk.conversation)
    form = replace(form, begun=heard, touched=heard)
    event = Waited(heard, heard, moment(until) if until else None)
    ctx = replace(talk.ctx, now=heard)
    assert drafts.nudged_at(form, event, ctx) == moment(at)
    assert drafts.next_look(form, event, ctx) == moment(at)
    tomorrow = replace(ctx, now=moment(at))
    assert drafts.next_look(form, event, tomorrow) == moment(at) + DAY, "it could not be, just now"
    over = drafts.next_look(replace(form, nudged=True), event, ctx)
    assert over == datetime(2026, 12, 23, tzinfo=RIYADH)


def test_a_draft_below_another_form_is_brought_up() -> None:
    talk = begun().hear(Opened("rating", {"application": "26000422"}))
    assert list(talk.stack) == ["registration", "rating"]
    assert waits(talk, 24).said == ["draft.nudge", "resume.how.ask"]
    assert list(talk.stack) == ["rating", "registration", "resume"]


# ------------------------------------------------------------------ the end
def test_it_is_destroyed_when_its_days_are_over() -> None:
    talk = waits(begun(), 30 * 24)
    assert talk.done(Discarded) == []
    talk = waits(begun(), 31 * 24)
    [gone] = talk.done(Discarded)
    assert (gone.flow, gone.why) == ("registration", "expired")
    assert gone.answers["national_id"] == "1000000008"
    assert (talk.said, talk.stack) == ([], ())


def test_what_asks_about_it_goes_with_it_and_nothing_else_does() -> None:
    assert waits(waits(begun(), 24), 31 * 24).stack == ()
    talk = begun().hear(Opened("rating", {"application": "26000422"}))
    assert waits(talk, 31 * 24).stack == ("rating",)


def test_one_that_is_gone_is_looked_at_in_vain() -> None:
    talk = begun()
    [form] = drafts.left(talk.conversation)
    assert form.begun is not None
    talk.say("cancel", "yes").wait(1).hear(Waited(form.begun, form.begun))
    assert talk.turn.effects == ()


@pytest.mark.parametrize("words", [("cancel", "yes"), ("discard", "yes"), ("discard", "discard")])
def test_one_that_is_given_up_is_destroyed(words: tuple[str, ...]) -> None:
    talk = begun().say(*words)
    [gone] = talk.done(Discarded)
    assert gone.why == "given_up"


def test_what_was_only_picked_tells_nothing_of_anybody() -> None:
    assert chat().say("register", "individual", "1", "discard", "yes").done(Discarded) == []
    assert chat().say("register", "individual", "1", "no").done(Discarded) == []


def test_a_draft_of_a_flow_that_is_gone_is_destroyed_too() -> None:
    talk = begun()
    flows = {id_: flow for id_, flow in talk.engine.flows.items() if id_ != "registration"}
    talk.engine = replace(talk.engine, flows=flows)
    assert [gone.flow for gone in talk.say("menu").done(Discarded)] in ([], ["registration"])


# ------------------------------------------------------------------ seen and deleted
def test_it_is_shown_masked_and_deleted_from_anywhere() -> None:
    talk = begun().say("2030/10/12", "yes", "نورة سعد محمد العتيبي", "menu", "requests")
    [told, *_] = talk.turn.effects
    [line] = told.text.values["list"].of  # type: ignore[union-attr]  # what is said first
    assert line.id == "requests.draft"
    fields = line.values["fields"]
    assert isinstance(fields, Lines)
    shown = [field.values["value"] for field in fields.of]
    assert "••••••0008" in shown
    assert "نورة ع." in shown
    assert talk.say("discard").said == ["cancel.sure.ask"]
    assert talk.say("no").said == ["registration.mobile.ask"]
    assert talk.say("discard", "yes").said[0] == "common.cancelled"
    assert "requests.left" not in talk.say("requests").said


def test_without_a_draft_there_is_none_to_delete() -> None:
    assert chat().say("discard").said == ["draft.none", "menu.go.ask"]


def test_a_correction_that_is_given_is_no_draft_given_up() -> None:
    kept = {"applicant": "individual", "programme": "course", "national_id": "1000000008"}
    wanting = Application(OWN, "course", "needs_correction", date(2026, 11, 1))
    opened = correction.opening(OWN, kept, ["id_expiry"], "")
    talk = chat(applications=(wanting,)).hear(opened).say("2030/10/12", "yes")
    begun_at = [form.begun for form in drafts.left(talk.conversation)]
    turn = Turn(Conversation(), (Corrected(OWN, {}, ()),))
    done = drafts.dated(talk.engine, talk.conversation, Said("yes"), turn, talk.ctx)
    assert len(begun_at) == 1
    assert [effect for effect in done.effects if isinstance(effect, Discarded)] == []
