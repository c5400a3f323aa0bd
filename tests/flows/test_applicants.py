"""Whom an application is for, and what is known of them and asked once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.book import Applicant, Field, Programme
from flows.context import Application
from flows.effects import Say, Submit
from flows.text import Lines, Text
from tests.flows.book import BOOK, COURSE, SUPPORT, w
from tests.flows.chat import WHOLE, Chat, chat
from tests.replacing import replace as changed

NAME, SISTER = "نورة سعد محمد العتيبي", "سارة سعد محمد العتيبي"
CHILD: frozenset[Applicant] = frozenset({"guardian"})
CLUB = replace(COURSE, id="club", audience=CHILD, eligibility=(), fields=())
EMAIL = Field("email", "email", w("email"), w("email?"), w("help"), lasting=True)
MINE = {
    "national_id": "1000000008",
    "id_expiry": "2030-10-12",
    "name": NAME,
    "mobile": "+966551234567",
    "governorate": "khobar",
    "field.email": "a@example.org",
}
KID = {
    "national_id": "1010101010",
    "name": SISTER,
    "birth_date": "2016-03-03",
    "relation": "mother",
    "guardian_id": "1000000008",
    "guardian_expiry": "2030-10-12",
    "guardian_name": NAME,
    "mobile": "+966551234567",
    "governorate": "khobar",
}


def made(reference: str, answers: dict[str, str], **of: str) -> Application:
    of = {"programme": "course", "state": "delivered", "applicant": "individual"} | of
    return Application(
        reference,
        of["programme"],
        of["state"],
        date(2026, 11, 1),
        applicant=of["applicant"],
        answers=answers,
    )


def offering(talk: Chat, *programmes: Programme) -> Chat:
    talk.ctx = changed(talk.ctx, book=changed(BOOK, programmes={p.id: p for p in programmes}))
    return talk


def returning(*applications: Application, programmes: tuple[Programme, ...] = ()) -> Chat:
    return offering(chat(applications=applications), *(programmes or (COURSE, SUPPORT, CLUB)))


# ------------------------------------------------------------------ asked once
def test_what_is_known_is_confirmed_and_not_asked_again() -> None:
    talk = returning(made("26000001", MINE)).say("register", "individual", "1", "yes")
    assert talk.said == ["registration.known.ask"]
    assert talk.offered == ["yes", "change", "none"]
    shown = talk.question.text.values["fields"]
    assert isinstance(shown, Lines)
    assert [line.values["value"] for line in shown.of] == [
        "••••••0008",
        date(2030, 10, 12),
        "نورة ع.",
        "••••••••••567",
        Text("book.governorate.khobar"),
    ]
    assert talk.say("yes").said == ["book.programme.course.field.mode.ask"]
    talk.say("1", "3", "no", "skip", "send")
    answers = talk.done(Submit)[0].answers
    assert {key: answers[key] for key in MINE if key in answers} == {
        key: value for key, value in MINE.items() if key != "field.email"
    }
    assert answers.keys().isdisjoint({"known", "taken", "about", "known_change"})


def test_one_that_changed_is_asked_alone() -> None:
    talk = returning(made("26000001", MINE)).say("register", "individual", "1", "yes")
    assert talk.tap("change").said == ["registration.known_change.ask"]
    assert talk.offered == ["national_id", "id_expiry", "name", "mobile", "governorate"]
    assert talk.tap("mobile").said == ["registration.mobile.ask"]
    assert talk.say("0559876543").said == ["book.programme.course.field.mode.ask"]
    assert talk.form.answers["mobile"] == "+966559876543"


def test_another_number_has_another_date() -> None:
    talk = returning(made("26000001", MINE)).say("register", "individual", "1", "yes")
    talk.tap("change", "national_id").say("1010101010")
    assert talk.said == ["registration.id_expiry.ask"]


def test_none_of_it_is_asked_from_the_start_and_back_offers_it_again() -> None:
    talk = returning(made("26000001", MINE)).say("register", "individual", "1", "yes", "1")
    assert talk.say("back").said == ["registration.known.ask"]
    assert talk.tap("none").said == ["registration.national_id.ask"]
    assert "name" not in talk.form.answers


def test_whoever_wants_none_of_it_loses_nothing_else() -> None:
    talk = returning(made("26000001", MINE)).say("register", "individual", "1", "yes")
    assert talk.tap("none").said == ["registration.national_id.ask"]
    assert talk.say("1010101010").said == ["registration.id_expiry.ask"]


def test_a_card_that_expired_since_is_asked_anew() -> None:
    old = {**MINE, "id_expiry": "2026-11-21"}
    talk = returning(made("26000001", old)).say("register", "individual", "1", "yes")
    shown = talk.question.text.values["fields"]
    assert isinstance(shown, Lines)
    assert len(shown.of) == 4, "it is not shown as good"
    assert talk.say("yes").said == ["check.expiry_date.expired", "registration.id_expiry.ask"]


def test_a_lasting_answer_of_a_programme_is_known_to_another() -> None:
    first = replace(COURSE, fields=(EMAIL,))
    second = replace(COURSE, id="second", eligibility=(), fields=(EMAIL,))
    other = replace(EMAIL, kind="text", lasting=False)
    third = replace(second, id="third", fields=(other,))
    for chosen, asked in ((second, True), (third, False)):
        talk = returning(made("26000001", MINE), programmes=(first, chosen))
        talk.say("register", "individual").tap(chosen.id).say("yes")
        assert ("field.email" in talk.form.answers) is asked
    gone = returning(made("26000001", MINE), programmes=(second,))
    gone.say("register", "individual", "1", "yes")
    assert "field.email" not in gone.form.answers, "its programme is not known any more"


def test_nothing_is_offered_to_somebody_new_or_without_a_number() -> None:
    for known in ((), (made("26000001", {}),)):
        talk = returning(*known).say("register", "individual", "1", "yes")
        assert talk.said == ["registration.national_id.ask"]


# ------------------------------------------------------------------ people kept apart
def test_a_relative_is_somebody_else() -> None:
    talk = returning(made("26000001", MINE)).say("register").tap("family")
    assert talk.said == ["registration.for_relative", "registration.programme.ask"]
    assert talk.say("1", "yes").said == ["registration.national_id.ask"], "mine are not offered"


def test_known_relatives_are_listed_by_name_and_end_of_number() -> None:
    sister = {**MINE, "national_id": "1010101010", "name": SISTER}
    mine, hers = made("26000001", MINE), made("26000002", sister, applicant="family")
    talk = returning(mine, hers).say("register").tap("family")
    assert talk.said == ["registration.whose.ask"]
    assert talk.offered == ["of.26000002", "other"]
    known, other = (option.label for option in talk.question.options)
    assert known == Text("registration.whose.option.known", {"name": "سارة ع.", "number": "••1010"})
    assert other == Text("registration.whose.option.other")
    talk.tap("of.26000002").say("1", "yes", "yes")
    assert talk.form.answers["name"] == SISTER
    again = talk.say("back").tap("yes").form.answers
    assert again["national_id"] == "1010101010"
    talk.say("back", "back", "back", "back").tap("other")
    assert talk.form.answers.keys() == {"applicant", "about", "whose", "for_relative"} | (
        talk.form.answers.keys() & {"programme"}
    )


def test_two_who_said_for_myself_are_told_apart() -> None:
    other = {**MINE, "national_id": "1010101010", "name": SISTER}
    talk = returning(made("26000001", MINE), made("26000002", other)).say("register", "individual")
    assert talk.offered == ["of.26000001", "of.26000002", "other"]


def test_another_person_starts_anew_and_an_organisation_is_the_same_one() -> None:
    talk = offering(chat(), COURSE, SUPPORT, CLUB).say("register", *WHOLE, "change")
    talk.tap("applicant", "family")
    assert talk.form.answers["about"] == "family"
    assert "name" not in talk.form.answers


# ------------------------------------------------------------------ an application that exists
@pytest.mark.parametrize(("state", "told"), [("submitted", True), ("delivered", False)])
def test_an_unfinished_application_for_the_same_is_told(state: str, told: bool) -> None:
    talk = returning(made("26000001", MINE, state=state)).say("register", "individual", "1", "yes")
    talk.tap("yes")
    assert (talk.said[0] == "registration.twin") is told
    if told:
        assert talk.done(Say)[0].text.values["reference"] == "26000001"
        assert "registration" not in talk.stack


def test_it_is_none_for_another_person_or_another_programme() -> None:
    hers = made("26000001", MINE, state="submitted", applicant="family")
    elsewhere = made("26000002", MINE, state="submitted", programme="other")
    talk = returning(hers, elsewhere).say("register", "individual", "1", "yes")
    talk.tap("none").say("1000000008")
    assert talk.said == ["registration.id_expiry.ask"]
    several = made("26000003", MINE, state="submitted", programme="support")
    talk = returning(several).say("register", "organisation", "1", "yes")
    assert talk.said[-1] == "book.programme.support.field.licence.ask", "one may represent two"


# ------------------------------------------------------------------ my requests
def test_requests_say_whose_they_are_where_there_are_several_people() -> None:
    hers = {**MINE, "national_id": "1010101010", "name": SISTER}
    alone = returning(made("26000001", MINE), made("26000002", MINE)).say("requests")
    assert "requests.whose" not in ids(alone)
    both = made("26000001", MINE), made("26000002", hers, applicant="family")
    assert ids(returning(*both).say("requests")).count("requests.whose") == 2


def ids(talk: Chat) -> list[str]:
    listed = talk.done(Say)[0].text.values["list"]
    assert isinstance(listed, Lines)
    return [line.id for line in listed.of]
