"""Several picked by taps, a suggestion taken with a word, a place shared, a second tap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows import mask
from flows.book import Field, Pick
from flows.effects import Submit
from flows.events import Located, Said, Tapped
from flows.fields import question
from flows.rejection import Unclear
from flows.text import Text
from tests.flows.book import CONTEXT, COURSE, w
from tests.flows.chat import INDIVIDUAL, Chat, chat
from tests.flows.test_registration import offering
from tests.replacing import replace as changed

NAME = "نورة سعد محمد العتيبي"
PICKS = tuple(Pick(id_, w(id_)) for id_ in ("one", "two", "three"))


def at(field: Field) -> Chat:
    """Somebody at this question of a programme that asks no other."""
    course = replace(COURSE, eligibility=(), fields=(field,))
    talk = offering(chat(), course=course)
    return talk.say("register", "individual", "1", *INDIVIDUAL[3:], NAME, "0551234567", "khobar")


def of(kind: str, **more: object) -> Field:
    field = Field("k", "text", w("k"), w("k?"), w("help"))
    return changed(field, kind=kind, **more)


# ------------------------------------------------------------------ several by taps
def test_several_are_picked_by_taps_and_a_last_one() -> None:
    talk = at(of("choices", options=PICKS))
    assert talk.offered == ["one", "two", "three"]
    assert talk.tap("three").offered == ["one", "two", "three", "done"]
    marked = talk.question.options[2].label
    assert marked == Text("common.picked", {"label": Text(f"{LINE}.option.three")})
    talk.tap("one", "two", "two")
    assert talk.form.draft == "one,three", "a second tap lets it go"
    assert talk.tap("done").said == ["registration.review.ask"]
    assert talk.say("send").done(Submit)[0].answers["field.k"] == "one,three"


def test_a_word_ends_picking_too_and_what_is_typed_is_all_of_it() -> None:
    talk = at(of("choices", options=PICKS)).tap("three")
    ctx = changed(CONTEXT, draft="three")
    assert talk.say("1 2").form.answers["field.k"] == "one,two"
    step = question(of("choices", options=PICKS), LINE)
    book = CONTEXT.book
    said = changed(book, words={**book.words, "done": frozenset({"done"})})
    assert step.parse(Said("done"), changed(ctx, book=said)) == "three"
    with pytest.raises(Unclear):
        step.parse(Tapped(1, "done"), CONTEXT)


LINE = "book.programme.course.field.k"


# ------------------------------------------------------------------ a suggestion
@pytest.mark.parametrize("yes", ["yes", "نعم"])
def test_a_suggested_address_is_taken_with_a_word(yes: str) -> None:
    talk = at(of("email")).say("a@gmail.con")
    assert talk.said == ["check.email.misspelt", f"{LINE}.ask"]
    assert talk.offered == ["yes"]
    assert talk.say(yes).form.answers["field.k"] == "a@gmail.com"


def test_a_suggested_address_is_taken_with_a_button_or_typed_otherwise() -> None:
    talk = at(of("email")).say("a@gmail.con").tap("yes")
    assert talk.form.answers["field.k"] == "a@gmail.com"
    other = at(of("email")).say("a@gmail.con", "a@example.org")
    assert other.form.answers["field.k"] == "a@example.org"
    assert other.form.draft == ""


# ------------------------------------------------------------------ a place
def test_a_shared_place_answers_where_one_is_asked_for() -> None:
    talk = at(of("location")).hear(Located(26.420712345, 50.088812345))
    assert talk.form.answers["field.k"] == "26.42070,50.08880", "about ten metres"
    abroad = at(of("location")).hear(Located(48.8566, 2.3522))
    assert abroad.said[0] == "check.location.abroad"
    elsewhere = chat().say("register").hear(Located(26.4, 50.0))
    assert elsewhere.said == ["common.unread.location", "registration.applicant.ask"]


# ------------------------------------------------------------------ a number with its unit
def test_a_number_is_shown_with_its_unit() -> None:
    step = question(of("number", unit="person"), LINE)
    assert step.show("11", CONTEXT) == Text("unit.person.count", count=11)


# ------------------------------------------------------------------ what colleagues see
@pytest.mark.parametrize(
    ("masked", "value", "shown"),
    [
        (mask.email, "noura@example.org", "n•••@example.org"),
        (mask.short_address, "RRRD2929", "RRRD••••"),
        (mask.location, "26.42071,50.08882", "26.42,50.09"),
        (mask.location, "RRRD2929", "RRRD••••"),
        (mask.location, "https://maps.app.goo.gl/abc123", "https://maps.app.goo.gl/•••"),
    ],
)
def test_what_places_a_person_is_masked(masked: object, value: str, shown: str) -> None:
    assert callable(masked)
    assert masked(value) == shown


# ------------------------------------------------------------------ a second tap
def test_a_second_tap_of_a_button_is_told_kindly() -> None:
    talk = chat().say("register")
    prompt = talk.form.prompt
    talk.hear(Tapped(prompt, "individual"), Tapped(prompt, "individual"))
    assert talk.said == ["common.tapped_twice", "registration.programme.ask"]
    talk.hear(Tapped(prompt, "organisation"))
    assert talk.said == ["common.old_button", "registration.programme.ask"]


# ------------------------------------------------------------------ what nobody expects
@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("ا" * 10_000, "too_long"),
        ("نورة سعد 😀 محمد العتيبي", "letters"),
        ("نورة سعد محمد العتيبي ٠٥٥١٢٣٤٥٦٧", "digits"),
        ("", "letters"),
    ],
)
def test_a_strange_name_is_refused_with_its_reason(typed: str, reason: str) -> None:
    assert chat().say("register", *INDIVIDUAL, typed).said[0] == f"check.arabic_name.{reason}"


def test_marks_of_direction_and_mixed_digits_are_read() -> None:
    talk = chat().say("register", "individual", "1", "yes", "\u202b١٠٠0۰۰٠٠0٨\u202c")
    assert talk.form.answers["national_id"] == "1000000008"
    talk.say("\u20661452/٠٥/23\u2069", "yes", "\u200fنورة\u200e سعد محمد العتيبي")
    assert talk.form.answers["name"] == NAME
