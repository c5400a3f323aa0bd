from __future__ import annotations

from datetime import date

import pytest

from flows.book import Eligibility, Field, FieldKind, Pick, Programme
from flows.checks import Check
from flows.effects import Say, Submit
from flows.events import Opened, Shared
from flows.fields import check
from flows.text import Lines, Text
from tests.flows.book import BOOK, COURSE, REFERENCES, SUPPORT, w
from tests.flows.chat import INDIVIDUAL, WHOLE, Chat, chat, nobody
from tests.replacing import replace

NAME = "نورة سعد محمد العتيبي"
REVIEW = ["registration.review.ask"]


def offering(talk: Chat, **programmes: Programme) -> Chat:
    """With other programmes on offer."""
    talk.ctx = replace(talk.ctx, book=replace(BOOK, programmes=programmes))
    return talk


# ------------------------------------------------------------------ consent
def test_nothing_personal_is_asked_before_consent() -> None:
    talk = nobody().say("register")
    assert talk.said[-1] == "consent.agree.ask"
    assert talk.question.progress is None
    assert talk.say("details").said == ["consent.agree.help", "consent.agree.ask"]
    assert talk.say("yes").said == ["registration.applicant.ask"]


def test_whoever_declines_is_told_of_other_ways() -> None:
    talk = nobody().say("register", "no")
    assert talk.said == ["consent.declined", "menu.go.ask"]
    assert talk.done(Submit) == []
    assert talk.say("register").said == ["consent.agree.ask"], "and may change their mind"


# ------------------------------------------------------------------ the whole form
def test_a_complete_form_is_handed_on() -> None:
    talk = chat().say("register", *WHOLE)
    assert talk.said == REVIEW
    talk.say("send")
    assert talk.said == ["registration.done", "menu.go.ask"]
    (submit,) = talk.done(Submit)
    assert submit.reference == REFERENCES[0]
    assert (submit.programme, submit.applicant) == ("course", "individual")
    assert submit.answers == {
        "applicant": "individual",
        "programme": "course",
        "eligible.course.adult": "yes",
        "national_id": "1000000008",
        "id_expiry": "2030-10-12",
        "name": NAME,
        "mobile": "+966551234567",
        "governorate": "khobar",
        "field.mode": "near",
        "field.years": "3",
        "field.before": "no",
        "field.note": None,
    }
    shown = {label.id: value for label, value in submit.fields}
    assert shown["registration.name.label"] == "نورة ع."
    assert shown["registration.mobile.label"] == "••••••••••567"
    assert "book.programme.course.eligibility.adult.label" not in shown


def test_an_answer_by_is_promised_in_working_days() -> None:
    talk = chat().say("register", *WHOLE, "send")
    assert talk.done(Say)[0].text.values["by"] == date(2026, 11, 24)


def test_a_question_of_the_programme_may_depend_on_another() -> None:
    talk = chat().say("register", *WHOLE[:-2], "yes")
    assert talk.said == ["book.programme.course.field.story.ask"]
    assert talk.say("hm").said[0] == "check.text.too_short"
    talk.say("a long story", "skip", "send")
    assert talk.done(Submit)[0].answers["field.story"] == "a long story"


def test_an_organisation_is_asked_for_its_own() -> None:
    talk = chat().say("register", "organisation", "1", *INDIVIDUAL[3:], NAME)
    talk.hear(Shared("0551234567")).say("الدمام", "1234", "7001234567")
    assert talk.say("2027/01/01").said[0] == "check.past_date.future"
    talk.say("2020/01/01", "2027/01/01", "send")
    answers = talk.done(Submit)[0].answers
    assert answers["field.founded"] == "2020-01-01"
    assert answers["field.next"] == "2027-01-01"
    assert answers["field.unified"] == "7001234567"


def test_a_resident_may_write_in_latin_letters() -> None:
    replies = [{"1000000008": "2000000006"}.get(reply, reply) for reply in INDIVIDUAL]
    talk = chat().say("register", *replies, "Mohammed Iqbal")
    assert talk.said == ["registration.mobile.ask"]
    assert chat().say("register", *INDIVIDUAL, "Mohammed Iqbal").said[0] == (
        "check.arabic_name.latin"
    )


def test_a_number_that_makes_one_a_citizen_asks_the_name_again() -> None:
    replies = [{"1000000008": "2000000006", NAME: "Mohammed Iqbal"}.get(r, r) for r in WHOLE]
    talk = chat().say("register", *replies, "change").tap("national_id").say("1000000008")
    assert talk.said == ["registration.id_expiry.ask"], "of another card"
    talk.say("2030/10/12", "yes")
    assert talk.said == ["check.arabic_name.latin", "registration.name.ask"]
    assert talk.say(NAME).said == REVIEW


def test_a_date_read_wrongly_is_asked_again() -> None:
    talk = chat().say("register", *INDIVIDUAL[:5])
    assert talk.question.text.values == {"date": date(2030, 10, 12)}
    assert talk.say("no").said == ["registration.id_expiry.ask"]


# ------------------------------------------------------------------ conditions
def test_whoever_is_not_eligible_is_told_early_and_shown_the_others() -> None:
    other = replace(COURSE, id="other", eligibility=())
    talk = offering(chat(), course=COURSE, other=other)
    talk.say("register", "individual", "1", "no")
    assert talk.said == ["registration.ineligible", "menu.go.ask"]
    assert talk.done(Say)[0].text.values == {
        "refusal": Text("book.programme.course.eligibility.adult.refusal"),
        "others": Lines((Text("book.programme.other.title"),)),
    }
    assert "registration" not in talk.stack


def test_a_condition_met_for_one_programme_is_asked_again_for_another() -> None:
    """The same key may stand for another question there."""
    rule = Eligibility("adult", w("over 60?"), frozenset({"yes"}), w("sorry"))
    talk = offering(chat(), course=COURSE, other=replace(COURSE, id="other", eligibility=(rule,)))
    talk.say("register", "individual", "1", "yes", "back", "back").tap("other")
    assert talk.said[-1] == "book.programme.other.eligibility.adult.ask"


def test_a_condition_may_have_options_of_its_own() -> None:
    picks = (Pick("young", w("young")), Pick("old", w("old")))
    rule = Eligibility("age", w("age?"), frozenset({"old"}), w("sorry"), picks)
    talk = offering(chat(), course=replace(COURSE, eligibility=(rule,)))
    talk.say("register", "individual", "1")
    assert talk.offered == ["young", "old"]
    assert talk.tap("young").said[0] == "registration.ineligible"


def test_a_programme_without_conditions_or_questions_is_short() -> None:
    talk = offering(chat(), support=replace(SUPPORT, fields=()))
    talk.say("register", "organisation", "1", *INDIVIDUAL[3:], NAME, "0551234567", "1")
    assert talk.said == REVIEW


def test_a_programme_that_is_closed_or_for_others_is_not_offered() -> None:
    other = replace(COURSE, id="other", active=False)
    talk = offering(chat(), course=COURSE, other=other, support=SUPPORT)
    assert talk.say("register", "individual").offered == ["course"]


def test_a_link_to_a_programme_still_asks_who_applies() -> None:
    talk = chat().hear(Opened("registration", {"programme": "course"}))
    assert talk.said == ["registration.applicant.ask"]
    assert talk.say("individual").said[0] == "registration.about"


# ------------------------------------------------------------------ the review
def test_the_review_reads_everything_back_in_full() -> None:
    talk = chat().say("register", *WHOLE)
    fields = talk.question.text.values["fields"]
    assert isinstance(fields, Lines)
    shown = {str(line.values["label"]): line.values["value"] for line in fields.of}
    assert shown[str(Text("registration.name.label"))] == NAME
    assert shown[str(Text("registration.national_id.label"))] == "••••••0008"
    assert shown[str(Text("registration.mobile.label"))] == "+966551234567"


def test_one_answer_is_changed_and_the_later_ones_stay() -> None:
    talk = chat().say("register", *WHOLE, "change")
    assert talk.said == ["registration.change.ask"]
    assert "name" in talk.offered
    assert "eligible.course.adult" not in talk.offered
    assert talk.tap("governorate").said == ["registration.governorate.ask"]
    assert talk.say("dammam").said == REVIEW
    assert talk.say("send").done(Submit)[0].answers["governorate"] == "dammam"


def test_a_change_of_programme_asks_only_what_is_new() -> None:
    talk = chat().say("register", *WHOLE, "change").tap("applicant").say("organisation")
    assert talk.said == ["common.gone", "registration.programme.ask"]
    assert talk.say("1").said[-1] == "book.programme.support.field.licence.ask"
    talk.say("1234", "7001234567", "2020/01/01", "2027/01/01", "send")
    answers = talk.done(Submit)[0].answers
    assert answers["name"] == NAME
    assert not [key for key in answers if key in {"field.mode", "eligible.course.adult"}]


def test_back_from_choosing_what_to_change_is_the_review() -> None:
    assert chat().say("register", *WHOLE, "change", "back").said == REVIEW


# ------------------------------------------------------------------ progress
def test_how_far_one_is_is_told_from_the_programme_on() -> None:
    talk = chat().say("register")
    assert talk.question.progress is None
    assert talk.say("individual").question.progress is None
    assert talk.say("1").question.progress == (3, 12)
    assert talk.say("yes", "1000000008").question.progress == (5, 12)
    assert talk.say("2030/10/12").question.progress is None, "a confirmation is no step"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("text", "text"),
        ("number", "whole_number"),
        ("date", "any_date"),
        ("unified_number", "unified_number"),
        ("licence", "licence"),
    ],
)
def test_each_kind_of_question_has_its_check(kind: FieldKind, name: str) -> None:
    field = Field("k", kind, w("k"), w("k?"), w("help"))
    read = check(field)
    assert isinstance(read, Check)
    assert read.name == name
    assert check(replace(field, kind="date", past=True)).name == "past_date"
