"""Guardians apply for children; whoever is not of age is led to them."""

from __future__ import annotations

from dataclasses import replace

from flows.book import Field
from flows.effects import Submit
from tests.flows.book import COURSE, w
from tests.flows.chat import INDIVIDUAL, chat
from tests.flows.test_applicants import CLUB, KID, MINE, NAME, SISTER, made, offering, returning


# ------------------------------------------------------------------ guardians
def test_a_guardian_applies_for_a_child() -> None:
    talk = offering(chat(), COURSE, CLUB).say("register").tap("guardian")
    assert talk.said == ["registration.for_child", "registration.programme.ask"]
    talk.say("1", "1010101010", SISTER)
    assert talk.said == ["registration.birth_date.ask"]
    assert talk.say("2000/01/01").said[0] == "check.birth_date.too_old"
    assert talk.say("2016/03/03").said == [
        "registration.guardian_told",
        "registration.relation.ask",
    ]
    assert talk.tap("mother").say("1010101010").said[0] == "check.national_id.same"
    talk.say("1000000008", "2030/10/12")
    assert talk.said == ["registration.guardian_expiry_right.ask"]
    talk.say("yes", NAME, "yes", "0551234567", "khobar", "send")
    answers = talk.done(Submit)[0].answers
    assert answers["guardian_consent"] == "yes"
    assert (answers["national_id"], answers["guardian_id"]) == ("1010101010", "1000000008")
    assert "id_expiry" not in answers


def test_without_the_guardians_consent_nothing_is_sent() -> None:
    talk = offering(chat(), CLUB).say("register").tap("guardian")
    talk.say("1", "1010101010", SISTER, "2016/03/03").tap("father")
    talk.say("2000000006", "2030/10/12", "yes", "Mohammed Iqbal", "no")
    assert talk.said[0] == "registration.guardian_declined"
    assert "registration" not in talk.stack


def test_a_guardian_with_the_childs_own_number_is_asked_again() -> None:
    kid = {**KID, "guardian_id": "1010101010"}
    talk = returning(made("26000001", kid, applicant="guardian", programme="club"))
    talk.say("register").tap("guardian", "of.26000001").say("1", "yes")
    assert talk.said[-1] == "registration.guardian_id.ask"


def test_child_and_guardian_are_known_the_next_time() -> None:
    before = made("26000001", KID, applicant="guardian", programme="club")
    talk = returning(before).say("register").tap("guardian", "of.26000001").say("1", "yes")
    assert talk.said[-1] == "registration.guardian_consent.ask", "asked each time"
    other = returning(before).say("register").tap("guardian", "other").say("1", "yes")
    assert other.said == ["registration.child_id.ask"], "of another child only the guardian"
    assert other.form.answers["guardian_name"] == NAME
    mine = returning(made("26000001", MINE)).say("register").tap("guardian").say("1", "yes")
    assert mine.form.answers["guardian_id"] == "1000000008"


def test_somebody_under_age_is_led_to_a_guardian() -> None:
    rule = replace(COURSE.eligibility[0], minors=frozenset({"no"}))
    course = replace(COURSE, eligibility=(rule,))
    talk = offering(chat(), course, CLUB).say("register", "individual", "1", "no")
    assert talk.said == ["registration.minor.ask"]
    assert talk.tap("guardian").said == ["registration.for_child", "registration.programme.ask"]
    alone = offering(chat(), course).say("register", "individual", "1", "no")
    assert alone.said[0] == "registration.ineligible", "no guardian may apply to anything"


def test_a_birth_date_too_late_leads_to_a_guardian() -> None:
    born = Field("born", "birth_date", w("born"), w("born?"), w("help"), minimum=21, maximum=60)
    course = replace(COURSE, eligibility=(), fields=(born,))
    replies = ("register", "individual", "1", *INDIVIDUAL[3:], NAME, "0551234567", "khobar")
    talk = offering(chat(), course, CLUB).say(*replies)
    assert talk.say("2007/01/01").said[0] == "check.birth_date.too_young", "of age, too young here"
    talk.say("2012/01/01")
    assert talk.said == ["registration.for_child", "registration.programme.ask"]
    assert offering(chat(), course).say(*replies, "2012/01/01").said[0] == (
        "check.birth_date.too_young"
    )
