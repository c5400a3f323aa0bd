"""A programme's own questions: each kind, as the association writes it, with its check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from bot.content_rules import findings
from flows.book import Field, FieldKind, Pick
from flows.events import Said, Tapped
from flows.fields import question
from flows.rejection import Begun, Rejected, Unclear
from flows.steps import Ask, Choose, Select
from flows.text import Lines, Text
from tests.flows.book import CONTEXT, w

LINE = "book.programme.p.field.k"
PLAIN = Field("k", "text", w("k"), w("k?"), w("help"))
PICKS = (Pick("near", w("near")), Pick("far", w("far")), Pick("either", w("either")))

ANSWERS: dict[FieldKind, tuple[str, str]] = {
    "text": ("a story", "a story"),
    "number": ("5", "5"),
    "choice": ("2", "far"),
    "choices": ("1 3", "near,either"),
    "yes_no": ("نعم", "yes"),
    "governorate": ("2", "khobar"),
    "date": ("١٥ رمضان ١٤٤٦", "2025-03-15"),
    "birth_date": ("1410/05/23", "1989-12-21"),
    "document": ("جواز A1234567 2030/10/12", "passport A1234567 2030-10-12"),
    "arabic_name": ("نورة سعد محمد العتيبي", "نورة سعد محمد العتيبي"),
    "resident_name": ("Mohammed Iqbal", "Mohammed Iqbal"),
    "national_id": ("١٠٠٠٠٠٠٠٠٨", "1000000008"),
    "unified_number": ("700 123 4567", "7001234567"),
    "licence": ("رقم 1234", "1234"),
    "mobile": ("0551234567", "+966551234567"),
    "email": ("Name@Example.COM", "Name@example.com"),
    "iban": ("sa03 8000 0000 6080 1016 7519", "SA0380000000608010167519"),
    "short_address": ("rnbb 2312", "RNBB2312"),
    "location": ("26.4207, 50.0888", "26.42070,50.08880"),
}


def of(kind: FieldKind) -> Field:
    options = PICKS if kind in {"choice", "choices"} else ()
    return replace(PLAIN, kind=kind, options=options)


def test_there_is_an_example_of_every_kind() -> None:
    assert ANSWERS.keys() == set(get_args(FieldKind))


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_is_asked_and_answered(kind: FieldKind) -> None:
    typed, kept = ANSWERS[kind]
    step = question(of(kind), LINE)
    assert step.key == "field.k"
    assert step.line == LINE
    assert step.parse(Said(typed), CONTEXT) == kept
    assert step.holds(kept, CONTEXT)


@pytest.mark.parametrize("kind", ["choice", "yes_no", "governorate"])
def test_one_is_chosen_with_buttons(kind: FieldKind) -> None:
    step = question(of(kind), LINE)
    assert isinstance(step, Choose)
    first, *_ = step.options(CONTEXT)
    assert step.parse(Tapped(1, first.id), CONTEXT) == first.id


# ------------------------------------------------------------------ several of a list
def test_several_are_typed_and_one_is_tapped() -> None:
    step = question(of("choices"), LINE)
    assert isinstance(step, Select)
    assert [option.id for option in step.options(CONTEXT)] == ["near", "far", "either"]
    assert step.options(CONTEXT)[0].label == Text(f"{LINE}.option.near")
    with pytest.raises(Begun) as begun:
        step.parse(Tapped(1, "far"), CONTEXT)
    assert begun.value.draft == "far"
    assert step.parse(Said("far و near"), CONTEXT) == "near,far"
    with pytest.raises(Unclear):
        step.parse(Tapped(1, "gone"), CONTEXT)
    with pytest.raises(Rejected) as rejected:
        step.parse(Said("4"), CONTEXT)
    assert step.refusal(rejected.value) == Text("check.selection.number", {"n": 4, "high": 3})


def test_several_are_shown_by_their_labels() -> None:
    step = question(of("choices"), LINE)
    labels = Lines((Text(f"{LINE}.option.near"), Text(f"{LINE}.option.either")))
    assert step.show("near,either", CONTEXT) == labels
    assert step.masked("near,either", CONTEXT) == labels
    assert not step.holds("near,gone", CONTEXT)


# ------------------------------------------------------------------ bounds
@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        (replace(of("text"), minimum=5), "abc", "too_short"),
        (replace(of("number"), maximum=50), "51", "too_large"),
        (replace(of("number"), unit="year"), "6 أشهر", "unit"),
        (replace(of("date"), past=True), "2027/01/01", "future"),
        (replace(of("date"), past=True, within=90), "2026/01/01", "too_old"),
        (replace(of("date"), future=True), "2026/01/01", "past"),
        (replace(of("date"), future=True, within=30), "2027/01/01", "too_far"),
        (replace(of("birth_date"), minimum=18), "2009-06-06", "too_young"),
        (replace(of("birth_date"), maximum=17), "2009-06-05", "too_old"),
        (of("birth_date"), "1900/01/01", "too_old"),
    ],
)
def test_what_the_programme_asks_for_is_kept_to(field: Field, typed: str, reason: str) -> None:
    assert not list(findings(field))
    with pytest.raises(Rejected, match=reason):
        question(field, LINE).parse(Said(typed), CONTEXT)


# ------------------------------------------------------------------ shown and masked
def test_what_identifies_is_shown_by_its_end_alone() -> None:
    account = question(of("iban"), LINE)
    assert account.show("SA0380000000608010167519", CONTEXT) == "•" * 20 + "7519"
    assert account.masked("SA0380000000608010167519", CONTEXT) == "•" * 20 + "7519"
    document = question(of("document"), LINE)
    shown = Text(
        "document.shown",
        {
            "document": Text("document.passport"),
            "number": "••••4567",
            "date": date(2030, 10, 12),
        },
    )
    assert document.show("passport A1234567 2030-10-12", CONTEXT) == shown
    assert document.masked("passport A1234567 2030-10-12", CONTEXT) == shown


def test_of_a_birth_date_officers_see_the_year() -> None:
    born = question(of("birth_date"), LINE)
    assert born.show("1989-12-21", CONTEXT) == date(1989, 12, 21)
    assert born.masked("1989-12-21", CONTEXT) == "1989"


def test_a_future_date_is_shown_in_both_calendars() -> None:
    step = question(replace(of("date"), future=True), LINE)
    assert isinstance(step, Ask)
    assert step.show("2026-12-20", CONTEXT) == date(2026, 12, 20)


# ------------------------------------------------------------------ what cannot be asked
@pytest.mark.parametrize(
    ("field", "place"),
    [
        (replace(of("choices"), options=PICKS[:1]), "options"),
        (replace(of("choices"), options=(*PICKS, Pick("4", w("4")))), "options"),
        (replace(of("choices"), optional=True), "optional"),
        (replace(of("governorate"), optional=True), "optional"),
        (replace(of("governorate"), options=PICKS), "options"),
        (replace(of("text"), unit="year"), "unit"),
        (replace(of("birth_date"), past=True), "past"),
        (replace(of("text"), future=True), "future"),
        (replace(of("date"), past=True, future=True), "future"),
        (replace(of("date"), within=5), "within"),
        (replace(of("date"), past=True, within=0), "within"),
        (replace(of("birth_date"), minimum=19, maximum=18), "minimum"),
    ],
)
def test_a_field_that_makes_no_sense_is_reported(field: Field, place: str) -> None:
    assert [where for where, _ in findings(field)] == [(place,)]


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_field_of_any_kind_alone_makes_sense(kind: FieldKind) -> None:
    assert not list(findings(of(kind)))
